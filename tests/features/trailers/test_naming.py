"""Names of trailers: what players pair with the film, whatever the film is called."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.apps import APPS, Kind
from arrtui.core.config.trailer_profiles import TrailerProfile
from arrtui.features.trailers.naming import film_trailer, series_trailer
from arrtui.media.names import AppReading, names_episode, names_trailer, reading

DEFAULT = TrailerProfile()
ANY = TrailerProfile(name="movie-trailer.{ext}")


@pytest.mark.parametrize(
    ("profile", "film", "alone", "path"),
    [
        (DEFAULT, "Alien (1979) [Bluray-1080p].mkv", True, "Alien (1979) [Bluray-1080p]-trailer.mp4"),
        (DEFAULT, "Alien {tmdb-348}.2019.x.mkv", True, "Alien {tmdb-348}.2019.x-trailer.mp4"),
        (DEFAULT, "Disc 1/Alien.mkv", False, "Disc 1/Alien-trailer.mp4"),
        (ANY, "Alien (1979).mkv", True, "movie-trailer.mp4"),
        (ANY, "Alien (1979) - HD.mkv", False, "Alien (1979) - HD-trailer.mp4"),
        (DEFAULT, "ö" * 123 + ".mkv", True, "movie-trailer.mp4"),
        (DEFAULT, "ö" * 125 + ".mkv", False, "ö" * 121 + "-trailer.mp4"),
    ],
)
def test_the_trailer_of_a_film_stands_beside_it(
    profile: TrailerProfile, film: str, alone: bool, path: str
) -> None:
    assert film_trailer(profile, film, "Alien", 1979, ".mp4", alone=alone) == path


def test_the_trailer_of_a_series_lies_in_its_folder() -> None:
    assert (
        series_trailer(DEFAULT, "Trailer: Park/Boys?", 2001, None, ".mkv") == "trailers/Trailer Park Boys.mkv"
    )
    assert series_trailer(DEFAULT, "The Wire", 2002, 2, ".mp4") == "trailers/The Wire - Season 2.mp4"


@given(
    st.text(st.characters(blacklist_characters="/\0", blacklist_categories=["Cs"]), min_size=1, max_size=250),
    st.text(max_size=300),
    st.booleans(),
)
def test_no_name_is_ever_taken_for_a_film_or_an_episode(base: str, title: str, alone: bool) -> None:
    film = film_trailer(DEFAULT, f"{base}.mkv", title, 1979, ".mp4", alone=alone)
    series = series_trailer(DEFAULT, title, 2001, 3, ".mp4")
    assert reading(film, APPS[Kind.RADARR].scan) is AppReading.LEFT_OUT
    assert reading(series, APPS[Kind.SONARR].scan) is AppReading.LEFT_OUT
    assert all(len(os.fsencode(path.rpartition("/")[2])) <= 255 for path in (film, series))
    assert names_trailer(film) or names_episode(film)
