"""Radarr's metadata consumers and the names they know (`Extras/Metadata/Consumers`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from arrtui.demo.app.consumers import Consumer, KnownFile, WrittenFile, described, picture, picture_name
from arrtui.demo.http.wire import Obj
from arrtui.demo.radarr.named import names_a_movie
from arrtui.demo.world.scanning import extension, stem

_ART = "poster|banner|fanart|clearart|discart|keyart|landscape|logo|backdrop|clearlogo"
_KODI_IMAGE = re.compile(rf"(?:{_ART})\.(?:png|jpe?g)", re.IGNORECASE)
_KODI_FILE_IMAGE = re.compile(rf"-(?:thumb|{_ART})\.(?:png|jpe?g)", re.IGNORECASE)
_KOMETA_IMAGE = re.compile(r"(?:poster|background)\.(?:png|jpe?g)", re.IGNORECASE)
_IMAGE, _METADATA = KnownFile("file", "image"), KnownFile("file", "metadata")


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _kodi(path: str, folder: str, is_kodi: bool) -> KnownFile | None:
    name = _name(path)
    if _KODI_IMAGE.match(name) or _KODI_FILE_IMAGE.search(name):
        return _IMAGE
    is_named = name.lower() == "movie.nfo" or (extension(name) == ".nfo" and names_a_movie(name))
    return _METADATA if is_named and is_kodi else None


def _emby(path: str, folder: str, is_kodi: bool) -> KnownFile | None:
    return _METADATA if _name(path).lower() == "movie.xml" else None


def _roksbox(path: str, folder: str, is_kodi: bool) -> KnownFile | None:
    name = _name(path)
    parent = path.split("/")[-2] if "/" in path else folder
    if extension(name) == ".jpg" and stem(name).lower() == parent.lower():
        return _IMAGE
    return _METADATA if extension(name) == ".xml" and names_a_movie(name) else None


def _wdtv(path: str, folder: str, is_kodi: bool) -> KnownFile | None:
    name = _name(path)
    if name.lower() == "folder.jpg" or (extension(name) == ".metathumb" and names_a_movie(name)):
        return _IMAGE
    return _METADATA if extension(name) == ".xml" and names_a_movie(name) else None


def _kometa(path: str, folder: str, is_kodi: bool) -> KnownFile | None:
    return _IMAGE if _KOMETA_IMAGE.match(_name(path)) else None


# ---- what they write while they are enabled --------------------------------------------------------


def _text(store: Any, movie: Obj, file: Obj, path: str, root: str, **more: str) -> WrittenFile:
    facts = store.metadata(movie["tmdbId"]) | {"title": movie["title"], "year": movie["year"], **more}
    return WrittenFile(path, "metadata", described(root, facts), file["id"], file["id"])


def _write_kodi(store: Any, movie: Obj, settings: Obj) -> Iterator[WrittenFile]:
    for kind in store.catalogue.pictures_of("radarr", movie["tmdbId"]) if settings["movieImages"] else ():
        yield WrittenFile(picture_name(kind), "image", picture(kind, movie["title"]))
    for file in store.files_of(movie["id"]) if settings["movieMetadata"] else ():
        name = "movie.nfo" if settings["useMovieNfo"] else f"{stem(file['relativePath'])}.nfo"
        yield _text(store, movie, file, name, "movie", fileinfo=file["quality"]["quality"]["name"])


def _write_emby(store: Any, movie: Obj, settings: Obj) -> Iterator[WrittenFile]:
    for file in store.files_of(movie["id"]) if settings["movieMetadata"] else ():
        yield _text(store, movie, file, "movie.xml", "Item")


def _write_roksbox(store: Any, movie: Obj, settings: Obj) -> Iterator[WrittenFile]:
    if settings["movieImages"] and "poster" in store.catalogue.pictures_of("radarr", movie["tmdbId"]):
        name = f"{movie['path'].rsplit('/', 1)[-1]}.jpg"
        yield WrittenFile(name, "image", picture("poster", movie["title"]))
    for file in store.files_of(movie["id"]) if settings["movieMetadata"] else ():
        yield _text(store, movie, file, f"{stem(file['relativePath'])}.xml", "video")


def _write_wdtv(store: Any, movie: Obj, settings: Obj) -> Iterator[WrittenFile]:
    if settings["movieImages"] and "poster" in store.catalogue.pictures_of("radarr", movie["tmdbId"]):
        yield WrittenFile("folder.jpg", "image", picture("poster", movie["title"]))
    for file in store.files_of(movie["id"]) if settings["movieMetadata"] else ():
        yield _text(store, movie, file, f"{stem(file['relativePath'])}.xml", "details")


CONSUMERS = (
    Consumer("XbmcMetadata", _kodi, {"image": None, "metadata": ".nfo"}, _write_kodi),
    Consumer("MediaBrowserMetadata", _emby, {}, _write_emby),
    Consumer("RoksboxMetadata", _roksbox, {"image": ".jpg", "metadata": ".xml"}, _write_roksbox),
    Consumer("WdtvMetadata", _wdtv, {"image": ".metathumb", "metadata": ".xml"}, _write_wdtv),
    Consumer("KometaMetadata", _kometa, {}),
)
