"""Each provider over real HTTP: what it has of a film, of a series and its episodes, and of what it lacks."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image

from arrtui.clients.providers.asking import AskingOptions
from arrtui.clients.providers.making import Providers, make_options, make_providers
from arrtui.clients.providers.protocol import ProviderError
from arrtui.clients.tmdb import TmdbClient
from arrtui.core.artwork import ArtKind, TitleIds, slot_of
from arrtui.core.config import Config, ProvidersConfig, load_config
from arrtui.demo.estate import EstateSize, SimulatedEstate
from tests.clients.providers.support import ARTIST, KEY, LANGUAGES, MemoryAnswers, Network

SIZE = EstateSize(radarr=(("main", 8),), sonarr=(("main", 3, 60),))


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedEstate]:
    with SimulatedEstate(SIZE, providers=True) as running:
        yield running


@pytest.fixture
def config(estate: SimulatedEstate, tmp_path: Any) -> Iterator[Config]:
    file = tmp_path / "config.toml"
    file.write_text(estate.config_toml(database=tmp_path / "arrtui.db"))
    file.chmod(0o600)
    assert estate.providers
    estate.providers.requests.clear()
    yield load_config(file, env={})
    estate.providers.faults.clear()


@pytest.fixture
async def providers(config: Config) -> AsyncIterator[Providers]:
    options = replace(make_options(config, MemoryAnswers()), backoff=0)
    made = make_providers(config, options)
    yield made
    await made.aclose()


def film(estate: SimulatedEstate) -> TitleIds:
    rows = estate.apps["radarr.main"].store.titles.values()
    row = next(row for row in rows if row["tmdbId"] % 5)
    return TitleIds("radarr", str(row["tmdbId"]), row["tmdbId"], f"tt{1_000_000 + row['tmdbId'] * 7:07}")


def series(estate: SimulatedEstate) -> TitleIds:
    rows = estate.apps["sonarr.main"].store.titles.values()
    row = next(row for row in rows if row["tvdbId"] % 5)
    return TitleIds("sonarr", str(row["tvdbId"]), 0, "", row["tvdbId"], row["title"])


@pytest.mark.parametrize("name", ["tmdb", "tvdb", "fanart"])
async def test_every_candidate_of_a_film_is_an_image_of_its_size(
    estate: SimulatedEstate, providers: Providers, name: str
) -> None:
    provider = providers.by_name[name]
    candidates = await provider.candidates(film(estate), LANGUAGES)
    assert {ArtKind.POSTER, ArtKind.FANART} <= {slot_of(row.slot).kind for row in candidates}
    assert {row.provider for row in candidates} == {name}
    assert {row.language for row in candidates} <= {"en", ""}
    for candidate in candidates:
        image = Image.open(BytesIO(await provider.image(candidate)))
        assert image.size == (candidate.width, candidate.height)


@pytest.mark.parametrize("name", ["tmdb", "tvdb"])
async def test_a_series_has_seasons_and_episodes(
    estate: SimulatedEstate, providers: Providers, name: str
) -> None:
    provider, title = providers.by_name[name], series(estate)
    slots = {slot_of(row.slot) for row in await provider.candidates(title, LANGUAGES)}
    listed = estate.apps["sonarr.main"].store.airings({"tvdbId": title.tvdb_id})
    assert {slot.season for slot in slots if slot.kind is ArtKind.POSTER} == {
        None,
        *(airing.season for airing in listed),
    }
    assert {(slot.season, slot.episode) for slot in slots if slot.kind is ArtKind.THUMB} <= {
        (airing.season, airing.number) for airing in listed
    }
    fields = await provider.season_fields(title, 1, LANGUAGES)
    assert {number: fields[number][0].value for number in fields} == {
        airing.number: airing.title for airing in listed if airing.season == 1
    }


async def test_seasons_are_asked_for_many_at_once(estate: SimulatedEstate, providers: Providers) -> None:
    title = series(estate)
    for _ in range(2):
        await providers.by_name["tmdb"].candidates(title, LANGUAGES)
        await providers.by_name["tmdb"].fields(title, LANGUAGES)
        for season in range(1, 4):
            await providers.by_name["tmdb"].season_fields(title, season, LANGUAGES)
    assert estate.providers and len(estate.providers.requests) == 3  # find, details, seasons


async def test_the_metadata_of_a_film_is_whole(estate: SimulatedEstate, providers: Providers) -> None:
    title = film(estate)
    known = estate.apps["radarr.main"].store.metadata(title.tmdb_id)
    for name in ("tmdb", "tvdb"):
        fields = await providers.by_name[name].fields(title, ("de", "en"))
        values: dict[str, Any] = {field.name: field.value for field in fields}
        assert values["title"] == known["title"]
        assert values["genre"] == known["genres"]
        assert values["premiered"] == known["inCinemas"][:10]
        assert {"type": "imdb", "value": title.imdb_id, "default": False} in values["uniqueid"]
        assert values["actor"][0].keys() == {"name", "role", "order", "thumb"}
        assert {field.source for field in fields} == {name}
    tmdb = {field.name: field.value for field in await providers.by_name["tmdb"].fields(title, ("de", "en"))}
    assert tmdb["mpaa"] == "DE-12"
    assert tmdb["director"] == ["Ada Meridian"]


async def test_texts_come_in_the_first_language_that_has_them(
    estate: SimulatedEstate, providers: Providers
) -> None:
    title = film(estate)
    for languages, certificate in ((("en",), "PG-13"), (("fr", "de"), "DE-12"), (("none",), "PG-13")):
        fields = await providers.by_name["tmdb"].fields(title, languages)
        assert {field.name: field.value for field in fields}["mpaa"] == certificate


@pytest.mark.parametrize("name", ["tmdb", "tvdb", "fanart"])
async def test_a_title_that_nobody_knows_has_nothing(providers: Providers, name: str) -> None:
    provider = providers.by_name[name]
    for title in (
        TitleIds("radarr", "", 0),
        TitleIds("radarr", "999999999", 999_999_999, "tt9999999", 999_999_999),
        TitleIds("sonarr", "999999999", 0, "", 999_999_999, "<script>\n../../etc\u202e"),
    ):
        assert await provider.candidates(title, LANGUAGES) == []
        assert await provider.fields(title, LANGUAGES) == []
        assert await provider.season_fields(title, 1, LANGUAGES) == {}


@pytest.mark.parametrize("what", ["truncate", "html", "reset", "500"])
@pytest.mark.parametrize("name", ["tmdb", "tvdb", "fanart"])
async def test_a_spoiled_answer_is_a_sentence_and_is_not_kept(
    estate: SimulatedEstate, providers: Providers, name: str, what: str
) -> None:
    assert estate.providers
    estate.providers.faults.add(what, f"/{name}/(?!login)", times=4)
    with pytest.raises(ProviderError) as caught:
        await providers.by_name[name].candidates(film(estate), LANGUAGES)
    assert caught.value.provider == name
    estate.providers.faults.clear()
    assert await providers.by_name[name].candidates(film(estate), LANGUAGES)


async def test_an_image_of_100_mb_is_given_up(estate: SimulatedEstate, providers: Providers) -> None:
    assert estate.providers
    (candidate, *_) = await providers.by_name["tmdb"].candidates(film(estate), LANGUAGES)
    estate.providers.faults.add("huge", "/art/")
    with pytest.raises(ProviderError, match="larger than"):
        await providers.by_name["tmdb"].image(candidate)


async def test_a_slowed_request_is_repeated(estate: SimulatedEstate, providers: Providers) -> None:
    assert estate.providers
    estate.providers.faults.add("429", "/tmdb/", times=2, retry_after=0)
    assert await providers.by_name["tmdb"].candidates(film(estate), LANGUAGES)


def test_a_provider_without_a_key_is_off_and_says_so(config: Config) -> None:
    table = config.providers.model_copy(update={"tmdb_key": None, "tvdb_key": None, "fanart_key": None})
    bare = replace(config, providers=table)
    made = make_providers(bare, AskingOptions())
    assert made.off.keys() == {"tmdb", "tvdb", "fanart"}
    assert all(f"{name}_key" in sentence for name, sentence in made.off.items())
    trailers = bare.trailers.model_copy(update={"tmdb_key": config.providers.tmdb_key})
    assert "tmdb" in make_providers(replace(bare, trailers=trailers), AskingOptions()).by_name


@pytest.mark.parametrize("days", [0, 3])
async def test_answers_are_kept_for_as_many_days_as_configured(
    estate: SimulatedEstate, config: Config, days: int
) -> None:
    answers = MemoryAnswers()
    table = config.providers.model_copy(update={"fresh_days": days})
    made = make_providers(config, make_options(replace(config, providers=table), answers))
    await made.by_name["tmdb"].candidates(film(estate), LANGUAGES)
    await made.aclose()
    assert {seconds for _, seconds in answers.kept.values()} == ({days * 86_400.0} if days else set())


async def test_the_largest_image_is_as_configured(estate: SimulatedEstate, config: Config) -> None:
    small = replace(config, artwork=config.artwork.model_copy(update={"max_image": "1 KB"}))
    made = make_providers(small, make_options(small))
    (candidate, *_) = await made.by_name["tmdb"].candidates(film(estate), LANGUAGES)
    with pytest.raises(ProviderError, match="larger than"):
        await made.by_name["tmdb"].image(candidate)
    await made.aclose()


async def test_every_option_of_a_provider_goes_where_it_belongs(config: Config) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        image = {"file_path": "/a.jpg", "width": 9, "height": 9}
        return httpx.Response(200, json={"data": {"token": "t"}, "id": 603, "images": {"posters": [image]}})

    network = Network(answer)
    names = ("tmdb", "tvdb", "fanart", "musicbrainz", "cover")
    given = {
        "tmdb_key": "d" * 32,
        "tvdb_key": "a" * 32,
        "tvdb_pin": "4711",
        "fanart_key": "b" * 32,
        "fanart_client_key": "c" * 32,
        **{f"{name}_url": f"https://{name}.test" for name in names},
        "tmdb_images": "https://images.test",
    }
    table = ProvidersConfig.model_validate(given)
    made = make_providers(replace(config, providers=table), network.options()).by_name
    ids = TitleIds("radarr", "603", 603, tvdb_id=5)
    image, *_ = await made["tmdb"].candidates(ids, ("en",))
    await made["tvdb"].candidates(ids, LANGUAGES)
    await made["fanart"].candidates(ids, LANGUAGES)
    await made["musicbrainz"].candidates(ARTIST, LANGUAGES)
    await made["musicbrainz"].fields(ARTIST, LANGUAGES)
    asked = {request.url.host.partition(".")[0]: request for request in reversed(network.asked)}
    assert asked.keys() == {"tmdb", "tvdb", "fanart", "cover", "musicbrainz"}
    assert image.address == "https://images.test/original/a.jpg"
    assert asked["tmdb"].url.params["api_key"] == "d" * 32
    assert json.loads(asked["tvdb"].content) == {"apikey": "a" * 32, "pin": "4711"}
    assert dict(asked["fanart"].url.params) == {"api_key": "b" * 32, "client_key": "c" * 32}


async def test_trailers_ask_the_mirror_of_tmdb_too(
    estate: SimulatedEstate, config: Config, providers: Providers
) -> None:
    client = TmdbClient(KEY, config.providers.tmdb_url)
    title = series(estate)
    assert await client.series_id(title.external_id) == title.tvdb_id // 2 + 1
    (video,) = await client.movie_videos(film(estate).tmdb_id, ("en",))
    assert (video.type, video.site, video.official, video.iso_639_1) == ("Featurette", "YouTube", True, "en")
    fields = await providers.by_name["tmdb"].fields(film(estate), LANGUAGES)
    assert "trailer" not in {field.name for field in fields}, "a featurette is none"
    await client.aclose()
