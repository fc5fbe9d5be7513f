"""The changes of scores between two snapshots. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from arrtui.db.scores import CurrentFile, Key, SampledState, ScoreEvent


class ScoreChange(NamedTuple):
    """A score event of a movie or an episode, with the file before and now."""

    key: Key
    event: ScoreEvent
    before: SampledState | None
    """None where there was no file."""
    now: CurrentFile | None
    """None where there is no file."""


def score_changes(
    states: Mapping[Key, SampledState], files: Iterable[CurrentFile], *, first: bool
) -> Iterator[ScoreChange]:
    """Yield the change of each movie and episode since it was sampled last.

    ``first`` means that nothing was sampled before. A key that several episodes share is left out, and so is
    one whose file the app names but which could not be read.
    """
    current: dict[Key, CurrentFile] = {}
    """The file of each key; of several of a movie the newest, which comes last."""
    owners: dict[Key, int] = {}
    ambiguous: set[Key] = set()
    for file in files:
        key = file[:3]
        if owners.setdefault(key, file.owner) != file.owner or (file.named and file.file_id is None):
            ambiguous.add(key)
        if file.file_id is not None:
            current[key] = file
    for key in {**states, **current}:
        state, now = states.get(key), current.get(key)
        before = state if state is not None and state.file_id else None
        event = None if key in ambiguous else event_of(before, now, first=first)
        if event is not None:
            yield ScoreChange(key, event, before, now)


def event_of(before: SampledState | None, now: CurrentFile | None, *, first: bool) -> ScoreEvent | None:
    """Return the event between two states of one movie or episode, None where nothing changed.

    None stands for no file. A score that the app did not give counts as 0.
    """
    if now is None:
        return None if before is None else ScoreEvent.REMOVED
    if before is None:
        return ScoreEvent.FIRST if first else ScoreEvent.NEW
    gain = (now.score or 0) - (before.score or 0)
    if now.file_id == before.file_id:
        return ScoreEvent.RESCORED if gain else None
    if not gain:
        return ScoreEvent.REPLACED
    return ScoreEvent.UPGRADED if gain > 0 else ScoreEvent.DOWNGRADED
