"""Which videos each source names, and that a key of TMDB shows nowhere."""

from __future__ import annotations

import logging
from typing import Any

import httpx
import pytest

from arrtui.clients.tmdb import TmdbClient
from arrtui.core.apps import Kind
from arrtui.features.trailers.candidates import Source, Wish
from arrtui.features.trailers.sources import KnownVideos, named_by
from arrtui.media.ytdlp_messages import Video

KEY = "0123456789abcdef0123456789abcdef"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.long-token"
VIDEOS = {
    "results": [
        {"site": "YouTube", "key": "clip", "type": "Clip", "name": "Chestburster", "iso_639_1": "en"},
        {"site": "YouTube", "key": "teas", "type": "Teaser", "name": "Teaser", "official": True},
        {"site": "YouTube", "key": "main", "type": "Trailer", "name": "Trailer", "official": True, "new": 1},
        {"site": "Elsewhere", "key": "x", "type": "Trailer", "name": "Trailer"},
        {"site": "Vimeo", "key": "77", "type": "Trailer", "name": "On Vimeo", "published_at": "2019-01-01"},
    ]
}


class Searcher:
    async def search(self, words: str, most: int) -> tuple[Video, ...]:
        return (Video(f"https://www.youtube.com/watch?v={words.replace(' ', '_')}", "Alien", seconds=90.0),)


class Tmdb:
    """A TMDB that keeps what it was asked."""

    def __init__(self, key: str, status: int = 200) -> None:
        self.asked: list[httpx.Request] = []
        self.status = status
        self.client = TmdbClient(key, transport=httpx.MockTransport(self.answer))

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        body: Any = {"tv_results": [{"id": 9}]} if "/find/" in request.url.path else VIDEOS
        return httpx.Response(self.status, json=body)


MOVIE = KnownVideos(Kind.RADARR, "348", app_trailer="appTrailer1", picked="https://vimeo.com/5")
SERIES = KnownVideos(Kind.SONARR, "79126")
ALIEN = Wish(title="Alien", year=1979)


async def addresses(
    source: Source, known: KnownVideos = MOVIE, wish: Wish = ALIEN, tmdb: Any = None
) -> list[str]:
    candidates, _ = await named_by(source, wish, known, Searcher(), tmdb)
    assert {candidate.source for candidate in candidates} <= {source}
    return [candidate.address.removeprefix("https://www.youtube.com/watch?v=") for candidate in candidates]


async def test_each_source_names_its_videos() -> None:
    assert await addresses(Source.CHOICE) == ["https://vimeo.com/5"]
    assert await addresses(Source.APP) == ["appTrailer1"]
    assert await addresses(Source.SEARCH) == ["Alien_1979_official_trailer"]
    assert await addresses(Source.TMDB) == []
    assert await addresses(Source.CHOICE, SERIES) == await addresses(Source.APP, SERIES) == []
    season = Wish(title="The Wire", year=2002, season=2)
    assert await addresses(Source.SEARCH, SERIES, season) == ["The_Wire_season_2_official_trailer"]
    assert await addresses(Source.APP, wish=season) == []


@pytest.mark.parametrize("key", [KEY, TOKEN])
async def test_tmdb_names_trailers_and_teasers_and_its_key_is_in_no_log(
    key: str, caplog: pytest.LogCaptureFixture
) -> None:
    tmdb = Tmdb(key)
    with caplog.at_level(logging.DEBUG):
        assert await addresses(Source.TMDB, tmdb=tmdb.client) == ["teas", "main", "https://vimeo.com/77"]
    (request,) = tmdb.asked
    assert request.url.path == "/3/movie/348/videos"
    assert (request.url.params.get("api_key") or request.headers["Authorization"].split()[1]) == key
    assert request.url.params["include_video_language"] == "en,null"
    assert caplog.text
    assert key not in caplog.text


async def test_a_series_is_known_to_tmdb_by_its_id_at_thetvdb() -> None:
    tmdb = Tmdb(KEY)
    await addresses(Source.TMDB, SERIES, Wish(title="The Wire", season=2), tmdb.client)
    await addresses(Source.TMDB, KnownVideos(Kind.SONARR, "79126", tmdb_id=1438), tmdb=tmdb.client)
    assert [request.url.path for request in tmdb.asked] == [
        *("/3/find/79126", "/3/tv/9/season/2/videos", "/3/tv/1438/videos")
    ]


@pytest.mark.parametrize(("status", "word"), [(401, "key"), (404, "title"), (500, "500")])
async def test_a_tmdb_that_does_not_answer_is_a_remark_without_its_key(status: int, word: str) -> None:
    candidates, remark = await named_by(Source.TMDB, ALIEN, MOVIE, Searcher(), Tmdb(KEY, status).client)
    assert (candidates, word in remark, KEY in remark) == ([], True, False)
