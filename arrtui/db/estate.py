"""The instances: the last check of each, and the counts of its last snapshots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from arrtui.core.apps import Kind
from arrtui.core.domain import Health, RootFolder, decode, encode
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.live import FeedState
from arrtui.db import estate_events
from arrtui.db.feed_states import feed_states
from arrtui.db.models import Instance
from arrtui.db.reading import rows_of


class SnapshotSummary(NamedTuple):
    """The result of an instance's last backup."""

    id: int
    at: float
    """UTC seconds since the epoch."""
    state: str
    error: str
    error_code: str
    added: int
    changed: int
    removed: int


class EstateRow(NamedTuple):
    """One instance as it was seen last. Counts are those of its last complete snapshot."""

    name: str
    kind: str
    id: int | None = None
    """None while it has never been seen."""
    state: str = "unknown"
    error: str = ""
    app_version: str = ""
    latency: float | None = None
    """Seconds."""
    checked_at: float | None = None
    items: int = 0
    episodes: int = 0
    files: int = 0
    size: int = 0
    """Bytes."""
    history: int = 0
    health: tuple[Health, ...] = ()
    roots: tuple[RootFolder, ...] = ()
    last: SnapshotSummary | None = None
    """The newest backup, complete or failed."""
    complete_at: float | None = None
    """When the newest complete backup was taken; live snapshots after it may have changed the counts."""
    queue: int = 0
    """Downloads in its queue when it was last asked what it is doing."""
    queue_at: float | None = None
    """When that was; None while it never was."""
    feed: FeedState | None = None
    """How its live feed stands; None while nobody listens to it."""
    alarm: str = ""
    """Why its losses have stopped what follows it, as a sentence, until somebody resumes that."""
    snapshot: int = 0
    """The id of its last complete snapshot, live ones among them; 0 for none."""


def ensure_instance(name: str, kind: Kind | str = "") -> int:
    """Return the id of an instance; add it first if it is new, as what its name starts with by default."""
    while not (known := rows_of("SELECT id FROM instance WHERE name = ?", (name,))):
        Instance.insert(name=name, kind=str(kind or name.partition(".")[0])).on_conflict_ignore().execute()
    return int(known[0][0])


def instance_ids() -> dict[str, int]:
    """Return the id of every instance ever seen, by name."""
    return {name: instance_id for instance_id, name in rows_of("SELECT id, name FROM instance ORDER BY id")}


def app_status(name: str) -> dict[str, Any]:
    """Return what an instance said of its app last, empty before it has been asked."""
    status: dict[str, Any] = {}
    for (doc,) in rows_of("SELECT app_doc FROM instance WHERE name = ?", (name,)):
        status = decode(doc)
    return status


def short_titles(instance_id: int) -> dict[int, str]:
    """Return what each title lacks that came with less than the app announces, by item id."""
    doc: str = Instance.select(Instance.short_doc).where(Instance.id == instance_id).scalar()
    return msgspec.json.decode(doc, type=dict[int, str])


def record_short_titles(instance_id: int, lacking: Mapping[int, str]) -> None:
    """Store which titles came with less than the app announces, instead of those known so far."""
    Instance.update(short_doc=encode({str(number): text for number, text in lacking.items()})).where(
        Instance.id == instance_id
    ).execute()


def record_check(
    name: str,
    *,
    state: str,
    error: str = "",
    app_version: str | None = None,
    app_doc: str | None = None,
    health: Sequence[Health] | None = None,
    roots: Sequence[RootFolder] | None = None,
    latency: float | None = None,
    at: float,
) -> None:
    """Store the result of a check of an instance. What is None keeps its last value.

    ``latency`` is in seconds, ``at`` in UTC seconds since the epoch. An instance that is not there is added,
    with the kind its name starts with. That it is down, or up again, is an event of the estate.
    """
    ensure_instance(name)
    _tell_of_state(name, state, error, at)
    values = {
        "state": state,
        "error": error,
        "latency": latency,
        "checked_at": at,
        "app_version": app_version,
        "app_doc": app_doc,
        "health_doc": None if health is None else encode(tuple(health)),
        "roots_doc": None if roots is None else _roots_doc(name, roots),
    }
    given = {field: value for field, value in values.items() if value is not None}
    Instance.update(given).where(Instance.name == name).execute()


