"""Plex over its API, by its documents only: no Plex was run to see what it does.

A library is scanned at one path: ``GET /library/sections/KEY/refresh?path=FOLDER``, the token in a header.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from arrtui.clients.player_http import PlayerHttp
from arrtui.core.structs import describe_structs

if TYPE_CHECKING:
    import httpx

    from arrtui.core.config.players import PlayerConfig


MUSIC_SECTION = "artist"
"""Type of a library of music."""


class _Location(msgspec.Struct):
    path: str = ""


class PlexSection(msgspec.Struct, rename={"locations": "Location"}):
    """A library with its folders."""

    key: str
    title: str = ""
    type: str = ""
    locations: tuple[_Location, ...] = ()

    @property
    def folders(self) -> list[str]:
        """Return its folders."""
        return [location.path for location in self.locations]


class _Sections(msgspec.Struct, rename={"sections": "Directory"}):
    sections: tuple[PlexSection, ...] = ()


class _SectionsAnswer(msgspec.Struct, rename={"container": "MediaContainer"}):
    container: _Sections


class _Server(msgspec.Struct):
    version: str = ""


class _ServerAnswer(msgspec.Struct, rename={"container": "MediaContainer"}):
    container: _Server


class PlexClient:
    """Asks one Plex. Every method may raise PlayerError."""

    def __init__(self, config: PlayerConfig, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.config = config
        token = config.api_key.get_secret_value() if config.api_key is not None else ""
        headers = {"X-Plex-Token": token, "Accept": "application/json"}
        self._http = PlayerHttp(config, headers, transport=transport)

    async def version(self) -> str:
        """Return its version."""
        what = "asking Plex for its version"
        body = await self._http.send("GET", "/identity", what)
        return self._http.read(body, _ServerAnswer, what).container.version

    async def sections(self) -> list[PlexSection]:
        """Return its libraries; asking for them needs the token."""
        what = "asking Plex for its libraries"
        body = await self._http.send("GET", "/library/sections", what)
        return list(self._http.read(body, _SectionsAnswer, what).container.sections)

    async def scan(self, section: str, folder: str) -> None:
        """Have a library scanned at one of its folders."""
        path = f"/library/sections/{section}/refresh"
        await self._http.send("GET", path, "scanning a folder", query={"path": folder})

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()


describe_structs(__name__)
