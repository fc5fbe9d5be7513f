"""The Movie Database: which videos it knows of a film, a series or a season."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, ClassVar, TypeVar

import msgspec

from arrtui.core.errors import ArrtuiError

if TYPE_CHECKING:
    import httpx

ADDRESS = "https://api.themoviedb.org/3"
TIMEOUT = 20.0
"""Seconds an answer may take."""
PER_SECOND = 10.0
"""Requests; TMDB asks for fewer than forty."""
_SHORT_KEY = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)
"""The older kind of key, which is taken in the address only."""
_REASONS = {401: "the key is wrong", 404: "it does not know the title", 429: "it was asked too often"}


_Answer = TypeVar("_Answer", bound=msgspec.Struct)


class TmdbError(ArrtuiError):
    """TMDB could not be asked."""

    code: ClassVar[str] = "tmdb"


class TmdbVideo(msgspec.Struct, frozen=True):
    """A video as TMDB lists it."""

    site: str = ""
    key: str = ""
    """The video's id on its site."""
    name: str = ""
    type: str = ""
    """``Trailer``, ``Teaser``, ``Clip``, ``Featurette`` …"""
    official: bool = False
    iso_639_1: str = ""
    published_at: str = ""


class _Videos(msgspec.Struct):
    results: tuple[TmdbVideo, ...] = ()


class _Show(msgspec.Struct):
    id: int


class _Shows(msgspec.Struct):
    tv_results: tuple[_Show, ...] = ()


class TmdbClient:
    """Asks TMDB. Belongs to one event loop; ``transport`` stands in for the network in tests."""

    def __init__(self, key: str, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._key = key
        self._inner = transport
        self._client: httpx.AsyncClient | None = None

    async def movie_videos(self, tmdb_id: int, languages: tuple[str, ...]) -> tuple[TmdbVideo, ...]:
        """Return the videos of a movie. Raises TmdbError."""
        return await self._videos(f"/movie/{tmdb_id}/videos", languages)

    async def series_videos(
        self, tmdb_id: int, season: int | None, languages: tuple[str, ...]
    ) -> tuple[TmdbVideo, ...]:
        """Return the videos of a series, or of one of its seasons. Raises TmdbError."""
        part = "" if season is None else f"/season/{season}"
        return await self._videos(f"/tv/{tmdb_id}{part}/videos", languages)

    async def series_id(self, tvdb_id: str) -> int | None:
        """Return TMDB's id of a series by that of TheTVDB; None if it does not know it. Raises TmdbError."""
        body = await self._get(f"/find/{tvdb_id}", {"external_source": "tvdb_id"})
        shows = _decode(body, _Shows).tv_results
        return shows[0].id if shows else None

    async def aclose(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _videos(self, path: str, languages: tuple[str, ...]) -> tuple[TmdbVideo, ...]:
        query = {"include_video_language": ",".join((*languages, "null"))}
        return _decode(await self._get(path, query), _Videos).results

    async def _get(self, path: str, query: dict[str, str]) -> bytes:
        """Return the body of an answer. Errors name neither the address nor the key."""
        import httpx

        try:
            answer = await (await self._open()).get(f"{ADDRESS}{path}", params=query)
        except (httpx.HTTPError, OSError) as error:
            raise _fault(f"TMDB cannot be reached ({type(error).__name__})") from None
        if answer.status_code != 200:
            raise _fault(_REASONS.get(answer.status_code, f"it answered {answer.status_code}"))
        return answer.content

    async def _open(self) -> httpx.AsyncClient:
        if self._client is None:
            import httpx

            from arrtui.clients.transport import Meter, TransportOptions, open_client, tls_context

            inner = self._inner
            if inner is None:
                inner = httpx.AsyncHTTPTransport(verify=await asyncio.to_thread(tls_context, True))
            keyed = _keyed(inner, self._key)
            options = TransportOptions(TIMEOUT, 2, PER_SECOND, verify=True, tls=True, inner=keyed)
            self._client = await open_client(options, Meter())
        return self._client


def _keyed(inner: httpx.AsyncBaseTransport, key: str) -> httpx.AsyncBaseTransport:
    """Return a transport that adds the key as the last step, below everything that logs an address."""
    import httpx

    class KeyTransport(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if _SHORT_KEY.fullmatch(key):
                request = httpx.Request(
                    request.method,
                    request.url.copy_merge_params({"api_key": key}),
                    headers=request.headers,
                    extensions=request.extensions,
                )
            else:
                request.headers["Authorization"] = f"Bearer {key}"
            return await inner.handle_async_request(request)

        async def aclose(self) -> None:
            await inner.aclose()

    return KeyTransport()


def _decode(body: bytes, kind: type[_Answer]) -> _Answer:
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError:
        raise _fault("its answer cannot be read") from None


def _fault(why: str) -> TmdbError:
    return TmdbError("asking TMDB for trailers", why=why)
