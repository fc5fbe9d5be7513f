from __future__ import annotations

import asyncio
import threading
from typing import Any, TypeVar

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.clients import decoding
from arrtui.clients.answers import Odd, Skipped
from arrtui.clients.decoding import UnusableError, beside_loop, read_list, read_object
from arrtui.clients.history_reads import _history_page
from arrtui.clients.wire import Movie, Wire
from arrtui.core.errors import NotJsonError, TruncatedError

T = TypeVar("T")


class Thing(Wire):
    identity = frozenset({"id"})

    id: int = 0
    some_name: str = ""
    tags: list[int] = []
    state: str = ""


def body(*elements: Any, indent: int = 2) -> bytes:
    """Return a list as the apps send it."""
    return msgspec.json.format(msgspec.json.encode(elements), indent=indent)


def decode_list(encoded: bytes, type_: type[T]) -> tuple[list[T], list[Skipped]]:
    """Return the elements as they were decoded, and what was skipped."""
    fetched = read_list(encoded, type_, lambda element: element)
    return fetched.records, fetched.skipped


def test_unknown_fields_missing_fields_and_unknown_enum_values() -> None:
    found, skipped = decode_list(body({"id": 1, "state": "brandNew", "color": {"x": [1]}}, {}), Thing)
    assert [(thing.id, thing.some_name, thing.state) for thing in found] == [(1, "", "brandNew"), (0, "", "")]
    assert skipped == []


def test_nulls_and_numbers_as_texts_are_tolerated() -> None:
    found, skipped = decode_list(body({"id": "7", "someName": None, "tags": [1, None, "2"]}), Thing)
    assert (found[0].id, found[0].some_name, found[0].tags) == (7, "", [1, 2])
    assert skipped == []


def test_a_malformed_element_does_not_sink_the_list() -> None:
    found, skipped = decode_list(
        body({"id": 1}, {"id": 2, "tags": "x"}, None, 5, {"tags": 1}, {"id": "nine", "x": 1}, {"id": 3}),
        Thing,
    )
    assert [thing.id for thing in found] == [1, 2, 0, 3]
    assert [(skip.key, skip.reason) for skip in skipped] == [
        *[(None, "it is not what the app would give")] * 2,
        (None, "its id cannot be read"),
    ]


def test_an_unreadable_fact_has_its_default_and_is_told() -> None:
    fetched = read_list(
        body(
            {"id": 1, "title": "Alien", "year": 1979, "someName": [1], "tags": [3, {}, "4"], "state": "new"}
        ),
        Thing,
        lambda element: element,
    )
    assert [(thing.some_name, thing.tags, thing.state) for thing in fetched.records] == [("", [3, 4], "new")]
    assert fetched.odd == [Odd("1", "Alien (1979)", ("some name", "tags"))]
    assert fetched.skipped == []


@pytest.mark.parametrize("number", [2**31, 2**63, 2**64, 10**30, -(10**30)])
def test_a_number_that_no_column_holds_is_no_number(number: int) -> None:
    fetched = read_list(body({"id": number}, {"id": 2}), Movie, lambda movie: movie.id)
    assert (fetched.records, len(fetched.skipped)) == ([2], 1)
    year = read_list(b'[{"id": 1, "year": %d}]' % number, Movie, lambda movie: movie.year)
    assert (year.records, year.odd[0].facts) == ([0], ("year",))


def test_a_byte_that_is_no_text_costs_a_letter() -> None:
    fetched = read_list(b'[{"id": 1, "title": "Ali\xffn"}, {"id": 2}]', Movie, lambda movie: movie.title)
    assert fetched.records == ["Ali\ufffdn", ""]
    assert fetched.odd == [Odd("1", "Ali\ufffdn", ("some letters",))]


