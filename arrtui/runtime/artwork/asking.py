"""What providers work with: answers kept in the database, titles as the last backup has them, connections."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from arrtui.db.artwork import answers, titles
from arrtui.db.database import Database

if TYPE_CHECKING:
    from arrtui.clients.providers.app_covers import AppTitle
    from arrtui.clients.providers.making import Providers
    from arrtui.core.domain import Episode
    from arrtui.runtime.services import Services


class StoredAnswers:
    """Answers of providers in the database. With ``asks_again`` each is asked for anew once."""

    def __init__(self, database: Database, clock: Callable[[], float], *, asks_again: bool = False) -> None:
        self._database = database
        self._clock = clock
        self._asks_again = asks_again
        self._renewed: set[tuple[str, str]] = set()

    async def get(self, provider: str, request: str) -> str | None:
        """Return a fresh answer, empty where the provider knew nothing; None without one."""
        if self._asks_again and (provider, request) not in self._renewed:
            return None
        return await self._database.read(answers.answer, provider, request, self._clock())

    async def put(self, provider: str, request: str, answer: str, seconds: float) -> None:
        """Keep an answer for some seconds."""
        now = self._clock()
        await self._database.write(answers.keep, provider, request, answer, now, now + seconds)
        if self._asks_again:
            self._renewed.add((provider, request))

    async def prune(self) -> None:
        """Remove answers that are not fresh any more."""
        await self._database.write(answers.prune, self._clock())


class StoredLibrary:
    """The titles of an instance as its last backup has them."""

    def __init__(self, database: Database, instance: str) -> None:
        self._database = database
        self._instance = instance

    async def title(self, external_id: str) -> AppTitle | None:
        """Return a title by its external id, None for one that is not there."""
        return _app_title(await self._database.read(titles.title, self._instance, external_id))

    async def title_with_id(self, item_id: int) -> AppTitle | None:
        """Return a title by the app's id, None for one that is not there."""
        return _app_title(await self._database.read(titles.title_with_id, self._instance, item_id))

    async def episodes(self, item_id: int) -> list[Episode]:
        """Return the episodes of a series."""
        return await self._database.read(titles.episodes, self._instance, item_id)


def _app_title(row: tuple[object, object] | None) -> AppTitle | None:
    from arrtui.clients.providers.app_covers import AppTitle

    return AppTitle._make(row) if row else None


@asynccontextmanager
async def opened_providers(
    services: Services, instance: str, *, asks_again: bool = False
) -> AsyncIterator[Providers]:
    """Yield who can be asked about the titles of an instance; connections end with the block.

    To be used on the engine's loop. With ``asks_again`` no stored answer counts.
    """
    from arrtui.clients.providers.app_covers import AppCovers
    from arrtui.clients.providers.making import make_options, make_providers

    config, database = services.config, services.database
    stored = StoredAnswers(database, services.clock, asks_again=asks_again)
    await stored.prune()
    options = make_options(config, stored)
    client = services.clients.get(config.instance(instance))
    artwork, of_parts = config.artwork, set(client.app.art.episode)
    covers = AppCovers(
        *(client, instance, StoredLibrary(database, instance), options),
        describes_episodes=artwork.nfo != "off" or not of_parts.isdisjoint(artwork.kinds),
    )
    providers = make_providers(config, options, covers)
    try:
        yield providers
    finally:
        await providers.aclose()
