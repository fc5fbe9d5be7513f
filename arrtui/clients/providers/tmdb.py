"""The Movie Database: details, images and episodes of films and series."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from arrtui.clients.providers import tmdb_reading as reading
from arrtui.clients.providers.asking import AskingOptions, ProviderHost, ProviderHttp
from arrtui.clients.providers.protocol import texts_in
from arrtui.clients.providers.tmdb_answers import (
    TmdbMatches,
    TmdbSeason,
    TmdbSeasons,
    TmdbSet,
    TmdbTitle,
)
from arrtui.core.apps import Kind
from arrtui.core.artwork import ArtCandidate, MetadataField, TitleIds

if TYPE_CHECKING:
    import httpx

PER_SECOND = 30.0
"""Requests; TMDB refuses more than about forty."""
IMAGES_PER_SECOND = 30.0
SEASONS_AT_ONCE = 10
"""Seasons of one request: each takes two of the twenty parts that may be appended to an answer."""
_SHORT_KEY = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)
"""The older kind of key, which is taken in the address only."""
_FILM_PARTS = "images,external_ids,credits,release_dates,translations,keywords,videos"
_SERIES_PARTS = "images,external_ids,aggregate_credits,content_ratings,translations,keywords,videos"


def tmdb_host(key: str, address: str, key_option: str) -> ProviderHost:
    """Return how TMDB is asked; ``key_option`` says where the key is configured."""

    def sign(request: httpx.Request) -> httpx.Request:
        import httpx

        if _SHORT_KEY.fullmatch(key):
            return httpx.Request(
                request.method,
                request.url.copy_merge_params({"api_key": key}),
                headers=request.headers,
                extensions=request.extensions,
            )
        request.headers["Authorization"] = f"Bearer {key}"
        return request

    return ProviderHost(reading.NAME, "TMDB", address, PER_SECOND, key_option, sign, (key,))


class Tmdb:
    """Images and metadata of TMDB. ``images`` is the address of its image host."""

    name = reading.NAME

    def __init__(self, key: str, address: str, images: str, options: AskingOptions | None = None) -> None:
        self._http = ProviderHttp(tmdb_host(key, address, "tmdb_key under [providers]"), options)
        host = ProviderHost(self.name, "TMDB's image host", images, IMAGES_PER_SECOND)
        self._image_http = ProviderHttp(host, options)
        self._images = images

    async def candidates(self, title: TitleIds, languages: Sequence[str]) -> list[ArtCandidate]:
        """Return the images of a title, of its seasons and episodes, and of its set. Raises ProviderError."""
        of_set = await self._set_candidates(title, languages)
        details = await self._details(title, languages)
        if details is None:
            return of_set
        seasons: list[TmdbSeason] = []
        for numbers in _batches(details):
            seasons += await self._seasons(details.id, numbers, languages)
        return [
            *reading.title_candidates(details, self._images),
            *reading.season_candidates(seasons, self._images),
            *of_set,
        ]

    async def fields(self, title: TitleIds, languages: Sequence[str]) -> list[MetadataField]:
        """Return the metadata of a title. Raises ProviderError."""
        details = await self._details(title, languages)
        if details is None:
            return []
        return reading.title_fields(details, languages, self._images, is_series=_is_series(title))

    async def season_fields(
        self, title: TitleIds, season: int, languages: Sequence[str]
    ) -> dict[int, list[MetadataField]]:
        """Return the metadata of a season's episodes by their numbers. Raises ProviderError."""
        details = await self._details(title, languages) if _is_series(title) else None
        if details is None:
            return {}
        numbers = next((batch for batch in _batches(details) if season in batch), [])
        for answer in await self._seasons(details.id, numbers, languages) if numbers else []:
            if answer.season_number == season:
                return reading.episode_fields(answer)
        return {}

    async def image(self, candidate: ArtCandidate) -> bytes:
        """Return an image. Raises ProviderError."""
        return await self._image_http.fetch(candidate.address)

    async def search(self, title: TitleIds) -> int:
        """Return the id of the title of that name and year, 0 where there is none or more than one."""
        path = "/search/tv" if _is_series(title) else "/search/movie"
        year = {"first_air_date_year" if _is_series(title) else "year": str(title.year)} if title.year else {}
        answer = await self._http.ask(path, TmdbMatches, {"query": title.title, **year})
        wanted = title.title.casefold()
        matches = [
            match.id
            for match in (answer.results if answer else [])
            if wanted
            in (
                match.title.casefold(),
                match.name.casefold(),
                match.original_title.casefold(),
                match.original_name.casefold(),
            )
        ]
        return matches[0] if len(matches) == 1 else 0

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()
        await self._image_http.aclose()

    async def _details(self, title: TitleIds, languages: Sequence[str]) -> TmdbTitle | None:
        """Return a title with all that is appended to it; None where TMDB does not know it."""
        tmdb_id = title.tmdb_id or await self._find(title)
        if not tmdb_id:
            return None
        texts, is_series = texts_in(languages), _is_series(title)
        query = {
            "append_to_response": _SERIES_PARTS if is_series else _FILM_PARTS,
            "language": texts[0],
            "include_image_language": ",".join((*texts, "null")),
            "include_video_language": ",".join((*texts, "null")),
        }
        return await self._http.ask(
            f"/{'tv' if is_series else 'movie'}/{tmdb_id}",
            TmdbTitle,
            query,
            keep=lambda answer: reading.kept(answer, languages),
        )

    async def _set_candidates(self, title: TitleIds, languages: Sequence[str]) -> list[ArtCandidate]:
        """Return the images of the set that a title belongs to, if any of it are wanted."""
        if not title.collection_id:
            return []
        texts = texts_in(languages)
        query = {
            "append_to_response": "images",
            "language": texts[0],
            "include_image_language": ",".join((*texts, "null")),
        }
        answer = await self._http.ask(f"/collection/{title.collection_id}", TmdbSet, query)
        return list(reading.title_candidates(answer, self._images, of_set=True)) if answer else []

    async def _find(self, title: TitleIds) -> int:
        """Return TMDB's id of a title by those of other providers, else by its name and year; 0 for none."""
        ids = {"imdb_id": title.imdb_id, "tvdb_id": str(title.tvdb_id or "")}
        for source, number in ids.items():
            if not number:
                continue
            answer = await self._http.ask(f"/find/{number}", TmdbMatches, {"external_source": source})
            if answer is not None:
                matches = answer.tv_results if _is_series(title) else answer.movie_results
                if matches:
                    return matches[0].id
        return await self.search(title) if title.title else 0

    async def _seasons(
        self, tmdb_id: int, numbers: Sequence[int], languages: Sequence[str]
    ) -> list[TmdbSeason]:
        """Return seasons with episodes and images, all of them by one request."""
        texts = texts_in(languages)
        parts = [part for number in numbers for part in (f"season/{number}", f"season/{number}/images")]
        query = {
            "append_to_response": ",".join(parts),
            "language": texts[0],
            "include_image_language": ",".join((*texts, "null")),
        }
        answer = await self._http.ask(
            f"/tv/{tmdb_id}", TmdbSeasons, query, read=_read_seasons, keep=reading.kept_seasons
        )
        return list(answer.seasons) if answer else []


def _is_series(title: TitleIds) -> bool:
    return Kind(title.kind).app.has_children


def _batches(details: TmdbTitle) -> list[list[int]]:
    """Return the numbers of a series' seasons in the batches that they are asked for in."""
    numbers = sorted({season.season_number for season in details.seasons if season.season_number >= 0})
    return [numbers[start : start + SEASONS_AT_ONCE] for start in range(0, len(numbers), SEASONS_AT_ONCE)]


def _read_seasons(body: bytes) -> TmdbSeasons:
    """Return the seasons among the parts of an answer: ``season/1`` beside ``season/1/images``."""
    from arrtui.clients.decoding import as_type

    parts = msgspec.json.decode(body)
    seasons = []
    for name, part in parts.items():
        match = re.fullmatch(r"season/(\d+)", name)
        if match and isinstance(part, dict):
            images = parts.get(f"{name}/images")
            seasons.append(
                as_type({**part, "season_number": int(match[1]), "images": images or {}}, TmdbSeason)
            )
    return TmdbSeasons(tuple(seasons))
