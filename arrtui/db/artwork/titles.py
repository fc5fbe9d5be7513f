"""Queries on titles as their apps have images and metadata of them. Run in database threads."""

from __future__ import annotations

import msgspec

from arrtui.core.domain import Episode, Item, Volatile
from arrtui.db.artwork.children import children
from arrtui.db.reading import rows_of

_item = msgspec.json.Decoder(Item)
_volatile = msgspec.json.Decoder(Volatile)


def title(instance: str, external_id: str) -> tuple[Item, Volatile] | None:
    """Return a title by its external id with what is volatile of it; None where there is none."""
    return _title("t.external_id", instance, external_id)


def title_with_id(instance: str, item_id: int) -> tuple[Item, Volatile] | None:
    """Return a title by the app's id with what is volatile of it; None where there is none."""
    return _title("t.item_id", instance, item_id)


def _title(column: str, instance: str, value: str | int) -> tuple[Item, Volatile] | None:
    sql = (
        "SELECT t.doc, t.volatile_doc FROM item AS t JOIN instance AS i ON i.id = t.instance_id "  # noqa: S608
        f"WHERE i.name = ? AND {column} = ? ORDER BY t.item_id"
    )
    rows = rows_of(sql, (instance, value))
    return (_item.decode(rows[0][0]), _volatile.decode(rows[0][1])) if rows else None


def episodes(instance: str, item_id: int) -> list[Episode]:
    """Return the episodes of a series, or the albums of an artist, by season and number."""
    return children(instance, [item_id])[item_id]
