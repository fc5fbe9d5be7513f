"""Radarr's metadata consumers and the names they know (`Extras/Metadata/Consumers`)."""

from __future__ import annotations

import re

from arrtui.demo.app.consumers import Consumer, KnownFile
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


CONSUMERS = (
    Consumer("XbmcMetadata", _kodi, {"image": None, "metadata": ".nfo"}),
    Consumer("MediaBrowserMetadata", _emby, {}),
    Consumer("RoksboxMetadata", _roksbox, {"image": ".jpg", "metadata": ".xml"}),
    Consumer("WdtvMetadata", _wdtv, {"image": ".metathumb", "metadata": ".xml"}),
    Consumer("KometaMetadata", _kometa, {}),
)
