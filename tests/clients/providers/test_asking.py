"""How providers are asked: answers are kept, keys show nowhere, and what goes wrong is a sentence."""

from __future__ import annotations

import asyncio
import gzip
import logging
from typing import Any

import httpx
import pytest
from aiolimiter import AsyncLimiter

from arrtui.clients import transport
from arrtui.clients.breaker import THRESHOLD
from arrtui.clients.providers.asking import MOST_ANSWER, UNKNOWN_FOR
from arrtui.clients.providers.fanart import Fanart
from arrtui.clients.providers.protocol import ProviderError
from arrtui.clients.providers.tmdb import Tmdb
from arrtui.clients.providers.tvdb import Tvdb
from arrtui.core.artwork import ArtCandidate, TitleIds
from tests.clients.providers.support import FILM, KEY, LANGUAGES, SERIES, Network, everything_of

TOKEN = "eyJhbGciOiJIUzI1NiJ9.long-token"
API, IMAGES = "https://tmdb.test/3", "https://images.test/t/p"


def tmdb(network: Network, key: str = KEY, **options: Any) -> Tmdb:
    return Tmdb(key, API, IMAGES, network.options(**options))


def candidate(address: str = f"{IMAGES}/original/a.jpg") -> ArtCandidate:
    return ArtCandidate(slot="poster", provider="tmdb", address=address)


async def test_an_answer_is_asked_for_once_however_many_want_it() -> None:
    network = Network({"id": 603, "title": "The Matrix", "overview": "A hacker."})
    provider = tmdb(network)
    await asyncio.gather(*(provider.fields(FILM, LANGUAGES) for _ in range(5)))
    assert await provider.candidates(FILM, LANGUAGES) == []
    assert len(network.asked) == 1
    again = tmdb(network)
    assert {field.name: field.value for field in await again.fields(FILM, LANGUAGES)}["plot"] == "A hacker."
    assert len(network.asked) == 1


@pytest.mark.parametrize("title", [FILM, SERIES._replace(tmdb_id=1438)])
async def test_the_videos_of_a_title_come_with_it_and_its_first_trailer_counts(title: TitleIds) -> None:
    trailer = {"type": "Trailer", "site": "YouTube", "key": "vKQi3bBA1y8"}
    odd = [trailer | {"type": "Clip"}, trailer | {"site": "Vimeo"}, trailer | {"key": ""}]
    network = Network({"id": 603, "videos": {"results": [*odd, trailer, trailer | {"key": "second"}]}})
    fields = {field.name: field.value for field in await tmdb(network).fields(title, ("de", "en"))}
    assert fields["trailer"] == "plugin://plugin.video.youtube/play/?video_id=vKQi3bBA1y8"
    query = network.asked[0].url.params
    assert "videos" in query["append_to_response"].split(",")
    assert query["include_video_language"] == "de,en,null"


async def test_other_languages_are_another_answer() -> None:
    network = Network({"id": 603})
    provider = tmdb(network)
    await provider.fields(FILM, ("en",))
    await provider.fields(FILM, ("de", "en"))
    assert [request.url.params["language"] for request in network.asked] == ["en", "de"]


async def test_what_is_not_known_is_kept_for_a_day_at_most() -> None:
    network = Network(lambda request: httpx.Response(404))
    provider = Tmdb(KEY, API, IMAGES, network.options())
    assert await provider.fields(FILM, LANGUAGES) == []
    assert await provider.candidates(FILM, LANGUAGES) == []
    assert len(network.asked) == 1
    ((answer, seconds),) = network.answers.kept.values()
    assert (answer, seconds <= UNKNOWN_FOR) == ("", True)


