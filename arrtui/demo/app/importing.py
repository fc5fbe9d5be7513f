"""Import of videos from a folder of downloads (`ManualImportService`, `DownloadedMovieImportService`)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from arrtui.demo.app.extras import subtitle_name
from arrtui.demo.app.live.events import FileImported, ImportCompleted
from arrtui.demo.app.metadata_files import write_after_import
from arrtui.demo.app.scans import remove_empty_folders, with_height
from arrtui.demo.app.title_rules import set_facts
from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.disk import probe
from arrtui.demo.world.parsing import parse_release
from arrtui.demo.world.scanning import SUBTITLE_EXTENSIONS, extension, is_scanned, is_video, stem
from arrtui.demo.world.tables import languages

if TYPE_CHECKING:
    from arrtui.demo.app.store import Store

_SHORTEST = 600
"""Seconds a video must run to be no sample (`DetectSample`)."""
_FACTS = ("quality", "languages", "releaseGroup", "indexerFlags")
_BYTES_A_SECOND = 25_000
"""A sparse file has no running time: it is told from the size."""


def import_files(store: Store, entries: list[Obj], mode: str) -> list[FileImported]:
    """Import the files that are named, each with its title; return those that arrived.

    What cannot be imported is left where it is, and the command that asked succeeds all the same.
    """
    arrived: list[FileImported] = []
    for entry in entries:
        with suppress(OSError):
            if event := _import_one(store, entry, moves=mode != "copy"):
                arrived.append(event)
    return arrived


def import_downloads(store: Store, folder: str, mode: str) -> int:
    """Import what a folder of a finished download holds for the title that its name tells."""
    if store.real is None:
        return 0
    found = [entry for entry in _entries(store, Path(folder)) if not _is_refused(store, entry)]
    return len(import_files(store, found, mode))


def import_by_hand(store: Store, entries: list[Obj], mode: str) -> None:
    """Import the files that a user named; when all of a title have arrived, that is told."""
    arrived = import_files(store, entries, mode)
    for number in {event.title["id"] for event in arrived}:
        imports = [event for event in arrived if event.title["id"] == number]
        if len(imports) == sum(entry.get(store.spec.id_key) == number for entry in entries):
            store.publish(ImportCompleted(imports))


def videos_of(store: Store, folder: Path) -> Iterator[Obj]:
    """Yield the videos of a folder that a scan looks at, with path below it, bytes and height."""
    for path in store.real.files(folder) if store.real else ():
        name = str(path.relative_to(folder))
        if is_video(name) and is_scanned(store.kind, name):
            yield {"relativePath": name, **probe(path)}


def is_sample(size: int) -> bool:
    """Return whether a video of so many bytes is too short for a film or an episode."""
    return size / _BYTES_A_SECOND < _SHORTEST


def _entries(store: Store, folder: Path) -> Iterator[Obj]:
    """Yield the videos of a download as an import by hand names them, where a title is known."""
    for video in videos_of(store, folder):
        path = folder / video["relativePath"]
        release = parse_release(store.kind, path.name)
        if not release.quality["quality"]["id"]:
            release = parse_release(store.kind, folder.name)
        if wanted := store.named_by(folder.name, path.name):
            spoken = release.languages or [languages(store.kind)["English"]]
            quality = with_height(store.kind, release.quality, video.get("height"))
            entry = {"path": str(path), "folderName": folder.name, "quality": quality, **wanted}
            yield entry | {"languages": spoken, "releaseGroup": release.group}


def _is_refused(store: Store, entry: Obj) -> bool:
    """Return whether a video is a whole season, a sample, or no upgrade of what is there."""
    if entry.get("fullSeason") or is_sample(Path(entry["path"]).stat().st_size):
        return True
    title = store.titles[entry[store.spec.id_key]]
    replaced = store.replaced_by(title, entry)
    return any(store.is_worse(entry, file, title["qualityProfileId"]) for file in replaced)


def _import_one(store: Store, entry: Obj, *, moves: bool) -> FileImported | None:
    """Import a file, if it is there; what it replaces is deleted first, with all that belongs to that.

    Raises OSError for what cannot be written, ApiError for a quality or a language that is unknown.
    """
    title = store.titles.get(entry.get(store.spec.id_key) or 0)
    source = Path(entry["path"])
    if title is None or store.real is None or not (store.real.holds(source) and source.is_file()):
        return None
    if not store.is_folder(store.root_of(title["path"])):
        return None
    replaced = store.replaced_by(title, entry)
    for old in replaced:
        store.remove_file(f"{title['path']}/{old['relativePath']}", title["path"])
    for old in replaced:
        store.drop_file(title, old, "Upgrade")
    file: Obj = {"dateAdded": now_iso(), "size": source.stat().st_size, "indexerFlags": 0}
    file["languages"] = [languages(store.kind)["English"]]
    set_facts(store.kind, file, entry, _FACTS)
    file["originalFilePath"] = f"{source.parent.name}/{source.name}"
    file = store.attach_imported(title, entry, file, source.name)
    target = Path(title["path"], file["relativePath"])
    is_new_folder = not target.parent.exists()
    store.real.transfer(source, target, moves=moves)
    settings = store.configs["mediamanagement"]
    if settings["setPermissionsLinux"]:
        store.real.set_permissions(target, settings["chmodFolder"], with_folder=is_new_folder)
    if replaced:
        remove_empty_folders(store, title)
    paths = {"droppedPath": str(source), "importedPath": str(target)}
    arrived_as = file | {"relativePath": source.name}
    for row in store.import_rows(title, arrived_as, time.time(), paths):
        store.history.add(row)
    if settings["importExtraFiles"]:
        _import_extras(store, title, file, source, moves=moves)
    write_after_import(store, title, file["id"])
    event = FileImported(title, file, arrived_as, str(source), replaced, store.covered_by(file))
    store.publish(event)
    return event


def _import_extras(store: Store, title: Obj, file: Obj, source: Path, *, moves: bool) -> None:
    """Import what lies beside a download and has one of the extensions that are set.

    Each becomes the base of the video with its own extension, over what has that name: in Sonarr the video
    itself too, in Radarr not (`ExtraService`, `OtherExtraService`).
    """
    text: str = store.configs["mediamanagement"]["extraFileExtensions"] or ""
    wanted = {f".{word.strip(' .')}" for word in text.lower().split(",") if word.strip(" .")}
    target = Path(title["path"], file["relativePath"])
    for extra in list(store.real.files(source.parent)) if store.real else ():
        ending = extension(extra.name)
        if ending not in wanted or not (store.spec.imports_extras_below or extra.parent == source.parent):
            continue
        is_subtitle = ending in SUBTITLE_EXTENSIONS
        base = stem(file["relativePath"])
        name = f"{base}{subtitle_name(extra.name) if is_subtitle else ending}"
        path = Path(title["path"], name)
        if path == target and not store.spec.imports_extras_below:
            continue
        if store.real:
            store.real.transfer(extra, path, moves=moves)
        store.extras.add(title, file["id"], name, "subtitle" if is_subtitle else "other")
