"""Queries on what instances are doing now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from arrtui.core.activity import READ, ActivityEntry, ActivityKind
from arrtui.core.batches import batched
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
    numbers = _episode_numbers(instances, {entry.episode_id for *_, entry in read if entry.episode_id})
    stored = []
    for name, read_at, title, year, external_id, entry in read:
        season, number = numbers.get((name, entry.episode_id), (None, None))
        row = StoredActivity(name, read_at, title or "", year or 0, external_id or "", season, number, entry)
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


def _episode_numbers(instances: Sequence[str], ids: Iterable[int]) -> dict[tuple[str, int], tuple[int, int]]:
    """Return season and number of episodes by instance and id, a statement for every chunk."""
    where, parameters = of_instances(instances)
    numbers = {}
    for chunk in batched(sorted(ids), CHUNK):
        sql = (
            "SELECT i.name, e.episode_id, e.season, e.number FROM episode AS e "  # noqa: S608
            "JOIN instance AS i ON i.id = e.instance_id "
            f"WHERE {where} AND e.episode_id IN ({placeholders(chunk)})"
        )
        for name, episode_id, season, number in rows_of(sql, (*parameters, *chunk)):
            numbers[name, episode_id] = (season, number)
    return numbers


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
