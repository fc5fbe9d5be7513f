"""Of what kind a chain is: the first that holds, in the order of :class:`ChainKind`. Pure.

A kind is told by what the app decided; what a person chose counts in none. Every rule returns the grabs that
brought nothing; none means that it does not hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from arrtui.db.chain_rows import ChainRow
from arrtui.features.loops.join import SimpleChain, data_of
from arrtui.features.loops.model import Attempt, Chain, ChainKind, FileLife, Known
from arrtui.features.loops.releases import release_key, revision_of

_PACK = "seasonpack"


class Judge(Protocol):
    """What the rules need to know beside the rows."""

    def complete(self, chain: Chain) -> None:
        """Compute the scores that rows of a chain lack, where that is certain."""

    def is_kept(self, file_id: int, score: int | None) -> bool:
        """Return whether a file was found with a score, which is then that after its rename too."""

    def after(self, life: FileLife) -> Known:
        """Return the score of a file after it was renamed."""

    def before(self, life: FileLife, row: ChainRow) -> Known:
        """Return the score of a file when a row was written, by the settings and under the name of then."""

    def place(self, row: ChainRow, quality_id: int) -> int | None:
        """Return the place of a quality in the profile that a row's title had then, worst first."""

    def has_same_rules(self, earlier: ChainRow, later: ChainRow) -> bool:
        """Return whether scores and qualities counted the same for a title when two rows were written."""


def judge_chain(chain: Chain, judge: Judge) -> None:
    """Note a chain's kind and the grabs it wasted."""
    if isinstance(chain, SimpleChain) and _is_settled(chain.rows, chain.last_file_id, judge):
        return
    if not chain.is_plain:
        judge.complete(chain)
        for kind, rule in _RULES:
            if wasted := tuple(rule(chain, judge)):
                chain.kind, chain.wasted = kind, wasted
                return
    chain.kind = ChainKind.DRIFT if _has_drifted(chain, judge) else ChainKind.NONE


def _is_settled(rows: Sequence[ChainRow], file_id: int, judge: Judge) -> bool:
    """Return whether no kind holds of a simple chain, by its rows.

    Its files scored as their releases did, the last one kept its score, and where it replaced another it is
    another release, of a better quality or of the same with a higher score.
    """
    grab, imported = rows[0 if len(rows) == 2 else 2], rows[-1]
    score = imported.score
    if score is None or score != grab.score or not judge.is_kept(file_id, score):
        return False
    if len(rows) == 2:
        return True
    old_grab, old = rows[:2]
    if old.score is None or old.score != old_grab.score:
        return False
    if release_key(old_grab.title) == release_key(grab.title):
        return False
    if old.quality_id == imported.quality_id == grab.quality_id:
        return old.score < score
    new_place, old_place = (judge.place(grab, row.quality_id) for row in (imported, old))
    return new_place is not None and old_place is not None and new_place > old_place


def _repack_churn(chain: Chain, _judge: Judge) -> list[Attempt]:
    """Return the grabs that repaired once more what a proper or a repack had repaired."""
    if len(chain.attempts) < 3:
        return []
    files = ((attempt, attempt.file) for attempt in _own(chain))
    repairs = [(attempt, file) for attempt, file in files if file is not None and _is_repair(file)]
    repaired = {id(file) for _, file in repairs}
    return [attempt for attempt, file in repairs if id(file.replaced) in repaired]


def _see_saw(chain: Chain, judge: Judge) -> Iterator[Attempt]:
    """Yield the grabs of a release that another one had replaced, which the app had taken too."""
    if len(chain.attempts) < 3:
        return
    for attempt in _own(chain):
        life = attempt.in_place
        if life is None or life.attempt is None or life.attempt.by_person:
            continue
        key, earlier = release_key(attempt.row.title), life.replaced
        if not key or _key_of(life) == key:
            continue
        while earlier is not None and _key_of(earlier) != key:
            earlier = earlier.replaced
        if earlier is not None and not _is_worth_more_now(attempt, life, earlier, judge):
            yield attempt


def _is_worth_more_now(attempt: Attempt, there: FileLife, earlier: FileLife, judge: Judge) -> bool:
    """Return whether a release came back because other settings make it better than what was there.

    Of a release that is not imported yet its own score counts.
    """
    if judge.has_same_rules(earlier.row, attempt.row):
        return False
    file = attempt.file
    quality_id = (attempt if file is None else file).row.quality_id
    new_place, old_place = (judge.place(attempt.row, number) for number in (quality_id, there.row.quality_id))
    if new_place is None or old_place is None or new_place != old_place:
        return new_place is not None and old_place is not None and new_place > old_place
    new_score = attempt.row.score if file is None else judge.after(file).score
    old_score = judge.before(there, attempt.row).score
    return new_score is not None and old_score is not None and new_score > old_score


def _loop(chain: Chain, judge: Judge) -> Iterator[Attempt]:
    """Yield the grabs of a release whose file was there, and scores lower than it was grabbed at."""
    for attempt in _own(chain):
        life = attempt.in_place
        if life is None:
            continue
        key = release_key(attempt.row.title)
        if not key or _key_of(life) != key:
            continue
        if life.attempt is None and not life.row.download_id:
            continue  # imported by hand: it was grabbed once
        if _lost_points(chain, attempt, life, judge):
            yield attempt


