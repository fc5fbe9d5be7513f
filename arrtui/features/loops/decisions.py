"""The app's decisions to grab, judged again from the rows: release against the file that was there. Pure.

Scores are those of the time: of the grab as the app noted it, of the file after it was renamed.
"""

from __future__ import annotations

from typing import NamedTuple

from arrtui.core.matching import MatchFacts
from arrtui.core.profiles import ProfileBody
from arrtui.core.upgrades import Contender, GrabRefusal, find_refusal
from arrtui.db.chain_rows import ChainRow
from arrtui.features.loops.compute import ScoreBook
from arrtui.features.loops.join import data_of
from arrtui.features.loops.model import Attempt, Chain, FileLife
from arrtui.features.loops.releases import is_repack, revision_of

_RSS = "Rss"


class GrabDecision(NamedTuple):
    """A grab over a file."""

    chain: Chain
    attempt: Attempt
    life: FileLife
    """The file that was there."""
    release: Contender
    file: Contender
    profile_id: int
    by_rss: bool

    @property
    def gap(self) -> int:
        """How much more the release scored than the file."""
        return self.release.score - self.file.score

    def refusal(self, profile: ProfileBody, propers: str) -> GrabRefusal | None:
        """Return why the app would not have grabbed by a profile and a setting of propers."""
        return find_refusal(self.release, self.file, profile, propers, by_rss=self.by_rss)


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
    after = book.after(life)
    if after.score is None:
        return after.why
    release = contender_of(attempt.row, attempt.row.score)
    file = contender_of(life.row, after.score)
    if life.attempt is not None:  # the client may have renamed the job
        revision = max(file.revision, revision_of(life.attempt.row.title))
        file = file._replace(revision=revision)
    by_rss = data_of(attempt.row).release_source == _RSS
    return GrabDecision(chain, attempt, life, release, file, item.profile_id, by_rss)


def contender_of(row: ChainRow, score: int) -> Contender:
    """Return a release or a file by a row of it."""
    return Contender(row.quality_id, score, revision_of(row.title), is_repack(row.title), row.release_group)


def file_facts(life: FileLife, book: ScoreBook) -> MatchFacts:
    """Return the facts of a file under its name in the library."""
    if life.is_scanned:
        return book.scanned_facts(life.row, life.path_now)
    return book.renamed_facts(life, life.path_now)
