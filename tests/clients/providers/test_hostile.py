"""Whatever a provider answers, it is a sentence or candidates and fields that can be used."""

from __future__ import annotations

from typing import Any, NamedTuple

import httpx
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arrtui.clients.providers.fanart import Fanart, FanartArtist, FanartTitle
from arrtui.clients.providers.musicbrainz import MusicBrainz
from arrtui.clients.providers.musicbrainz_answers import Covers, MusicArtist, ReleaseGroup, ReleaseGroups
from arrtui.clients.providers.protocol import Provider, ProviderError
from arrtui.clients.providers.tmdb import Tmdb
from arrtui.clients.providers.tmdb_answers import TmdbTitle
from arrtui.clients.providers.tvdb import Tvdb
from arrtui.clients.providers.tvdb_answers import TvdbTitle
from arrtui.core.artwork import ArtCandidate, MetadataField, TitleIds, slot_of
from tests.clients.providers.support import ARTIST, FILM, KEY, LANGUAGES, SERIES, Network

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(
        ["/a.jpg", "https://i.test/a.png", "../../etc/passwd", "<script>\n", "\u202e", "en", "all", "7"]
    ),
)


def members_of(struct: Any) -> set[str]:
    """Return the names of all members of a type and of those inside it."""
    names, waiting = set(), [struct]
    while waiting:
        kind = waiting.pop()
        for field in msgspec.structs.fields(kind):
            if field.encode_name in names:
                continue
            names.add(field.encode_name)
            for part in (field.type, *getattr(field.type, "__args__", ())):
                if isinstance(part, type) and issubclass(part, msgspec.Struct):
                    waiting.append(part)
    return names


def answers(*structs: Any) -> st.SearchStrategy[Any]:
    """Return objects with the members of some types, holding anything."""
    names = st.sampled_from(sorted(set().union(*map(members_of, structs))))
    anything = st.recursive(
        ODD,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=6),
        max_leaves=25,
    )
    return st.dictionaries(names, anything, max_size=12)


class Answers(NamedTuple):
    """What a provider said when it was asked everything."""

    candidates: list[ArtCandidate]
    fields: list[MetadataField]
    faults: list[str]


async def ask(provider: Provider, *titles: TitleIds) -> Answers:
    """Ask a provider for everything that it has of some titles."""
    answers = Answers([], [], [])
    for title in titles:
        try:
            answers.candidates.extend(await provider.candidates(title, LANGUAGES))
            answers.fields.extend(await provider.fields(title, LANGUAGES))
            for episode in (await provider.season_fields(title, 1, LANGUAGES)).values():
                answers.fields.extend(episode)
        except ProviderError as error:
            answers.faults.append(str(error))
    return answers


def network(body: Any) -> Network:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/login"):
            return httpx.Response(200, json={"data": {"token": "t"}})
        return httpx.Response(200, content=msgspec.json.encode(body))

    return Network(answer)


@settings(max_examples=60, deadline=None)
@given(answers(TmdbTitle))
async def test_whatever_tmdb_answers_addresses_are_of_its_image_host(body: Any) -> None:
    body |= {"season/1": dict(body)}
    provider = Tmdb(KEY, "https://a.test", "https://i.test", network(body).options())
    told = await ask(provider, FILM, SERIES)
    assert all(row.address.startswith("https://i.test/original/") for row in told.candidates)
    assert all(slot_of(row.slot).text == row.slot for row in told.candidates)
    assert all(
        min(row.width, row.height, row.votes) >= 0 and 0 <= row.rating <= 10 for row in told.candidates
    )
    assert all(field.source == "tmdb" and field.value for field in told.fields)
    assert all(fault.startswith("asking TMDB: ") and KEY not in fault for fault in told.faults)
    msgspec.json.encode(told.fields)


@settings(max_examples=60, deadline=None)
@given(answers(TvdbTitle))
async def test_whatever_thetvdb_answers_votes_and_sizes_are_none_below_zero(body: Any) -> None:
    provider = Tvdb(KEY, "https://a.test", "", network({"data": body, **body}).options())
    told = await ask(provider, FILM._replace(tvdb_id=5), SERIES)
    assert all(row.address and KEY not in row.address for row in told.candidates)
    assert all(slot_of(row.slot).text == row.slot for row in told.candidates)
    assert all(min(row.width, row.height, row.votes) >= 0 for row in told.candidates)
    assert all(field.source == "tvdb" and field.value for field in told.fields)
    assert all(fault.startswith("asking TheTVDB: ") and KEY not in fault for fault in told.faults)
    msgspec.json.encode(told.fields)


@settings(max_examples=60, deadline=None)
@given(answers(FanartTitle))
async def test_whatever_fanart_answers_addresses_are_of_the_web_and_there_are_no_fields(body: Any) -> None:
    told = await ask(Fanart(KEY, "https://a.test", "", network(body).options()), FILM, SERIES)
    assert all(row.address.startswith(("https://", "http://")) for row in told.candidates)
    assert all(slot_of(row.slot).text == row.slot for row in told.candidates)
    assert all(row.width > 0 < row.height and row.votes >= 0 for row in told.candidates)
    assert told.fields == []
    assert all(fault.startswith("asking Fanart.tv: ") and KEY not in fault for fault in told.faults)


