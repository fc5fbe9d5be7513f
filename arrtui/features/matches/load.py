"""Load the facts of stored files that custom formats ask for.

Runs in a database thread, inside ``Database.reading()``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import msgspec

from arrtui.core.apps import Kind, app_of
from arrtui.core.domain import EntityType, Setting, SettingType
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.core.matching import CompiledFormat, MatchFacts, compile_format
from arrtui.core.matching.names import base_name, is_windows_path, titles_of_file
from arrtui.db import pattern_matches, records
from arrtui.db.estate import instance_ids
from arrtui.db.history import imported_from
from arrtui.db.library import settings_of
from arrtui.db.snapshots import latest_complete
from arrtui.features.matches.model import MatchLibrary


class _StoredTitle(msgspec.Struct, gc=False):
    """What is read of a title's record."""

    id: int
    original_language: str = ""
    path: str = ""
    windows: bool = False
    """Whether its app runs on Windows, as the path tells; not in the record."""

    def __post_init__(self) -> None:
        self.windows = is_windows_path(self.path)


class _Quality(NamedTuple):
    """What the definition of a quality says of it; None where there is none."""

    source: str | None = None
    resolution: int | None = None
    modifier: str | None = None


class _StoredFile(msgspec.Struct, gc=False):
    """What is read of a file's record."""

    id: int
    item_id: int = 0
    relative_path: str = ""
    size: int = 0
    quality_id: int = 0
    quality: str = ""
    languages: tuple[tuple[int, str], ...] = ()
    formats: tuple[int, ...] = ()
    scene_name: str = ""
    release_group: str = ""
    edition: str = ""
    original_path: str = ""
    indexer_flags: int = 0
    release_type: str = ""


_title_decoder = msgspec.json.Decoder(_StoredTitle)
_file_decoder = msgspec.json.Decoder(_StoredFile)
_NO_TITLE = _StoredTitle(0)
_NO_QUALITY = _Quality()


def load_match_library(instance: str, kind: Kind) -> MatchLibrary:
    """Return the files and formats of the latest stored state of an instance.

    Raises :class:`NoSuchSnapshotError` when nothing is stored.
    """
    instance_id = instance_ids().get(instance)
    snapshot = None if instance_id is None else latest_complete(instance_id)
    if snapshot is None:
        raise NoSuchSnapshotError.nothing_stored("matching its formats", instance)
    files = list(_files(snapshot.instance_id, instance, kind))
    return MatchLibrary(
        instance=instance,
        instance_id=snapshot.instance_id,
        kind=kind,
        digest=snapshot.digest,
        file_ids=[file.id for file, _ in files],
        facts=[facts for _, facts in files],
        app_formats=[file.formats for file, _ in files],
        formats=_formats(instance, kind),
    )


def stored_formats(kind: Kind) -> list[CompiledFormat]:
    """Return the stored formats of all instances of an app."""
    names = (name for name in instance_ids() if app_of(name).kind is kind)
    return [compiled for name in names for compiled in _formats(name, kind)]


def _formats(instance: str, kind: Kind) -> tuple[CompiledFormat, ...]:
    settings = settings_of(instance, SettingType.CUSTOM_FORMAT)
    return tuple(compile_format(setting.body | {"id": number}, kind) for number, setting in settings.items())


def is_checked(instance: str) -> bool:
    """Return whether the latest stored state of an instance was matched and checked, or none is stored."""
    instance_id = instance_ids().get(instance)
    snapshot = None if instance_id is None else latest_complete(instance_id)
    return snapshot is None or pattern_matches.doubts(snapshot.instance_id, snapshot.digest) is not None


def _files(instance_id: int, instance: str, kind: Kind) -> Iterator[tuple[_StoredFile, MatchFacts]]:
    titles = {
        title.id: title
        for _, doc in records.iter_docs(instance_id, EntityType.ITEM)
        for title in (_title_decoder.decode(doc),)
    }
    qualities = _qualities(settings_of(instance, SettingType.QUALITY_DEFINITION))
    dropped = {} if kind.app.has_original_path else imported_from(instance_id)
    for _, doc in records.iter_docs(instance_id, EntityType.FILE):
        file = _file_decoder.decode(doc)
        title = titles.get(file.item_id, _NO_TITLE)
        original = file.original_path or dropped.get(file.id, "")
        yield file, _facts(file, original, kind, title, qualities.get(file.quality_id, _NO_QUALITY))


def _facts(
    file: _StoredFile, original: str, kind: Kind, title: _StoredTitle, quality: _Quality
) -> MatchFacts:
    windows = title.windows
    file_name = base_name(file.relative_path, windows)
    return MatchFacts(
        titles=titles_of_file(kind, file.scene_name, base_name(original, windows), file_name),
        file_name=file_name,
        languages=_names(file.languages),
        original_language=title.original_language,
        quality=file.quality,
        source=quality.source,
        resolution=quality.resolution,
        modifier=quality.modifier,
        release_group=file.release_group,
        has_empty_group=None,
        edition=file.edition,
        indexer_flags=file.indexer_flags,
        size=file.size,
        release_type=file.release_type or None,
    )


@lru_cache(maxsize=1024)
def _names(languages: tuple[tuple[int, str], ...]) -> tuple[str, ...]:
    """Return the names of languages; most files have one of few sets."""
    return tuple(name for _, name in languages)


def _qualities(definitions: Mapping[int, Setting]) -> dict[int, _Quality]:
    """Return what the definitions say of each quality, by the quality's id."""
    qualities = {}
    for definition in definitions.values():
        body = definition.body.get("quality")
        if not isinstance(body, dict):
            continue
        source, resolution, modifier = (body.get(name) for name in ("source", "resolution", "modifier"))
        qualities[body.get("id") or 0] = _Quality(
            source if isinstance(source, str) else None,
            resolution if isinstance(resolution, int) else None,
            modifier if isinstance(modifier, str) else None,
        )
    return qualities
