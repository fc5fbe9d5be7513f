"""Kodi's library of music over JSON-RPC: songs by their folders, pictures of artists and albums.

There is no refresh of an artist or an album (``JSONRPC.Introspect`` of Kodi 20.1 names none): what is known
is given new pictures one by one.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from arrtui.clients.kodi import KodiClient, KodiPictured
from arrtui.core.structs import describe_structs

PAGE = 2_000
"""Songs of one answer: a root may hold many thousands."""


class KodiSong(msgspec.Struct, kw_only=True):
    """A song as Kodi has it."""

    file: str = ""
    albumid: int = 0
    albumartistid: tuple[int, ...] = ()


class KodiArtist(KodiPictured, kw_only=True):
    """An artist as Kodi has it."""

    artistid: int
    artist: str = ""
    musicbrainzartistid: tuple[str, ...] = ()
    """Of the tags of its songs."""


class KodiAlbum(KodiPictured, kw_only=True):
    """An album as Kodi has it."""

    albumid: int
    title: str = ""


class _Songs(msgspec.Struct):
    songs: tuple[KodiSong, ...] = ()


class _ArtistDetails(msgspec.Struct):
    artistdetails: KodiArtist


class _AlbumDetails(msgspec.Struct):
    albumdetails: KodiAlbum


class KodiMusic:
    """Asks one Kodi for music. Every method may raise PlayerError."""

    def __init__(self, client: KodiClient) -> None:
        self._client = client

    async def songs_below(self, folder: str) -> list[KodiSong]:
        """Return the songs whose path begins with a folder, which ends with its separator: by pages."""
        rule = {"field": "path", "operator": "startswith", "value": folder}
        asked = {"properties": ["file", "albumid", "albumartistid"], "filter": rule}
        songs: list[KodiSong] = []
        while True:
            limits = {"start": len(songs), "end": len(songs) + PAGE}
            page = (await self._client.ask(_Songs, "AudioLibrary.GetSongs", **asked, limits=limits)).songs
            songs += page
            if len(page) < PAGE:
                return songs

    async def artist(self, artistid: int) -> KodiArtist:
        """Return an artist."""
        method, fields = "AudioLibrary.GetArtistDetails", ["musicbrainzartistid", "art"]
        asked = self._client.ask(_ArtistDetails, method, artistid=artistid, properties=fields)
        return (await asked).artistdetails

    async def album(self, albumid: int) -> KodiAlbum:
        """Return an album."""
        method = "AudioLibrary.GetAlbumDetails"
        asked = self._client.ask(_AlbumDetails, method, albumid=albumid, properties=["title", "art"])
        return (await asked).albumdetails

    async def set_artist_art(self, artistid: int, art: Mapping[str, str | None]) -> None:
        """Set pictures of an artist."""
        await self._client.call("AudioLibrary.SetArtistDetails", artistid=artistid, art=art)

    async def set_album_art(self, albumid: int, art: Mapping[str, str | None]) -> None:
        """Set pictures of an album."""
        await self._client.call("AudioLibrary.SetAlbumDetails", albumid=albumid, art=art)


describe_structs(__name__)