def _lost_points(chain: Chain, attempt: Attempt, there: FileLife, judge: Judge) -> bool:
    """Return whether the file of a release scored lower than the release, which was grabbed again.

    Where the first grab is no longer known, the release counts as it was grabbed again.
    """
    first = there.attempt.row.score if there.attempt else attempt.row.score
    if first is not None:
        if there.row.score is not None and there.row.score < first:
            return True
        after = _known(chain, judge, there)  # a rename may only have lowered it
        if after is not None and after < first:
            return True
    second = attempt.row.score
    if second is None:
        return False
    before = judge.before(there, attempt.row).score
    later = None if attempt.file is None else judge.after(attempt.file).score
    return any(score is not None and score < second for score in (before, later))


def _known(chain: Chain, judge: Judge, life: FileLife) -> int | None:
    """Return the score of a file after it was renamed; note with its chain why it cannot be told."""
    known = judge.after(life)
    if known.score is None:
        chain.untold = known.why
    return known.score


def _grab_without_import(chain: Chain, _judge: Judge) -> list[Attempt]:
    """Return the grabs that the app refused to import.

    That the file there is as good, or that the same release was refused again: a single download that is no
    good (a sample, a wrong file) is no mistake of the scores.
    """
    refused = [
        (attempt, attempt.queued, release_key(attempt.row.title))
        for attempt in _own(chain)
        if attempt.file is None and attempt.queued is not None and attempt.queued.refused
    ]
    if not refused:
        return []
    times = Counter(key for *_, key in refused if key)
    return [attempt for attempt, queued, key in refused if times[key] > 1 or queued.refused_as_no_better]


def _false_upgrade(chain: Chain, judge: Judge) -> Iterator[Attempt]:
    """Yield the grabs whose file replaced one of the same or a better quality that scored as much or more."""
    for attempt in _own(chain):
        life = attempt.file
        old = None if life is None else life.replaced
        if life is None or old is None or old.attempt is attempt:
            continue
        new_place = judge.place(attempt.row, life.row.quality_id)
        old_place = judge.place(attempt.row, old.row.quality_id)
        if new_place is None or old_place is None or new_place > old_place or _is_repair(life):
            continue
        new_score = _known(chain, judge, life)
        if new_score is None:
            continue
        as_promised = (attempt.row.score or 0) <= new_score
        if (
            as_promised
            and judge.place(attempt.row, attempt.row.quality_id) == old_place
            and _is_plainly_better(attempt, old, new_score)
        ):
            continue
        old_known = judge.before(old, life.row)
        if old_known.score is None:
            chain.untold = old_known.why
        elif new_score <= old_known.score:
            yield attempt


def _is_plainly_better(attempt: Attempt, old: FileLife, new_score: int) -> bool:
    """Return whether a file that has what its release promised need not be compared with the one it replaced.

    The app compared the release with that file before it grabbed; a pack it may take for other episodes.
    """
    if attempt.in_place is old and old.row.score is not None and old.row.score < new_score:
        return True
    return (data_of(attempt.row).release_type or "").casefold() == _PACK


def _has_drifted(chain: Chain, judge: Judge) -> bool:
    """Return whether a file that the app chose scores other than it was grabbed at."""
    for attempt in chain.attempts:
        life, grabbed = attempt.file, attempt.row.score
        if life is None or grabbed is None or attempt.by_person:
            continue
        imported = life.row.score
        if imported is not None and imported != grabbed:
            return True
        if life.gone is None:
            after = judge.after(life).score
            if after is not None and after != grabbed:
                return True
    return False


def _own(chain: Chain) -> Iterator[Attempt]:
    """Yield the grabs that the app decided on."""
    return (attempt for attempt in chain.attempts if not attempt.by_person)


def _key_of(life: FileLife) -> str:
    """Return what equal releases share, of a file: of what was grabbed, whatever its job was called."""
    return release_key(life.row.title if life.attempt is None else life.attempt.row.title)


def _is_repair(life: FileLife) -> bool:
    """Return whether a file is a later revision of the quality that it replaced."""
    old = life.replaced
    if old is None or old.row.quality_id != life.row.quality_id:
        return False
    return _revision(life) > _revision(old)


def _revision(life: FileLife) -> tuple[int, int]:
    """Return the revision of a file, by the name of its job or of the release: a client may rename jobs."""
    names = [life.row.title, *([life.attempt.row.title] if life.attempt else [])]
    return max(map(revision_of, names))


_RULES: tuple[tuple[ChainKind, Callable[[Chain, Judge], Iterator[Attempt] | list[Attempt]]], ...] = (
    (ChainKind.REPACK_CHURN, _repack_churn),
    (ChainKind.SEE_SAW, _see_saw),
    (ChainKind.LOOP, _loop),
    (ChainKind.GRAB_WITHOUT_IMPORT, _grab_without_import),
    (ChainKind.FALSE_UPGRADE, _false_upgrade),
)
"""In the order in which they are tried."""
