"""The app's decisions to grab, judged again from the rows: release against the file that was there. Pure.

Scores are those of the time: of the grab as the app noted it, of the file after it was renamed.
"""

from __future__ import annotations

from typing import NamedTuple

from arrtui.core.album_upgrades import refusal_of
from arrtui.core.matching import MatchFacts
from arrtui.core.profiles import ProfileBody
from arrtui.core.upgrades import Contender, GrabRefusal
from arrtui.db.chain_rows import ChainRow
from arrtui.features.loops.compute import ScoreBook
from arrtui.features.loops.join import data_of, row_order
from arrtui.features.loops.model import Attempt, Chain, FileLife, Known
from arrtui.features.loops.releases import is_repack, revision_of

_RSS = "Rss"


class GrabDecision(NamedTuple):
    """A grab over a file."""

    chain: Chain
    attempt: Attempt
    life: FileLife
    """The file that was there."""
    path: str
    """Where it lay then."""
    release: Contender
    file: Contender
    profile_id: int
    by_rss: bool
    kind: str
    """Of the app."""

    @property
    def file_row(self) -> ChainRow:
        """The row of the file, dated so that formats and scores of the decision are those before it."""
        if self.life is self.attempt.in_place:
            return self.life.row._replace(date=self.attempt.row.date)
        return self.life.row

    @property
    def gap(self) -> int:
        """How much more the release scored than the file."""
        return self.release.score - self.file.score

    @property
    def is_repair(self) -> bool:
        """Whether the release is a later revision of the file's quality."""
        release, file = self.release, self.file
        return release.quality_id == file.quality_id and release.revision > file.revision

    @property
    def equal_release(self) -> Contender:
        """The release, as if it scored no more than the file."""
        return self.release._replace(score=self.file.score)

    @property
    def download(self) -> tuple[int, object]:
        """What it shares with the episodes of one download: its series and id; its own if it has no id."""
        return self.chain.item_id, self.attempt.row.download_id or id(self.attempt)

    def refusal(self, profile: ProfileBody, propers: str) -> GrabRefusal | None:
        """Return why the app would not have grabbed by a profile and a setting of propers."""
        return refusal_of(self.kind, self.release, (self.file,), profile, propers, by_rss=self.by_rss)


def decision_of(
    chain: Chain, attempt: Attempt, book: ScoreBook, life: FileLife | None = None
) -> GrabDecision | str:
    """Return the decision to grab over the file that was there, or over ``life``; or why it cannot be told.

    The reason is a clause.
    """
    life = life or attempt.in_place
    item = book.items.get(chain.item_id)
    if life is None:
        return "no row tells which file was there"
    if item is None:
        return "the title is not stored any more"
    if attempt.row.score is None:
        return "the app did not note the score of the release"
    path, after = _standing(life, attempt if life is attempt.in_place else None, book)
    if after.score is None:
        return after.why
    release = contender_of(attempt.row, attempt.row.score)
    file = contender_of(life.row, after.score)
    if life.attempt is not None:  # the client may have renamed the job
        revision = max(file.revision, revision_of(life.attempt.row.title))
        file = file._replace(revision=revision)
    by_rss = data_of(attempt.row).release_source == _RSS
    return GrabDecision(chain, attempt, life, path, release, file, item.profile_id, by_rss, book.kind)


def contender_of(row: ChainRow, score: int) -> Contender:
    """Return a release or a file by a row of it."""
    return Contender(row.quality_id, score, revision_of(row.title), is_repack(row.title), row.release_group)


def _standing(life: FileLife, until: Attempt | None, book: ScoreBook) -> tuple[str, Known]:
    """Return where a file lay and what it scored when a grab was decided; None for now."""
    renames = [row for row in life.renames if until is None or row_order(row) < row_order(until.row)]
    if life.is_scanned:
        renames.insert(0, life.row)
    path = data_of(renames[-1]).path or "" if renames else life.path
    if until is not None:
        return path, book.before(life, until.row)
    if life.is_scanned:
        return path, book.scanned_score(life.row, path)
    return path, book.computed_later(life, renames[-1]) if renames else book.after(life)


def facts_of_file(decision: GrabDecision, book: ScoreBook) -> MatchFacts:
    """Return the facts of the file that was there, under its name of that time."""
    life = decision.life
    if life.is_scanned:
        return book.scanned_facts(life.row, decision.path)
    return book.renamed_facts(life, decision.path)
