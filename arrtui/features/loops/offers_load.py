"""Load what releases of a title are judged by. Runs in a database thread, inside ``Database.reading()``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from arrtui.core.domain import EntityType, Item, SettingType
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.core.profiles import ProfileBody, parse_profile
from arrtui.core.upgrades import Propers
from arrtui.db import records
from arrtui.db.chain_rows import grabbed_releases
from arrtui.db.estate import instance_ids
from arrtui.features.loops.offers import count_grabs


class StoredTitle(NamedTuple):
    """A title as it is stored, with what decides its upgrades."""

    item: Item | None
    """None for one that is not stored."""
    profiles: Mapping[int, ProfileBody]
    propers: str
    grabs: Mapping[str, int]


def load_title(instance: str, item_id: int) -> StoredTitle:
    """Return a title. Raises :class:`NoSuchSnapshotError` where nothing is stored of the instance."""
    instance_id = instance_ids().get(instance)
    if instance_id is None:
        raise NoSuchSnapshotError.nothing_stored("searching for releases", instance)
    docs = records.docs_by_key(instance_id, EntityType.ITEM, [str(item_id)])
    item = next((msgspec.json.decode(doc, type=Item) for doc in docs.values()), None)
    settings = records.stored_docs(instance_id, EntityType.SETTING)
    profiles, propers = dict[int, ProfileBody](), str(Propers.PREFER_AND_UPGRADE)
    for key, doc in settings.items():
        if key.startswith(f"{SettingType.QUALITY_PROFILE.value}/"):
            record = msgspec.json.decode(doc)
            profiles[int(record.get("id") or 0)] = parse_profile(_body(record))
        elif key.startswith(SettingType.MEDIA_MANAGEMENT.value):
            propers = str(_body(msgspec.json.decode(doc)).get("downloadPropersAndRepacks") or propers)
    grabs = count_grabs(title for title, _ in grabbed_releases(instance_id, item_id))
    return StoredTitle(item, profiles, propers, grabs)


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


def _body(record: Mapping[str, Any]) -> Mapping[str, Any]:
    body = record.get("body")
    return body if isinstance(body, dict) else {}
