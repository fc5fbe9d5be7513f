"""What is stored of an estate that the incognito mode replaces: titles, folders, and names of services."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from arrtui.core.domain import SettingType
from arrtui.core.incognito import KnownName, Likeness, episode_name, title_name
from arrtui.db.reading import placeholders, rows_of

_TITLED = (SettingType.EXCLUSION, SettingType.COLLECTION)
"""Settings that are named after a title."""
_SERVICES = (
    SettingType.INDEXER,
    SettingType.DOWNLOAD_CLIENT,
    SettingType.IMPORT_LIST,
    SettingType.NOTIFICATION,
)
"""Settings that are named after a service somebody uses."""


class PrivateNames(NamedTuple):
    """Everything that is replaced, in an order that stays while nothing is stored."""

    names: list[KnownName]
    folders: list[str]


class _Titled(msgspec.Struct):
    """What is read of a document that is about a title."""

    title: str = ""
    original_title: str = ""


def private_names() -> PrivateNames:
    """Return the names and folders that are stored, also of removed titles that a plan or a change has."""
    titles = [title for (doc,) in rows_of(_ITEMS) for title in _titles(doc)]
    titles += _setting_names(_TITLED)
    titles += [title for (doc,) in [*rows_of(_PLANNED), *rows_of(_REMOVED)] for title in _titles(doc)]
    episodes = [title for (title,) in rows_of("SELECT DISTINCT title FROM episode ORDER BY title")]
    services = _setting_names(_SERVICES)
    paths = rows_of("SELECT root_folder, path FROM item ORDER BY instance_id, item_id")
    roots = _setting_names([SettingType.ROOT_FOLDER])
    names = [
        *map(title_name, dict.fromkeys(titles)),
        *map(title_name, dict.fromkeys(path.rstrip("/").rpartition("/")[2] for _root, path in paths)),
        *map(episode_name, episodes),
        *(KnownName(name, Likeness.EXACT) for name in services),
    ]
    folders = dict.fromkeys([*(root for root, _path in paths), *roots])
    return PrivateNames([name for name in names if name.text.strip()], list(folders))


_ITEMS = "SELECT doc FROM item ORDER BY instance_id, item_id"
_PLANNED = "SELECT doc FROM plan_entry ORDER BY plan_id, position"
_REMOVED = "SELECT before_doc FROM change WHERE type = 'item' AND kind = 'removed' ORDER BY id"
_decode = msgspec.json.Decoder(_Titled).decode


def _titles(doc: str) -> Iterable[str]:
    record = _decode(doc)
    return record.title, record.original_title


def _setting_names(types: Sequence[SettingType]) -> list[str]:
    sql = f"SELECT DISTINCT name FROM setting WHERE type IN ({placeholders(types)}) ORDER BY name"  # noqa: S608
    return [name for (name,) in rows_of(sql, types)]