@pytest.mark.parametrize("half", [r"\ud83d", r"\uDC00", r"\ud83d\ud83d\ude00"])
@pytest.mark.parametrize("member", ["title", "overview", "neverRead"])
def test_half_a_surrogate_pair_costs_a_letter(half: str, member: str) -> None:
    damaged = rf'{{"id": 1, "title": "Alien", "{member}": "Ali{half}n \\ud83d"}}'.encode()
    whole = rb'{"id": 2, "title": "\ud83d\ude00"}'
    fetched = read_list(b"[%s, %s]" % (damaged, whole), Movie, lambda movie: (movie.id, movie.title))
    (first, second) = fetched.records
    assert second == (2, "\U0001f600")
    assert first[1].startswith("Ali\ufffd" if member == "title" else "Alien")
    assert [(odd.key, odd.facts) for odd in fetched.odd] == [("1", ("some letters",))]
    assert read_object(damaged, Movie).id == 1


def test_a_list_that_is_cut_after_half_a_surrogate_pair_is_cut() -> None:
    with pytest.raises(TruncatedError):
        read_list(rb'[{"id": 1, "title": "\ud83d"}, {"id"', Movie, str)


def test_a_number_that_no_conversion_takes_costs_its_element() -> None:
    def convert(thing: Thing) -> int:
        return int(float("inf")) if thing.id == 2 else thing.id

    fetched = read_list(body({"id": 1}, {"id": 2}), Thing, convert)
    assert fetched.records == [1]
    assert fetched.skipped == [Skipped("2", "a number in it is too large")]


@pytest.mark.parametrize("read", [read_list, read_object])
def test_what_is_nested_without_end_is_no_answer(read: Any) -> None:
    arguments = [b"[" * 100_000 + b"]" * 100_000, Thing, *([str] if read is read_list else [])]
    with pytest.raises(NotJsonError, match="nested too deeply") as caught:
        read(*arguments)
    assert caught.value.__context__ is None


def test_an_object_that_is_no_text_is_no_answer() -> None:
    with pytest.raises(NotJsonError):
        read_object(b'"\xff"', Thing)


def test_an_element_that_cannot_be_converted_is_skipped() -> None:
    def convert(thing: Thing) -> int:
        if thing.id == 2:
            raise UnusableError("no use")
        return thing.id

    found = read_list(body({"id": 1}, {"id": 2}, {"id": 3}), Thing, convert)
    assert found.records == [1, 3]
    assert found.skipped == [Skipped("2", "no use")]


def test_values_do_not_leak_into_reasons() -> None:
    fetched = read_list(body({"id": 1, "tags": "sup3rsecret"}, {"id": "sup3rsecret"}), Thing, str)
    assert "sup3rsecret" not in str((fetched.skipped, fetched.odd))


@pytest.mark.parametrize("whole", [body({"id": 1}, {"id": 2}), body({"id": 1}, indent=0), b"[]", b"[1"])
def test_truncated_json(whole: bytes) -> None:
    for end in range(len(whole.rstrip(b"]"))):
        with pytest.raises(TruncatedError, match="breaks off") as caught:
            decode_list(whole[:end], Thing)
        assert caught.value.__context__ is None


@pytest.mark.parametrize("wrong", [b"{}", b"null", b"5", b'"x"'])
def test_json_that_is_no_list(wrong: bytes) -> None:
    with pytest.raises(NotJsonError, match="not a list"):
        decode_list(wrong, Thing)


@pytest.mark.parametrize("wrong", [b"<html>", b"[1,]", b"[]x", b'[{"id": 1 "x"}]'])
def test_no_json(wrong: bytes) -> None:
    with pytest.raises(NotJsonError, match="not valid JSON"):
        decode_list(wrong, Thing)


def test_objects() -> None:
    assert read_object(b'{"id": 4, "someName": null}', Thing).id == 4
    with pytest.raises(NotJsonError, match="not an object"):
        read_object(b"[]", Thing)
    with pytest.raises(TruncatedError):
        read_object(b'{"id": 4', Thing)


