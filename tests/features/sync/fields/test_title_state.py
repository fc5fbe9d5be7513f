"""Everything of a title that can be written again, by name."""

from __future__ import annotations

import pytest

from arrtui.features.sync.fields.title_state import episodes_to_set, title_state
from tests.features.sync.models import media_file
from tests.features.sync.sides import movie, series, side


def test_a_movie_is_told_in_names_only() -> None:
    film = movie(603, "The Matrix", tags=("kids", "4k"))
    assert title_state(film, side(film)) == {
        "monitored": True,
        "quality_profile": "HD",
        "root_folder": "/movies",
        "path": "/movies/The Matrix (1999)",
        "tags": ["4k", "kids"],
        "minimum_availability": "released",
    }


def test_a_series_has_its_seasons_and_only_the_episodes_that_differ_from_theirs() -> None:
    show = series(1, seasons={1: True, 2: False})
    flags = {"1x1": True, "1x2": False, "2x1": False, "2x2": True}
    state = title_state(show, side(show, name="sonarr.main", episodes={1: flags}))
    assert state["seasons"] == {"1": True, "2": False}
    assert state["episodes"] == {"1x2": False, "2x2": True}
    assert (state["series_type"], state["monitor_new_items"], state["season_folder"]) == (
        "standard",
        "all",
        True,
    )
    assert "minimum_availability" not in state


def test_what_is_not_known_is_left_out() -> None:
    film = movie(603, profile="", minimum_availability="", root_folder="")
    state = title_state(film, side(film, media={603: (media_file(""),)}))
    assert state.keys() == {"monitored", "path", "tags"}


def test_files_are_told_by_their_path_below_the_folder() -> None:
    film = movie(603)
    state = title_state(film, side(film, media={603: (media_file("The Matrix.mkv"),)}))
    assert state["files"]["The Matrix.mkv"]["quality"] == {"id": 3, "name": "WEBDL-1080p"}


@pytest.mark.parametrize(
    ("seasons", "to_set"),
    [
        ({}, {"1x2": False}),
        ({"1": False}, {"1x1": True}),  # the season takes 1x2 along, and 1x1 too
        ({"1": True}, {"1x2": False}),
    ],
)
def test_what_writing_a_season_does_to_its_episodes_is_reckoned_with(
    seasons: dict[str, bool], to_set: dict[str, bool]
) -> None:
    wanted = {"1x1": True, "1x2": False, "1x9": True}
    assert episodes_to_set(wanted, {"1x1": True, "1x2": True}, seasons) == to_set
