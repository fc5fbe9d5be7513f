"""The recycle bin: what front ends ask of it, and the job that empties it of what was kept long enough."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from arrtui.core.errors import ArrtuiError, ConfigError, ConfigProblem
from arrtui.core.text import plural
from arrtui.core.trailers import RecycledFile
from arrtui.db import recycled
from arrtui.db.database import Database
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.read_only import refuse_writing

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.features.recycle.keeping import OwnFile
    from arrtui.media.recycle import RecycleBin
    from arrtui.runtime.services import Services


_PLACE_COUNTS = 30.0
"""Seconds."""


class RecycleServices:
    """Moves files of arrtui's own into the bin and back. Every method may raise ArrtuiError."""

    def __init__(self, config: Callable[[], Config], database: Database, clock: Callable[[], float]) -> None:
        self._config = config
        self._database = database
        self._clock = clock
        self._bin: RecycleBin | None = None
        self._well_placed: tuple[Config, float] | None = None
        """The configuration with which the bin was found where it may be, and when."""

    async def files(self) -> list[RecycledFile]:
        """Return the files in the bin, the one removed last first."""
        return await self._database.read(recycled.recycled_files)

    async def misplaced(self) -> ConfigProblem | None:
        """Return why the bin must not be where it is, as far as root folders are stored; None if it may.

        The configuration alone knows those that are mapped, and none of an instance on this machine.
        """
        from arrtui.features.recycle.roots import local_roots

        config = self._config()
        roots = await self._database.read(local_roots, config.instances)
        why = await asyncio.to_thread(config.recycle.misplaced, roots)
        return ConfigProblem("recycle.folder", why) if why else None

    async def recycle(
        self, own_files: Sequence[OwnFile], *, stays: bool = False
    ) -> tuple[list[RecycledFile], list[ArrtuiError]]:
        """Move files into the bin; return those that are there, and why the others are not.

        ``stays``: they keep their names too, until other files replace them in one step. Raises ConfigError
        for a bin in a root folder of any instance, ReadOnlyError.
        """
        from arrtui.features.recycle.keeping import recycle
        from arrtui.media.recycle import RecycleError

        refuse_writing(self._config(), "moving files to the recycle bin")
        await self._require_place()
        table = self._config().recycle
        put = partial(recycle, self._database, self.bin, days=table.days, stays=stays)
        recycled_files, errors = list[RecycledFile](), list[ArrtuiError]()
        for own in own_files:
            try:
                recycled_files.append(await put(own, now=self._clock()))
            except RecycleError as error:
                errors.append(error)
        return recycled_files, errors

    async def restore(self, ids: Sequence[int]) -> tuple[list[RecycledFile], list[ArrtuiError]]:
        """Move files back to where they were; return those that are back, and why the others are not."""
        from arrtui.features.recycle.keeping import restore
        from arrtui.media.recycle import RecycleError

        refuse_writing(self._config(), "restoring files of the recycle bin")
        restored, errors = list[RecycledFile](), list[ArrtuiError]()
        for file in await self._database.read(recycled.recycled_files, ids):
            try:
                await restore(self._database, self.bin, file, self._clock())
                restored.append(file)
            except RecycleError as error:
                errors.append(error)
        return restored, errors

    async def _require_place(self) -> None:
        """Raise ConfigError for a bin in a root folder; one that was none just now is not looked at again.

        Taking a library back asks for each of its titles.
        """
        config, now = self._config(), self._clock()
        if self._well_placed is not None:
            known, at = self._well_placed
            if known is config and 0 <= now - at < _PLACE_COUNTS:
                return
        if problem := await self.misplaced():
            raise ConfigError("using the recycle bin", why=str(problem), problems=(problem,))
        self._well_placed = config, now

    @property
    def bin(self) -> RecycleBin:
        """The bin as it is configured now, which knows how much is in it."""
        from arrtui.media.recycle import RecycleBin

        table = self._config().recycle
        if self._bin is None or (self._bin.folder, self._bin.limit) != (table.place, table.limit_bytes):
            self._bin = RecycleBin(table.place, table.limit_bytes)
        return self._bin


async def _expire(services: Services, _job: JobContext) -> Mapping[str, Any]:
    """Delete what was kept long enough."""
    from arrtui.features.recycle.keeping import expire

    return await expire(services.database, services.recycle.bin, services.clock())


def _describe(result: Mapping[str, Any]) -> str:
    return f"{plural(int(result['deleted']), 'file')} deleted" if "deleted" in result else ""


EXPIRE = JobKind(
    "recycle-expire", "Emptying", _expire, routine=True, max_attempts=2, describe_result=_describe
)
