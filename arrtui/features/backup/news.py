"""What the changes of a stored snapshot mean, as events of the estate. Pure.

Changes of library state become events here and nowhere else, whoever pointed at them. The first snapshot of
an instance has no changes and brings none. What would bring more than :data:`MOST_EVENTS` brings one that
counts them, losses by themselves, so that nobody is told a thousand things and the tripwire still sees every
loss.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from arrtui.core.apps import app_of
from arrtui.core.domain import Change, ChangeKind, EntityType
from arrtui.core.estate_events import EstateEvent, EventSource, EventType

MOST_EVENTS = 1_000
"""Events of one snapshot; of more only their number is told."""
LEAST_EMPTIED = 3
"""Titles or files that a root folder must have lost to count as emptied."""
_HIDDEN = frozenset({"monitored", "path", "file_id"})
"""Fields that are told by events of their own."""
LOSSES = (EventType.TITLE_REMOVED, EventType.FILE_REMOVED, EventType.UNMONITORED)
"""What the tripwire counts, and albums that are gone, unless arrtui did it or a better file came."""
CHILDREN_REMOVED = "episodes_removed"
"""The fact of a changed title that says how many of its children are gone."""
CAUSES: Mapping[EventType, Set[str]] = {
    EventType.TITLE_REMOVED: frozenset({"remove"}),
    EventType.FILE_REMOVED: frozenset({"remove"}),
    EventType.UNMONITORED: frozenset({"edit", "episodes", "add"}),
}
"""Journalled steps that explain a loss as our own; anything else any step on the title explains."""


class TitleName(NamedTuple):
    """What an event calls a title by."""

    external_id: str = ""
    title: str = ""
    year: int = 0
    root_folder: str = ""


class RootCount(NamedTuple):
    """What a root folder has after a snapshot."""

    titles: int = 0
    files: int = 0


@dataclass(frozen=True)
class NewsContext:
    """What is known of a snapshot beside its changes."""

    instance: str
    snapshot: int
    at: float
    """UTC seconds."""
    source: EventSource
    titles: Mapping[int, TitleName] = field(default_factory=dict)
    """The titles that are stored now, of those with changes."""
    episodes: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """Season and number of the episodes with changes, by id."""
    albums: Mapping[int, str] = field(default_factory=dict)
    """Titles of the albums with changes, or with changed files, by id."""
    roots: Mapping[str, RootCount] = field(default_factory=dict)
    """By path, of the root folders that have titles."""
    own_steps: Mapping[str, Set[str]] = field(default_factory=dict)
    """Steps that arrtui journalled since the snapshot before, by the external id of the title."""
    narrowed: Set[str] = frozenset()
    """External ids of titles whose profile arrtui changed, so that a refresh may have removed albums."""
    upgraded: Set[tuple[int, int]] = frozenset()
    """Titles of which the app notes that a file went because a better one came, each with its album or 0."""


def events_of(changes: Sequence[Change], context: NewsContext) -> list[EstateEvent]:
    """Return the events that the changes of a snapshot mean, in their order."""
    news = _News(changes, context)
    events = [*news.of_titles(), *news.of_episodes(), *news.of_files(), *news.of_settings()]
    emptied = list(_emptied_roots(changes, context, events))
    if len(events) > MOST_EVENTS:
        events = [_summary(events, context)]
    return events + emptied


def lost(event: EstateEvent) -> int:
    """Return how many losses an event tells of that neither arrtui nor an upgrade explains."""
    if event.type is EventType.MANY_CHANGES:
        return int(event.facts.get("losses", 0))
    if event.own or event.upgrade:
        return 0
    if event.type is EventType.TITLE_CHANGED and app_of(event.instance).removes_children:
        return int(event.facts.get(CHILDREN_REMOVED, 0))
    return int(event.type in LOSSES)


class _News:
    """Makes events of the changes of one snapshot."""

    def __init__(self, changes: Sequence[Change], context: NewsContext) -> None:
        self._context = context
        self._by_type: defaultdict[EntityType, list[Change]] = defaultdict(list)
        for change in changes:
            self._by_type[change.type].append(change)
        self._gone = {
            change.item_id: change.before or {}
            for change in self._by_type[EntityType.ITEM]
            if change.kind is ChangeKind.REMOVED
        }
        self._gone_albums = {
            int(change.key)
            for change in self._by_type[EntityType.EPISODE]
            if change.kind is ChangeKind.REMOVED
        }
        files = self._by_type[EntityType.FILE]
        self._came = {_place_of(change) for change in files if change.kind is ChangeKind.ADDED}
        self._replaced = {
            (change.before or {}).get("file_id", 0)
            for change in self._by_type[EntityType.EPISODE]
            if (change.after or {}).get("file_id")
        }

    def of_titles(self) -> Iterator[EstateEvent]:
        """Yield what happened to titles; the files of one that is gone are counted with it."""
        files = Counter(change.item_id for change in self._by_type[EntityType.FILE])
        for change in self._by_type[EntityType.ITEM]:
            if change.kind is ChangeKind.ADDED:
                yield self._event(
                    EventType.TITLE_ADDED, change, {"path": (change.after or {}).get("path", "")}
                )
            elif change.kind is ChangeKind.REMOVED:
                yield self._event(EventType.TITLE_REMOVED, change, {"files": files[change.item_id]})
            else:
                yield from self._title_changed(change)

    def _title_changed(self, change: Change) -> Iterator[EstateEvent]:
        facts = _differences(change)
        if (change.before or {}).get("monitored"):
            yield self._event(EventType.UNMONITORED, change)
        if "path" in facts:
            yield self._event(EventType.RENAMED, change, {"path": facts["path"]})
        if others := {name: pair for name, pair in facts.items() if name not in _HIDDEN}:
            yield self._event(EventType.TITLE_CHANGED, change, others)
        elif facts.get("monitored") == [None, True]:
            yield self._event(EventType.TITLE_CHANGED, change, {"monitored": [False, True]})

    def of_episodes(self) -> Iterator[EstateEvent]:
        """Yield what happened to episodes: unmonitored ones by season, the others by series."""
        seasons: defaultdict[tuple[int, int | None], list[Change]] = defaultdict(list)
        counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for change in self._by_type[EntityType.EPISODE]:
            if change.item_id in self._gone:
                continue
            if change.kind is not ChangeKind.CHANGED:
                counts[change.item_id][f"episodes_{change.kind.value}"] += 1
            elif (change.before or {}).get("monitored"):
                seasons[change.item_id, self._number(change)[0]].append(change)
            elif _differences(change).keys() - {"file_id"}:
                counts[change.item_id]["episodes_changed"] += 1
        for (_, season), changes in seasons.items():
            event = self._event(EventType.UNMONITORED, changes[0], {"episodes": len(changes)})
            episode = self._number(changes[0])[1] if len(changes) == 1 else None
            if len(changes) == 1 and (album := self._context.albums.get(int(changes[0].key))):
                event = msgspec.structs.replace(event, album_id=int(changes[0].key), album=album)
            yield msgspec.structs.replace(event, season=season, episode=episode)
        for item_id, numbers in counts.items():
            key, kind = f"of {item_id}", ChangeKind.CHANGED
            change = Change(type=EntityType.EPISODE, key=key, kind=kind, item_id=item_id)
            event = self._event(EventType.TITLE_CHANGED, change, dict(numbers))
            own = event.own or event.external_id in self._context.narrowed
            yield msgspec.structs.replace(event, own=own)

    def _number(self, change: Change) -> tuple[int | None, int | None]:
        """Return season and number of an episode; an album has none."""
        if int(change.key) in self._context.albums:
            return None, None
        return self._context.episodes.get(int(change.key), (None, None))

    def of_files(self) -> Iterator[EstateEvent]:
        """Yield what happened to files of titles and albums that are there, once for those of an album."""
        of_albums: defaultdict[tuple[EventType, int], list[Change]] = defaultdict(list)
        for change in self._by_type[EntityType.FILE]:
            album_id = _album_of(change)
            if change.item_id in self._gone or album_id in self._gone_albums:
                continue
            for kind, facts in _of_file(change):
                if kind is not EventType.FILE_CHANGED and album_id in self._context.albums:
                    of_albums[kind, album_id].append(change)
                else:
                    yield self._event(kind, change, facts, upgrade=self._is_upgrade(change))
        for (kind, _), changes in of_albums.items():
            first = next(facts for own, facts in _of_file(changes[0]) if own is kind)
            size = sum((change.after or change.before or {}).get("size", 0) for change in changes)
            facts = first if len(changes) == 1 else {**first, "files": len(changes), "size": size}
            yield self._event(kind, changes[0], facts, upgrade=any(map(self._is_upgrade, changes)))

    def _is_upgrade(self, change: Change) -> bool:
        """Return whether a file that came or went took another's place, or was replaced.

        An app removes the old file a moment before it has the new one; its history tells why.
        """
        if change.kind is ChangeKind.ADDED:
            gone = (row for row in self._by_type[EntityType.FILE] if row.kind is ChangeKind.REMOVED)
            return any(_place_of(row) == _place_of(change) and self._is_upgrade(row) for row in gone)
        of_movie = not self._by_type[EntityType.EPISODE] and _place_of(change) in self._came
        return of_movie or int(change.key) in self._replaced or _place_of(change) in self._context.upgraded

    def of_settings(self) -> Iterator[EstateEvent]:
        """Yield which settings are other than before."""
        for change in self._by_type[EntityType.SETTING]:
            name = (change.after or {}).get("name") or (change.before or {}).get("name") or ""
            facts = {"setting": change.key.partition("/")[0], "what": change.kind.value, "name": name}
            yield self._event(EventType.SETTING_CHANGED, change, facts)

    def _event(
        self,
        kind: EventType,
        change: Change,
        facts: Mapping[str, Any] | None = None,
        *,
        upgrade: bool = False,
    ) -> EstateEvent:
        context, record = self._context, change.after or change.before or {}
        name = self._name(change.item_id)
        steps = context.own_steps.get(name.external_id, frozenset())
        is_file = change.type is EntityType.FILE
        album_id = _album_of(change) if is_file else 0
        album = context.albums.get(album_id, "")
        return EstateEvent(
            type=kind,
            at=context.at,
            instance=context.instance,
            key=f"{context.snapshot} {change.type.value} {change.key}",
            item_id=change.item_id,
            external_id=name.external_id,
            title=name.title,
            year=name.year,
            season=record.get("season") if is_file and not album else None,
            album_id=album_id if album else 0,
            album=album,
            release=record.get("scene_name", "") if is_file else "",
            score=record.get("score") if is_file else None,
            own=bool(steps & CAUSES[kind] if kind in CAUSES else steps),
            upgrade=upgrade,
            source=context.source,
            facts=dict(facts or {}),
        )

    def _name(self, item_id: int) -> TitleName:
        if record := self._gone.get(item_id):
            fields = TitleName._fields
            return TitleName(**{name: record[name] for name in fields if name in record})
        return self._context.titles.get(item_id, TitleName())


def _album_of(change: Change) -> int:
    """Return the app's id of the album of a file that came or went; 0 for none."""
    return int((change.after or change.before or {}).get("album_id", 0))


