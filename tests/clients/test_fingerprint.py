from __future__ import annotations

from typing import Any

import msgspec
import pytest

from arrtui.clients import wire
from arrtui.clients.fingerprint import movie_fingerprint, series_fingerprint
from tests.clients import bodies


def of_movie(**changes: Any) -> str:
    return movie_fingerprint(msgspec.convert(bodies.movie(1, **changes), wire.Movie))


def of_series(**changes: Any) -> str:
    return series_fingerprint(msgspec.convert(bodies.series(1, **changes), wire.SeriesResource))


def file_with(**changes: Any) -> dict[str, Any]:
    """Return the file of movie 1 with other facts."""
    return bodies.movie_file(1, **changes)


def seasons_with(**changes: Any) -> list[dict[str, Any]]:
    """Return the seasons of a series with the first one counted differently."""
    first = bodies.season(2)
    first["statistics"] |= changes
    return [first, bodies.season(1), bodies.season(0, monitored=False)]


def test_a_fingerprint_is_short_and_the_same_every_time() -> None:
    assert of_movie() == of_movie()
    assert len(of_movie()) == 16 == len(of_series())


@pytest.mark.parametrize(
    "changes",
    [
        {"ratings": {}},
        {"images": []},
        {"overview": "Other"},
        {"lastSearchTime": "2031-01-01T00:00:00Z"},
        {"popularity": 1.0},
        {"title": "Translated"},
        {"isAvailable": False},
        {"tags": []},
        {"sizeOnDisk": 1},
        {"movieFile": file_with(qualityCutoffNotMet=False, path="/elsewhere")},
        {"movieFile": file_with(customFormats=[], customFormatScore=None)},
    ],
)
def test_what_is_no_fact_of_a_file_changes_nothing(changes: dict[str, Any]) -> None:
    assert of_movie(**changes) == of_movie()


@pytest.mark.parametrize(
    "changes",
    [
        {"qualityProfileId": 5},
        {"originalLanguage": {"id": 77, "name": "Klingon"}},
        {"year": 1901},
        {"hasFile": False, "movieFile": None},
        {"movieFile": file_with(id=9)},
        {"movieFile": file_with(size=9)},
        {"movieFile": file_with(relativePath="other.mkv")},
        {"movieFile": file_with(dateAdded="2024-01-01T00:00:00Z")},
        {"movieFile": file_with(sceneName="other")},
        {"movieFile": file_with(releaseGroup="other")},
        {"movieFile": file_with(edition="other")},
        {"movieFile": file_with(originalFilePath="other")},
        {"movieFile": file_with(indexerFlags=2)},
        {"movieFile": file_with(languages=[{"id": 1, "name": "English"}])},
        {"movieFile": file_with(mediaInfo={"videoCodec": "x265"})},
        {"movieFile": file_with(quality={"quality": {"id": 3, "name": "WEBDL-1080p"}})},
        {"movieFile": file_with(quality={**file_with()["quality"], "revision": {"version": 3}})},
    ],
)
def test_every_fact_of_a_file_counts(changes: dict[str, Any]) -> None:
    assert of_movie(**changes) != of_movie()


@pytest.mark.parametrize(
    "changes",
    [
        {"ratings": {"value": 1.0}},
        {"images": []},
        {"overview": "Other"},
        {"previousAiring": "2025-01-01T00:00:00Z"},
        {
            "seasons": seasons_with(
                percentOfEpisodes=50.0, nextAiring="2031-01-01T00:00:00Z", previousAiring=None
            )
        },
        {"seasons": list(reversed(bodies.series(1)["seasons"]))},
        {"seasons": seasons_with(releaseGroups=["BBB", "AAA"])},
        {"tags": [9]},
        {"genres": []},
        {"seasons": seasons_with(episodeCount=11)},
        {"seasons": seasons_with(totalEpisodeCount=13)},
        {"seasons": [bodies.season(2, monitored=False), bodies.season(1), bodies.season(0, monitored=False)]},
        {"seriesType": "anime"},
        {"status": "ended"},
        {"monitored": False},
        {"lastAired": "2025-01-01T00:00:00Z"},
        {"nextAiring": "2032-01-01T00:00:00Z"},
        {"year": 2020},
    ],
)
def test_what_does_not_touch_files_changes_nothing(changes: dict[str, Any]) -> None:
    series = bodies.series(1, **changes)
    series["seasons"] = [
        {
            **season,
            "statistics": {key: value for key, value in season["statistics"].items() if value is not None},
        }
        for season in series["seasons"]
    ]
    assert series_fingerprint(msgspec.convert(series, wire.SeriesResource)) == of_series()


@pytest.mark.parametrize(
    "changes",
    [
        {"seasons": seasons_with(episodeFileCount=9)},
        {"seasons": seasons_with(sizeOnDisk=1)},
        {"seasons": seasons_with(releaseGroups=["CCC"])},
        {"seasons": []},
        {"qualityProfileId": 5},
        {"originalLanguage": {"id": 77, "name": "Klingon"}},
        {"path": "/tv2/Show"},
        {"statistics": {}},
    ],
)
def test_what_touches_files_counts(changes: dict[str, Any]) -> None:
    assert of_series(**changes) != of_series()
