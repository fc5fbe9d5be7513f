"""Whatever a provider answers, it is a sentence or candidates and fields that can be used."""

from __future__ import annotations

from typing import Any

import httpx
import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from arrtui.clients.providers.fanart import Fanart, FanartTitle
from arrtui.clients.providers.musicbrainz import Covers, MusicBrainz, ReleaseGroup
from arrtui.clients.providers.protocol import Provider, ProviderError
from arrtui.clients.providers.tmdb import Tmdb
from arrtui.clients.providers.tmdb_answers import TmdbTitle
from arrtui.clients.providers.tvdb import Tvdb
from arrtui.clients.providers.tvdb_answers import TvdbTitle
from arrtui.core.artwork import TitleIds, slot_of
from tests.clients.providers.support import FILM, KEY, LANGUAGES, SERIES, Network

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


async def hold(provider: Provider, titles: tuple[TitleIds, ...]) -> None:
    """Ask a provider everything, and hold what it says to be usable."""
    for title in titles:
        try:
            candidates = await provider.candidates(title, LANGUAGES)
            fields = await provider.fields(title, LANGUAGES)
            episodes = await provider.season_fields(title, 1, LANGUAGES)
        except ProviderError as error:
            assert str(error).startswith("asking ") and KEY not in str(error)
            continue
        for candidate in candidates:
            assert slot_of(candidate.slot).text == candidate.slot
            assert candidate.address and KEY not in candidate.address
            assert min(candidate.width, candidate.height, candidate.votes) >= 0
            assert 0 <= candidate.rating <= 10
        for values in (fields, *episodes.values()):
            assert all(field.source == provider.name and field.value for field in values)
            msgspec.json.encode(values)


def network(body: Any) -> Network:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/login"):
            return httpx.Response(200, json={"data": {"token": "t"}})
        return httpx.Response(200, content=msgspec.json.encode(body))

    return Network(answer)


@settings(max_examples=60, deadline=None)
@given(answers(TmdbTitle))
async def test_tmdb(body: Any) -> None:
    body |= {"season/1": dict(body)}
    await hold(Tmdb(KEY, "https://a.test", "https://i.test", network(body).options()), (FILM, SERIES))


@settings(max_examples=60, deadline=None)
@given(answers(TvdbTitle))
async def test_thetvdb(body: Any) -> None:
    titles = (FILM._replace(tvdb_id=5), SERIES)
    await hold(Tvdb(KEY, "https://a.test", "", network({"data": body, **body}).options()), titles)


@settings(max_examples=60, deadline=None)
@given(answers(FanartTitle))
async def test_fanart(body: Any) -> None:
    await hold(Fanart(KEY, "https://a.test", "", network(body).options()), (FILM, SERIES))


@settings(max_examples=60, deadline=None)
@given(answers(Covers, ReleaseGroup))
async def test_musicbrainz(body: Any) -> None:
    album = TitleIds("lidarr", "f32fab67-77dd-3937-addc-9062e28e4c37")
    await hold(MusicBrainz("https://a.test", "https://c.test", network(body).options()), (album,))
