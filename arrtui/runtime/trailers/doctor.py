"""The doctor of trailers: what front ends ask about root folders, path mappings and the programs needed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from arrtui.core.apps import Feature
from arrtui.db.database import Database
from arrtui.db.estate import estate_rows
from arrtui.db.media import TrailerTitle, media_roots, trailer_titles
from arrtui.db.trailer_fetching import video_ids

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.core.trailers import MediaRoot
    from arrtui.db.estate import EstateRow
    from arrtui.features.trailers.doctor import RootReport
    from arrtui.features.trailers.doctor_tools import ToolReport
    from arrtui.features.trailers.reports import FolderProblem
    from arrtui.runtime.recycle import RecycleServices
    from arrtui.runtime.trailers.use_cases import TrailersServices

_WATCH = "https://www.youtube.com/watch?v={}"
_FIRST_VIDEO = "jNQXAC9IVRw"
"""The first video of YouTube, which outlives every trailer."""


class DoctorServices:
    """Examines what trailers need. Every method may raise ArrtuiError."""

    def __init__(
        self,
        config: Callable[[], Config],
        database: Database,
        clock: Callable[[], float],
        trailers: TrailersServices,
        recycle: RecycleServices,
    ) -> None:
        self._config = config
        self._database = database
        self._clock = clock
        self._trailers = trailers
        self._recycle = recycle

    async def roots(self, names: Sequence[str] = ()) -> list[RootReport]:
        """Return how the root folders of the named instances, or of all, are on this machine.

        Asks no instance: the root folders are those that are stored.
        """
        names = self._config().names_with(Feature.TRAILERS, names)
        stored = await self._database.read(_stored, names)
        return await asyncio.to_thread(_examine_all, self._config(), stored)

    async def problems(self, names: Sequence[str] = ()) -> list[FolderProblem]:
        """Return what is wrong with how the named instances, or all, are set up."""
        from arrtui.features.trailers.reports import instance_problems

        return instance_problems(await self._trailers.problems(names))

    async def tools(self) -> list[ToolReport]:
        """Return how everything is that downloading needs."""
        from arrtui.features.trailers.doctor_tools import bin_report, examine_tools

        config, misplaced = self._config(), await self._recycle.misplaced()
        examined = await asyncio.to_thread(examine_tools, config.trailers.cookies, self._clock())
        return [*examined, bin_report(config.recycle.place, misplaced.message if misplaced else "")]

    async def extract(self, address: str = "") -> ToolReport:
        """Return whether yt-dlp can read a video now, of a stored title where no address is given.

        It asks the site of the video, and downloads nothing.
        """
        from arrtui.features.trailers.doctor_tools import extraction_report
        from arrtui.runtime.trailers.fetch_tools import opened_tools

        if not address:
            names = self._config().names_with(Feature.TRAILERS)
            known = await self._database.read(lambda: [video_ids(name) for name in names])
            trailers = (ids.trailer for titles in known for ids in titles.values())
            address = _WATCH.format(next(filter(None, trailers), _FIRST_VIDEO))
        async with opened_tools(self._config(), self._database, self._clock) as tools:
            return await extraction_report(tools.videos, address)


class _StoredRoots(NamedTuple):
    """What is stored of instances that concerns their root folders."""

    rows: Sequence[EstateRow]
    titles: Sequence[TrailerTitle]
    roots: Mapping[str, Mapping[str, MediaRoot]]
    """By instance and path."""


def _stored(names: Sequence[str]) -> _StoredRoots:
    return _StoredRoots(
        estate_rows(names), trailer_titles(names), {name: media_roots(name) for name in names}
    )


def _examine_all(config: Config, stored: _StoredRoots) -> list[RootReport]:
    """Examine the root folders of instances; this machine's folders are listed once, if at all."""
    from arrtui.features.trailers.doctor import examine_roots
    from arrtui.media.look_around import likely_bases, list_folders
    from arrtui.media.mapping import PathMapper

    mapped = [Path(to.local_path).parent for instance in config.instances for to in instance.path_mapping]
    listings = cache(lambda: list(list_folders([*mapped, *likely_bases()])))
    reports: list[RootReport] = []
    for row in stored.rows:
        own = [title for title in stored.titles if title.instance == row.name]
        mapper = PathMapper(config.instance(row.name).path_mapping)
        paths = [root.path for root in row.roots]
        reports += examine_roots(row.name, paths, own, mapper, listings, stored.roots[row.name])
    return reports
