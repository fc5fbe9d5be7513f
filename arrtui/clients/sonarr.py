"""Sonarr: its series, their episodes and their files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from arrtui.clients import convert, decoding, wire
from arrtui.clients.answers import AiredEpisode, Delivery, DescribedEpisode, Fetched, ListedItem
from arrtui.clients.arr import ArrClient
from arrtui.clients.episode_texts import EpisodeText, described_episode
from arrtui.clients.http import Query
from arrtui.core.batches import batched
from arrtui.core.domain import Episode, MediaFile
from arrtui.core.text import plural

EPISODES_PER_REQUEST = 500
"""Episodes whose monitored state is set at once."""


_SEASON_IMAGES: Query = {"includeSeasonImages": "true"}
"""Sonarr has them at hand with the series, and nowhere else."""


class SonarrClient(ArrClient):
    """One Sonarr."""

    files_per_request: ClassVar[int] = 1

    async def items(self) -> Fetched[ListedItem]:
        """Return every series: one request, the heaviest Sonarr has."""
        return await self._list(
            "/series",
            "listing series",
            wire.SeriesResource,
            convert.listed_series,
            query=_SEASON_IMAGES,
            heavy=True,
        )

    async def item(self, item_id: int) -> Fetched[ListedItem]:
        """Return one series as the list has it: one request. Raises NotFoundError where there is none."""
        return await self._single(
            f"/series/{item_id}",
            "reading a series",
            wire.SeriesResource,
            convert.listed_series,
            _SEASON_IMAGES,
        )

    async def episodes(self, item_id: int) -> Fetched[Episode]:
        """Return every episode of a series: one request.

        Files are not included: that would cost the app a query per episode.
        """
        return await self._list(
            "/episode",
            "listing episodes",
            wire.EpisodeResource,
            convert.episode,
            query={"seriesId": item_id},
        )

    async def described_episodes(self, item_id: int) -> Fetched[DescribedEpisode]:
        """Return overview, date and still of every episode of a series: one request."""
        return await self._list(
            "/episode",
            "reading what episodes are about",
            EpisodeText,
            described_episode,
            query={"seriesId": item_id, "includeImages": "true"},
        )

    async def aired_episodes(self, start: str, end: str, *, files: bool) -> Fetched[AiredEpisode]:
        """Return every episode of all series that airs from one time to another: one request.

        ``start`` and ``end`` are dates or times, UTC. Specials are among the episodes, those without a date
        are not. The app compares both ends as texts, so that an episode at the very second of one may be
        missing (ARR_API 2.5): the second of ``end`` belongs to the window too. With ``files`` the app
        computes formats and scores, 1.3 ms for each.
        """
        from_, until = datetime.fromisoformat(start), datetime.fromisoformat(end) + timedelta(seconds=1)
        times = {"start": f"{from_:%Y-%m-%dT%H:%M:%SZ}", "end": f"{until:%Y-%m-%dT%H:%M:%SZ}"}
        window = times | {"unmonitored": "true"}
        query: Query = window | ({"includeEpisodeFile": "true"} if files else {})
        return await self._list(
            "/calendar",
            "reading the calendar",
            wire.EpisodeResource,
            convert.aired_episode,
            query=query,
            heavy=True,
        )

    async def episodes_by_id(self, episode_ids: Sequence[int]) -> Fetched[Episode]:
        """Return up to :data:`IDS_PER_REQUEST` episodes: one request."""
        return await self._list(
            "/episode",
            "listing episodes",
            wire.EpisodeResource,
            convert.episode,
            query={"episodeIds": episode_ids},
        )

    async def files_by_id(self, file_ids: Sequence[int]) -> Fetched[MediaFile]:
        """Return up to :data:`IDS_PER_REQUEST` files with formats and scores: one request."""
        return await self._list(
            "/episodefile",
            "listing episode files",
            wire.File,
            convert.media_file,
            query={"episodeFileIds": file_ids},
            heavy=True,
        )

    async def files(self, item_ids: Sequence[int]) -> Fetched[MediaFile]:
        """Return every file of a series with formats and scores: one request, which takes one series only."""
        (item_id,) = item_ids
        return await self._list(
            "/episodefile",
            "listing episode files",
            wire.File,
            convert.media_file,
            query={"seriesId": item_id},
        )

    def lacking(self, listed: ListedItem, delivery: Delivery) -> str:
        """Return which episodes and files did not come of those that statistics and episodes announce.

        ``episodeFileCount`` counts the episodes that have a file, not the files
        (``SeriesStats/SeriesStatisticsRepository.cs``). An episode may name a file whose row is gone: Sonarr
        has no task that clears it.
        """
        unread, skipped = len(delivery.skipped_episodes), delivery.skipped_files
        named = delivery.named_files
        read = {*delivery.files, *(int(file.key) for file in skipped if file.key)}
        gone = sorted(set(named) - read) if all(file.key for file in skipped) else []
        parts = [
            (listed.total_episodes - delivery.episodes - unread, "episode"),
            (listed.files - len(named) - unread, "episode with a file"),
        ]
        words = [
            plural(count, word, word.replace("episode", "episodes")) for count, word in parts if count > 0
        ]
        words += [f"file {', '.join(map(str, gone))}"] if gone else []
        return " and ".join(words)

    async def set_episodes(self, episode_ids: Iterable[int], monitored: bool) -> None:
        """Set whether episodes are monitored: one request for each `EPISODES_PER_REQUEST`.

        Asking again for all of them changes nothing more, so that one that broke off may be repeated. Sonarr
        sets what is there before it reads the episodes back (``EpisodeController.SetEpisodesMonitored``).

        :raises ServerFaultError: an episode is not there (any longer); the others of its request were set,
            those of later requests were not.
        :raises NotFoundError: the only episode of a request is not there.
        """
        ids = list(dict.fromkeys(episode_ids))
        word = "monitoring" if monitored else "unmonitoring"
        what = f"{word} {len(ids)} {'episode' if len(ids) == 1 else 'episodes'}"
        for batch in batched(ids, EPISODES_PER_REQUEST):
            await self._send("PUT", "/episode/monitor", what, {"episodeIds": batch, "monitored": monitored})

    def _listed(self, raw: Mapping[str, Any]) -> ListedItem:
        return convert.listed_series(decoding.as_type(raw, wire.SeriesResource))

    def add_options(self, fields: Mapping[str, Any], *, search: bool) -> dict[str, Any]:
        """Return ``addOptions`` and the seasons, which ``monitor: skip`` keeps exactly as they are sent.

        A series is searched later when single episodes are set first.
        """
        seasons: Mapping[str, bool] = fields.get("seasons") or {}
        options = {
            "monitor": "skip",
            "searchForMissingEpisodes": search and not fields.get("episodes"),
            "searchForCutoffUnmetEpisodes": False,
        }
        rows = [
            {"seasonNumber": int(number), "monitored": seasons[number]} for number in sorted(seasons, key=int)
        ]
        return {"addOptions": options} | ({"seasons": rows} if rows else {})