@pytest.mark.parametrize("key", [KEY, TOKEN])
@pytest.mark.parametrize("status", [200, 401, 500])
async def test_a_key_is_in_no_log_error_or_stored_answer(
    key: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    network = Network(lambda request: httpx.Response(status, json={"id": 603, "overview": "x"}))
    caplog.set_level(logging.DEBUG)
    seen = ""
    for provider in (tmdb(network, key), Fanart(key, API, key, network.options())):
        try:
            seen += repr(await provider.candidates(FILM, LANGUAGES))
        except ProviderError as error:
            seen += everything_of(error)
    assert all(key in f"{request.url} {request.headers.get('authorization')}" for request in network.asked)
    assert key not in seen + caplog.text + repr(network.answers.kept)


async def test_an_image_is_fetched_without_a_key_and_through_redirects() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("a.jpg"):
            return httpx.Response(307, headers={"location": "https://elsewhere.test/b.jpg"})
        return httpx.Response(200, content=b"image")

    network = Network(answer)
    assert await tmdb(network).image(candidate()) == b"image"
    assert all(KEY not in f"{request.url} {request.headers}" for request in network.asked)


async def test_a_redirect_of_the_api_takes_the_key_nowhere() -> None:
    network = Network(lambda request: httpx.Response(302, headers={"location": "https://elsewhere.test/"}))
    with pytest.raises(ProviderError, match="302"):
        await tmdb(network).fields(FILM, LANGUAGES)
    assert {request.url.host for request in network.asked} == {"tmdb.test"}


async def test_an_image_over_the_limit_is_given_up_while_it_comes() -> None:
    sent = 0

    async def pieces() -> Any:
        nonlocal sent
        for _ in range(10_000):
            sent += 10_000
            yield b"x" * 10_000

    network = Network(lambda request: httpx.Response(200, content=pieces()))
    with pytest.raises(ProviderError, match="larger than 1,000,000 bytes") as caught:
        await tmdb(network, most_image=1_000_000).image(candidate())
    assert sent < 2_000_000
    assert not caught.value.is_down
    assert len(network.asked) == 1


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "../../etc/passwd", "javascript:alert(1)", "", "ftp://host/x.jpg"]
)
async def test_an_address_that_is_none_of_the_web_is_not_asked_for(address: str) -> None:
    network = Network({})
    with pytest.raises(ProviderError, match="none of the web"):
        await tmdb(network).image(candidate(address))
    assert network.asked == []


@pytest.mark.parametrize(
    ("response", "words", "is_down"),
    [
        (httpx.Response(401), "the key is refused", True),
        (httpx.Response(500), "it answered 500", True),
        (httpx.Response(429, headers={"retry-after": "0"}), "asked too often", True),
        (httpx.Response(400), "it answered 400", False),
        (httpx.Response(200, content=b"<html><body>Blocked</body></html>"), "not valid JSON", False),
        (httpx.Response(200, content=b'{"id": 603, "ov'), "breaks off", False),
        (httpx.Response(200, content=b"[1, 2]"), "not an object", False),
        (httpx.Response(200, content=b"[" * 100_000), "nested too deeply", False),
        (httpx.Response(200, content=b""), "breaks off", False),
    ],
)
async def test_what_cannot_be_used_is_a_sentence(response: httpx.Response, words: str, is_down: bool) -> None:
    network = Network(lambda request: httpx.Response(response.status_code, content=response.content))
    with pytest.raises(ProviderError, match=words) as caught:
        await tmdb(network).fields(FILM, LANGUAGES)
    assert (caught.value.is_down, caught.value.provider) == (is_down, "tmdb")
    assert str(caught.value).startswith("asking TMDB: ")
    assert network.answers.kept == {}


@pytest.mark.parametrize("status", [429, 503])
async def test_a_provider_is_waited_for_as_long_as_it_asks(status: int, pauses: list[float]) -> None:
    waits = ["7", "3600"]

    def answer(request: httpx.Request) -> httpx.Response:
        if waits:
            return httpx.Response(status, headers={"Retry-After": waits.pop(0)})
        return httpx.Response(200, json={"id": 603, "overview": "x"})

    assert await tmdb(Network(answer)).fields(FILM, LANGUAGES)
    assert pauses == [7, 60]


async def test_a_bomb_is_given_up_while_it_is_unpacked() -> None:
    packed = gzip.compress(bytes(MOST_ANSWER + 1), compresslevel=1)
    headers = {"content-encoding": "gzip"}
    network = Network(lambda request: httpx.Response(200, content=packed, headers=headers))
    assert len(packed) < 200_000
    with pytest.raises(ProviderError, match="larger than 33,554,432 bytes") as caught:
        await tmdb(network).fields(FILM, LANGUAGES)
    assert (caught.value.is_down, len(network.asked)) == (False, 1)
    with pytest.raises(ProviderError, match="larger than 1,000 bytes"):
        await tmdb(network, most_image=1_000).image(candidate())


