"""What is stored of an estate that the incognito mode replaces: titles, folders, and names of services."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from arrtui.core.activity import ActivityEntry, ActivityKind
from arrtui.core.domain import SettingType
from arrtui.core.incognito import KnownName, Likeness, episode_name, folded_words, is_telling, title_name
from arrtui.db.reading import placeholders, rows_of
from arrtui.db.text import name_from_stored

_TITLED = (SettingType.EXCLUSION, SettingType.COLLECTION)
"""Settings that are named after a title."""
_SERVICES = (
    SettingType.INDEXER,
    SettingType.DOWNLOAD_CLIENT,
    SettingType.IMPORT_LIST,
    SettingType.NOTIFICATION,
)
"""Settings that are named after a service somebody uses."""
_FOLDERS = (SettingType.ROOT_FOLDER, SettingType.REMOTE_PATH_MAPPING)
_OTHER_TYPES = [type for type in SettingType if type not in (*_TITLED, *_SERVICES, *_FOLDERS)]
_PLAIN = re.compile(f"({'|'.join(type.value.replace('_', ' ') for type in _OTHER_TYPES)})( .*)?", re.DOTALL)
"""The title of another setting where a plan names it, which tells nothing of an estate."""
_ANOTHER_YEAR = re.compile(r"^(.*?) \(\d{4}\)$")


class PrivateNames(NamedTuple):
    """Everything that is replaced."""

    names: list[KnownName]
    folders: list[str]
    hosts: list[str]
    """Machines that are named without an address: those of services, and where arrtui itself works."""


class _Titled(msgspec.Struct):
    """What is read of a document that is about a title or an episode."""

    title: str = ""
    original_title: str = ""
    sort_title: str = ""
    collection_title: str = ""
    trailer: str = ""
    release: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """All titles; that for sorting has small letters, and is left out where it is a common word."""
        sorted_by = self.sort_title if any(map(is_telling, folded_words(self.sort_title))) else ""
        return self.title, self.original_title, self.collection_title, self.release, sorted_by


class _Field(msgspec.Struct):
    name: str = ""
    value: Any = None


class _ServiceBody(msgspec.Struct):
    fields: list[_Field] = []


class _Service(msgspec.Struct):
    """What is read of the setting of a service."""

    body: _ServiceBody = msgspec.field(default_factory=_ServiceBody)


def private_names() -> PrivateNames:
    """Return the names and folders that are stored, also of removed titles that a plan or a change has."""
    items = [_decode_titled(doc) for (doc,) in rows_of("SELECT doc FROM item ORDER BY instance_id, item_id")]
    others = (title for title in _other_titles() if not _PLAIN.fullmatch(title))
    titles = dict.fromkeys([*(text for item in items for text in item.texts), *others])
    known = set(map(folded_words, titles))
    paths = rows_of("SELECT root_folder, path FROM item ORDER BY instance_id, item_id")
    folders = dict.fromkeys(re.split(r"[/\\]", path.rstrip("/\\"))[-1] for _root, path in paths)
    unlike = [folder for folder in folders if folded_words(_ANOTHER_YEAR.sub(r"\1", folder)) not in known]
    exact = [*_setting_names(_SERVICES), *(item.trailer for item in items)]
    names = [
        *map(title_name, titles),
        *map(title_name, unlike),
        *map(episode_name, dict.fromkeys(_episodes())),
        *(KnownName(name, Likeness.EXACT) for name in exact),
    ]
    media = [name_from_stored(path) for (path,) in rows_of("SELECT DISTINCT path FROM media_root")]
    roots = [*(root for root, _path in paths), *_setting_names([SettingType.ROOT_FOLDER]), *media]
    hosts = [host for (host,) in rows_of("SELECT DISTINCT host FROM worker")]
    return PrivateNames(
        [name for name in names if name.text.strip()],
        list(dict.fromkeys(roots)),
        list(dict.fromkeys([*hosts, *_service_hosts()])),
    )


def _other_titles() -> Iterator[str]:
    """Yield titles that may be of no stored movie or series: removed, excluded, downloading, planned."""
    yield from _setting_names(_TITLED)
    for sql in _DOCUMENTS:
        for (doc,) in rows_of(sql):
            yield from _decode_titled(doc).texts
    for sql in _LISTS:
        yield from (entry[3] for (doc,) in rows_of(sql) for entry in _decode_list(doc))
    for sql in _COLUMNS:
        yield from (title for (title,) in rows_of(sql))
    for (doc,) in rows_of("SELECT doc FROM activity ORDER BY instance_id, kind, key"):
        entry = _decode_activity(doc)
        if entry.kind in (ActivityKind.DOWNLOAD, ActivityKind.RELEASE):
            yield entry.what


def _episodes() -> Iterator[str]:
    """Yield the titles of episodes, also of those that are gone."""
    yield from (title for (title,) in rows_of("SELECT DISTINCT title FROM episode ORDER BY title"))
    for (doc,) in rows_of(f"{_BEFORE} AND type = 'episode' ORDER BY id"):
        yield _decode_titled(doc).title


def _service_hosts() -> Iterator[str]:
    """Yield the hosts that services have without an address around them."""
    sql = f"SELECT DISTINCT doc FROM setting WHERE type IN ({placeholders(_SERVICES)})"  # noqa: S608
    for (doc,) in rows_of(sql, _SERVICES):
        for field in _decode_service(doc).body.fields:
            if field.name == "host" and isinstance(field.value, str):
                yield field.value


_BEFORE = "SELECT before_doc FROM change WHERE before_doc IS NOT NULL"
_DOCUMENTS = (
    "SELECT doc FROM plan_entry ORDER BY plan_id, position",
    f"{_BEFORE} AND type = 'item' ORDER BY id",
    "SELECT doc FROM estate_event ORDER BY id",
    "SELECT before_doc FROM journal WHERE before_doc IS NOT NULL ORDER BY id",
)
"""Documents that have the fields of a title."""
_LISTS = ("SELECT doc FROM left_out ORDER BY plan_id", "SELECT entries_doc FROM trailer_batch ORDER BY id")
"""Documents that are lists of lists, of which the fourth field is a title."""
_COLUMNS = (
    "SELECT DISTINCT title FROM score_sample ORDER BY title",
    "SELECT DISTINCT title FROM recycled ORDER BY title",
    "SELECT DISTINCT name FROM trailer_download ORDER BY name",
)
_decode_titled = msgspec.json.Decoder(_Titled).decode
_decode_list = msgspec.json.Decoder(list[list[Any]]).decode
_decode_activity = msgspec.json.Decoder(ActivityEntry).decode
_decode_service = msgspec.json.Decoder(_Service).decode


def _setting_names(types: Sequence[SettingType]) -> list[str]:
    sql = f"SELECT DISTINCT name FROM setting WHERE type IN ({placeholders(types)}) ORDER BY name"  # noqa: S608
    return [name for (name,) in rows_of(sql, types)]
