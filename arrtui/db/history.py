"""Release events: an app's history, kept after the app forgets it."""
# ruff: noqa: S608  # the SQL is put together from constants of this module

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any, NamedTuple

import msgspec

from arrtui.core.apps import Kind
from arrtui.core.domain import TRACK, ReleaseEvent, decode, encode
from arrtui.core.text import parse_iso
from arrtui.db.bulk import bulk_upsert, delete_rows
from arrtui.db.models import Instance, ReleaseEventRow
from arrtui.db.reading import of_instances, rows_of

PAGE = 5_000
"""Release events read by one statement."""
SAME_SECONDS = 300.0
"""How far the time of a provisional event may be from that of the app's own one."""
_COLUMNS = (
    *("instance", "event_id", "date", "item_id", "episode_id", "external_id", "event", "source_title"),
    *("download_id", "quality_id", "quality", "languages_doc", "score", "release_group", "indexer"),
    *("protocol", "size", "reason", "data_doc"),
)


class StoredEvent(NamedTuple):
    """A release event and the instance it comes from."""

    instance: str
    event: ReleaseEvent


class ReadingState(NamedTuple):
    """How far an instance's history has been read."""

    complete: bool
    """The first, paged run reached its end."""
    until: str
    """Date of the newest event stored, as the app wrote it; empty for none."""


def store_events(
    instance_id: int,
    events: Iterable[ReleaseEvent],
    external_ids: Mapping[int, str],
    known: Set[tuple[int, str]] = frozenset(),
) -> int:
    """Store events and return how many were really new. Call it inside ``Database.writing()``.

    ``external_ids`` maps item ids to the external ids they have now. An event already stored stays as it
    was; those ``known`` to be, by id and date, are left out. The date up to which the history is read
    follows.
    """
    newest = reading_state(instance_id).until
    events = list(events)
    unknown = [event for event in events if (event.id, event.date) not in known]
    stored = _insert(instance_id, unknown, external_ids)
    _drop_provisional(instance_id, events)
    until = max((event.date for event in events), default="")
    if until > newest:
        Instance.update(history_until=until).where(Instance.id == instance_id).execute()
    return stored


def store_ahead(instance_id: int, events: Iterable[ReleaseEvent], external_ids: Mapping[int, str]) -> int:
    """Store some of the newest events, before the history up to them is read; return how many were new."""
    events = list(events)
    _drop_provisional(instance_id, events)
    return _insert(instance_id, events, external_ids)


def store_provisional(instance_id: int, events: Iterable[ReleaseEvent], external_id: str) -> int:
    """Store events of a title that did not come from the app's history; their ids are negative.

    They go when the app's history tells the same. Return how many were new.
    """
    events = list(events)
    return _insert(instance_id, events, {event.item_id: external_id for event in events})


def _insert(instance_id: int, events: Iterable[ReleaseEvent], external_ids: Mapping[int, str]) -> int:
    rows = (
        (
            *(instance_id, event.id, event.date, event.item_id, event.episode_id),
            *(external_ids.get(event.item_id, ""), event.event, event.source_title, event.download_id),
            *(event.quality_id, event.quality, encode(event.languages), event.score, event.release_group),
            *(event.indexer, event.protocol, event.size, event.reason, encode(event.data)),
        )
        for event in _without_doubles(instance_id, list(events))
    )
    return bulk_upsert(ReleaseEventRow, rows, _COLUMNS, update=None)


def _without_doubles(instance_id: int, events: Sequence[ReleaseEvent]) -> Iterator[ReleaseEvent]:
    """Yield events but the second rows about one track and file: deletions of an upgrade came twice.

    (LIDARR_API 0.16.) Two of a pair have the same date, and may come on two pages.
    """
    of_tracks = [event for event in events if event.reason and event.data.get(TRACK)]
    if not of_tracks:
        yield from events
        return
    first = min(event.date for event in of_tracks)
    sql = (
        "SELECT event, reason, source_title, date, data_doc FROM release_event "
        "WHERE instance_id = ? AND date = ? AND reason <> ''"
    )
    seen = {
        (event, reason, title, date, decode(doc).get(TRACK))
        for event, reason, title, date, doc in rows_of(sql, (instance_id, first))
    }
    for event in sorted(events, key=lambda event: event.id):
        if event.reason and (track := event.data.get(TRACK)):
            subject = (event.event, event.reason, event.source_title, event.date, track)
            if subject in seen:
                continue
            seen.add(subject)
        yield event


def _drop_provisional(instance_id: int, events: Iterable[ReleaseEvent]) -> None:
    """Delete the provisional events that the app's own ones tell of."""
    sql = (
        "SELECT event_id, date, event, item_id, episode_id FROM release_event "
        "WHERE instance_id = ? AND event_id < 0"
    )
    provisional = rows_of(sql, (instance_id,))
    if not provisional:
        return
    by_subject: dict[tuple[str, int, int], list[float]] = {}
    for event in events:
        if (at := parse_iso(event.date)) is not None:
            by_subject.setdefault((event.event, event.item_id, event.episode_id), []).append(at)
    same = [
        (instance_id, event_id, date)
        for event_id, date, *subject in provisional
        for at in by_subject.get((subject[0], subject[1], subject[2]), ())
        if abs(at - (parse_iso(date) or 0.0)) <= SAME_SECONDS
    ]
    delete_rows(ReleaseEventRow, ("instance", "event_id", "date"), same)


