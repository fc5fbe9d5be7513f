"""Queries on titles as their apps have images and metadata of them. Run in database threads."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from arrtui.core.batches import batched
from arrtui.core.domain import Episode, Item, Volatile
from arrtui.db.reading import BATCH, placeholders, rows_of

_item = msgspec.json.Decoder(Item)
_volatile = msgspec.json.Decoder(Volatile)
_episode = msgspec.json.Decoder(Episode)


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
    sql = (
        "SELECT e.doc, e.season, e.number, e.file_id FROM episode AS e "
        "JOIN instance AS i ON i.id = e.instance_id "
        "WHERE i.name = ? AND e.item_id = ? ORDER BY e.season, e.number, e.episode_id"
    )
    return [_placed(*row) for row in rows_of(sql, (instance, item_id))]


def _placed(doc: str, season: int, number: int, file_id: int) -> Episode:
    """Return an episode; of an album with the place that this database gives it, and its first file."""
    return msgspec.structs.replace(_episode.decode(doc), season=season, number=number, file_id=file_id)


def episodes_with_files(instance_id: int, item_ids: Iterable[int]) -> list[Episode]:
    """Return the episodes, or the albums, of some titles that have a file."""
    episodes: list[Episode] = []
    for batch in batched(list(item_ids), BATCH):
        sql = (
            "SELECT doc, season, number, file_id FROM episode WHERE instance_id = ? AND file_id > 0 "  # noqa: S608
            f"AND item_id IN ({placeholders(batch)})"
        )
        episodes += [_placed(*row) for row in rows_of(sql, (instance_id, *batch))]
    return episodes
