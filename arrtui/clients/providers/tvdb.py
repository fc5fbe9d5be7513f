"""TheTVDB (v4): a token for a key, extended records of series and films, artwork by numbered types."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from arrtui.clients.providers import tvdb_reading as reading
from arrtui.clients.providers.asking import AskingOptions, ProviderHost, ProviderHttp, Query
from arrtui.clients.providers.protocol import ProviderError
from arrtui.clients.providers.tvdb_answers import (
    TvdbEpisode,
    TvdbEpisodes,
    TvdbFinds,
    TvdbRecord,
    TvdbTitle,
    TvdbToken,
)
from arrtui.core.apps import Kind
from arrtui.core.artwork import ArtCandidate, MetadataField, TitleIds

if TYPE_CHECKING:
    import httpx

PER_SECOND = 10.0
IMAGES_PER_SECOND = 20.0
MOST_PAGES = 40
"""Pages of 500 episodes that are read of a series."""
_REFUSED = 401


class TvdbHttp(ProviderHttp):
    """Logs in before the first request, and again when the token is refused: it is good for a month."""

    def __init__(self, key: str, pin: str, address: str, options: AskingOptions | None) -> None:
        option = "tvdb_key, and tvdb_pin of a subscriber, under [providers]"
        secrets = tuple(text for text in (key, pin) if text)
        host = ProviderHost(reading.NAME, "TheTVDB", address, PER_SECOND, option, self._sign, secrets)
        super().__init__(host, options)
        self._token = ""
        self._login = {"apikey": key} | ({"pin": pin} if pin else {})
        self._logging_in = asyncio.Lock()

    async def get(self, path: str, query: Query | None = None) -> bytes | None:
        """Return the body of an answer, None for 404. Raises ProviderError."""
        token = self._token or await self._renew("")
        try:
            return await super().get(path, query)
        except ProviderError as error:
            if error.status != _REFUSED:
                raise
        await self._renew(token)
        return await super().get(path, query)

    async def _renew(self, refused: str) -> str:
        """Log in, unless somebody did since ``refused`` was sent; return the token. Raises ProviderError."""
        async with self._logging_in:
            if self._token == refused:
                self._token = ""
                body = await self.post("/login", msgspec.json.encode(self._login))
                try:
                    self._token = msgspec.json.decode(body, type=TvdbToken).data.token
                except msgspec.MsgspecError:
                    raise self.fault("its answer to the login cannot be read") from None
            return self._token

    def _sign(self, request: httpx.Request) -> httpx.Request:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Tvdb:
    """Images and metadata of TheTVDB."""

    name = reading.NAME

    def __init__(self, key: str, address: str, pin: str = "", options: AskingOptions | None = None) -> None:
        self._http = TvdbHttp(key, pin, address, options)
        host = ProviderHost(self.name, "TheTVDB's image host", reading.IMAGES, IMAGES_PER_SECOND)
        self._images = ProviderHttp(host, options)

    async def candidates(self, title: TitleIds, languages: Sequence[str]) -> list[ArtCandidate]:
        """Return the images of a title, of its seasons and episodes. Raises ProviderError."""
        record = await self._record(title, languages)
        if record is None:
            return []
        episodes = await self._episodes(record.id, languages) if _is_series(title) else []
        return [*reading.title_candidates(record), *reading.episode_candidates(episodes)]

    async def fields(self, title: TitleIds, languages: Sequence[str]) -> list[MetadataField]:
        """Return the metadata of a title. Raises ProviderError."""
        record = await self._record(title, languages)
        if record is None:
            return []
        return reading.title_fields(record, languages, is_series=_is_series(title))

    async def season_fields(
        self, title: TitleIds, season: int, languages: Sequence[str]
    ) -> dict[int, list[MetadataField]]:
        """Return the metadata of a season's episodes by their numbers. Raises ProviderError."""
        if not _is_series(title) or not title.tvdb_id:
            return {}
        return reading.episode_fields(await self._episodes(title.tvdb_id, languages), season)

    async def image(self, candidate: ArtCandidate) -> bytes:
        """Return an image. Raises ProviderError."""
        return await self._images.fetch(candidate.address)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()
        await self._images.aclose()

    async def _record(self, title: TitleIds, languages: Sequence[str]) -> TvdbRecord | None:
        """Return the extended record of a title; None where TheTVDB does not know it."""
        tvdb_id = title.tvdb_id or await self._find(title)
        if not tvdb_id:
            return None
        path = f"/{'series' if _is_series(title) else 'movies'}/{tvdb_id}/extended"
        answer = await self._http.ask(
            path,
            TvdbTitle,
            {"meta": "translations"},
            keep=lambda answer: reading.kept(answer, languages),
            variant=",".join(reading.codes(languages)),
        )
        return answer.data if answer else None

    async def _find(self, title: TitleIds) -> int:
        """Return TheTVDB's id of a title by that of IMDb; 0 for none."""
        if not title.imdb_id:
            return 0
        answer = await self._http.ask(f"/search/remoteid/{title.imdb_id}", TvdbFinds)
        for match in answer.data if answer else ():
            if number := (match.series if _is_series(title) else match.movie).id:
                return number
        return 0

    async def _episodes(self, tvdb_id: int, languages: Sequence[str]) -> list[TvdbEpisode]:
        """Return every episode of a series, in the order that is its default as it is Sonarr's."""
        episodes: list[TvdbEpisode] = []
        path = f"/series/{tvdb_id}/episodes/default/{reading.codes(languages)[0]}"
        for page in range(MOST_PAGES):
            answer = await self._http.ask(path, TvdbEpisodes, {"page": str(page)})
            episodes += answer.data.episodes if answer else ()
            if answer is None or not answer.links.next:
                break
        return episodes


def _is_series(title: TitleIds) -> bool:
    return Kind(title.kind).app.has_children
