"""What front ends write into the configuration file; comments and order in it stay as they are."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from arrtui.core.config import Config
    from arrtui.core.config.file import InstanceDraft
    from arrtui.core.config.pair_draft import PairDraft
    from arrtui.core.config.views import SavedView
    from arrtui.runtime.sync.use_cases import SyncServices


class ConfigFileServices:
    """Writes single tables and has the file read again. Every method may raise ConfigError."""

    def __init__(
        self,
        config: Callable[[], Config],
        sync: Callable[[], SyncServices],
        reload: Callable[[], Awaitable[None]],
        env: Mapping[str, str],
    ) -> None:
        self._config = config
        self._sync = sync
        self._reload = reload
        self._env = env

    async def save_instance(self, draft: InstanceDraft, *, replacing: str | None = None) -> None:
        """Write an instance into the configuration file. Raises :class:`ConfigError`, the file untouched."""
        from arrtui.core.config.file import save_instance

        await asyncio.to_thread(
            save_instance, self._path, draft, replacing=replacing, digest=self._config().digest, env=self._env
        )
        await self._reload()

    async def remove_instance(self, name: str) -> None:
        """Remove an instance from the configuration file; what is stored of it stays. Raises ConfigError."""
        from arrtui.core.config.file import remove_instance

        await asyncio.to_thread(
            remove_instance, self._path, name, digest=self._config().digest, env=self._env
        )
        await self._reload()

    async def save_pair(self, draft: PairDraft, *, replacing: PairDraft | None = None) -> None:
        """Write a pair into the configuration file, in the place of the one that was ``replacing``.

        Raises :class:`ConfigError`, :class:`UsageError` while a plan of it is being applied; the file is
        untouched then.
        """
        from arrtui.core.config.pair_file import save_pair

        if replacing is not None:
            await self._sync().check_editable(replacing.name)
        await asyncio.to_thread(
            save_pair, self._path, draft, replacing=replacing, digest=self._config().digest, env=self._env
        )
        await self._reload()

    async def remove_pair(self, name: str) -> None:
        """Take a pair out of the configuration file; its plans stay stored. Raises as :meth:`save_pair`."""
        from arrtui.core.config.pair_file import remove_pair

        await self._sync().check_editable(name)
        await asyncio.to_thread(remove_pair, self._path, name, digest=self._config().digest, env=self._env)
        await self._reload()

    async def save_theme(self, theme: str) -> None:
        """Write the theme into the configuration file. Raises :class:`ConfigError`."""
        from arrtui.core.config.file import save_ui

        await asyncio.to_thread(save_ui, self._path, theme=theme, digest=self._config().digest, env=self._env)
        await self._reload()

    async def save_view(self, view: SavedView) -> None:
        """Write a view of a table into the configuration file. Raises :class:`ConfigError`."""
        await self._write_view(view.name, view.written())

    async def remove_view(self, name: str) -> None:
        """Take a view out of the configuration file. Raises :class:`ConfigError`."""
        await self._write_view(name, None)

    async def _write_view(self, name: str, table: Mapping[str, object] | None) -> None:
        from arrtui.core.config.file import save_view

        await asyncio.to_thread(
            save_view, self._path, name, table, digest=self._config().digest, env=self._env
        )
        await self._reload()

    async def save_path_mapping(self, instance: str, app_path: str, local_path: str) -> None:
        """Write a path mapping of an instance into the configuration file. Raises :class:`ConfigError`."""
        from arrtui.core.config.path_mappings import save_path_mapping

        await asyncio.to_thread(
            save_path_mapping,
            *(self._path, instance, app_path, local_path),
            digest=self._config().digest,
            env=self._env,
        )
        await self._reload()

    @property
    def _path(self) -> Path:
        path = self._config().path
        assert path is not None, "a configuration that was read has a path"
        return path
