"""Sonarr: its series, their episodes and their files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from arrtui.clients import convert, wire
from arrtui.clients.answers import Fetched, ListedItem
from arrtui.clients.arr import ArrClient
from arrtui.core.domain import Episode, MediaFile, SettingType


class SonarrClient(ArrClient):
    """One Sonarr."""

    own_paths: ClassVar[Mapping[SettingType, str]] = {SettingType.EXCLUSION: "/importlistexclusion"}

    async def items(self) -> Fetched[ListedItem]:
        """Return every series: one request, the heaviest Sonarr has."""
        return await self._list("/series", "listing series", wire.Series, convert.listed_series, heavy=True)

    async def episodes(self, series_id: int) -> Fetched[Episode]:
        """Return every episode of a series: one request.

        Files are not included: that would cost the app a query per episode.
        """
        return await self._list(
            "/episode", "listing episodes", wire.Episode, convert.episode, query={"seriesId": series_id}
        )

    async def files(self, series_id: int) -> Fetched[MediaFile]:
        """Return every file of a series with formats and scores: one request; it takes one series only."""
        return await self._list(
            "/episodefile",
            "listing episode files",
            wire.File,
            convert.media_file,
            query={"seriesId": series_id},
        )
