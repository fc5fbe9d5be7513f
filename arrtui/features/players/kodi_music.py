"""Bring an artist and its albums in Kodi in line with what lies in their folders.

As seen on 20.1 (``python -m tests.trials kodi-music``): a scan reads the pictures of an artist and of an
album with the songs of an album that is new, or in whose folder a JPEG came or changed. It takes away
nothing, and there is no call that refreshes an artist or an album: their pictures are set one by one. NFO are
read only with an album that is new, and only where "Fetch additional information during updates" is on.
Pictures of an artist in its "artist information folder" come before those beside the music.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from arrtui.clients.kodi import KodiPictured
from arrtui.clients.kodi_music import KodiArtist, KodiMusic, KodiSong
from arrtui.core.artwork import ArtKind, ArtSlot
from arrtui.core.players import ToldTitle
from arrtui.core.text import plural
from arrtui.features.players.kodi_art import kodi_kind
from arrtui.features.players.kodi_library import KodiWork, art_rules
from arrtui.features.players.kodi_videos import drop_textures
from arrtui.features.players.outcomes import TitleOutcome
from arrtui.features.players.paths import comparable
from arrtui.features.players.titles import PlayerPicture, PlayerTitle

ARTISTS_FOLDER = "musiclibrary.artistsfolder"
"""Kodi's setting "artist information folder"."""


def kodi_name(slot: ArtSlot) -> str:
    """Return Kodi's name for a picture of an artist or an album."""
    return "thumb" if slot.kind is ArtKind.POSTER else kodi_kind(slot)


class _Shown(NamedTuple):
    """An artist or an album that Kodi has, and the pictures it is to have, by Kodi's names."""

    entry: KodiPictured
    pictures: dict[str, PlayerPicture]
    set_art: Callable[[Mapping[str, str | None]], Awaitable[None]]


@dataclass
class MusicTelling:
    """An artist while Kodi is told of it."""

    work: KodiWork
    title: PlayerTitle
    last: ToldTitle | None

    @property
    def music(self) -> KodiMusic:
        """Return Kodi's library of music."""
        return KodiMusic(self.work.client)

    async def run(self) -> TitleOutcome:
        """Scan where tracks are new, set pictures; return what came of it."""
        before = await self.songs()
        present = await asyncio.to_thread(self.work.present, self.title)
        songs = before
        if self.title.folder in self.work.fresh:
            before = []
        elif self.title.folder not in self.work.looked_at and _missing(present, before):
            await self.work.scan(self.title)
            songs = await self.songs()
        notes = []
        if missing := _missing(present, songs):
            where = self.work.paths.player_folder(self.title.folder)
            notes.append(
                f"{self.title.title}: Kodi does not have {plural(missing, 'track')}: {where} is in none of "
                "its sources of music, or it cannot read them"
            )
        new = {song.albumid for song in songs} - {song.albumid for song in before}
        changed = len(new) + await self.dress(songs)
        return TitleOutcome(not before and bool(songs), changed, notes=tuple(notes))

    async def songs(self) -> list[KodiSong]:
        """Return what Kodi has in the folder of the artist."""
        return await self.music.songs_below(self.work.paths.player_folder(self.title.folder))

    async def dress(self, songs: Iterable[KodiSong]) -> int:
        """Set pictures, drop Kodi's copies of those that changed under their names; return how many."""
        rules, changed = art_rules(self.work, self.title, self.last), 0
        for shown in await self._shown(songs):
            self.work.check()
            if art := rules.to_set(shown.pictures, shown.entry.own_art()):
                await self.work.list_folders(self.title, art.values())
                await shown.set_art(art)
                changed += len(art)
        return changed + await self.drop_copies(songs)

    async def drop_copies(self, songs: Iterable[KodiSong]) -> int:
        """Drop Kodi's copies of pictures that are others by now; return how many there were."""
        entries = [shown.entry for shown in await self._shown(songs)]
        return await drop_textures(self.work, [url for entry in entries for url in entry.art.values()])

    async def _shown(self, songs: Iterable[KodiSong]) -> list[_Shown]:
        """Return the artist and those of its albums that have pictures here, as Kodi shows them."""
        shown: list[_Shown] = []
        if artist := await self._artist(songs):
            pictures = await self._pictures_of(artist)
            shown.append(_Shown(artist, pictures, partial(self.music.set_artist_art, artist.artistid)))
        for albumid, pictures in self._albums(songs).items():
            album = await self.music.album(albumid)
            shown.append(_Shown(album, pictures, partial(self.music.set_album_art, albumid)))
        return shown

    async def _artist(self, songs: Iterable[KodiSong]) -> KodiArtist | None:
        """Return the artist of the title among those of its albums: by its id, its name, or the only one."""
        ids = sorted({artistid for song in songs for artistid in song.albumartistid})
        artists = [await self.music.artist(artistid) for artistid in ids]
        name = self.title.title.casefold()
        by_id = [row for row in artists if self.title.external_id in row.musicbrainzartistid]
        by_name = [row for row in artists if row.artist.casefold() == name]
        return next(iter(by_id or by_name or (artists if len(artists) == 1 else ())), None)

    async def _pictures_of(self, artist: KodiArtist) -> dict[str, PlayerPicture]:
        """Return the pictures of the artist by Kodi's names, but for those in its folder of artists."""
        folder, given = await self.work.client.setting(ARTISTS_FOLDER) or "", artist.own_art()
        return {
            name: picture
            for slot, picture in self.title.pictures.items()
            for name in (kodi_name(slot),)
            if slot.season is None and not (folder and given.get(name, "").startswith(str(folder)))
        }

    def _albums(self, songs: Iterable[KodiSong]) -> dict[int, dict[str, PlayerPicture]]:
        """Return the pictures of Kodi's albums by kind: those that lie around the songs of one."""
        known = list(songs)
        albums: dict[int, dict[str, PlayerPicture]] = {}
        for slot, picture in self.title.pictures.items():
            folder = os.path.dirname(picture.path)  # noqa: PTH120
            if slot.season is None or folder == self.title.folder:
                continue
            place = self.work.paths.player_folder(folder)
            for albumid in {song.albumid for song in known if song.file.startswith(place)}:
                albums.setdefault(albumid, {})[kodi_name(slot)] = picture
        return albums


def _missing(present: Iterable[str], songs: Iterable[KodiSong]) -> int:
    """Return how many of some paths Kodi does not have; those of Windows are compared without case."""
    known = {comparable(song.file) for song in songs}
    return sum(comparable(path) not in known for path in present)
