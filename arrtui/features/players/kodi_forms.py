"""What Kodi does with titles by their form: each form has a library of its own there.

A form that is not listed is in no library of Kodi, which is never told of its titles.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from arrtui.clients.kodi import KodiClient, KodiEntry
from arrtui.clients.kodi_music import KodiMusic
from arrtui.core.art_layouts import TitleForm
from arrtui.core.players import PlayerTask, ToldTitle
from arrtui.features.players.kodi_library import KodiFilms, KodiWork
from arrtui.features.players.kodi_music import MusicTelling
from arrtui.features.players.kodi_series import tell_series
from arrtui.features.players.kodi_sets import tell_sets
from arrtui.features.players.kodi_videos import VideoTelling, drop_textures
from arrtui.features.players.outcomes import TitleOutcome
from arrtui.features.players.titles import PlayerTitle

_Tell = Callable[[KodiWork, PlayerTitle, ToldTitle | None, PlayerTask], Awaitable[TitleOutcome]]


@dataclass(frozen=True)
class KodiForm:
    """Titles of one form in Kodi's library. All may raise PlayerError."""

    tell: _Tell
    """Brings the library in line with a title; PlayerBusyError leaves what was done until then done."""
    drop_copies: Callable[[KodiWork, PlayerTitle], Awaitable[int]]
    """Drops copies of pictures that changed under their names; returns how many."""
    places_below: Callable[[KodiClient, str], Awaitable[list[str]]]
    """Returns where Kodi has titles below one of its folders: their paths, or their files."""


async def _tell_film(
    work: KodiWork, title: PlayerTitle, last: ToldTitle | None, task: PlayerTask
) -> TitleOutcome:
    outcome = await VideoTelling(work, KodiFilms(work.client), title, last, task).run()
    return await tell_sets(work, title, last, outcome)


async def _tell_artist(
    work: KodiWork, title: PlayerTitle, last: ToldTitle | None, task: PlayerTask
) -> TitleOutcome:
    return await MusicTelling(work, title, last).run()


async def _drop_of_film(work: KodiWork, title: PlayerTitle) -> int:
    folder = work.paths.player_folder(title.folder)
    return await drop_textures(work, _addresses(await work.client.movies_below(folder)))


async def _drop_of_series(work: KodiWork, title: PlayerTitle) -> int:
    folder = work.paths.player_folder(title.folder)
    entries = await work.client.shows_below(folder) + await work.client.episodes_below(folder)
    return await drop_textures(work, _addresses(entries))


async def _drop_of_artist(work: KodiWork, title: PlayerTitle) -> int:
    music = MusicTelling(work, title, None)
    return await music.drop_copies(await music.songs())


def _addresses(entries: list[KodiEntry]) -> list[str]:
    return [address for entry in entries for address in entry.art.values()]


async def _films_below(client: KodiClient, folder: str) -> list[str]:
    return await client.places_below(folder, shows=False)


async def _shows_below(client: KodiClient, folder: str) -> list[str]:
    return await client.places_below(folder, shows=True)


async def _songs_below(client: KodiClient, folder: str) -> list[str]:
    return [song.file for song in await KodiMusic(client).songs_below(folder)]


KODI_FORMS: Mapping[TitleForm, KodiForm] = {
    TitleForm.FILM: KodiForm(_tell_film, _drop_of_film, _films_below),
    TitleForm.SERIES: KodiForm(tell_series, _drop_of_series, _shows_below),
    TitleForm.ARTIST: KodiForm(_tell_artist, _drop_of_artist, _songs_below),
}
