"""A long list is read as it comes, with the same outcome as when it is read as a whole."""

from __future__ import annotations

import tracemalloc
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.clients import decoding, make_client
from arrtui.clients.decoding import read_list
from arrtui.clients.http import ArrHttp
from arrtui.clients.lidarr_wire import AlbumResource
from arrtui.clients.list_stream import HEAD, ListStream, UnstreamableError
from arrtui.core.domain import Episode
from arrtui.core.errors import NotJsonError, TruncatedError
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from tests.clients.test_decoding import Thing, body
from tests.features.backup.conftest import config_of

ODD: tuple[Any, ...] = (None, 5, {"id": "nine"}, {"id": 1, "tags": "x"}, {"someName": '},\n  {"'})
PLAIN = st.fixed_dictionaries({"id": st.integers(1, 99), "tags": st.lists(st.integers(0, 9), max_size=3)})


def streamed(encoded: bytes, size: int) -> Any:
    """Return a list that came in chunks of a size."""
    stream = ListStream(Thing, lambda thing: thing)
    for start in range(0, len(encoded), size):
        stream.write(encoded[start : start + size])
    return stream.finish()


@given(
    elements=st.lists(st.one_of(PLAIN, st.sampled_from(ODD)), max_size=40),
    size=st.integers(1, 300),
    piece=st.integers(1, 400),
)
def test_any_chunks_of_a_list_give_what_the_whole_gives(elements: list[Any], size: int, piece: int) -> None:
    encoded = body(*elements)
    whole = read_list(encoded, Thing, lambda thing: thing)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "PIECE", piece)
        assert streamed(encoded, size) == whole


def test_a_list_without_space_between_elements_is_kept_until_its_end() -> None:
    elements = [{"id": number, "tags": [1], "x": [{"a": 1}, {"b": 2}]} for number in range(50)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "PIECE", 100)
        read = streamed(msgspec.json.encode(elements), 64)
    assert [thing.id for thing in read.records] == list(range(50))


@pytest.mark.parametrize("encoded", [b"", b"<html>", b'[\n  {"id": 1},\n  {"id', b'{"id": 1}'])
def test_what_is_no_whole_list_is_left_to_who_reads_all(encoded: bytes) -> None:
    with pytest.raises(UnstreamableError):
        streamed(encoded, 7)


def test_a_list_that_comes_again_is_read_from_its_beginning() -> None:
    encoded = body(*({"id": number} for number in range(300)))
    stream = ListStream(Thing, lambda thing: thing.id)
    stream.write(encoded[: len(encoded) // 2])
    stream.restart()
    stream.write(encoded)
    assert stream.finish().records == list(range(300))
    assert stream.head == encoded[:HEAD]


def test_memory_does_not_grow_with_what_is_not_kept() -> None:
    def peak(count: int) -> int:
        stream = ListStream(AlbumResource, lambda album: album.id)
        filler = {"overview": "x" * 4_000, "releases": [{"id": 1, "country": ["A"] * 50}] * 20}
        chunk = msgspec.json.format(msgspec.json.encode([{"id": 1, "artistId": 1, **filler}] * 50), indent=2)
        tracemalloc.start()
        try:
            stream.write(b"[" + chunk[1:-2])
            for _ in range(count):
                stream.write(b"," + chunk[1:-2])
            stream.write(b"\n]")
            assert len(stream.finish().records) == 50 * (count + 1)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(20) < 1.5 * peak(5)


# --- over HTTP -------------------------------------------------------------------------------------------


async def albums_of(app: SimulatedApp) -> list[Episode]:
    """Return the albums of a Lidarr."""
    config = config_of(app)
    client = make_client(config, ArrHttp(config, backoff=0))
    try:
        children = (await client.library()).children
    finally:
        await client.aclose()
    assert children is not None
    return children.records


async def test_a_list_that_breaks_off_is_asked_for_again_and_one_that_is_damaged_too() -> None:
    with SimulatedEstate(EstateSize(radarr=(), sonarr=(), lidarr=(("main", 6, 4, 3),))) as estate:
        app = estate.apps["lidarr.main"]
        whole = await albums_of(app)
        assert len(whole) == len(app.store.albums)
        for what in ("reset", "truncate", "503"):
            app.faults.add(what, path="/album$", times=1)
            assert await albums_of(app) == whole
        app.faults.add("malformed_item", path="/album$")
        assert len(await albums_of(app)) >= len(whole) - 1
        app.faults.clear()
        for what, error in (("truncate", TruncatedError), ("html", NotJsonError)):
            app.faults.add(what, path="/album$")
            with pytest.raises(error):
                await albums_of(app)
            app.faults.clear()
