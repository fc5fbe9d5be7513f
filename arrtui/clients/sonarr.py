"""Sonarr: its series, their episodes and their files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from arrtui.clients import convert, decoding, wire
from arrtui.clients.answers import Fetched, ListedItem
from arrtui.clients.arr import ArrClient
from arrtui.clients.title_writes import TitleNames
from arrtui.core.batches import batched
from arrtui.core.domain import Episode, MediaFile, SettingType

EPISODES_PER_REQUEST = 500
"""Episodes whose monitored state is set at once."""


class SonarrClient(ArrClient):
    """One Sonarr."""

    own_paths: ClassVar[Mapping[SettingType, str]] = {SettingType.EXCLUSION: "/importlistexclusion"}

    names: ClassVar[TitleNames] = TitleNames(
        path="/series",
        external="tvdbId",
        ids="seriesIds",
        exclude="addImportListExclusion",
        files="/episodefile/bulk",
        one="series",
        many="series",
    )

    async def items(self) -> Fetched[ListedItem]:
        """Return every series: one request, the heaviest Sonarr has."""
        return await self._list(
            "/series", "listing series", wire.SeriesResource, convert.listed_series, heavy=True
        )

    async def episodes(self, series_id: int) -> Fetched[Episode]:
        """Return every episode of a series: one request.

        Files are not included: that would cost the app a query per episode.
        """
        return await self._list(
            "/episode",
            "listing episodes",
            wire.EpisodeResource,
            convert.episode,
            query={"seriesId": series_id},
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

    async def set_episodes(self, episode_ids: Iterable[int], monitored: bool) -> None:
        """Set whether episodes are monitored: one request for each `EPISODES_PER_REQUEST`.

        Asking again for all of them changes nothing more, so that one that broke off may be repeated.

        :raises ServerFaultError: an episode is not there (any longer); of its request none was changed.
        """
        ids = list(dict.fromkeys(episode_ids))
        word = "monitoring" if monitored else "unmonitoring"
        what = f"{word} {len(ids)} {'episode' if len(ids) == 1 else 'episodes'}"
        for batch in batched(ids, EPISODES_PER_REQUEST):
            await self._send("PUT", "/episode/monitor", what, {"episodeIds": batch, "monitored": monitored})

    def _listed(self, raw: Mapping[str, Any]) -> ListedItem:
        return convert.listed_series(decoding.as_type(raw, wire.SeriesResource))

    def _exclusion(self, external_id: str, title: str, year: int) -> dict[str, Any]:
        return {"tvdbId": int(external_id), "title": title}
