"""Queries on the episodes and albums of titles. Run in database threads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from arrtui.core.batches import batched
from arrtui.core.domain import Episode
from arrtui.db.reading import BATCH, placeholders, rows_of

_episode = msgspec.json.Decoder(Episode)


def children(
    instance: str, item_ids: Sequence[int], *, with_files: bool = False
) -> defaultdict[int, list[Episode]]:
    """Return the episodes or albums of some titles, by season and number, by the app's id of the title.

    An album comes with the numbers that stand for it here, and with the first of its files, of which its
    record says nothing. ``with_files``: only those that have one.
    """
    listed: defaultdict[int, list[Episode]] = defaultdict(list)
    condition = "AND e.file_id <> 0 " if with_files else ""
    for batch in batched(item_ids, BATCH):
        sql = (
            "SELECT e.item_id, e.doc, e.season, e.number, e.file_id FROM episode AS e "  # noqa: S608
            "JOIN instance AS i ON i.id = e.instance_id "
            f"WHERE i.name = ? AND e.item_id IN ({placeholders(batch)}) {condition}"
            "ORDER BY e.season, e.number, e.episode_id"
        )
        for item_id, doc, season, number, file_id in rows_of(sql, (instance, *batch)):
            child = _episode.decode(doc)
            if child.external_id:
                child = replace(child, season=season, number=number, file_id=file_id)
            listed[item_id].append(child)
    return listed