def test_a_byte_order_mark_is_no_malformed_json() -> None:
    assert decode_list(b"\xef\xbb\xbf" + body({"id": 1}), Thing)[0][0].id == 1
    assert read_object(b'\xef\xbb\xbf{"id": 1}', Thing).id == 1


# --- in pieces -------------------------------------------------------------------------------------------

texts = st.text(max_size=8) | st.sampled_from(["},{", "\n  },\n  {", '"},\n  {"', "]", "\\"])
things = st.fixed_dictionaries(
    {"id": st.integers(1, 10**6)},
    optional={
        "someName": texts | st.none(),
        "tags": st.lists(st.integers(0, 9), max_size=3) | st.just("wrong"),
        "other": st.lists(st.fixed_dictionaries({"a": texts}), max_size=3),
    },
)


@given(
    st.lists(things | st.none() | st.integers(), max_size=12),
    st.sampled_from([-1, 0, 1, 2, 4]),
    st.integers(1, 90),
)
def test_pieces_read_as_the_whole(elements: list[Any], indent: int, size: int) -> None:
    encoded = msgspec.json.format(msgspec.json.encode(elements), indent=indent)
    whole = decode_list(encoded, Thing)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "PIECE", size)
        assert decode_list(encoded, Thing) == whole
        assert decode_list(encoded.replace(b"\n", b"\r\n"), Thing) == whole


def test_indented_lists_really_are_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "PIECE", 100)
    encoded = body(*({"id": number, "other": [{"a": 1}, {"a": 2}]} for number in range(1, 101)))
    pieces = list(decoding._pieces(encoded, decoding.WHOLE))
    assert len(pieces) > 20
    assert max(map(len, pieces)) < 400
    assert [thing["id"] for piece in pieces for thing in msgspec.json.decode(piece)] == list(range(1, 101))


async def test_large_bodies_are_read_beside_the_event_loop() -> None:
    names = [await beside_loop(b" " * size, lambda _: threading.current_thread()) for size in (10, 300_000)]
    assert [name is threading.main_thread() for name in names] == [True, False]
    await asyncio.sleep(0)


def test_a_page_is_cut_into_its_heading_and_its_records():
    body = b'{\n  "page": 1,\n  "totalRecords": 2,\n  "records": [\n    {"data": {"records": "]"}}\n  ]\n}'
    heading, records = decoding.cut_page(body)
    assert msgspec.json.decode(heading) == {"page": 1, "totalRecords": 2}
    assert msgspec.json.decode(body[records]) == [{"data": {"records": "]"}}]


@pytest.mark.parametrize("indent", [0, 2])
@pytest.mark.parametrize("rows", [0, 1, 100])
def test_a_list_inside_a_body_is_read_where_it_stands(monkeypatch, indent, rows):
    monkeypatch.setattr(decoding, "PIECE", 300)
    things = [{"id": number, "title": "]}, {" * (number % 3)} for number in range(1, rows + 1)]
    before, after = b'{"totalRecords": 3, "records": ', b', "more": [{"id": 0}, {"id": 0}]}'
    records = body(*things, indent=indent)
    whole = before + records + after
    part = slice(len(before), len(before) + len(records))
    fetched = read_list(whole, Movie, lambda movie: movie.id, part)
    assert (fetched.records, fetched.skipped) == (list(range(1, rows + 1)), [])


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_page_may_begin_with_a_byte_order_mark(mark):
    body = mark + b'{"totalRecords": 1, "records": [{"id": 7, "date": "2026-01-01T00:00:00Z"}]}'
    page = _history_page(body)
    assert (page.total, [event.id for event in page.fetched.records]) == (1, [7])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"records": 3}',
        b'{"records": [], "totalRecords": 0}',
        b'{"totalRecords": 3, "records": [',
    ],
)
def test_an_unusual_page_is_not_cut(body):
    assert decoding.cut_page(body) is None
