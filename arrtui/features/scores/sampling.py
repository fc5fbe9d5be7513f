"""What became of a score between two snapshots. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from arrtui.db.scores import CurrentFile, Key, SampledState
from arrtui.features.scores.model import ScoreEvent


class ScoreChange(NamedTuple):
    """An event of a movie or an episode."""

    key: Key
    event: ScoreEvent
    before: SampledState | None
    """None where there was no file."""
    now: CurrentFile | None
    """None where there is no file."""


def score_changes(
    states: Mapping[Key, SampledState], held: Iterable[CurrentFile], *, first: bool
) -> Iterator[ScoreChange]:
    """Yield what became of each movie and episode since it was sampled last.

    ``first`` says that nothing was known before. A key that several episodes share is left out, and so is
    one whose file the app names but which could not be read.
    """
    now, unsure = _by_key(held)
    for key in {**states, **now}:
        state, file = states.get(key), now.get(key)
        had = state if state is not None and state.file_id else None
        event = None if key in unsure else event_of(had, file, first=first)
        if event is not None:
            yield ScoreChange(key, event, had, file)


def _by_key(held: Iterable[CurrentFile]) -> tuple[dict[Key, CurrentFile], set[Key]]:
    """Return the file of each key, of several of a movie the newest, and the keys that tell nothing."""
    found: dict[Key, CurrentFile] = {}
    owners: dict[Key, int] = {}
    unsure: set[Key] = set()
    for one in held:
        key = one[:3]
        if owners.setdefault(key, one.owner) != one.owner or (one.named and one.file_id is None):
            unsure.add(key)
        if one.file_id is not None:
            found[key] = one
    return found, unsure


def event_of(before: SampledState | None, now: CurrentFile | None, *, first: bool) -> ScoreEvent | None:
    """Return what happened between two states of one movie or episode, None where nothing did.

    None stands for no file. A score that the app did not give counts as 0.
    """
    if now is None:
        return None if before is None else ScoreEvent.REMOVED
    if before is None:
        return ScoreEvent.FIRST if first else ScoreEvent.NEW
    risen = (now.score or 0) - (before.score or 0)
    if now.file_id == before.file_id:
        return ScoreEvent.RESCORED if risen else None
    if not risen:
        return ScoreEvent.REPLACED
    return ScoreEvent.UPGRADED if risen > 0 else ScoreEvent.DOWNGRADED