def _place_of(change: Change) -> tuple[int, int]:
    """Return the title and the album that a file came to or went from."""
    return change.item_id, _album_of(change)


def _of_file(change: Change) -> Iterator[tuple[EventType, dict[str, Any]]]:
    """Yield what a change of a file means, with its facts."""
    if change.kind is ChangeKind.CHANGED:
        facts = _differences(change)
        if path := facts.pop("relative_path", None):
            yield EventType.RENAMED, {"path": path}
        if facts:
            yield EventType.FILE_CHANGED, facts
        return
    record = change.after or change.before or {}
    facts = {name: record[name] for name in ("quality", "size", "relative_path") if name in record}
    yield EventType.FILE_ADDED if change.kind is ChangeKind.ADDED else EventType.FILE_REMOVED, facts


def _differences(change: Change) -> dict[str, list[Any]]:
    """Return ``[before, after]`` of each field that differs, None where it is not set."""
    before, after = change.before or {}, change.after or {}
    return {name: [before.get(name), after.get(name)] for name in sorted(before.keys() | after.keys())}


def _summary(events: Iterable[EstateEvent], context: NewsContext) -> EstateEvent:
    """Return one event in the place of many: how many there are of each type, and how many losses."""
    events = list(events)
    counts = Counter(event.type.value for event in events)
    return EstateEvent(
        type=EventType.MANY_CHANGES,
        at=context.at,
        instance=context.instance,
        key=str(context.snapshot),
        own=all(event.own for event in events),
        source=context.source,
        facts={**dict(counts), "losses": sum(map(lost, events))},
    )


def _emptied_roots(
    changes: Iterable[Change], context: NewsContext, events: Iterable[EstateEvent]
) -> Iterator[EstateEvent]:
    """Yield the root folders that had titles or files before a snapshot and have none of them now."""
    roots = {item_id: name.root_folder for item_id, name in context.titles.items()}
    for change in changes:
        if change.type is EntityType.ITEM and change.kind is ChangeKind.REMOVED:
            roots[change.item_id] = (change.before or {}).get("root_folder", "")
    losses = Counter((event.type, roots.get(event.item_id, "")) for event in events if lost(event))
    for (kind, root), number in losses.items():
        left = context.roots.get(root, RootCount())
        remaining = left.titles if kind is EventType.TITLE_REMOVED else left.files
        if not root or kind is EventType.UNMONITORED or number < LEAST_EMPTIED or remaining:
            continue
        what = "titles" if kind is EventType.TITLE_REMOVED else "files"
        yield EstateEvent(
            type=EventType.ROOT_EMPTIED,
            at=context.at,
            instance=context.instance,
            key=f"{context.snapshot} {root} {what}",
            reason=f"The root folder {root} has no {what} any more.",
            source=context.source,
            facts={"root_folder": root, what: number},
        )