@settings(max_examples=40, deadline=None)
@given(answers(FanartArtist))
async def test_whatever_fanart_answers_of_an_artist_slots_are_of_it_and_its_albums(body: Any) -> None:
    told = await ask(Fanart(KEY, "https://a.test", "", network(body).options()), ARTIST)
    assert all(row.address.startswith(("https://", "http://")) for row in told.candidates)
    assert all(row.width > 0 < row.height and row.votes >= 0 for row in told.candidates)
    albums = {f"s00e07:{kind}" for kind in ("thumb", "discart")}
    albums |= {f"s01e12:{kind}" for kind in ("thumb", "discart")}
    assert {row.slot for row in told.candidates} <= {"poster", "fanart", "banner", "clearlogo", *albums}


@settings(max_examples=60, deadline=None)
@given(answers(Covers, ReleaseGroup, ReleaseGroups, MusicArtist))
async def test_whatever_musicbrainz_answers_covers_are_thumbs_or_discs(body: Any) -> None:
    told = await ask(MusicBrainz("https://a.test", "https://c.test", network(body).options()), ARTIST)
    assert {slot_of(row.slot).kind for row in told.candidates} <= {"thumb", "discart"}
    assert all(row.address and 0 <= row.votes <= 2 for row in told.candidates)
    assert all(field.source == "musicbrainz" and field.value for field in told.fields)
    assert all(fault.startswith("asking ") for fault in told.faults)
    msgspec.json.encode(told.fields)


IMAGE = {"file_path": "/a.jpg", "width": 500, "height": 750, "iso_639_1": "en"}
GOOD = ("poster", "https://i.test/original/a.jpg", 500, 750, 0, 0.0)


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (IMAGE, [GOOD]),
        (IMAGE | {"file_path": ""}, []),
        (IMAGE | {"file_path": "../../etc/passwd"}, []),
        (IMAGE | {"file_path": "https://elsewhere.test/a.jpg"}, []),
        (IMAGE | {"file_path": "/a.svg"}, []),
        (IMAGE | {"width": -5, "vote_average": -1, "vote_count": -9}, [(*GOOD[:2], 0, 750, 0, 0.0)]),
        (IMAGE | {"vote_average": 99, "vote_count": 7}, [(*GOOD[:4], 7, 10.0)]),
    ],
)
async def test_an_image_of_tmdb_that_is_odd(image: Any, expected: list[Any]) -> None:
    answer = network({"id": 603, "images": {"posters": [image]}})
    told = await ask(Tmdb(KEY, "https://a.test", "https://i.test", answer.options()), FILM)
    measures = [
        (row.slot, row.address, row.width, row.height, row.votes, row.rating) for row in told.candidates
    ]
    assert (measures, told.faults) == (expected, [])


@pytest.mark.parametrize(
    ("artwork", "expected"),
    [
        ({"type": 2, "image": "https://x.test/a.jpg"}, [("poster", "https://x.test/a.jpg")]),
        ({"type": 2, "image": "/banners/a.jpg"}, [("poster", "https://artworks.thetvdb.com/banners/a.jpg")]),
        ({"type": 2, "image": ""}, []),
        ({"type": 99, "image": "https://x.test/a.jpg"}, []),
        ({"type": 7, "image": "https://x.test/a.jpg", "seasonId": 12345}, []),
    ],
)
async def test_an_artwork_of_thetvdb_that_is_odd(artwork: Any, expected: list[Any]) -> None:
    answer = network({"data": {"id": 79126, "artworks": [artwork]}})
    told = await ask(Tvdb(KEY, "https://a.test", "", answer.options()), SERIES)
    assert ([(row.slot, row.address) for row in told.candidates], told.faults) == (expected, [])


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ({"url": "https://x.test/a.jpg", "lang": "en", "likes": "3"}, [("poster", 1000, 1426, 3)]),
        ({"url": "https://x.test/a.jpg", "lang": "en", "likes": "-3"}, [("poster", 1000, 1426, 0)]),
        ({"url": "https://x.test/a.jpg", "lang": "xx"}, []),
        ({"url": "javascript:alert(1)", "lang": "en"}, []),
        ({"url": "file:///etc/passwd", "lang": "en"}, []),
    ],
)
async def test_an_image_of_fanart_that_is_odd(image: Any, expected: list[Any]) -> None:
    answer = network({"movieposter": [image]})
    told = await ask(Fanart(KEY, "https://a.test", "", answer.options()), FILM)
    measures = [(row.slot, row.width, row.height, row.votes) for row in told.candidates]
    assert (measures, told.faults) == (expected, [])


async def test_a_title_with_slashes_and_bidi_marks_is_kept_as_it_is() -> None:
    title = "../../etc/\u202egnp.exe\u202c/A"
    answer = network({"id": 603, "title": title, "translations": {"translations": []}})
    told = await ask(Tmdb(KEY, "https://a.test", "https://i.test", answer.options()), FILM)
    assert {field.name: field.value for field in told.fields}["title"] == title
