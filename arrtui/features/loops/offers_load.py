"""Load what releases of a title are judged by. Runs in a database thread, inside ``Database.reading()``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from arrtui.core.domain import EntityType, Item
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.core.profiles import ProfileBody
from arrtui.db import records
from arrtui.db.chain_rows import grabbed_releases
from arrtui.db.estate import instance_ids
from arrtui.features.loops.offers import count_grabs
from arrtui.features.loops.settings import SettingsState


class StoredTitle(NamedTuple):
    """A title as it is stored, with what decides its upgrades."""

    item: Item | None
    """None for one that is not stored."""
    profiles: Mapping[int, ProfileBody]
    propers: str
    grabs: Mapping[str, int]


def load_title(instance: str, kind: str, item_id: int) -> StoredTitle:
    """Return a title. Raises :class:`NoSuchSnapshotError` where nothing is stored of the instance."""
    instance_id = instance_ids().get(instance)
    if instance_id is None:
        raise NoSuchSnapshotError.nothing_stored("searching for releases", instance)
    docs = records.docs_by_key(instance_id, EntityType.ITEM, [str(item_id)])
    item = next((msgspec.json.decode(doc, type=Item) for doc in docs.values()), None)
    docs = records.stored_docs(instance_id, EntityType.SETTING)
    settings = SettingsState(kind, {key: msgspec.json.decode(doc) for key, doc in docs.items()})
    grabs = count_grabs(title for title, _ in grabbed_releases(instance_id, item_id))
    return StoredTitle(item, settings.profiles, settings.propers, grabs)


def find_titles(instance: str, text: str) -> list[Item]:
    """Return the stored titles of an instance a text names: by external id or name, else by a part of it.

    A name may have its year behind it in parentheses. Raises :class:`NoSuchSnapshotError`.
    """
    instance_id = instance_ids().get(instance)
    if instance_id is None:
        raise NoSuchSnapshotError.nothing_stored("searching for releases", instance)
    decode, wanted = msgspec.json.Decoder(Item).decode, text.strip().casefold()
    items = [decode(doc) for _, doc in records.iter_docs(instance_id, EntityType.ITEM)]
    names = [(f"{item.title} ({item.year})".casefold(), item) for item in items]
    exact = [
        item for name, item in names if wanted in (name, item.title.casefold(), item.external_id.casefold())
    ]
    return exact or [item for name, item in names if wanted and wanted in name]
