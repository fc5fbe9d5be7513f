"""Films and episodes in Kodi's library, asked and changed the same way."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from arrtui.clients.kodi import SCAN_SECONDS, KodiActor, KodiClient, KodiEntry
from arrtui.core.artwork import ArtKind
from arrtui.core.players import PlayerTask, ToldTitle
from arrtui.features.players.kodi_art import ArtRules, pictures_for
from arrtui.features.players.outcomes import PlayerBusyError
from arrtui.features.players.paths import PlayerPaths, separator_of
from arrtui.features.players.titles import PlayerPicture, PlayerTitle
from arrtui.media.mounts import look_at_root
from arrtui.media.names import episode_of

_SECONDS_EACH = 2.0
"""How much longer the scan of a root is waited for with each new title."""


@dataclass
class KodiWork:
    """One Kodi while it is told of titles."""

    client: KodiClient
    paths: PlayerPaths
    keep: Callable[[PlayerTask], Awaitable[None]]
    """Stores what Kodi is about to forget."""
    check: Callable[[], None]
    """Raises JobCancelled when the work is to stop; called between writes."""
    looked_at: set[str] = field(default_factory=set)
    """Folders of titles, here, into which Kodi looked when their root was scanned just now."""
    fresh: set[str] = field(default_factory=set)
    """Those of them that it had nothing of before."""
    _listed: set[str] = field(default_factory=set)
    _listed_names: dict[str, frozenset[str]] = field(default_factory=dict)
    """What lay in folders, by their paths here, when Kodi listed them."""

    async def scan(self, title: PlayerTitle) -> None:
        """Have Kodi look into the folder of a title. Raises PlayerBusyError while it scans already."""
        await self._scan(title.folder, f"telling it of {title.title}", music=title.form.is_music)

    async def scan_root(self, root: str, titles: int, *, music: bool) -> None:
        """Have Kodi look into a root with so many new titles. Raises PlayerBusyError while it scans."""
        await self.client.list_folder(self.paths.player_folder(root))
        await self._scan(root, f"scanning {root}", SCAN_SECONDS + titles * _SECONDS_EACH, music=music)

    async def _scan(self, folder: str, doing: str, seconds: float = SCAN_SECONDS, *, music: bool) -> None:
        """Have Kodi look into a folder, once it lists the one around it anew if that one is new there."""
        if await self.client.is_scanning():
            raise PlayerBusyError(
                doing,
                why="its library is being scanned, and a second scan would stop that one",
                advice="It is told when that is over.",
                instance=self.client.config.name,
            )
        parent, name = os.path.split(folder)
        if name not in self._listed_names.get(parent, ()):
            names = await asyncio.to_thread(_names_in, parent)
            await self.client.list_folder(self.paths.player_folder(parent))
            self._listed_names[parent] = names
        await self.client.scan(self.paths.player_folder(folder), self.check, seconds, music=music)

    def present(self, title: PlayerTitle) -> dict[str, str]:
        """Return the videos or tracks of a title that lie on disk, by Kodi's paths of them. Blocks."""
        return {
            self.paths.player(title.path(video)): video
            for video in title.videos
            if os.path.isfile(title.path(video))  # noqa: PTH113
        }

    async def list_folders(self, title: PlayerTitle, addresses: Iterable[str | None]) -> None:
        """Have Kodi list the folders of pictures again, before it is given them.

        A picture that came after its last listing does not exist for it (404 of its web server, 20.1).
        """
        folder = self.paths.player_folder(title.folder)
        separator = separator_of(folder)
        new = {address.rpartition(separator)[0] + separator for address in addresses if address}
        for place in sorted(new - self._listed):
            await self.client.list_folder(place)
        self._listed |= new

    async def doubt(self, title: PlayerTitle) -> str:
        """Return why nothing may be taken out of Kodi's library for a title; empty if it may."""
        look = await asyncio.to_thread(look_at_root, title.root)
        there = await asyncio.to_thread(os.path.isdir, title.folder)
        if title.root_doubt or look.error or not look.names:
            return title.root_doubt or look.error or "it is empty"
        return "" if there else "the folder of the title is not in it"


def _names_in(folder: str) -> frozenset[str]:
    """Return what lies in a folder; nothing of one that cannot be read. Blocks."""
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208
    except OSError:
        return frozenset()


class KodiVideos(Protocol):
    """Kodi's films, or its episodes."""

    has_tags: bool
    """Whether they have tags."""

    async def below(self, folder: str, /) -> list[KodiEntry]:
        """Return those whose path begins with a folder."""

    async def set(self, entry_id: int, /, **details: Any) -> None:
        """Set fields of one."""

    async def refresh(self, entry_id: int, /) -> None:
        """Have the NFO of one read again."""

    async def remove(self, entry_id: int, /) -> None:
        """Take one out of the library."""

    def place(self, entry: KodiEntry, /) -> tuple[int, int]:
        """Return what one that replaces another has in common with it: season and episode."""

    def place_of(self, path: str, /) -> tuple[int, int] | None:
        """Return the same of a video by its path; None where that does not tell."""

    def pictures(self, title: PlayerTitle, entry: KodiEntry, /) -> dict[str, PlayerPicture]:
        """Return the pictures it is to have, by Kodi's names."""

    async def cast(self, entry_id: int, /) -> tuple[KodiActor, ...]:
        """Return the actors whose pictures lie beside it."""


class KodiFilms:
    """Kodi's films."""

    has_tags = True

    def __init__(self, client: KodiClient) -> None:
        self.below = client.movies_below
        self.set = client.set_movie
        self.refresh = client.refresh_movie
        self.remove = client.remove_movie
        self.cast = client.movie_cast

    def place(self, _entry: KodiEntry) -> tuple[int, int]:
        """Return the same for all: any film of a title replaces any other."""
        return (0, 0)

    def place_of(self, _path: str) -> tuple[int, int]:
        """Return the same for all."""
        return (0, 0)

    def pictures(self, title: PlayerTitle, _entry: KodiEntry) -> dict[str, PlayerPicture]:
        """Return the pictures of the title."""
        return pictures_for(title)


class KodiEpisodes:
    """Kodi's episodes."""

    has_tags = False

    def __init__(self, client: KodiClient) -> None:
        self.below = client.episodes_below
        self.set = client.set_episode
        self.refresh = client.refresh_episode
        self.remove = client.remove_episode

    def place(self, entry: KodiEntry) -> tuple[int, int]:
        """Return season and number of the episode."""
        return (entry.season, entry.episode)

    def place_of(self, path: str) -> tuple[int, int] | None:
        """Return season and number of the episode that a path names."""
        return episode_of(path.replace("\\", "/"))

    def pictures(self, title: PlayerTitle, entry: KodiEntry) -> dict[str, PlayerPicture]:
        """Return the frame of the episode."""
        own = pictures_for(title, entry.season, entry.episode)
        return {kind: picture for kind, picture in own.items() if kind == ArtKind.THUMB}

    async def cast(self, _entry_id: int) -> tuple[KodiActor, ...]:
        """Return nobody: pictures of actors lie in the folder of the series, and are read with it."""
        return ()


def art_rules(work: KodiWork, title: PlayerTitle, last: ToldTitle | None) -> ArtRules:
    """Return what the pictures of a title are compared with on this machine's disk."""
    return ArtRules(title, last, work.paths, os.path.isfile)
