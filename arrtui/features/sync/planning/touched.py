"""Which titles of a followed pair events have touched. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from arrtui.core.config.sync import SyncPair
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.features.sync.planning.filters import needs_files

_OF_TITLES = frozenset({EventType.TITLE_ADDED, EventType.TITLE_CHANGED, EventType.UNMONITORED})
_OF_FILES = frozenset({EventType.FILE_ADDED, EventType.FILE_CHANGED, EventType.FILE_REMOVED})
FOLLOWED_TYPES = _OF_TITLES | _OF_FILES | {EventType.TITLE_REMOVED, EventType.MANY_CHANGES}
"""The types of events that may touch a title."""
Writes = Mapping[tuple[str, str], Set[str]]
"""What following wrote: (instance, external id) → the instances where that came from."""


class Touch(NamedTuple):
    """What an event touched of a pair."""

    external_id: str
    """Empty for titles that are not known by name."""
    event_id: int


def touches(pair: SyncPair, events: Iterable[EstateEvent], writes: Writes) -> list[Touch]:
    """Return what events touched of a pair, in their order.

    What the pair does not look at touches nothing: files where its filter asks for none, removed titles where
    it removes none. What following wrote itself is not followed back to where it came from.
    """
    types = _types(pair)
    touched: list[Touch] = []
    for event in events:
        if event.instance == pair.source:
            relevant, other = types, pair.target
        elif event.instance == pair.target and pair.mode == "union":
            relevant, other = frozenset({EventType.TITLE_ADDED}), pair.source
        else:
            continue
        if event.type is EventType.MANY_CHANGES:
            if not event.own and relevant & event.facts.keys():
                touched.append(Touch("", event.id))
        elif event.type in relevant and event.external_id:
            came_from = _origins(event.instance, event.external_id, writes) if event.own else frozenset()
            if other not in came_from:
                touched.append(Touch(event.external_id, event.id))
    return touched


def _types(pair: SyncPair) -> frozenset[EventType]:
    """Return the types of events of its source that matter to a pair."""
    rules = (pair.filter.include, pair.filter.exclude)
    types = _OF_TITLES
    if needs_files(pair.filter) or any(rule.has_file is not None for rule in rules):
        types |= _OF_FILES
    return types | {EventType.TITLE_REMOVED} if pair.mode == "mirror" else types


def _origins(instance: str, external_id: str, writes: Writes) -> frozenset[str]:
    """Return the instances from which a title came to one by following, however many lie between."""
    origins: set[str] = set()
    due = [instance]
    while due:
        for origin in writes.get((due.pop(), external_id), ()):
            if origin not in origins:
                origins.add(origin)
                due.append(origin)
    return frozenset(origins)