async def test_an_answer_that_only_drips_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("arrtui.clients.providers.asking.TIMEOUT", 0.05)

    async def drops() -> Any:
        while True:
            await asyncio.sleep(0.01)
            yield b" "

    network = Network(lambda request: httpx.Response(200, content=drops()))
    with pytest.raises(ProviderError, match="cannot be reached: ReadTimeout") as caught:
        await tmdb(network).fields(FILM, LANGUAGES)
    assert caught.value.is_down and network.answers.kept == {}


@pytest.mark.parametrize("name", ["tmdb", "tvdb", "fanart"])
async def test_a_redirect_to_another_host_takes_no_key_along(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/login"):
            return httpx.Response(200, json={"data": {"token": TOKEN}})
        return httpx.Response(
            302, headers={"location": f"https://elsewhere.test/?{request.url.query.decode()}"}
        )

    network = Network(answer)
    provider = {
        "tmdb": tmdb(network),
        "tvdb": Tvdb(KEY, "https://tvdb.test/v4", "", network.options()),
        "fanart": Fanart(KEY, "https://fanart.test/v3", "", network.options()),
    }[name]
    with pytest.raises(ProviderError, match="302") as caught:
        await provider.candidates(FILM._replace(tvdb_id=5), LANGUAGES)
    assert "elsewhere.test" not in {request.url.host for request in network.asked}
    assert KEY not in everything_of(caught.value) + caplog.text


async def test_a_provider_that_is_down_is_left_alone_and_tried_again() -> None:
    now = 1000.0
    is_up = False

    def answer(request: httpx.Request) -> httpx.Response:
        if not is_up:
            raise httpx.ConnectError("no route", request=request)
        return httpx.Response(200, json={"id": 603, "overview": "x"})

    network = Network(answer)
    provider = tmdb(network, clock=lambda: now)
    for _ in range(THRESHOLD + 3):
        with pytest.raises(ProviderError) as caught:
            await provider.fields(FILM, LANGUAGES)
        assert caught.value.is_down
    asked = len(network.asked)
    with pytest.raises(ProviderError, match="left alone"):
        await provider.fields(FILM, LANGUAGES)
    assert len(network.asked) == asked
    now, is_up = now + 3600, True
    assert await provider.fields(FILM, LANGUAGES)


async def test_a_refused_token_is_renewed_once_for_all_who_wait() -> None:
    logins = 0

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal logins
        if request.url.path.endswith("/login"):
            logins += 1
            return httpx.Response(200, json={"data": {"token": f"token-{logins}"}})
        if request.headers.get("authorization") != "Bearer token-2":
            return httpx.Response(401)
        return httpx.Response(200, json={"data": {"id": 5, "name": "The Matrix"}})

    network = Network(answer)
    provider = Tvdb(KEY, "https://tvdb.test/v4", "", network.options())
    films = [FILM._replace(tvdb_id=number) for number in range(1, 6)]
    results = await asyncio.gather(*(provider.fields(film, LANGUAGES) for film in films))
    assert all(results)
    assert logins == 2


async def test_a_wrong_key_of_thetvdb_names_the_option() -> None:
    network = Network(lambda request: httpx.Response(401, json={"message": f"InvalidAPIKey: {KEY}"}))
    with pytest.raises(ProviderError, match="tvdb_key") as caught:
        await Tvdb(KEY, "https://tvdb.test/v4", "", network.options()).fields(
            FILM._replace(tvdb_id=1), LANGUAGES
        )
    assert caught.value.is_down
    assert KEY not in everything_of(caught.value)


async def test_all_who_ask_a_provider_share_its_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = 0

    class Counting(AsyncLimiter):
        async def acquire(self, amount: float = 1) -> None:
            nonlocal taken
            taken += 1

    made: list[AsyncLimiter] = []

    def limiter(per_second: float) -> AsyncLimiter:
        made.append(Counting(per_second, 1))
        return made[-1]

    monkeypatch.setattr(transport, "limiter", limiter)
    for number in range(3):
        network = Network({"id": 603})
        await Tmdb(KEY, "https://shared.test/3", IMAGES, network.options()).fields(
            FILM._replace(tmdb_id=600 + number), LANGUAGES
        )
    assert (len(made), taken) == (1, 3)
