"""One player of each kind, told of titles the same way."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from arrtui.clients.jellyfin import JellyfinClient
from arrtui.clients.kodi import KodiClient
from arrtui.clients.plex import MUSIC_SECTION, PlexClient, PlexSection
from arrtui.core.config.players import PlayerConfig
from arrtui.core.players import PlayerTask, ToldTitle
from arrtui.features.players.jellyfin_titles import JellyfinTelling
from arrtui.features.players.kodi_forms import KODI_FORMS
from arrtui.features.players.kodi_library import KodiWork
from arrtui.features.players.kodi_roots import scan_roots
from arrtui.features.players.outcomes import PlayerBusyError, TitleOutcome
from arrtui.features.players.paths import PlayerPaths, lies_in
from arrtui.features.players.titles import PlayerTitle


class PlayerTeller(Protocol):
    """A player while it is told of titles. Every method may raise PlayerError."""

    copies_pictures: bool
    """Whether each player of a group keeps copies of pictures of its own."""

    async def ready(self, doing: str) -> None:
        """Return if it can be told now. Raises PlayerOffError, PlayerBusyError."""

    async def prepare(self, titles: Sequence[PlayerTitle], say: Callable[[str], None]) -> None:
        """Do at once what is to be done for several titles before it is told of each."""

    async def tell(
        self, title: PlayerTitle, last: ToldTitle | None, told_at: float, task: PlayerTask
    ) -> TitleOutcome:
        """Bring its library in line with a title; what is right already stays."""

    async def drop_copies(self, title: PlayerTitle) -> TitleOutcome:
        """Drop its copies of pictures of a title that are others by now."""

    async def show_message(self, text: str) -> None:
        """Show a message on its screen."""

    async def aclose(self) -> None:
        """Close the connections."""


class KodiTeller:
    """Kodi."""

    copies_pictures = True

    def __init__(
        self,
        config: PlayerConfig,
        keep: Callable[[PlayerTask], Awaitable[None]],
        check: Callable[[], None],
    ) -> None:
        self._client = KodiClient(config)
        self._work = KodiWork(self._client, PlayerPaths(config.path_mapping), keep, check)

    async def ready(self, doing: str) -> None:
        """Return if it answers, plays nothing and does not scan."""
        why = ""
        if await self._client.is_playing():
            why = "it plays something now"
        elif await self._client.is_scanning():
            why = "its library is being scanned, and a second scan would stop that one"
        if why:
            advice = "It is told when that is over."
            raise PlayerBusyError(doing, why=why, advice=advice, instance=self._client.config.name)

    async def prepare(self, titles: Sequence[PlayerTitle], say: Callable[[str], None]) -> None:
        """Scan the roots below which many of the titles are new to it."""
        await scan_roots(self._work, titles, say)

    async def tell(
        self, title: PlayerTitle, last: ToldTitle | None, told_at: float, task: PlayerTask
    ) -> TitleOutcome:
        """Scan, read NFO anew, carry over what was watched, set pictures and trailer."""
        form = KODI_FORMS.get(title.form)
        return await form.tell(self._work, title, last, task) if form else TitleOutcome()

    async def drop_copies(self, title: PlayerTitle) -> TitleOutcome:
        """Drop its copies of pictures that changed under their names."""
        form = KODI_FORMS.get(title.form)
        return TitleOutcome(changed=await form.drop_copies(self._work, title) if form else 0)

    async def show_message(self, text: str) -> None:
        """Show a message on its screen."""
        await self._client.show_message("arrtui", text)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()


class JellyfinTeller:
    """Jellyfin."""

    copies_pictures = False

    def __init__(self, config: PlayerConfig) -> None:
        self._client = JellyfinClient(config)
        self._library = JellyfinTelling(self._client, PlayerPaths(config.path_mapping))

    async def ready(self, doing: str) -> None:
        """Return if it answers: a refresh disturbs nobody who watches."""
        await self._client.version()

    async def prepare(self, titles: Sequence[PlayerTitle], say: Callable[[str], None]) -> None:
        """Do nothing: each item is refreshed by itself."""

    async def tell(
        self, title: PlayerTitle, last: ToldTitle | None, told_at: float, task: PlayerTask
    ) -> TitleOutcome:
        """Refresh its items, or report the folder of one that it does not have."""
        return await self._library.tell(title, last, told_at, task)

    async def drop_copies(self, title: PlayerTitle) -> TitleOutcome:
        """Do nothing: its pictures carry a mark that changes with the file."""
        return TitleOutcome()

    async def show_message(self, text: str) -> None:
        """Show a message on every screen that takes one."""
        await self._client.show_message("arrtui", text)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()


class PlexTeller:
    """Plex, by its documents: a library is scanned at the folder of a title."""

    copies_pictures = False

    def __init__(self, config: PlayerConfig) -> None:
        self._client = PlexClient(config)
        self._paths = PlayerPaths(config.path_mapping)
        self._sections: list[PlexSection] = []

    async def ready(self, doing: str) -> None:
        """Return if it answers."""
        self._sections = await self._client.sections()

    async def prepare(self, titles: Sequence[PlayerTitle], say: Callable[[str], None]) -> None:
        """Do nothing: each folder is scanned by itself."""

    async def tell(
        self, title: PlayerTitle, last: ToldTitle | None, told_at: float, task: PlayerTask
    ) -> TitleOutcome:
        """Have the libraries that hold the title's folder scanned there."""
        folder = self._paths.player(title.folder)
        sections = [
            section
            for section in self._sections
            if lies_in(folder, section.folders) and title.form.is_music is (section.type == MUSIC_SECTION)
        ]
        for section in sections:
            await self._client.scan(section.key, folder)
        if not sections:
            return TitleOutcome(notes=(f"{title.title}: {folder} is in no library of Plex",))
        return TitleOutcome(is_new=last is None, changed=len(sections))

    async def drop_copies(self, title: PlayerTitle) -> TitleOutcome:
        """Do nothing: nothing is known of its copies."""
        return TitleOutcome()

    async def show_message(self, text: str) -> None:
        """Do nothing: its documents name no message on a screen."""

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def open_teller(
    config: PlayerConfig, keep: Callable[[PlayerTask], Awaitable[None]], check: Callable[[], None]
) -> PlayerTeller:
    """Return a player to be told of titles; its connections open with the first request."""
    if config.kind == "kodi":
        return KodiTeller(config, keep, check)
    return JellyfinTeller(config) if config.kind == "jellyfin" else PlexTeller(config)