def record_health(name: str, health: Sequence[Health], roots: Sequence[RootFolder] | None = None) -> None:
    """Store what an instance says of its health now, and of its root folders where they were asked for."""
    values = {"health_doc": encode(tuple(health))}
    if roots is not None:
        values["roots_doc"] = _roots_doc(name, roots)
    Instance.update(values).where(Instance.name == name).execute()


def _roots_doc(name: str, roots: Iterable[RootFolder]) -> str:
    """Return root folders as they are stored; what was not asked for stays as it was when it was."""
    before = {root.path: root for root in root_folders(name)}
    return encode(
        tuple(
            msgspec.structs.replace(root, unmapped_files=before[root.path].unmapped_files)
            if root.unmapped_files is None and root.path in before
            else root
            for root in roots
        )
    )


def root_folders(name: str) -> tuple[RootFolder, ...]:
    """Return the root folders of an instance as they were seen last, none before that."""
    rows = rows_of("SELECT roots_doc FROM instance WHERE name = ?", (name,))
    return msgspec.json.decode(rows[0][0], type=tuple[RootFolder, ...]) if rows else ()


def _tell_of_state(name: str, state: str, error: str, at: float) -> None:
    """Store an event where an instance is down that was not, or up again."""
    before = Instance.select(Instance.state).where(Instance.name == name).scalar()
    kind = EventType.INSTANCE_DOWN if state == "down" else EventType.INSTANCE_UP
    if state != before and "down" in (state, before):
        estate_events.insert([EstateEvent(type=kind, at=at, instance=name, reason=error, key=f"{at}")])


def estate_rows(names: Sequence[str] | None = None) -> list[EstateRow]:
    """Return a row for each named instance in that order, or for all that were ever seen.

    Five statements, however many instances: the instances, their newest and newest complete snapshots, their
    queues and their live feeds.
    """
    last = {row[0]: SnapshotSummary(*row[1:]) for row in rows_of(_LAST)}
    complete = {row[0]: row[1:] for row in rows_of(_LAST_COMPLETE)}
    queues = {row[0]: row[1:] for row in rows_of(_QUEUES)}
    feeds = feed_states()
    stored_rows: dict[str, EstateRow] = {}
    for instance_id, name, *check, health, roots, alarm in rows_of(_INSTANCES):
        kind, state, error, version, latency, checked_at = check
        snapshot, at, *counts = complete.get(instance_id, (0, None, 0, 0, 0, 0, 0))
        items, episodes, files, size, history = counts
        queue, queue_at = queues.get(instance_id, (0, None))
        stored_rows[name] = EstateRow(
            *(name, kind, instance_id, state, error, version, latency, checked_at),
            *(items, episodes, files, size, history),
            health=msgspec.json.decode(health, type=tuple[Health, ...]),
            roots=msgspec.json.decode(roots, type=tuple[RootFolder, ...]),
            last=last.get(instance_id),
            complete_at=at,
            queue=queue,
            queue_at=queue_at,
            feed=feeds.get(name),
            alarm=alarm,
            snapshot=snapshot,
        )
    if names is None:
        return list(stored_rows.values())
    return [
        stored_rows.get(name) or EstateRow(name, name.partition(".")[0], feed=feeds.get(name))
        for name in names
    ]


_INSTANCES = (
    "SELECT i.id, i.name, i.kind, i.state, i.error, i.app_version, i.latency, i.checked_at, i.health_doc, "
    "i.roots_doc, coalesce(t.reason, '') FROM instance AS i LEFT JOIN tripped AS t ON t.instance = i.name "
    "ORDER BY i.id"
)
_QUEUES = (
    "SELECT instance_id, sum(CASE WHEN kind = 'download' THEN 1 ELSE 0 END), max(read_at) FROM activity "
    "WHERE kind <> 'fault' GROUP BY instance_id"
)
_LAST = (
    "SELECT s.instance_id, s.id, s.taken_at, s.state, s.error, s.error_code, s.added, s.changed, s.removed "
    "FROM snapshot AS s WHERE s.id IN (SELECT max(id) FROM snapshot WHERE NOT live GROUP BY instance_id)"
)
_LAST_COMPLETE = (
    "SELECT s.instance_id, s.id, (SELECT max(b.taken_at) FROM snapshot AS b "
    "WHERE b.instance_id = s.instance_id AND b.state = 'complete' AND NOT b.live), "
    "s.items, s.episodes, s.files, s.size, s.history FROM snapshot AS s "
    "WHERE s.id IN (SELECT max(id) FROM snapshot WHERE state = 'complete' GROUP BY instance_id)"
)
