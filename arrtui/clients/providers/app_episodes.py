"""What an app knows of episodes and albums: titles as backed up, texts and pictures as it gives them.

They cost a request for each series or artist, so that an answer is kept until the backup has other episodes,
or some weeks: the app itself reads a series again every few days.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from arrtui.clients.answers import DescribedEpisode
from arrtui.clients.providers.asking import DAY, AskingOptions
from arrtui.core.domain import Episode

if TYPE_CHECKING:
    from arrtui.clients.arr import ArrClient

_PROVIDER = "app"
FRESH_FOR = 30 * DAY
"""Seconds for which texts count while nothing else of a series changes."""
_MOST_REMEMBERED = 16
"""Series: more than are under way at a time."""
_answer = msgspec.json.Decoder(list[DescribedEpisode])


class EpisodeLibrary(Protocol):
    """Where the episodes of an instance are read."""

    async def episodes(self, item_id: int) -> list[Episode]:
        """Return the episodes of a series."""


class SeriesEpisodes(NamedTuple):
    """The episodes of a series."""

    stored: Sequence[Episode]
    """As the last backup has them."""
    described: Mapping[str, DescribedEpisode]
    """Those that the app told more of, by what names them within their title (``Episode.key``)."""


class AppEpisodes:
    """Reads the episodes of an instance's series. Belongs to one event loop."""

    def __init__(
        self, client: ArrClient, instance: str, library: EpisodeLibrary, options: AskingOptions, *, asks: bool
    ) -> None:
        """``asks``: whether texts and stills are wanted; otherwise the app is asked nothing."""
        self._client = client
        self._instance = instance
        self._library = library
        self._options = options
        self._asks = asks and client.app.has_children
        app = client.app
        self._path = f"/{app.feed.child}?{app.resource.id}"
        self._remembered: OrderedDict[int, SeriesEpisodes] = OrderedDict()

    async def of_series(self, item_id: int, *, anew: bool = False) -> SeriesEpisodes:
        """Return the episodes of a series; ``anew``: as the backup has them now. Raises ArrError."""
        known = self._remembered.get(item_id)
        if known is not None and not anew:
            return known
        stored = await self._library.episodes(item_id)
        listed = await self._described(item_id, stored) if self._asks and stored else []
        series = SeriesEpisodes(stored, {row.key: row for row in listed})
        self._remembered[item_id] = series
        while len(self._remembered) > _MOST_REMEMBERED:
            self._remembered.popitem(last=False)
        return series

    async def _described(self, item_id: int, stored: Sequence[Episode]) -> list[DescribedEpisode]:
        """Return what the app tells of episodes; asked again once the stored ones are others."""
        answers, fresh = self._options.answers, self._options.fresh_seconds
        request = f"{self._instance} {self._path}={item_id} {_mark(stored)}"
        kept = await answers.get(_PROVIDER, request) if answers is not None else None
        if kept is not None:
            return _answer.decode(kept)
        described = (await self._client.described_episodes(item_id)).records
        if answers is not None and fresh > 0:
            text = msgspec.json.encode(described).decode()
            await answers.put(_PROVIDER, request, text, max(fresh, FRESH_FOR))
        return described


def _mark(episodes: Sequence[Episode]) -> str:
    """Return what tells the episodes of a series from what they were."""
    facts = [(row.id, row.season, row.number, row.title, row.air_date) for row in episodes]  # albums too
    return hashlib.blake2b(msgspec.json.encode(sorted(facts)), digest_size=8).hexdigest()