def reading_state(instance_id: int) -> ReadingState:
    """Return how far an instance's history has been read."""
    rows = rows_of("SELECT history_complete, history_until FROM instance WHERE id = ?", (instance_id,))
    complete, until = rows[0]
    return ReadingState(bool(complete), until)


def known_events(instance_id: int, since: str) -> frozenset[tuple[int, str]]:
    """Return id and date of the stored events of an instance from a date of the app's on."""
    sql = "SELECT event_id, date FROM release_event WHERE instance_id = ? AND date >= ?"
    return frozenset((event_id, date) for event_id, date in rows_of(sql, (instance_id, since)))


def has_open_grab(instance_id: int, since: str) -> bool:
    """Return whether a release grabbed from a date of the app's on was neither imported nor given up."""
    sql = (
        "SELECT 1 FROM release_event AS g WHERE g.instance_id = ? AND g.event = 'grabbed' AND g.date >= ? "
        "AND NOT EXISTS (SELECT 1 FROM release_event AS e WHERE e.instance_id = g.instance_id "
        "AND e.item_id = g.item_id AND e.episode_id = g.episode_id AND e.date >= g.date "
        "AND e.event <> 'grabbed' AND e.download_id = g.download_id AND e.download_id <> '') LIMIT 1"
    )
    return bool(rows_of(sql, (instance_id, since)))


def mark_complete(instance_id: int, *, complete: bool = True) -> None:
    """Mark the history as read completely or not: if it is, only new events are requested from now on."""
    Instance.update(history_complete=complete).where(Instance.id == instance_id).execute()


def events_of_item(
    kind: Kind | str, external_id: str, instances: Sequence[str] | None = None, *, limit: int = 500
) -> list[StoredEvent]:
    """Return the release events of a title on the named instances of a kind, or on all, newest first."""
    where, names = of_instances(instances)
    sql = (
        f"SELECT i.name, {_EVENT} FROM release_event AS e JOIN instance AS i ON i.id = e.instance_id "
        f"WHERE i.kind = ? AND e.external_id = ? AND e.external_id <> '' AND {where} "
        f"ORDER BY e.date DESC, e.event_id DESC, i.id LIMIT {int(limit)}"
    )
    rows = rows_of(sql, [str(kind), external_id, *names])
    return [StoredEvent(instance, _event_of(columns)) for instance, *columns in rows]


def iter_events(instance_id: int) -> Iterator[tuple[str, ReleaseEvent]]:
    """Yield every stored release event of an instance after the external id of its title, in the app's order.

    :data:`PAGE` for each statement.
    """
    sql = (
        f"SELECT e.external_id, {_EVENT} FROM release_event AS e WHERE e.instance_id = ? "
        f"AND (e.event_id, e.date) > (?, ?) ORDER BY e.event_id, e.date LIMIT {PAGE}"
    )
    last: tuple[int, str] = (-(2**63), "")
    while page := rows_of(sql, (instance_id, *last)):
        for external_id, *columns in page:
            event = _event_of(columns)
            yield external_id, event
            last = event.id, event.date


def _event_of(columns: Sequence[Any]) -> ReleaseEvent:
    """Return a release event from the columns that :data:`_EVENT` names."""
    values = dict(zip(ReleaseEvent.__struct_fields__, columns, strict=True))
    values["languages"] = tuple((number, name) for number, name in decode(values["languages"]))
    values["data"] = decode(values["data"])
    return ReleaseEvent(**values)


def count_events(instance_id: int) -> int:
    """Return how many release events of an instance's own history are stored."""
    sql = "SELECT count(*) FROM release_event WHERE instance_id = ? AND event_id >= 0"
    return int(rows_of(sql, (instance_id,))[0][0])


_EVENT = (
    "e.event_id, e.item_id, e.episode_id, e.event, e.date, e.source_title, e.download_id, e.quality_id, "
    "e.quality, e.languages_doc, e.score, e.release_group, e.indexer, e.protocol, e.size, e.reason, "
    "e.data_doc"
)


class _ImportData(msgspec.Struct, gc=False):
    """What is read of the data of an import."""

    file_id: str = msgspec.field(name="fileId", default="")
    dropped: str = msgspec.field(name="droppedPath", default="")


_import_decoder = msgspec.json.Decoder(_ImportData)


def imported_from(instance_id: int) -> dict[int, str]:
    """Return the paths that files were imported from, by the id of the file, as far as the history tells."""
    sql = (
        "SELECT data_doc FROM release_event WHERE instance_id = ? AND data_doc LIKE ? "
        "AND event IN ('downloadFolderImported', 'trackFileImported') ORDER BY date, event_id"
    )
    paths: dict[int, str] = {}
    for (doc,) in rows_of(sql, (instance_id, "%droppedPath%")):
        data = _import_decoder.decode(doc)
        if data.file_id.isdecimal() and data.dropped:
            paths[int(data.file_id)] = data.dropped
    return paths
