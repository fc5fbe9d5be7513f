"""Which titles a filter leaves out, by which rule, and what it does with what is not known."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.config.sync import FilterRules, SyncFilter
from arrtui.core.domain import MediaFile, Setting, Volatile
from arrtui.features.sync.model import Side, SideTitle
from arrtui.features.sync.planning.filters import compile_filter, folded, needs_files
from tests.features.sync.sides import movie, series, side


def quality(name: str) -> dict[str, Any]:
    return {"quality": {"id": len(name), "name": name}, "items": [], "allowed": True}


PROFILE = Setting(
    id=4,
    type="quality_profile",
    name="HD",
    body={
        "name": "HD",
        "items": [
            quality("SDTV"),
            {"id": 1000, "name": "WEB 720p", "items": [quality("WEBDL-720p"), quality("WEBRip-720p")]},
            quality("Bluray-1080p"),
        ],
    },
)
SIDE = side(settings=[PROFILE])


def file(**fields: Any) -> MediaFile:
    return MediaFile(**{"id": 1, "quality": "WEBDL-720p", "score": 10, **fields})


def left_out_by(title: SideTitle, on: Side, rules: SyncFilter, files: tuple[MediaFile, ...]) -> str:
    return compile_filter(rules, on)(title, files)


def include(title: SideTitle, *files: MediaFile, on: Side = SIDE, **rules: Any) -> str:
    return left_out_by(title, on, SyncFilter(include=FilterRules(**rules)), files)


def exclude(title: SideTitle, *files: MediaFile, on: Side = SIDE, **rules: Any) -> str:
    return left_out_by(title, on, SyncFilter(exclude=FilterRules(**rules)), files)


def assert_meets(title: SideTitle, *files: MediaFile, **rules: Any) -> None:
    """A title that meets a rule passes it as one to include and is left out by it as one to exclude."""
    assert include(title, *files, **rules) == ""
    assert exclude(title, *files, **rules)


def assert_misses(title: SideTitle, *files: MediaFile, **rules: Any) -> None:
    assert include(title, *files, **rules)
    assert exclude(title, *files, **rules) == ""


# --- rules together --------------------------------------------------------------------------------------


def test_an_empty_filter_lets_everything_pass() -> None:
    assert include(movie(1, files=0)) == exclude(movie(1)) == ""


def test_every_rule_to_include_counts_and_any_to_exclude() -> None:
    title = movie(1, tags=("kids",), genres=("Family",), year=1999)
    both = FilterRules(tags=("kids",), genres=("Drama",))
    assert left_out_by(title, SIDE, SyncFilter(include=both), ()) == (
        "It does not have the genre Drama (include.genres)."
    )
    assert left_out_by(title, SIDE, SyncFilter(exclude=both), ()) == ("It has the tag kids (exclude.tags).")
    mixed = SyncFilter(include=FilterRules(tags=("kids",)), exclude=FilterRules(year_from=1999))
    assert left_out_by(title, SIDE, mixed, ()) == "Its year is 1999 or later (exclude.year_from)."


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        (
            {"quality_profiles": ("UHD", "Any")},
            "Its quality profile is not UHD or Any (include.quality_profiles).",
        ),
        ({"root_folders": ("/kids",)}, "It does not lie in /kids (include.root_folders)."),
        ({"monitored": False}, "It is monitored (include.monitored)."),
        ({"has_file": True}, "It has no file (include.has_file)."),
        ({"certifications": ("R",)}, "Its certification is not R (include.certifications)."),
        ({"languages": ("French",)}, "Neither it nor a file of it is in French (include.languages)."),
        ({"year_from": 2000, "year_to": 2009}, "Its year is not from 2000 to 2009 (include.year_from)."),
        ({"year_to": 1990}, "Its year is not 1990 or before (include.year_to)."),
        ({"min_rating": 7.5}, "It has no rating of 7.5 or more (include.min_rating)."),
        ({"text": "{heat}"}, 'Its title does not hold "{heat}" (include.text).'),
    ],
)
def test_the_reason_names_the_rule(rules: dict[str, Any], reason: str) -> None:
    assert include(movie(1, files=0), **rules) == reason


# --- names -----------------------------------------------------------------------------------------------


def test_names_are_whole_names_in_any_case() -> None:
    title = movie(1, profile="HD-1080p", tags=("kids", "12"), genres=("Sci-Fi",), certification="PG-13")
    assert_meets(title, quality_profiles=("SD", "hd-1080P"), tags=("KIDS",), genres=("sci-fi",))
    assert_meets(title, certifications="pg-13")
    for rules in ({"quality_profiles": "HD"}, {"tags": "kid"}, {"genres": "Sci"}, {"certifications": "PG"}):
        assert_misses(title, **rules)


def test_a_number_is_a_label_and_never_the_id_of_a_tag() -> None:
    numbered, other = movie(1, tags=("1",)), movie(2, tags=("other",))
    both = side(numbered, other)
    (number,) = (str(number) for number, label in both.tags.items() if label == "other")
    assert include(other, on=both, tags=number)
    assert include(numbered, on=both, tags="1") == ""
    assert include(other, on=both, tags="1")
    assert include(numbered, on=both, tags="12")
    assert include(movie(3, tags=("12",)), on=both, tags="1")


def test_a_series_type_is_a_rule_for_series() -> None:
    title = series(1, series_type="anime")
    assert_meets(title, series_types=("Daily", "Anime"))
    assert_misses(title, series_types="standard")


def test_a_language_is_that_of_the_original_or_of_any_file() -> None:
    title = movie(1, original_language="Japanese")
    dubbed = file(languages=((1, "English"), (2, "French")))
    assert_meets(title, languages="japanese")
    assert_meets(title, file(), dubbed, languages=("German", "french"))
    assert_misses(title, dubbed, languages=("German", "Fre"))
    assert_misses(title, languages="French")


@pytest.mark.parametrize(
    ("folder", "path", "root", "lies"),
    [
        ("/movies", "/movies/Heat", "/movies", True),
        ("/movies/", "/movies/Heat", "/movies/", True),
        ("/movies", "/movies4k/Heat", "/movies4k", False),
        ("/movies4k", "/movies/Heat", "/movies", False),
        ("/movies/kids", "/movies/kids/Up", "/movies", True),
        ("/Movies", "/movies/Heat", "/movies", False),
        ("/", "/movies/Heat", "/movies", True),
        ("/data/tv", "/elsewhere/Dark", "/data/tv", True),
        ("D:\\Movies\\", "d:/movies/Heat", "", True),
        ("D:/Movies", "D:\\Movies4K\\Heat", "D:\\Movies4K", False),
        ("\\\\nas\\Movies", "\\\\NAS\\movies\\Heat", "\\\\NAS\\movies", True),
        ("/movies/AC", "/movies/AC\\DC", "/movies", False),
        ("/movies", "", "", False),
    ],
)
def test_a_folder_ends_where_its_name_ends(folder: str, path: str, root: str, lies: bool) -> None:
    title = movie(1, path=path, root_folder=root)
    assert (include(title, root_folders=folder) == "") is lies
    assert (exclude(title, root_folders=folder) != "") is lies


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("amelie", True),
        ("AMÉLIE P", True),
        ("poulain", True),
        ("strasse", True),
        ("Amelia", False),
        ("", True),
    ],
)
def test_a_text_is_part_of_either_title_without_case_and_accents(text: str, found: bool) -> None:
    title = movie(1, "Amélie Straße", original_title="Le Fabuleux Destin d'Amélie Poulain")
    assert (include(title, text=text) == "") is found


def test_letters_that_carry_no_accent_are_found_too() -> None:
    assert folded("Łódź, Ærø") == "lodz, aero"
    assert folded("ＡＢＣ") == "abc"


# --- what is not known -----------------------------------------------------------------------------------


def test_the_years_are_one_rule() -> None:
    for year, within in ((1989, False), (1990, True), (1999, True), (2000, False)):
        (assert_meets if within else assert_misses)(movie(1, year=year), year_from=1990, year_to=1999)
    for rules in ({"year_from": 1990}, {"year_to": 1990}):
        assert_misses(movie(1, year=0), **rules)


def test_switches() -> None:
    assert_meets(movie(1), monitored=True, has_file=True)
    assert_misses(movie(1, monitored=False), monitored=True)
    assert_meets(movie(1, monitored=False), monitored=False)
    assert_meets(movie(1, files=0), has_file=False)
    assert_misses(series(1, files=3), has_file=False)


def test_the_best_rating_counts_on_one_scale() -> None:
    def rated(**ratings: float) -> SideTitle:
        return movie(1, volatile=Volatile(ratings=ratings))

    assert_meets(rated(tmdb=6.1, imdb=7.5), min_rating=7.5)
    assert_meets(rated(tmdb=6.1, rottenTomatoes=75), min_rating=7.5)
    assert_misses(rated(metacritic=74, rottenTomatoes=9, imdb=7), min_rating=7.5)
    assert_misses(rated(), min_rating=0)
    assert_misses(SideTitle(movie(1).item, {"quality_profile": "HD"}), min_rating=0)


def test_the_worst_score_counts() -> None:
    title = movie(1)
    assert_meets(title, file(score=100), file(score=50), min_score=50)
    assert_meets(title, file(score=-10), min_score=-10)
    assert_misses(title, file(score=100), file(score=49), min_score=50)
    assert_misses(title, file(score=100), file(score=None), min_score=50)
    assert_misses(title, min_score=-100_000)


@pytest.mark.parametrize(
    ("least", "qualities", "met"),
    [
        ("webrip-720P", ["WEBDL-720p"], True),
        ("WEB 720p", ["WEBRip-720p", "Bluray-1080p"], True),
        ("WEBDL-720p", ["Bluray-1080p", "SDTV"], False),
        ("Bluray-1080p", ["WEBDL-720p"], False),
        ("SDTV", ["Unheard-of"], False),
        ("Bluray-2160p", ["Bluray-1080p"], False),
        ("SDTV", [], False),
    ],
)
def test_a_quality_ranks_as_in_the_titles_own_profile(least: str, qualities: list[str], met: bool) -> None:
    files = [file(quality=name) for name in qualities]
    (assert_meets if met else assert_misses)(movie(1, profile="hd"), *files, min_quality=least)


def test_a_quality_of_a_title_whose_profile_is_not_known() -> None:
    assert_misses(movie(1, profile=""), file(), min_quality="SDTV")


# --- the whole -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "needed"),
    [
        ({}, False),
        ({"has_file": True, "tags": "a", "min_rating": 5, "text": "x"}, False),
        ({"min_score": 0}, True),
        ({"min_quality": "SDTV"}, True),
        ({"languages": "English"}, True),
    ],
)
def test_files_are_read_only_for_rules_on_them(rules: dict[str, Any], needed: bool) -> None:
    assert needs_files(SyncFilter(include=FilterRules(**rules))) is needed
    assert needs_files(SyncFilter(exclude=FilterRules(**rules))) is needed


RULES = st.fixed_dictionaries(
    {},
    optional={
        "tags": st.lists(st.sampled_from(["a", "B", "12"]), max_size=2),
        "genres": st.lists(st.sampled_from(["Drama", "comedy"]), max_size=2),
        "root_folders": st.sampled_from([(), ("/movies",), ("/kids/",)]),
        "year_from": st.sampled_from([0, 1980]),
        "year_to": st.sampled_from([0, 1995]),
        "monitored": st.booleans(),
        "min_score": st.integers(-5, 5),
        "min_rating": st.sampled_from([0, 5.0, 7]),
        "text": st.sampled_from(["", "HEAT"]),
    },
).map(lambda values: FilterRules(**values))
TITLES = st.builds(
    lambda tags, root, year, rating, name, flag: movie(
        1, name, tags=tags, root=root, year=year, monitored=flag, genres=("Drama",),
        volatile=Volatile(ratings={"imdb": rating} if rating else {}),
    ),
    st.sets(st.sampled_from(["a", "b", "1", "12"]), max_size=3),
    st.sampled_from(["/movies", "/movies4k", "/kids"]),
    st.sampled_from([0, 1979, 1985, 2020]),
    st.sampled_from([0, 4.9, 7.0]),
    st.sampled_from(["Heat", "Alien"]),
    st.booleans(),
)  # fmt: skip
FILES = st.lists(st.builds(lambda score: file(score=score), st.none() | st.integers(-6, 6)), max_size=2)


@given(TITLES, FILES, RULES, RULES)
def test_a_filter_is_its_rules_one_by_one(
    title: SideTitle, files: list[MediaFile], wanted: FilterRules, unwanted: FilterRules
) -> None:
    def alone(rules: FilterRules) -> list[FilterRules]:
        years = {"year_from": rules.year_from, "year_to": rules.year_to}
        single = [{name: getattr(rules, name)} for name in rules.model_fields_set - years.keys()]
        return [FilterRules(**values) for values in [years, *single]]

    passes = all(not left_out_by(title, SIDE, SyncFilter(include=one), files) for one in alone(wanted))
    spared = all(not left_out_by(title, SIDE, SyncFilter(exclude=one), files) for one in alone(unwanted))
    judge = compile_filter(SyncFilter(include=wanted, exclude=unwanted), SIDE)
    assert (judge(title, files) == "") is (passes and spared)
