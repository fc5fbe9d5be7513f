"""Titles and files with one odd value each: none is left out for a fact that is not its identity."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from arrtui.clients import convert, wire
from arrtui.clients.answers import Fetched, ListedItem
from arrtui.clients.decoding import read_list
from arrtui.core.domain import Item, MediaFile

RECORDED = Path(__file__).parents[3] / "shared/recorded/public/odd-fields.json"
MOVIE = {
    "id": 1,
    "tmdbId": 603,
    "title": "The Matrix",
    "year": 1999,
    "runtime": 136,
    "genres": ["Action"],
    "tags": [3],
    "ratings": {"tmdb": {"votes": 5, "value": 8.2}},
    "originalLanguage": {"id": 1, "name": "English"},
    "statistics": {"movieFileCount": 1, "sizeOnDisk": 7},
    "hasFile": True,
    "sizeOnDisk": 7,
}
FILE = {
    "id": 7,
    "movieId": 1,
    "relativePath": "The Matrix.mkv",
    "size": 7,
    "quality": {"quality": {"id": 3, "name": "WEBDL-1080p"}, "revision": {"version": 2, "real": 1}},
    "languages": [{"id": 1, "name": "English"}],
    "customFormatScore": 12,
}


def movies(*bodies: dict[str, Any]) -> Fetched[ListedItem]:
    """Return movies as the list of Radarr gives them."""
    return read_list(msgspec.json.encode(bodies), wire.Movie, convert.listed_movie)


def files(*bodies: dict[str, Any]) -> Fetched[MediaFile]:
    """Return files as Radarr gives them."""
    return read_list(msgspec.json.encode(bodies), wire.File, convert.media_file)


@pytest.mark.parametrize(
    ("odd", "expected"),
    [
        ({"ratings": {"votes": 3, "value": 7}}, {}),
        ({"ratings": {"imdb": None, "tmdb": {"value": "7.1", "votes": 1.5}}}, {}),
        ({"ratings": "seven"}, {}),
        ({"runtime": 90.5}, {"runtime": 90}),
        ({"runtime": "long"}, {"runtime": 0}),
        ({"runtime": 10**25}, {"runtime": 0}),
        ({"originalLanguage": "English"}, {"original_language": ""}),
        ({"originalLanguage": {"id": "one", "name": "English"}}, {"original_language": "English"}),
        ({"collection": {"name": "x"}}, {}),
        ({"collection": "x"}, {"collection_title": ""}),
        ({"genres": [None, "Drama", 5]}, {"genres": ("Drama",)}),
        ({"genres": {"0": "Drama"}}, {"genres": ()}),
        ({"tags": ["3"]}, {"tags": (3,)}),
        ({"tags": None}, {"tags": ()}),
        ({"year": "1999"}, {"year": 1999}),
        ({"popularity": "much"}, {}),
        ({"title": None}, {"title": ""}),
        ({"title": 300}, {"title": ""}),
        ({"added": 0}, {"added": ""}),
        ({"path": None}, {"path": ""}),
        ({"statistics": None}, {}),
        ({"movieFile": {"id": {}}}, {}),
        ({"movieFile": {"id": 7, "mediaInfo": None, "languages": None}}, {}),
    ],
)
def test_an_odd_value_does_not_cost_a_movie(odd: dict[str, Any], expected: dict[str, Any]) -> None:
    fetched = movies(MOVIE | odd)
    assert fetched.skipped == []
    (listed,) = fetched.records
    (plain,) = movies(MOVIE).records
    assert (listed.item.id, listed.item.external_id, listed.files) == (1, "603", 1)
    changed = {
        name for name in Item.__struct_fields__ if getattr(listed.item, name) != getattr(plain.item, name)
    }
    assert changed <= expected.keys()
    assert {name: getattr(listed.item, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("odd", "expected"),
    [
        ({"customFormatScore": 12.0}, {"score": 12}),
        ({"customFormatScore": 12.7}, {"score": 12}),
        ({"customFormatScore": {}}, {"score": None}),
        ({"size": 2**63}, {"size": 0}),
        ({"languages": None}, {"languages": ()}),
        ({"languages": [{"id": 1, "name": "English"}, 5]}, {"languages": ((1, "English"),)}),
        ({"quality": {"quality": {"id": 3, "name": "WEBDL-1080p"}, "revision": None}}, {"revision": (1, 0)}),
        ({"quality": {"quality": {"id": 3, "name": "WEBDL-1080p"}, "revision": 2}}, {"revision": (1, 0)}),
        ({"mediaInfo": []}, {"media": {}}),
    ],
)
def test_an_odd_value_does_not_cost_a_file(odd: dict[str, Any], expected: dict[str, Any]) -> None:
    (file,) = files(FILE | odd).records
    assert (file.id, file.item_id, file.quality) == (7, 1, "WEBDL-1080p")
    assert {name: getattr(file, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("fact", "name"),
    [
        ("year", "year"),
        ("popularity", "popularity"),
        ("runtime", "runtime"),
        ("ratings", "ratings"),
        ("sizeOnDisk", "size on disk"),
        ("tags", "tags"),
    ],
)
@pytest.mark.parametrize("number", ["1e999", "-1e999", "9" * 5_000])
def test_a_number_without_bounds_costs_its_own_fact(fact: str, name: str, number: str) -> None:
    values = {"ratings": '{"imdb": {"value": %s}, "tmdb": {"value": 8.2}}', "tags": "[3, %s]"}
    odd = f'"{fact}": {values.get(fact, "%s") % number}'
    body = f"[{msgspec.json.encode(MOVIE | {'year': 0}).decode()[:-1]}, {odd}}}]".encode()
    fetched = read_list(body, wire.Movie, convert.listed_movie)
    ((listed,), (told,)) = fetched.records, fetched.odd
    assert (listed.item.title, listed.item.tags, fetched.skipped) == ("The Matrix", (3,), [])
    assert (told.key, told.name, told.facts) == ("1", "The Matrix", (name,))
    msgspec.json.decode(msgspec.json.encode(listed.item))


@pytest.mark.parametrize("odd", [{"id": "x"}, {"id": 2**40}, {"id": None}, {"tmdbId": "x"}])
def test_a_movie_without_its_identity_is_left_out_by_name(odd: dict[str, Any]) -> None:
    fetched = movies(MOVIE | odd, MOVIE | {"id": 2})
    assert [listed.item.id for listed in fetched.records] == [2]
    (skipped,) = fetched.skipped
    assert skipped.name == "The Matrix (1999)"
    assert skipped.reason in ("its id cannot be read", "its tmdb id cannot be read", "it has no id")


def test_an_event_keeps_numbers_that_fit() -> None:
    row = {"id": 1, "movieId": 1, "eventType": "grabbed", "date": "2026-01-01T00:00:00Z"}
    data = {"size": "9" * 30, "customFormatScore": "-1e400", "age": 10**25}
    (event,) = read_list(
        msgspec.json.encode([row | {"data": data}]), wire.History, convert.release_event
    ).records
    assert (event.size, event.score, event.data["age"]) == (None, None, str(10**25))


@pytest.mark.skipif(not RECORDED.exists(), reason="the recorded answers are not here")
def test_no_recorded_title_is_left_out() -> None:
    recorded = json.loads(RECORDED.read_text())
    for path, read in (("/movie", movies), ("/moviefile", files)):
        fetched = read(*recorded[path])  # type: ignore[operator]
        assert len(fetched.records) == len(recorded[path])
        assert fetched.skipped == []
