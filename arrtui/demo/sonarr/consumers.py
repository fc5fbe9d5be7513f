"""Sonarr's metadata consumers and the names they know (`Extras/Metadata/Consumers`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from arrtui.demo.app.consumers import Consumer, KnownFile, WrittenFile, described, picture, picture_name
from arrtui.demo.http.wire import Obj
from arrtui.demo.sonarr.named import names_an_episode
from arrtui.demo.world.scanning import extension, stem

_KODI_IMAGE = re.compile(r"(?:poster|banner|fanart)\.(?:png|jpg)", re.IGNORECASE)
_KODI_SEASON = re.compile(r"season(?:\d{2,}|-specials)-(?:poster|banner|fanart)\.(?:png|jpg)", re.IGNORECASE)
_KODI_THUMB = re.compile(r"-thumb\.(?:png|jpg)", re.IGNORECASE)
_KOMETA_TITLE = re.compile(r"(?:poster|Season\d{2,})\.(?:png|jpg)", re.IGNORECASE)
_KOMETA_EPISODE = re.compile(r"S\d{2,}E\d{2,}\.(?:png|jpg)", re.IGNORECASE)
_SEASON_FOLDER = re.compile(r"Season \d\d", re.IGNORECASE)
_TITLE_IMAGE, _TITLE = KnownFile("title", "image"), KnownFile("title", "metadata")
_IMAGE, _METADATA = KnownFile("file", "image"), KnownFile("file", "metadata")


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _kodi(path: str, folder: str, is_kodi: bool) -> KnownFile | None:
    name = _name(path)
    if _KODI_IMAGE.match(name) or _KODI_SEASON.match(name):
        return _TITLE_IMAGE
    if _KODI_THUMB.search(name):
        return _IMAGE
    if name.lower() == "tvshow.nfo":
        return _TITLE
    return _METADATA if extension(name) == ".nfo" and names_an_episode(name) and is_kodi else None


def _roksbox(path: str, folder: str, is_kodi: bool) -> KnownFile | None:
    name = _name(path)
    parent = path.split("/")[-2] if "/" in path else folder
    if stem(name).lower() == parent.lower():
        return _TITLE_IMAGE
    if not names_an_episode(name):
        return None
    if extension(name) == ".xml":
        return _METADATA
    return _IMAGE if extension(name) == ".jpg" and not stem(name).endswith("-thumb") else None


def _wdtv(path: str, folder: str, is_kodi: bool) -> KnownFile | None:
    name = _name(path)
    if name.lower() == "folder.jpg":
        return _TITLE_IMAGE
    by = {".xml": _METADATA, ".metathumb": _IMAGE}
    return by.get(extension(name)) if names_an_episode(name) else None


def _plex(path: str, folder: str, is_kodi: bool) -> KnownFile | None:
    return _TITLE if _name(path).lower() == ".plexmatch" else None


def _kometa(path: str, folder: str, is_kodi: bool) -> KnownFile | None:
    name = _name(path)
    if _KOMETA_TITLE.match(name):
        return _TITLE_IMAGE
    return _IMAGE if _KOMETA_EPISODE.match(name) else None


# ---- what they write while they are enabled --------------------------------------------------------


def _season_folders(store: Any, series: Obj) -> Iterator[str]:
    """Yield the folders of seasons that are there."""
    for name in dict.fromkeys(
        file["relativePath"].rpartition("/")[0] for file in store.files_of(series["id"])
    ):
        if _SEASON_FOLDER.fullmatch(name):
            yield name


def _episode_texts(store: Any, series: Obj, ending: str, root: str) -> Iterator[WrittenFile]:
    for file in store.files_of(series["id"]):
        content = b"".join(described(root, row) for row in store.episodes_of_file(file))
        path, number = f"{stem(file['relativePath'])}{ending}", file["id"]
        yield WrittenFile(path, "metadata", content, number, number)


def _episode_pictures(store: Any, series: Obj, ending: str) -> Iterator[WrittenFile]:
    for file in store.files_of(series["id"]):
        path, number = f"{stem(file['relativePath'])}{ending}", file["id"]
        yield WrittenFile(path, "image", picture("thumb", path), number, number)


def _write_kodi(store: Any, series: Obj, settings: Obj) -> Iterator[WrittenFile]:
    if settings["seriesMetadata"]:
        yield WrittenFile("tvshow.nfo", "metadata", described("tvshow", store.metadata(series["tvdbId"])))
    for kind in store.catalogue.pictures_of("sonarr", series["tvdbId"]) if settings["seriesImages"] else ():
        yield WrittenFile(picture_name(kind), "image", picture(kind, series["title"]))
    for season in store.season_numbers(series) if settings["seasonImages"] else ():
        name = f"season{season:02}-poster.jpg" if season else "season-specials-poster.jpg"
        yield WrittenFile(name, "image", picture(name, series["title"]))
    if settings["episodeMetadata"]:
        yield from _episode_texts(store, series, ".nfo", "episodedetails")
    if settings["episodeImages"]:
        yield from _episode_pictures(store, series, "-thumb.jpg")


def _write_roksbox(store: Any, series: Obj, settings: Obj) -> Iterator[WrittenFile]:
    if settings["seriesImages"]:
        yield WrittenFile(
            f"{series['path'].rsplit('/', 1)[-1]}.jpg", "image", picture("poster", series["title"])
        )
    for folder in _season_folders(store, series) if settings["seasonImages"] else ():
        yield WrittenFile(f"{folder}/{folder}.jpg", "image", picture(folder, series["title"]))
    if settings["episodeMetadata"]:
        yield from _episode_texts(store, series, ".xml", "video")
    if settings["episodeImages"]:
        yield from _episode_pictures(store, series, ".jpg")


def _write_wdtv(store: Any, series: Obj, settings: Obj) -> Iterator[WrittenFile]:
    """Yield what WDTV wants; the row of a season's picture holds its whole path (S4)."""
    if settings["seriesImages"]:
        yield WrittenFile("folder.jpg", "image", picture("poster", series["title"]))
    for folder in _season_folders(store, series) if settings["seasonImages"] else ():
        path = f"{series['path']}/{folder}/folder.jpg"
        yield WrittenFile(path, "image", picture(folder, series["title"]))
    if settings["episodeMetadata"]:
        yield from _episode_texts(store, series, ".xml", "details")
    if settings["episodeImages"]:
        yield from _episode_pictures(store, series, ".metathumb")


def _write_plex(store: Any, series: Obj, settings: Obj) -> Iterator[WrittenFile]:
    if settings["seriesPlexMatchFile"]:
        content = f"Title: {series['title']}\nTvdbId: {series['tvdbId']}\n".encode()
        yield WrittenFile(".plexmatch", "metadata", content)


CONSUMERS = (
    Consumer("XbmcMetadata", _kodi, {"image": "-thumb.jpg", "metadata": ".nfo"}, _write_kodi),
    Consumer("RoksboxMetadata", _roksbox, {"image": ".jpg", "metadata": ".xml"}, _write_roksbox),
    Consumer("WdtvMetadata", _wdtv, {"image": ".metathumb", "metadata": ".xml"}, _write_wdtv),
    Consumer("PlexMetadata", _plex, {}, _write_plex),
    Consumer("KometaMetadata", _kometa, {}),
)
