"""Sonarr's metadata consumers and the names they know (`Extras/Metadata/Consumers`)."""

from __future__ import annotations

import re

from arrtui.demo.app.consumers import Consumer, KnownFile
from arrtui.demo.sonarr.named import names_an_episode
from arrtui.demo.world.scanning import extension, stem

_KODI_IMAGE = re.compile(r"(?:poster|banner|fanart)\.(?:png|jpg)", re.IGNORECASE)
_KODI_SEASON = re.compile(r"season(?:\d{2,}|-specials)-(?:poster|banner|fanart)\.(?:png|jpg)", re.IGNORECASE)
_KODI_THUMB = re.compile(r"-thumb\.(?:png|jpg)", re.IGNORECASE)
_KOMETA_TITLE = re.compile(r"(?:poster|Season\d{2,})\.(?:png|jpg)", re.IGNORECASE)
_KOMETA_EPISODE = re.compile(r"S\d{2,}E\d{2,}\.(?:png|jpg)", re.IGNORECASE)
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


CONSUMERS = (
    Consumer("XbmcMetadata", _kodi, {"image": "-thumb.jpg", "metadata": ".nfo"}),
    Consumer("RoksboxMetadata", _roksbox, {"image": ".jpg", "metadata": ".xml"}),
    Consumer("WdtvMetadata", _wdtv, {"image": ".metathumb", "metadata": ".xml"}),
    Consumer("PlexMetadata", _plex, {}),
    Consumer("KometaMetadata", _kometa, {}),
)
