"""Queries on what instances are doing now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from arrtui.core.activity import READ, ActivityEntry, ActivityKind
from arrtui.core.batches import batched
from arrtui.core.domain import child_key
from arrtui.db.activity_models import ActivityRow
from arrtui.db.bulk import CHUNK, bulk_upsert
from arrtui.db.estate import ensure_instance
from arrtui.db.reading import of_instances, placeholders, rows_of

_decoder = msgspec.json.Decoder(ActivityEntry)
_encoder = msgspec.json.Encoder()


class StoredActivity(NamedTuple):
    """A row of what an instance is doing, with the title it is about as it is stored."""

    instance: str
    read_at: float
    """UTC seconds."""
    title: str
    """Empty where nothing of the title is stored."""
    year: int
    external_id: str
    season: int | None
    """Of the episode it is about; None where that is not stored, or it is about none."""
    number: int | None
    """Of the episode within its season."""
    entry: ActivityEntry
    child: str = ""
    """What the episode or album is matched by (:attr:`.Episode.key`); empty where that is not stored."""
    album: str = ""
    """Title of the album it is about."""


def stored_activity(instances: Sequence[str]) -> list[StoredActivity]:
    """Return the rows of some instances, by instance."""
    where, parameters = of_instances(instances)
    sql = (
        "SELECT i.name, s.read_at, t.title, t.year, t.external_id, s.doc FROM activity AS s "  # noqa: S608
        "JOIN instance AS i ON i.id = s.instance_id "
        "LEFT JOIN item AS t ON t.instance_id = s.instance_id AND t.item_id = s.item_id "
        f"WHERE {where} ORDER BY i.id, s.kind, s.key"
    )
    read = [(*columns, _decoder.decode(doc)) for *columns, doc in rows_of(sql, parameters)]
    children = _children(instances, {entry.episode_id for *_, entry in read if entry.episode_id})
    stored = []
    for name, read_at, title, year, external_id, entry in read:
        child = children.get((name, entry.episode_id), _NO_CHILD)
        title, year, external_id = (title, year or 0, external_id) if title else child.title
        season, number = child.numbers
        row = StoredActivity(
            name, read_at, title, year, external_id, season, number, entry, child.key, child.album
        )
        stored.append(row)
    return stored


def activity_versions() -> dict[str, tuple[int, float]]:
    """Return how many rows each instance has and when the newest was read: other when anything is."""
    sql = (
        "SELECT i.name, count(*), max(s.read_at) FROM activity AS s "
        "JOIN instance AS i ON i.id = s.instance_id GROUP BY i.name"
    )
    return {name: (count, read_at) for name, count, read_at in rows_of(sql)}


def known_releases(instance: str) -> dict[str, int]:
    """Return the titles of an instance's stored release events: app's id of each by the key of the row."""
    sql = (
        "SELECT s.key, s.item_id FROM activity AS s JOIN instance AS i ON i.id = s.instance_id "
        "WHERE i.name = ? AND s.kind = ?"
    )
    return dict(rows_of(sql, (instance, ActivityKind.RELEASE.value)))


class _Child(NamedTuple):
    """An episode or album with its title: a command may name it alone."""

    title: tuple[str, int, str] = ("", 0, "")
    """Title, year and external id."""
    numbers: tuple[int | None, int | None] = (None, None)
    """Season and number of an episode."""
    key: str = ""
    album: str = ""


_NO_CHILD = _Child()


def _children(instances: Sequence[str], ids: Iterable[int]) -> dict[tuple[str, int], _Child]:
    """Return episodes and albums by instance and id, a statement for every chunk."""
    where, parameters = of_instances(instances)
    children: dict[tuple[str, int], _Child] = {}
    for chunk in batched(sorted(ids), CHUNK):
        sql = (
            "SELECT i.name, e.episode_id, t.title, t.year, t.external_id, e.season, e.number, "  # noqa: S608
            "e.external_id, e.title FROM episode AS e JOIN instance AS i ON i.id = e.instance_id "
            "JOIN item AS t ON t.instance_id = e.instance_id AND t.item_id = e.item_id "
            f"WHERE {where} AND e.episode_id IN ({placeholders(chunk)})"
        )
        for name, episode_id, *title, season, number, key, album in rows_of(sql, (*parameters, *chunk)):
            if key:  # an album has neither season nor number
                child = _Child((title[0], title[1], title[2]), key=key, album=album)
            else:
                numbers = (season, number)
                child = _Child((title[0], title[1], title[2]), numbers, child_key(season, number))
            children[name, episode_id] = child
    return children


def replace_activity(
    instance: str,
    entries: Iterable[ActivityEntry],
    read_at: float,
    kinds: Collection[ActivityKind] = READ,
) -> None:
    """Store everything an instance is doing of some kinds, instead of what was stored of them.

    It answered, so that it has no fault any more.
    """
    instance_id = ensure_instance(instance)
    replaced = [kind.value for kind in (*kinds, ActivityKind.FAULT)]
    ActivityRow.delete().where(ActivityRow.instance == instance_id, ActivityRow.kind.in_(replaced)).execute()
    _insert(instance_id, entries, read_at)


def put_commands(instance: str, commands: Mapping[str, ActivityEntry | None], at: float) -> None:
    """Store how commands of an instance stand, by their numbers; one without a row is done."""
    instance_id = ensure_instance(instance)
    rows = (ActivityRow.instance == instance_id) & (ActivityRow.kind == ActivityKind.COMMAND.value)
    ActivityRow.delete().where(rows, ActivityRow.key.in_(list(commands))).execute()
    _insert(instance_id, [entry for entry in commands.values() if entry is not None], at)


def _insert(instance_id: int, entries: Iterable[ActivityEntry], read_at: float) -> None:
    columns = ("instance", "kind", "key", "item_id", "read_at", "doc")
    rows = (
        (instance_id, entry.kind.value, entry.key, entry.item_id, read_at, _encoder.encode(entry).decode())
        for entry in entries
    )
    bulk_upsert(ActivityRow, rows, columns, update=None)


def record_fault(instance: str, sentence: str, at: float) -> None:
    """Note that an instance could not be asked, and why; what was stored of it stays."""
    instance_id = ensure_instance(instance)
    fault = ActivityEntry(kind=ActivityKind.FAULT, key="", state="unread", note=sentence, problem=True, at=at)
    values = {"item_id": 0, "read_at": at, "doc": _encoder.encode(fault).decode()}
    key = {"instance": instance_id, "kind": fault.kind.value, "key": fault.key}
    ActivityRow.delete().where(ActivityRow.instance == instance_id, ActivityRow.kind == fault.kind).execute()
    ActivityRow.insert(key | values).execute()
