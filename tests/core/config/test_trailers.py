"""The configuration of trailers: profiles, hours, and names that no app or player takes for a film."""

from __future__ import annotations

import pytest

from arrtui.core.config import TrailersConfig
from arrtui.core.config.trailer_profiles import check_film_template, check_series_template
from arrtui.db.media import TrailerTitle
from tests.core.config.test_load import MAIN, Files, files

__all__ = ["files"]

TITLE = TrailerTitle("radarr.main", "348", 1, "Alien", "alien", 1979, True, "/movies/Alien", "/movies", 1)


@pytest.mark.parametrize(
    "template",
    [
        "trailer.{ext}",
        "{base}.trailer.{ext}",
        "{base} - trailer.{ext}",
        "{base}-trailer-1.{ext}",
        "{base}-trailer2.{ext}",
        "{base}-trailer.en.{ext}",
        "{base}-teaser.{ext}",
        "trailers/{base}-trailer.{ext}",
        "Trailers/{base}.{ext}",
        ".{base}-trailer.{ext}",
        "{base} S01E02-trailer.{ext}",
        "-trailer.{ext}",
        "{base}-trailer",
        "{base}-trailer.mkv",
        "{nothing}-trailer.{ext}",
        "..\\{base}-trailer.{ext}",
    ],
)
def test_a_name_that_would_be_taken_for_a_film_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match=r"must|may|holds"):
        check_film_template(template)


def test_names_that_apps_and_players_know_are_taken() -> None:
    for template in ("{base}-trailer.{ext}", "movie-trailer.{ext}", "{title} ({year})-Trailer.{ext}"):
        assert check_film_template(template) == template
    for template in ("trailers/{title}.{ext}", "Trailers/{title} {season}.{ext}"):
        assert check_series_template(template) == template


@pytest.mark.parametrize(
    "template",
    ["{title}-trailer.{ext}", "Season 01/{title}.{ext}", "trailers/a/{title}.{ext}", "trailers/.x.{ext}"],
)
def test_a_trailer_of_a_series_lies_in_its_folder_only(template: str) -> None:
    with pytest.raises(ValueError, match="trailers/"):
        check_series_template(template)


def test_everything_wrong_with_profiles_is_said_at_its_place(files: Files) -> None:
    problems = files.problems(
        MAIN
        + """
trailers = { profile = "hd" }
[trailers]
hours = "25-3"
[trailers.profile.uhd]
filter = "yeer>2000"
max_height = 99
nme = "x"
codecs = ["mpeg"]
name = "trailer.{ext}"
season_name = "trailers/{title}.{ext}"
"""
    )
    place = "trailers.profile.uhd"
    assert {*problems} == {
        *("radarr.main.trailers.profile", "trailers.hours", f"{place}.filter", f"{place}.max_height"),
        *(f"{place}.nme", f"{place}.codecs.0", f"{place}.name", f"{place}.season_name"),
    }
    assert "did you mean name" in problems[f"{place}.nme"]
    assert "did you mean year" in problems[f"{place}.filter"]
    assert "h264" in problems[f"{place}.codecs.0"]


def test_the_first_profile_that_fits_is_a_titles_unless_one_is_named(files: Files) -> None:
    text = """
[trailers.profile.old]
filter = "@main year<1980"
max_height = 480
[trailers.profile.default]
max_height = 720
[trailers.profile.uhd]
filter = "title:dune"
"""
    environment = {"ARRTUI_TRAILERS__PROFILE__UHD__MAX_HEIGHT": "2160"}
    trailers = files.load(MAIN + text, env=environment).trailers

    def height(title: TrailerTitle, named: str = "") -> tuple[str, int]:
        name, profile = trailers.profile_of(title, named)
        return name, profile.max_height

    assert height(TITLE) == ("old", 480)
    assert height(TITLE._replace(year=2020)) == ("default", 720)
    assert height(TITLE._replace(year=2021, title="Dune")) == ("uhd", 2160)
    assert height(TITLE, "uhd") == ("uhd", 2160)
    assert height(TITLE, "gone") == ("old", 480)
    assert TrailersConfig().profile_of(TITLE)[0] == "default"


@pytest.mark.parametrize(
    ("hours", "inside"), [("", {0, 5, 7, 12, 23}), ("1-7", {5}), ("22-6", {0, 5, 23}), ("23-24", {23})]
)
def test_hours_may_go_over_midnight(hours: str, inside: set[int]) -> None:
    config = TrailersConfig(hours=hours)
    assert {hour for hour in (0, 5, 7, 12, 23) if config.in_hours(hour)} == inside
