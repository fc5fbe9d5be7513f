"""The order in which a plan of settings writes their types. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from arrtui.core.apps import TITLE_PROFILES
from arrtui.core.domain import SettingType
from arrtui.features.sync.fields.setting_index import ident_name, ident_type
from arrtui.features.sync.model import Entry, Op

WRITE_ORDER = (
    SettingType.TAG,
    SettingType.REMOTE_PATH_MAPPING,
    SettingType.CUSTOM_FORMAT,
    *(profile.type for profile in TITLE_PROFILES),
    SettingType.ROOT_FOLDER,
    SettingType.DELAY_PROFILE,
    SettingType.QUALITY_DEFINITION,
    SettingType.NAMING,
    SettingType.MEDIA_MANAGEMENT,
    SettingType.METADATA_PROVIDER,
    SettingType.DOWNLOAD_CLIENT,
    SettingType.INDEXER,
    SettingType.RELEASE_PROFILE,
    SettingType.IMPORT_LIST,
    SettingType.NOTIFICATION,
    SettingType.METADATA_CONSUMER,
    SettingType.AUTO_TAG,
    SettingType.CUSTOM_FILTER,
)
"""Each type after those that its settings refer to."""
_PLACES: Mapping[SettingType, int] = {type: place for place, type in enumerate(WRITE_ORDER)}


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries as they are written: what is referred to first, removals last and the other way round.

    Those of one type keep their order, but a delay profile comes after the one that it is put behind.
    """
    planned = list(entries)
    delays = {
        ident_name(entry.ident): str(entry.after["follows"]) for entry in planned if "follows" in entry.after
    }

    def place(entry: Entry) -> tuple[bool, int, int]:
        place, is_removal = _PLACES[ident_type(entry.ident)], entry.op is Op.REMOVE
        behind, name = 0, ident_name(entry.ident) if "follows" in entry.after else ""
        while (name := delays.get(name, "")) and behind < len(delays):
            behind += 1
        return is_removal, -place if is_removal else place, behind

    return sorted(planned, key=place)
