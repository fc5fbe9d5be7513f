"""Whether the message of a title tells anything new: only then the title is urgent.

A refresh of the whole library sends a message for each title, and nothing in it but what is stored. What an
owner or an import does differs in one of these facts. They decide how soon a title is read and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from arrtui.core.domain import Item
from arrtui.db import estate, records

_decode = msgspec.json.Decoder(Item).decode


class TitleHint(NamedTuple):
    """What owners edit of a title, and how many files it has."""

    edited: tuple[object, ...]
    files: int
    size: int
    """Bytes."""


def hint_of(item: Item, files: int, size: int) -> TitleHint:
    """Return the facts of a title, of a message or as stored."""
    edited = (
        *(item.monitored, item.profile_id, item.path, item.tags, item.minimum_availability),
        *(item.series_type, item.season_folder, item.monitor_new_items, item.seasons),
    )
    return TitleHint(edited, files, size)


def echoes_of(instance: str, hints: Mapping[int, TitleHint]) -> frozenset[int]:
    """Return the titles whose messages tell nothing but what is stored; called in a database thread."""
    instance_id = estate.instance_ids().get(instance)
    if instance_id is None:
        return frozenset()
    stored = records.title_facts(instance_id, sorted(hints))
    return frozenset(
        item_id
        for item_id, facts in stored.items()
        if hint_of(_decode(facts.doc), facts.files, facts.size) == hints[item_id]
    )


def titles_of_files(instance: str, file_ids: frozenset[int]) -> frozenset[int]:
    """Return the titles that files are stored of; called in a database thread."""
    instance_id = estate.instance_ids().get(instance)
    if instance_id is None:
        return frozenset()
    return frozenset(records.items_of_files(instance_id, sorted(file_ids)))
