"""What publishing needs to know of titles: their records, videos and episodes. Runs in database threads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import msgspec

from arrtui.core.batches import batched
from arrtui.core.domain import Episode, Item, MediaFile, Volatile
from arrtui.db.artwork import streams
from arrtui.db.artwork.children import children
from arrtui.db.reading import BATCH, placeholders, rows_of

_BATCH = 500
_item = msgspec.json.Decoder(Item)
_volatile = msgspec.json.Decoder(Volatile)
_file = msgspec.json.Decoder(MediaFile)


class PublishFacts(NamedTuple):
    """A title as its app has it."""

    item: Item
    volatile: Volatile
    files: tuple[MediaFile, ...]
    """In the order of their paths."""
    episodes: tuple[Episode, ...]
    """Those that have a file, by season and number."""


def publish_facts(instance: str, external_ids: Sequence[str]) -> dict[str, PublishFacts]:
    """Return the records of some titles of an instance by external id."""
    facts: dict[str, PublishFacts] = {}
    for batch in batched(external_ids, BATCH):
        titles = rows_of(
            "SELECT t.item_id, t.external_id, t.doc, t.volatile_doc FROM item AS t "  # noqa: S608
            "JOIN instance AS i ON i.id = t.instance_id "
            f"WHERE i.name = ? AND t.external_id IN ({placeholders(batch)})",
            (instance, *batch),
        )
        ids = [row[0] for row in titles]
        files, episodes = _files_of(instance, ids), children(instance, ids, with_files=True)
        probed = streams.facts_of_probed(instance, batch)
        for item_id, external_id, doc, volatile in titles:
            facts[external_id] = PublishFacts(
                _item.decode(doc),
                _volatile.decode(volatile),
                tuple(_files(files[item_id], probed.get(external_id, {}))),
                tuple(episodes[item_id]),
            )
    return facts


def _files(docs: Sequence[str], probed: Mapping[str, streams.StreamFacts]) -> list[MediaFile]:
    """Return files by path; of those of which the app knows no streams, with what ffprobe saw."""
    decoded = [_file.decode(doc) for doc in docs]
    for index, file in enumerate(decoded):
        if not file.media and (facts := probed.get(file.relative_path.replace("\\", "/"))):
            decoded[index] = msgspec.structs.replace(file, media=facts)
    return sorted(decoded, key=lambda file: file.relative_path)


class MarkedFolders(NamedTuple):
    """Titles whose folders hold something of which the owner should know, by name."""

    linked: list[str]
    """With links in them."""
    matched: list[str]
    """With a ``.plexmatch``."""


def shared_folders(instance: str, others: Collection[str]) -> list[tuple[str, str]]:
    """Return the titles whose folders are those of titles of other instances too, with each of these."""
    sql = (
        "SELECT t.title, o.name FROM art_folder AS f JOIN instance AS i ON i.id = f.instance_id "
        "JOIN art_folder AS g ON g.path = f.path AND g.instance_id <> f.instance_id "
        "JOIN instance AS o ON o.id = g.instance_id "
        "JOIN item AS t ON t.instance_id = f.instance_id AND t.external_id = f.external_id "
        "WHERE i.name = ? AND f.path <> '' ORDER BY t.sort_title, o.name"
    )
    return [(title, other) for title, other in rows_of(sql, (instance,)) if other in others]


def marked_folders(instance: str) -> MarkedFolders:
    """Return the titles whose folders hold links or a ``.plexmatch``, as they were read last."""
    sql = (
        "SELECT t.title, f.links_doc <> '[]', f.files_doc LIKE '%.plexmatch%' FROM art_folder AS f "
        "JOIN instance AS i ON i.id = f.instance_id "
        "JOIN item AS t ON t.instance_id = f.instance_id AND t.external_id = f.external_id "
        "WHERE i.name = ? AND (f.links_doc <> '[]' OR f.files_doc LIKE '%.plexmatch%') ORDER BY t.sort_title"
    )
    rows = rows_of(sql, (instance,))
    return MarkedFolders([row[0] for row in rows if row[1]], [row[0] for row in rows if row[2]])


def _files_of(instance: str, item_ids: Sequence[int]) -> defaultdict[int, list[str]]:
    """Return the documents of titles' files, by the app's id of the title."""
    docs: defaultdict[int, list[str]] = defaultdict(list)
    if not item_ids:
        return docs
    sql = (
        "SELECT f.item_id, f.doc FROM file AS f JOIN instance AS i ON i.id = f.instance_id "  # noqa: S608
        f"WHERE i.name = ? AND f.item_id IN ({placeholders(item_ids)})"
    )
    for item_id, doc in rows_of(sql, (instance, *item_ids)):
        docs[item_id].append(doc)
    return docs
