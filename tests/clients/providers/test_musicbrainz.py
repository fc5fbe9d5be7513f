"""Artists and their albums at MusicBrainz, the Cover Art Archive and Fanart.tv, over real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image

from arrtui.clients.providers.fanart import Fanart
from arrtui.clients.providers.making import Providers, make_options, make_providers
from arrtui.clients.providers.musicbrainz import MusicBrainz
from arrtui.clients.providers.protocol import ProviderError
from arrtui.core.artwork import ArtCandidate, ChildIds, MetadataField, TitleIds
from arrtui.core.config import load_config
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.demo.providers.site import ProvidersSite
from arrtui.demo.world.music import uuid_of
from tests.clients.providers.support import ARTIST, LANGUAGES, MemoryAnswers, Network

SIZE = EstateSize(radarr=(), sonarr=(), lidarr=(("main", 3, 6, 3),))


@pytest.fixture(scope="module")
def estate() -> Iterator[SimulatedEstate]:
    with SimulatedEstate(SIZE, providers=True) as running:
        yield running


@pytest.fixture
def site(estate: SimulatedEstate) -> Iterator[ProvidersSite]:
    assert estate.providers is not None
    estate.providers.requests.clear()
    yield estate.providers
    estate.providers.faults.clear()
    estate.providers.music.per_second = 0


@pytest.fixture
async def providers(estate: SimulatedEstate, site: ProvidersSite, tmp_path: Any) -> AsyncIterator[Providers]:
    file = tmp_path / "config.toml"
    file.write_text(estate.config_toml(database=tmp_path / "arrtui.db"))
    file.chmod(0o600)
    config = load_config(file, env={})
    made = make_providers(config, replace(make_options(config, MemoryAnswers()), backoff=0))
    yield made
    await made.aclose()


def artist(estate: SimulatedEstate, number: int = 1, most: int = 99) -> TitleIds:
    """Return an artist of the host with all of its albums, each with the place of one in a database."""
    known = estate.catalogue.music.artist(uuid_of("a", number))
    assert known is not None
    albums = enumerate(known.albums[:most])
    return TitleIds(
        "lidarr",
        known.artist_id,
        children=tuple(ChildIds(0, 40 + place, album.album_id) for place, album in albums),
    )


def values(fields: list[MetadataField]) -> dict[str, Any]:
    return {field.name: field.value for field in fields}


async def opened(providers: Providers, name: str, candidate: ArtCandidate) -> tuple[int, int]:
    return Image.open(BytesIO(await providers.by_name[name].image(candidate))).size


async def test_an_album_has_a_front_cover_and_a_disc(
    estate: SimulatedEstate, site: ProvidersSite, providers: Providers
) -> None:
    title = artist(estate)
    candidates = await providers.by_name["musicbrainz"].candidates(title, LANGUAGES)
    known = [f"s00e{album.number:02}" for album in title.children if int(album.external_id[-12:], 16) % 7]
    assert [row.slot for row in candidates] == [
        f"{part}:{kind}" for part in known for kind in ("thumb", "discart")
    ]
    assert "/w1200/" in candidates[0].address and "/w500/" in candidates[0].preview
    assert await opened(providers, "musicbrainz", candidates[0]) == (1000, 1000)
    asked = len(site.requests)
    await providers.by_name["musicbrainz"].candidates(title, LANGUAGES)
    assert len(site.requests) == asked, "what is known, and what nobody knows, is not asked again"


async def test_an_artist_and_its_albums_have_metadata_in_two_requests(
    estate: SimulatedEstate, site: ProvidersSite, providers: Providers
) -> None:
    title, known = artist(estate), estate.catalogue.music.artist(uuid_of("a", 1))
    assert known is not None
    music = providers.by_name["musicbrainz"]
    fields = values(await music.fields(title, LANGUAGES))
    assert (fields["title"], fields["type"]) == (known.name, known.kind)
    assert ("born" in fields) is (known.kind == "Person")
    assert fields["uniqueid"] == [{"type": "musicbrainz", "value": known.artist_id, "default": True}]
    albums = await music.season_fields(title, 0, LANGUAGES)
    assert [values(albums[album.number])["title"] for album in title.children] == [
        album.title for album in known.albums
    ]
    first = values(albums[title.children[0].number])
    assert (first["type"], first["premiered"]) == (known.albums[0].primary_type, known.albums[0].date[:10])
    assert first["ratings"][0]["max"] == 5
    assert await music.season_fields(title, 1, LANGUAGES) == {}, "none of another type is asked for"
    assert len(site.requests) == 2


async def test_an_album_of_several_artists_is_asked_for_by_itself(
    estate: SimulatedEstate, site: ProvidersSite, providers: Providers
) -> None:
    own, other = artist(estate), artist(estate, 2).children[0]
    guest = other._replace(number=1)
    title = own._replace(children=(*own.children[:3], guest))
    albums = await providers.by_name["musicbrainz"].season_fields(title, 0, LANGUAGES)
    assert albums.keys() == {1, *(album.number for album in own.children[:3])}
    assert [path.rpartition("/")[2] for _, path in site.requests] == ["release-group", guest.external_id]


@pytest.mark.parametrize(
    ("count", "wanted", "asked"),
    [
        (250, 5, 3),  # three pages hold all
        (5_000, 3, 1 + 3),  # one page showed that there are fifty
        (250, 1, 1),
    ],
)
async def test_albums_come_by_pages_while_that_takes_fewer_requests(
    count: int, wanted: int, asked: int
) -> None:
    ids = [f"{number:08x}-0000-4000-8000-000000000000" for number in range(count)]

    def answer(request: httpx.Request) -> httpx.Response:
        if "artist" not in request.url.params:
            return httpx.Response(200, json={"id": request.url.path.rpartition("/")[2], "title": "A"})
        first = int(request.url.params.get("offset", 0))
        rows = [{"id": own, "title": "A"} for own in ids[first : first + 100]]
        return httpx.Response(200, json={"release-group-count": count, "release-groups": rows})

    network = Network(answer)
    music = MusicBrainz("http://mirror.test/ws/2", "https://c.test", network.options())
    albums = tuple(ChildIds(0, number, own) for number, own in enumerate(ids[-wanted:]))
    title = ARTIST._replace(children=albums)
    assert (await music.season_fields(title, 0, LANGUAGES)).keys() == set(range(wanted))
    assert len(network.asked) == asked
    await music.aclose()


async def test_a_site_that_is_asked_too_often_is_asked_again_later(
    estate: SimulatedEstate, site: ProvidersSite, providers: Providers
) -> None:
    site.music.per_second = 1
    music = providers.by_name["musicbrainz"]
    numbers = (1, 2, 3)
    told = [await music.fields(artist(estate, number), LANGUAGES) for number in numbers]
    assert all(told)
    assert len(site.requests) > len(numbers), "the third was refused, and its Retry-After was kept"


@pytest.mark.parametrize(
    ("address", "pace"), [("https://musicbrainz.org/ws/2", 1.0), ("http://nas:5000/ws/2", 20.0)]
)
def test_only_a_mirror_of_the_owners_is_asked_more_often_than_once_a_second(
    address: str, pace: float
) -> None:
    assert MusicBrainz(address, "https://c.test")._http.host.per_second == pace


@pytest.mark.parametrize(
    ("location", "is_followed"),
    [
        ("https://archive.org/download/mbid-1/index.json", True),
        ("https://ia800.us.archive.org/1/items/index.json", True),
        ("http://127.0.0.1:8686/api", False),
        ("https://archive.org.evil.test/index.json", False),
    ],
)
async def test_redirects_of_the_archive_are_followed_to_where_its_documents_say(
    location: str, is_followed: bool
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "c.test":
            return httpx.Response(307, headers={"location": location})
        return httpx.Response(200, json={"images": [{"image": "https://a.test/1.jpg", "types": ["Front"]}]})

    network = Network(answer)
    music = MusicBrainz("https://a.test", "https://c.test", network.options())
    title = ARTIST._replace(children=ARTIST.children[:1])
    if is_followed:
        assert len(await music.candidates(title, LANGUAGES)) == 1
    else:
        with pytest.raises(ProviderError, match="307"):
            await music.candidates(title, LANGUAGES)
        assert {request.url.host for request in network.asked} == {"c.test"}
    await music.aclose()


async def test_what_has_no_such_id_is_not_asked_for(site: ProvidersSite, providers: Providers) -> None:
    for name in ("musicbrainz", "fanart"):
        provider = providers.by_name[name]
        for other in ("", "../../etc/passwd", "603"):
            title = TitleIds("lidarr", other, children=(ChildIds(0, 1, other),))
            assert await provider.candidates(title, LANGUAGES) == []
            assert await provider.fields(title, LANGUAGES) == []
            assert await provider.season_fields(title, 0, LANGUAGES) == {}
    assert site.requests == []


async def test_fanart_has_pictures_of_an_artist_and_all_albums_in_one_request(
    estate: SimulatedEstate, site: ProvidersSite, providers: Providers
) -> None:
    title = artist(estate, most=4)
    candidates = await providers.by_name["fanart"].candidates(title, LANGUAGES)
    assert len(site.requests) == 1
    covered = [f"s00e{album.number}" for album in title.children if int(album.external_id[-12:], 16) % 3]
    assert {row.slot for row in candidates} == {
        *("poster", "fanart", "banner", "clearlogo"),
        *(f"{part}:{kind}" for part in covered for kind in ("thumb", "discart")),
    }
    for candidate in candidates[::3]:
        assert await opened(providers, "fanart", candidate) == (candidate.width, candidate.height)


@pytest.mark.parametrize(
    ("thumbnails", "address"),
    [
        ({"1200": "http://coverartarchive.org/r/1-1200.jpg"}, "https://coverartarchive.org/r/1-1200.jpg"),
        ({"500": "http://coverartarchive.org/r/1-500.jpg"}, "https://coverartarchive.org/r/1.png"),
        ({}, "https://coverartarchive.org/r/1.png"),
    ],
)
async def test_the_large_cover_comes_before_the_whole_scan(thumbnails: dict[str, str], address: str) -> None:
    image = {"image": "http://coverartarchive.org/r/1.png", "types": ["Front"], "thumbnails": thumbnails}
    music = MusicBrainz("https://a.test", "https://c.test", Network({"images": [image]}).options())
    title = ARTIST._replace(children=ARTIST.children[:1])
    (cover,) = await music.candidates(title, LANGUAGES)
    assert (cover.slot, cover.address, cover.width) == ("s00e07:thumb", address, 0)
    await music.aclose()


@pytest.mark.parametrize("albums", [[], {}, {"x": []}, None])
async def test_an_artist_without_albums_may_have_a_list_in_their_place(albums: Any) -> None:
    body = {"name": "A", "artistthumb": [{"url": "https://a.test/1.jpg", "likes": "3"}], "albums": albums}
    fanart = Fanart("k" * 32, "https://f.test", "", Network(body).options())
    (picture,) = await fanart.candidates(ARTIST, LANGUAGES)
    assert (picture.slot, picture.width, picture.height, picture.votes) == ("poster", 1000, 1000, 3)
    await fanart.aclose()
