"""Queries on which titles, and which parts of them, are there to have artwork. Run in database threads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from arrtui.core.domain import Episode, Item, Volatile
from arrtui.db.artwork.children import children
from arrtui.db.estate import instance_ids
from arrtui.db.reading import rows_of
from arrtui.db.titles import title_rows


class PresentTitle(NamedTuple):
    """A title of an instance, as a list of all of them needs it."""

    external_id: str
    item_id: int
    title: str
    files: int


class TitleRecords(NamedTuple):
    """Everything that the app tells of a title."""

    item: Item
    volatile: Volatile
    files: int
    episodes: tuple[Episode, ...]
    """Those that have a file."""


def present_titles(instance: str) -> list[PresentTitle]:
    """Return the titles of an instance that have an external id, by sort title."""
    sql = (
        "SELECT t.external_id, t.item_id, t.title, t.files FROM item AS t "
        "JOIN instance AS i ON i.id = t.instance_id "
        "WHERE i.name = ? AND t.external_id <> '' ORDER BY t.sort_title, t.item_id"
    )
    return list(map(PresentTitle._make, rows_of(sql, (instance,))))


def present_episodes(instance: str) -> dict[str, set[tuple[int, int]]]:
    """Return season and number of the episodes that have a file, by external id of their series."""
    sql = (
        "SELECT t.external_id, e.season, e.number FROM episode AS e "
        "JOIN instance AS i ON i.id = e.instance_id "
        "JOIN item AS t ON t.instance_id = e.instance_id AND t.item_id = e.item_id "
        "WHERE i.name = ? AND e.file_id > 0"
    )
    present: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for external_id, season, number in rows_of(sql, (instance,)):
        present[external_id].add((season, number))
    return dict(present)


def title_records(instance: str, external_ids: Sequence[str]) -> dict[str, TitleRecords]:
    """Return what the app tells of some titles, by external id; of two with one id the first."""
    instance_id = instance_ids().get(instance)
    if instance_id is None:
        return {}
    records: dict[str, TitleRecords] = {}
    for doc, files, _, volatile in title_rows(instance_id, external_ids):
        item = msgspec.json.decode(doc, type=Item)
        facts = msgspec.json.decode(volatile, type=Volatile)
        records.setdefault(item.external_id, TitleRecords(item, facts, files, ()))
    by_item = {known.item.id: external_id for external_id, known in records.items()}
    episodes = {
        by_item[item_id]: own for item_id, own in children(instance, [*by_item], with_files=True).items()
    }
    return {
        external_id: known._replace(episodes=tuple(episodes.get(external_id, ())))
        for external_id, known in records.items()
    }
