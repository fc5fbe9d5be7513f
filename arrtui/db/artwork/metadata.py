"""Queries on the values of titles' metadata, each with its source. Run in database threads.

All values that sources gave are kept, the one that counts first among those of its field; so that a source
that is gone, or an order that changes, loses none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set

import msgspec

from arrtui.core.artwork import FIELD_LOCK, MetadataField
from arrtui.db.artwork import slots
from arrtui.db.artwork_models import MetadataRow
from arrtui.db.bulk import bulk_upsert
from arrtui.db.docs import doc_of
from arrtui.db.estate import ensure_instance
from arrtui.db.reading import rows_with

Part = tuple[str, str]
"""External id, and the part of the title: empty, ``s01`` or ``s01e02``."""
_COLUMNS = ("instance", "external_id", "part", "fields_doc", "read_at")
_fields = msgspec.json.Decoder(list[MetadataField])
_EXTREMES = {"owner": 0, "nfo": 2}
"""Sources whose values count most and least."""
_UNITED = {"ratings": "name", "uniqueid": "type"}
"""Fields whose values are lists of named entries, and what names them."""
Rank = Callable[[MetadataField], int]
"""How much a value counts among those of its field, the best lowest."""


def unranked(_field: MetadataField) -> int:
    """Return the same rank for all."""
    return 0


def all_fields(instance: str, external_ids: Sequence[str] | None = None) -> dict[Part, list[MetadataField]]:
    """Return all values of the fields of some titles or all, of each field the one that counts first."""
    sql = (
        "SELECT m.external_id, m.part, m.fields_doc FROM art_metadata AS m "
        "JOIN instance AS i ON i.id = m.instance_id WHERE i.name = ?"
    )
    rows = rows_with(sql, (instance,), "m.external_id", external_ids)
    return {(external_id, part): _fields.decode(doc) for external_id, part, doc in rows}


def fields_of(instance: str, external_ids: Sequence[str] | None = None) -> dict[Part, list[MetadataField]]:
    """Return the value that counts of each field of some titles or all, by external id and part."""
    return {part: winners(fields) for part, fields in all_fields(instance, external_ids).items()}


def winners(fields: Iterable[MetadataField]) -> list[MetadataField]:
    """Return of each field the value that counts. Pure.

    Ratings and ids of further sources join those of the first, as far as it has none of that name.
    """
    by_name: dict[str, MetadataField] = {}
    for field in fields:
        first = by_name.setdefault(field.name, field)
        if first is not field and field.name in _UNITED:
            by_name[field.name] = _united(first, field)
    return list(by_name.values())


def _united(first: MetadataField, other: MetadataField) -> MetadataField:
    """Return a list of named values with those that only another source has."""
    if not isinstance(first.value, list) or not isinstance(other.value, list):
        return first
    key = _UNITED[first.name]
    known = {entry.get(key) for entry in first.value if isinstance(entry, dict)}
    more = [
        {**entry, "default": False}
        for entry in other.value
        if isinstance(entry, dict) and entry.get(key) not in known
    ]
    return msgspec.structs.replace(first, value=[*first.value, *more]) if more else first


def store_fields(
    instance: str,
    external_id: str,
    part: str,
    fields: Iterable[MetadataField],
    *,
    sources: Collection[str] = (),
) -> int:
    """Store the values that some sources give for a part of a title; return 1 where anything is different.

    They replace those that the same sources, and the further ``sources``, gave before; see
    :func:`merge_fields`. Locks are read in the same transaction. Call it inside ``Database.writing()``.
    """
    given = list(fields)
    return store_parts(instance, external_id, {part: given}, {*sources, *(field.source for field in given)})


def store_parts(
    instance: str,
    external_id: str,
    parts: Mapping[str, Sequence[MetadataField]],
    sources: Collection[str],
    rank: Rank = unranked,
) -> int:
    """Store what sources give for several parts of a title; return how many parts are different."""
    return store_titles(instance, {external_id: parts}, sources, rank)


def store_titles(
    instance: str,
    titles: Mapping[str, Mapping[str, Sequence[MetadataField]]],
    sources: Collection[str],
    rank: Rank = unranked,
) -> int:
    """Store what sources give for parts of several titles, as :func:`store_parts` does for one."""
    stored, locks = all_fields(instance, [*titles]), slots.locks(instance, [*titles])
    instance_id = ensure_instance(instance)
    rows = []
    for external_id, parts in titles.items():
        locked = locks.get(external_id, set())
        for part, given in parts.items():
            before = stored.get((external_id, part), [])
            merged = merge_fields(before, given, sources, locked, rank)
            if len(merged) != len(before) or any(map(_differs, merged, before)):
                read_at = max((field.read_at for field in merged), default=0.0)
                rows.append((instance_id, external_id, part, doc_of(merged), read_at))
    return bulk_upsert(MetadataRow, rows, _COLUMNS, update=_COLUMNS[3:])


def merge_fields(
    before: Sequence[MetadataField],
    given: Sequence[MetadataField],
    sources: Collection[str],
    locked: Set[str],
    rank: Rank = unranked,
) -> list[MetadataField]:
    """Return the stored values with those that some sources give now, of each field the best first. Pure.

    The owner's count most and what an NFO says least; of the others the one with the lowest rank, and of
    several with one rank the new ones. A locked field stays as it is.
    """

    def stays(field: MetadataField) -> bool:
        return slots.is_locked(locked, f"{FIELD_LOCK}{field.name}")

    def order(field: MetadataField) -> tuple[int, int]:
        return _EXTREMES.get(field.source, 1), rank(field)

    kept = [field for field in before if not stays(field) and field.source not in sources]
    merged = [field for field in before if stays(field)]
    merged += sorted([*(field for field in given if not stays(field)), *kept], key=order)
    unique: dict[tuple[str, str], MetadataField] = {}
    for field in merged:
        unique.setdefault((field.name, field.source), field)
    return list(unique.values())


def _differs(field: MetadataField, other: MetadataField) -> bool:
    """Return whether a value is another one; the times at which they were read do not count."""
    same = (field.name, field.source) == (other.name, other.source)
    return not same or doc_of(field.value) != doc_of(other.value)
