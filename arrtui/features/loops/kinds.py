"""Of what kind a chain is: the first that holds, in the order of :class:`ChainKind`. Pure.

A kind is told by what the app decided; what a person chose counts in none. Every rule returns the grabs that
brought nothing; none means that it does not hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Protocol

from arrtui.features.loops.join import PlainChain
from arrtui.features.loops.model import Attempt, Chain, ChainKind, FileLife, Known
from arrtui.features.loops.releases import release_key, revision_of

_LEAST_REVISIONS = 2
"""One proper or repack is a repair, a second one churn."""


class Judge(Protocol):
    """What the rules need to know beside the rows."""

    def is_kept(self, file_id: int, score: int | None) -> bool:
        """Return whether a file was found with a score, which is then that after its rename too."""

    def after(self, life: FileLife) -> Known:
        """Return the score of a file after it was renamed."""

    def place(self, item_id: int, quality_id: int) -> int | None:
        """Return the place of a quality in the profile of a title, worst first; None where it has none."""


def judge_chain(chain: Chain, judge: Judge) -> None:
    """Note a chain's kind and the grabs it wasted."""
    if (
        isinstance(chain, PlainChain)
        and chain.scores_as_grabbed
        and judge.is_kept(chain.file_id, chain.imported.score)
    ):
        return
    if not chain.is_plain:
        for kind, rule in _RULES:
            if wasted := tuple(rule(chain, judge)):
                chain.kind, chain.wasted = kind, wasted
                return
    chain.kind = ChainKind.DRIFT if _has_drifted(chain, judge) else ChainKind.NONE


def _repack_churn(chain: Chain, _judge: Judge) -> list[Attempt]:
    """Return the grabs after the first one that were taken for their revision."""
    if len(chain.attempts) <= _LEAST_REVISIONS:
        return []
    repairs = [attempt for attempt in _own(chain) if attempt.file is not None and _is_repair(attempt.file)]
    return repairs[1:] if len(repairs) >= _LEAST_REVISIONS else []


def _see_saw(chain: Chain, _judge: Judge) -> Iterator[Attempt]:
    """Yield the grabs of a release that another one had replaced, which the app had taken too."""
    if len(chain.attempts) < 3:
        return
    for attempt in _own(chain):
        life = attempt.in_place
        if life is None or life.attempt is None or life.attempt.by_person:
            continue
        key, earlier = release_key(attempt.row.title), life.replaced
        if _key_of(life) == key:
            continue
        while earlier is not None and _key_of(earlier) != key:
            earlier = earlier.replaced
        if earlier is not None:
            yield attempt


def _loop(chain: Chain, judge: Judge) -> Iterator[Attempt]:
    """Yield the grabs of a release whose file was there, and scores lower than it was grabbed at."""
    for attempt in _own(chain):
        life = attempt.in_place
        if life is None or life.attempt is None or _key_of(life) != release_key(attempt.row.title):
            continue
        grabbed, imported = life.attempt.row.score, life.row.score
        if grabbed is None:
            continue
        if imported is None or imported >= grabbed:  # a rename may only have lowered it
            imported = _known(chain, judge, life)
        if imported is not None and imported < grabbed:
            yield attempt


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
    times = Counter(key for *_, key in refused)
    return [attempt for attempt, queued, key in refused if times[key] > 1 or queued.refused_as_no_better]


def _false_upgrade(chain: Chain, judge: Judge) -> Iterator[Attempt]:
    """Yield the grabs whose file replaced one of the same or a better quality that scored as much or more."""
    for attempt in _own(chain):
        life = attempt.file
        if life is None or life.replaced is None:
            continue
        old = life.replaced
        new_place = judge.place(chain.item_id, life.row.quality_id)
        old_place = judge.place(chain.item_id, old.row.quality_id)
        if new_place is None or old_place is None or new_place > old_place or _is_repair(life):
            continue
        new_score = _known(chain, judge, life)
        grabbed_place = judge.place(chain.item_id, attempt.row.quality_id)
        if new_score is None or ((attempt.row.score or 0) <= new_score and grabbed_place == old_place):
            continue  # the app took it for its score, which the file has
        old_score = _known(chain, judge, old)
        if old_score is not None and new_score <= old_score:
            yield attempt


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
