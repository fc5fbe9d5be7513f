"""The library: the titles and episodes of all instances, as stored."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from arrtui.core.domain import SettingType
from arrtui.db.database import Database
from arrtui.db.library import EpisodeListRow as EpisodeListRow
from arrtui.db.library import FileListRow, SettingUse, file_list_rows, setting_uses
from arrtui.db.library import LibraryRow as LibraryRow

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.core.domain import Track
    from arrtui.features.library.detail import TitleDetail
    from arrtui.features.library.load import Episodes, Library, Place
    from arrtui.features.library.merge import Title
    from arrtui.features.library.seasons import EpisodeKey, SeriesDetail

# The features are imported when they are first used: the app's first paint does not wait for them.


class LibraryServices:
    """Reads titles of the configured instances. Every method may raise StorageError."""

    def __init__(self, config: Callable[[], Config], database: Database) -> None:
        self._config = config
        self._database = database

    async def titles(self) -> Library:
        """Return every title of all instances, and how old the data is."""
        from arrtui.features.library.load import load_library

        return await self._database.read(load_library, self._kinds())

    async def titles_at(self, places: Collection[Place]) -> list[Title]:
        """Return some titles by their copies: instance and the app's id of each."""
        from arrtui.features.library.load import load_titles

        return await self._database.read(load_titles, self._config().instance_names(), places)

    async def episodes_of(self, places: Collection[Place]) -> list[EpisodeListRow]:
        """Return the episodes of some series: instance and the app's id of each."""
        from arrtui.features.library.load import load_episodes_of

        return await self._database.read(load_episodes_of, places)

    async def episodes(self) -> Episodes:
        """Return every episode of all instances."""
        from arrtui.features.library.load import load_episodes

        return await self._database.read(load_episodes, self._kinds())

    async def files(self) -> list[FileListRow]:
        """Return every file of all instances."""
        return await self._database.read(file_list_rows, self._config().instance_names())

    async def tags(self) -> list[SettingUse]:
        """Return the tags of all instances with the number of their titles."""
        return await self._database.read(setting_uses, self._config().instance_names(), SettingType.TAG)

    async def profiles(self) -> list[SettingUse]:
        """Return the quality profiles of all instances with the number of their titles."""
        names = self._config().instance_names()
        return await self._database.read(setting_uses, names, SettingType.QUALITY_PROFILE)

    def _kinds(self) -> dict[str, str]:
        return {instance.name: instance.kind.value for instance in self._config().instances}

    async def series(self, title: Title, now: str) -> SeriesDetail:
        """Return a series with the seasons and episodes of each of its copies; ``now`` is UTC in ISO form."""
        from arrtui.features.library.load import load_series, places_of

        return await self._database.read(load_series, places_of(title), now)

    async def detail(self, title: Title, episode: EpisodeKey | None = None) -> TitleDetail:
        """Return a title in full, or what concerns one episode of it."""
        from arrtui.features.library.load import load_detail, places_of

        return await self._database.read(load_detail, title.key, places_of(title), episode=episode)

    async def tracks(self, album: EpisodeListRow) -> list[Track]:
        """Return the tracks of an album in their order: one request. May raise ArrError as well."""
        from arrtui.clients import make_client

        async with make_client(self._config().instance(album.instance)) as client:
            return (await client.tracks(album.episode_id)).records

    async def slug(self, instance: str, item_id: int) -> str:
        """Return a title's slug in the web address of its app, empty when none is known."""
        from arrtui.features.library.load import load_slug

        return await self._database.read(load_slug, instance, item_id)
