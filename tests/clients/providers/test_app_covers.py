"""The apps' own images, from a simulated Radarr and Sonarr over real HTTP."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import httpx
import msgspec
import pytest
from PIL import Image

from arrtui.clients import ArrClient, make_client
from arrtui.clients.providers.app_covers import AppCovers, AppTitle
from arrtui.clients.providers.app_episodes import FRESH_FOR
from arrtui.clients.providers.asking import DAY, AskingOptions
from arrtui.clients.providers.protocol import ProviderError
from arrtui.core.apps import Kind
from arrtui.core.artwork import ArtCandidate, TitleIds
from arrtui.core.domain import Episode
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from tests.clients.providers.support import LANGUAGES, MemoryAnswers, Network
from tests.clients.support import http, instance

SIZE = EstateSize(radarr=(("main", 12),), sonarr=(("main", 2, 40),), lidarr=(("main", 2, 4, 3),))
OPTIONS = AskingOptions(backoff=0)


@pytest.fixture(scope="module")
def running() -> Iterator[SimulatedEstate]:
    with SimulatedEstate(SIZE, providers=True) as estate:
        yield estate


@pytest.fixture
def estate(running: SimulatedEstate) -> Iterator[SimulatedEstate]:
    for app in running.apps.values():
        app.faults.clear()
        app.reset_requests()
    yield running
    for app in running.apps.values():
        app.faults.clear()


class Library:
    """What an app lists, read once."""

    def __init__(self, client: ArrClient) -> None:
        self.client = client
        self.titles: dict[str, AppTitle] = {}
        self.listed: dict[int, list[Episode]] = {}

    async def read(self) -> Library:
        for row in (await self.client.items()).records:
            self.titles[row.item.external_id] = AppTitle(row.item, row.volatile)
            if self.client.app.has_children:
                listed = (await self.client.episodes(row.item.id)).records
                if not self.client.app.numbers_children:
                    listed = [
                        msgspec.structs.replace(album, number=place) for place, album in enumerate(listed)
                    ]
                self.listed[row.item.id] = listed
        return self

    async def title(self, external_id: str) -> AppTitle | None:
        return self.titles.get(external_id)

    async def title_with_id(self, item_id: int) -> AppTitle | None:
        return next((title for title in self.titles.values() if title.item.id == item_id), None)

    async def episodes(self, item_id: int) -> list[Episode]:
        return self.listed.get(item_id, [])


async def covers_of(
    app: SimulatedApp, options: AskingOptions = OPTIONS, *, describes: bool = True
) -> tuple[AppCovers, Library]:
    config = instance(app.url, app.kind, api_key=app.api_key, headers={})
    client: Any = make_client(config, http(config))
    library = await Library(client).read()
    app.reset_requests()
    return AppCovers(client, config.name, library, options, describes_episodes=describes), library


async def some_title(covers: AppCovers, library: Library, kind: str) -> tuple[TitleIds, list[ArtCandidate]]:
    title = TitleIds(kind, next(iter(library.titles)))
    return title, await covers.candidates(title, LANGUAGES)


async def test_what_images_there_are_is_known_without_a_request(estate: SimulatedEstate) -> None:
    app = estate.apps["radarr.main"]
    covers, library = await covers_of(app)
    slots = {
        candidate.slot
        for external_id in library.titles
        for candidate in await covers.candidates(TitleIds("radarr", external_id), LANGUAGES)
    }
    assert {"poster", "fanart", "clearlogo"} <= slots
    assert app.attempts == []
    assert await covers.candidates(TitleIds("radarr", "1"), LANGUAGES) == []


async def test_every_image_is_one(estate: SimulatedEstate) -> None:
    for app in estate.apps.values():
        covers, library = await covers_of(app)
        for external_id in library.titles:
            for candidate in await covers.candidates(TitleIds(app.kind, external_id), LANGUAGES):
                Image.open(BytesIO(await covers.image(candidate))).verify()
                assert app.api_key not in candidate.address
        await covers.aclose()


async def test_images_of_seasons_come_from_their_source(estate: SimulatedEstate) -> None:
    covers, library = await covers_of(estate.apps["sonarr.main"])
    _, candidates = await some_title(covers, library, "sonarr")
    season = next(candidate for candidate in candidates if candidate.slot.startswith("s01:"))
    assert estate.providers and season.address.startswith(estate.providers.url)
    assert await covers.image(season)
    assert [path for _, path in estate.apps["sonarr.main"].attempts] == ["/api/v3/episode"]
    await covers.aclose()


async def test_an_image_that_has_not_changed_is_not_sent_again(estate: SimulatedEstate) -> None:
    covers, library = await covers_of(estate.apps["radarr.main"])
    _, (candidate, *_) = await some_title(covers, library, "radarr")
    assert await covers.image_since(candidate, time.time()) is None
    assert await covers.image_since(candidate, 0) == await covers.image(candidate)


async def test_a_cover_that_the_app_lost_comes_from_its_source(estate: SimulatedEstate) -> None:
    app = estate.apps["radarr.main"]
    covers, library = await covers_of(app)
    _, (candidate, *_) = await some_title(covers, library, "radarr")
    whole = await covers.image(candidate)
    item_id = int(candidate.address.split("/")[-2])
    title = app.store.titles.pop(item_id)
    try:
        assert Image.open(BytesIO(await covers.image(candidate))).size == Image.open(BytesIO(whole)).size
        library.titles.clear()
        with pytest.raises(ProviderError, match=r"radarr\.main") as caught:
            await covers.image(candidate)
        assert (caught.value.status, caught.value.is_down) == (404, False)
    finally:
        app.store.titles[item_id] = title
    await covers.aclose()


@pytest.mark.parametrize(
    ("what", "is_down"), [("502", True), ("html", False), ("401", False), ("drop", True)]
)
async def test_an_app_that_does_not_answer_is_a_sentence(
    estate: SimulatedEstate, what: str, is_down: bool
) -> None:
    app = estate.apps["radarr.main"]
    covers, library = await covers_of(app)
    _, (candidate, *_) = await some_title(covers, library, "radarr")
    app.faults.add(what, "mediacover")
    with pytest.raises(ProviderError, match=r"radarr\.main") as caught:
        await covers.image(candidate)
    assert (caught.value.is_down, caught.value.provider) == (is_down, "app")
    assert app.api_key not in str(caught.value)


async def test_an_image_over_the_limit_is_refused(estate: SimulatedEstate) -> None:
    app = estate.apps["radarr.main"]
    covers, library = await covers_of(app)
    _, (candidate, *_) = await some_title(covers, library, "radarr")
    small = AppCovers(
        library.client,
        "radarr.main",
        library,
        replace(OPTIONS, most_image=100),
        describes_episodes=False,
    )
    with pytest.raises(ProviderError, match=r"radarr\.main"):
        await small.image(candidate)


async def test_the_app_has_metadata_too(estate: SimulatedEstate) -> None:
    for app in estate.apps.values():
        covers, library = await covers_of(app)
        external_id, known = next(iter(library.titles.items()))
        title = TitleIds(app.kind, external_id)
        fields = {field.name: field.value for field in await covers.fields(title, LANGUAGES)}
        assert (fields["title"], fields["plot"]) == (known.item.title, known.volatile.overview)
        provider = Kind(app.kind).app.external_id.provider
        unique = {"type": provider, "value": external_id, "default": True}
        assert unique in list(fields["uniqueid"])  # type: ignore[call-overload]
    covers, library = await covers_of(estate.apps["sonarr.main"])
    title = TitleIds("sonarr", next(iter(library.titles)))
    season = await covers.season_fields(title, 1, LANGUAGES)
    assert season and all(fields[0].name == "title" for fields in season.values())
    assert await covers.season_fields(TitleIds("sonarr", "0"), 1, LANGUAGES) == {}


async def test_episodes_have_plots_dates_and_stills_by_one_request_until_others_are_stored(
    estate: SimulatedEstate,
) -> None:
    app, answers = estate.apps["sonarr.main"], MemoryAnswers()
    options = replace(OPTIONS, answers=answers, fresh_seconds=7 * DAY)
    covers, library = await covers_of(app, options)
    title, candidates = await some_title(covers, library, "sonarr")
    stills = {row.slot: row for row in candidates if row.slot.endswith(":thumb")}
    item_id = library.titles[title.external_id].item.id
    told = [row for row in (await library.client.described_episodes(item_id)).records if row.season == 1]
    app.reset_requests()
    fields = await covers.season_fields(title, 1, LANGUAGES)
    await covers.season_fields(title, 2, LANGUAGES)
    for row in told:
        values = {field.name: field.value for field in fields[row.number]}
        assert values.get("plot", "") == row.overview
        assert values.get("aired", "") == row.air_date
        still = stills[f"s01e{row.number:02}:thumb"]
        Image.open(BytesIO(await covers.image(still))).verify()
    assert any(row.overview for row in told) and app.attempts == []
    again, _ = await covers_of(app, options)
    assert await again.season_fields(title, 1, LANGUAGES) == fields
    assert app.attempts == []
    ((_, seconds),) = answers.kept.values()
    assert seconds == FRESH_FOR
    library.listed[item_id][0] = msgspec.structs.replace(library.listed[item_id][0], title="Another")
    await covers.candidates(title, LANGUAGES)
    assert [path for _, path in app.attempts] == ["/api/v3/episode"]
    await covers.aclose()
    await again.aclose()


async def test_an_app_is_not_asked_about_episodes_of_which_nothing_is_wanted(
    estate: SimulatedEstate,
) -> None:
    app = estate.apps["sonarr.main"]
    covers, library = await covers_of(app, describes=False)
    title, candidates = await some_title(covers, library, "sonarr")
    fields = await covers.season_fields(title, 1, LANGUAGES)
    assert fields and {"plot"}.isdisjoint(row.name for values in fields.values() for row in values)
    assert not any(row.slot.endswith(":thumb") for row in candidates)
    assert app.attempts == []


async def test_an_app_that_does_not_tell_of_episodes_is_a_sentence(estate: SimulatedEstate) -> None:
    app = estate.apps["sonarr.main"]
    covers, library = await covers_of(app)
    app.faults.add("502", "/episode")
    with pytest.raises(ProviderError, match=r"sonarr\.main for what episodes are about") as caught:
        await some_title(covers, library, "sonarr")
    assert caught.value.is_down


async def test_albums_have_covers_of_the_app_and_texts_by_one_request(estate: SimulatedEstate) -> None:
    app = estate.apps["lidarr.main"]
    covers, library = await covers_of(app, replace(OPTIONS, answers=MemoryAnswers(), fresh_seconds=DAY))
    title, candidates = await some_title(covers, library, "lidarr")
    by_slot = {row.slot: row.address for row in candidates}
    item_id = library.titles[title.external_id].item.id
    albums = {album.number: album for album in library.listed[item_id]}
    place = "/api/v1/mediacover"
    assert by_slot == {
        "poster": f"{place}/artist/{item_id}/poster.jpg",
        "fanart": f"{place}/artist/{item_id}/fanart.jpg",
        **{f"s00e{n:02}:thumb": f"{place}/album/{album.id}/cover.jpg" for n, album in albums.items()},
    }
    for candidate in candidates:
        Image.open(BytesIO(await covers.image(candidate))).verify()
    app.reset_requests()
    fields = await covers.season_fields(title, 0, LANGUAGES)
    assert app.attempts == []
    for number, album in albums.items():
        told = {field.name: field.value for field in fields[number]}
        known = app.store.host.album(album.external_id)  # type: ignore[union-attr]
        assert known is not None
        assert (told["title"], told["plot"], told["type"]) == (
            known.title,
            known.overview,
            known.primary_type,
        )
        assert told["genre"] == list(known.genres) and told["label"]
        assert told["ratings"][0]["value"] == known.rating  # type: ignore[index]
    await covers.aclose()


async def test_a_cover_of_an_album_that_the_app_lost_comes_from_its_source(estate: SimulatedEstate) -> None:
    app, network = estate.apps["lidarr.main"], Network(lambda _: httpx.Response(200, content=b"whole"))
    covers, library = await covers_of(app, network.options())
    _, candidates = await some_title(covers, library, "lidarr")
    cover = next(row for row in candidates if row.slot.endswith(":thumb"))
    album_id = int(cover.address.split("/")[-2])
    album = app.store.albums.pop(album_id)  # type: ignore[union-attr]
    try:
        assert await covers.image(cover) == b"whole"
        (asked,) = network.asked
        assert album["foreignAlbumId"] in asked.url.path
        other = msgspec.structs.replace(cover, address=cover.address.replace(f"/{album_id}/", "/98/"))
        with pytest.raises(ProviderError, match=r"lidarr\.main"):
            await covers.image(other)
    finally:
        app.store.albums[album_id] = album  # type: ignore[union-attr]
    await covers.aclose()
