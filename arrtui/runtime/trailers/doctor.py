"""The doctor of trailers: what front ends ask about root folders, path mappings and the programs needed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from arrtui.db.database import Database
from arrtui.db.estate import estate_rows
from arrtui.db.media import TrailerTitle, trailer_titles

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.db.estate import EstateRow
    from arrtui.features.trailers.doctor import RootReport
    from arrtui.features.trailers.doctor_tools import ToolReport


class DoctorServices:
    """Examines what trailers need. Every method may raise ArrtuiError."""

    def __init__(self, config: Callable[[], Config], database: Database, clock: Callable[[], float]) -> None:
        self._config = config
        self._database = database
        self._clock = clock

    async def roots(self, names: Sequence[str] = ()) -> list[RootReport]:
        """Return how the root folders of the named instances, or of all, are on this machine.

        Asks no instance: the root folders are those that are stored.
        """
        names = self._config().instance_names(names)
        rows, titles = await self._database.read(_stored, names)
        return await asyncio.to_thread(_examine_all, self._config(), rows, titles)

    async def tools(self) -> list[ToolReport]:
        """Return how everything is that downloading needs."""
        from arrtui.features.trailers.doctor_tools import examine_tools

        return await asyncio.to_thread(examine_tools, None, self._clock())


def _stored(names: Sequence[str]) -> tuple[list[EstateRow], list[TrailerTitle]]:
    return estate_rows(names), trailer_titles(names)


def _examine_all(
    config: Config, rows: Sequence[EstateRow], titles: Sequence[TrailerTitle]
) -> list[RootReport]:
    """Examine the root folders of instances; this machine's folders are listed once, if at all."""
    from arrtui.features.trailers.doctor import examine_roots
    from arrtui.media.look_around import likely_bases, list_folders
    from arrtui.media.mapping import PathMapper

    mapped = [Path(to.local_path).parent for instance in config.instances for to in instance.path_mapping]
    listings = cache(lambda: list(list_folders([*mapped, *likely_bases()])))
    reports: list[RootReport] = []
    for row in rows:
        own = [title for title in titles if title.instance == row.name]
        mapper = PathMapper(config.instance(row.name).path_mapping)
        reports += examine_roots(row.name, [root.path for root in row.roots], own, mapper, listings)
    return reports
