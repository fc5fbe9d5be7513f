"""The Movie Database: which videos it knows of a film, a series or a season."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arrtui.clients.providers.asking import AskingOptions, ProviderHttp
from arrtui.clients.providers.tmdb import tmdb_host
from arrtui.clients.providers.tmdb_answers import TmdbMatches, TmdbVideo, TmdbVideos

if TYPE_CHECKING:
    import httpx

ADDRESS = "https://api.themoviedb.org/3"


class TmdbClient:
    """Asks TMDB. Belongs to one event loop; ``transport`` stands in for the network in tests."""

    def __init__(
        self, key: str, address: str = ADDRESS, *, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        host = tmdb_host(key, address, "tmdb_key under [trailers]")
        self._http = ProviderHttp(host, AskingOptions(transport=transport))

    async def movie_videos(self, tmdb_id: int, languages: tuple[str, ...]) -> tuple[TmdbVideo, ...]:
        """Return the videos of a movie. Raises ProviderError."""
        return await self._videos(f"/movie/{tmdb_id}/videos", languages)

    async def series_videos(
        self, tmdb_id: int, season: int | None, languages: tuple[str, ...]
    ) -> tuple[TmdbVideo, ...]:
        """Return the videos of a series, or of one of its seasons. Raises ProviderError."""
        part = "" if season is None else f"/season/{season}"
        return await self._videos(f"/tv/{tmdb_id}{part}/videos", languages)

    async def series_id(self, tvdb_id: str) -> int | None:
        """Return TMDB's id of a series by that of TheTVDB; None if it does not know it."""
        query = {"external_source": "tvdb_id"}
        matches = await self._http.ask(f"/find/{tvdb_id}", TmdbMatches, query)
        return matches.tv_results[0].id if matches and matches.tv_results else None

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _videos(self, path: str, languages: tuple[str, ...]) -> tuple[TmdbVideo, ...]:
        query = {"include_video_language": ",".join((*languages, "null"))}
        videos = await self._http.ask(path, TmdbVideos, query)
        if videos is None:
            raise self._http.fault("it does not know the title")
        return videos.results
