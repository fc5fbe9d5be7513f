"""Every name of a pair is checked against both sides, and all faults are told at once with what is near."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.core.domain import Setting
from arrtui.core.errors import PairError
from arrtui.features.sync.model import Side
from arrtui.features.sync.planning.check import check_pair
from tests.features.sync.pairs import pair
from tests.features.sync.sides import movie, series, side

UHD = "radarr.uhd"
QUALITIES = Setting(
    id=1, type="quality_profile", name="HD",
    body={"items": [
        {"quality": {"id": 3, "name": "WEBDL-1080p"}, "items": []},
        {"name": "WEB 2160p", "items": [{"quality": {"id": 18, "name": "WEBDL-2160p"}}]},
    ]},
)  # fmt: skip


def faults(source: Side, target: Side, **options: Any) -> list[str]:
    try:
        check_pair(pair(kind=source.kind.value, **options), source, target)
    except PairError as error:
        return error.detail.split("\n")
    return []


def filter_faults(**include: Any) -> list[str]:
    titles = movie(1, tags=("kids",)), movie(2, path="/movies/archive/Old")
    return faults(side(*titles, settings=(QUALITIES,)), side(name=UHD), include=include)


def test_a_pair_without_names_needs_nothing() -> None:
    assert faults(side(movie(1)), side(name=UHD)) == []


@pytest.mark.parametrize(
    "include",
    [
        {"quality_profiles": ("hd",)},
        {"tags": ("KIDS",)},
        {"root_folders": ("/movies/",)},
        {"root_folders": ("/movies/archive",)},
        {"min_quality": "webdl-1080p"},
        {"min_quality": "WEB 2160p"},
        {"min_quality": "WEBDL-2160p"},
        {"genres": ("Nobody's",), "certifications": ("X",), "languages": ("Elvish",), "text": "nothing"},
    ],
)
def test_names_in_the_filter_that_exist_or_need_not(include: dict[str, Any]) -> None:
    assert filter_faults(**include) == []


@pytest.mark.parametrize(
    ("include", "fault"),
    [
        (
            {"quality_profiles": ("HDD",)},
            'Filter.include.quality_profiles: radarr.main has no "HDD"; did you mean HD or UHD?',
        ),
        ({"tags": ("kid",)}, 'Filter.include.tags: radarr.main has no "kid"; did you mean kids?'),
        (
            {"root_folders": ("/movie",)},
            'Filter.include.root_folders: radarr.main has no folder "/movie"; did you mean /movies?',
        ),
        (
            {"min_quality": "WEBDL-1080"},
            'Filter.include.min_quality: radarr.main has no "WEBDL-1080"; '
            "did you mean WEBDL-1080p or WEBDL-2160p?",
        ),
    ],
)
def test_names_in_the_filter_that_do_not_exist(include: dict[str, Any], fault: str) -> None:
    assert filter_faults(**include) == [fault]


def test_a_tag_named_like_the_id_of_another_does_not_exist() -> None:
    source = side(movie(1, tags=("kids",)))
    (number,) = source.tags
    (fault,) = faults(source, side(name=UHD), exclude={"tags": (str(number),)})
    assert fault == f'Filter.exclude.tags: radarr.main has no "{number}"; it has kids.'


def test_a_folder_that_only_begins_alike_does_not_exist() -> None:
    found = faults(side(roots=("/movies4k",)), side(name=UHD), include={"root_folders": ("/movies",)})
    assert len(found) == 1


def test_the_left_of_a_map_is_the_sources_and_the_right_the_targets() -> None:
    source = side(movie(1, tags=("kids",)), profiles=("HD",), roots=("/movies",))
    target = side(name=UHD, profiles=("Ultra",), roots=("/uhd",))
    good = {"profiles": {"HD": "Ultra"}, "roots": {"/movies": "/uhd"}, "tags": {"kids": "new"}}
    assert faults(source, target, **good) == []
    bad = {
        "profiles": {"HD": "Ultra", "Ultra": "Ultra"},
        "roots": {"/movies": "/uhd", "/uhd": "/uhd"},
        "tags": {"new": "kids"},
    }
    assert faults(source, target, **bad) == [
        'Map.quality_profiles: radarr.main has no "Ultra"; it has HD.',
        'Map.root_folders: radarr.main has no folder "/uhd"; it has /movies.',
        'Map.tags: radarr.main has no "new"; it has kids.',
    ]


def test_a_name_to_write_must_be_written_as_the_target_has_it() -> None:
    (fault,) = faults(side(movie(1)), side(name=UHD, profiles=("Ultra",)), profiles={"HD": "ultra"})
    assert fault == 'Map.quality_profiles: radarr.uhd has no "ultra"; did you mean Ultra?'


def test_a_profile_that_titles_need_and_the_target_lacks_is_never_guessed() -> None:
    source = side(movie(1), movie(2), movie(3, profile="UHD"))
    found = faults(source, side(name=UHD, profiles=("HD-1080p", "UHD")))
    assert found == [
        'Map.quality_profiles: 2 of the titles of radarr.main have the quality profile "HD"; '
        "radarr.uhd has no such quality profile, did you mean UHD?"
    ]


def test_a_folder_that_titles_need_and_the_target_lacks_is_never_guessed() -> None:
    source = side(movie(1, root="/kids/4k"), roots=("/kids", "/kids/4k"))
    found = faults(source, side(name=UHD, roots=("/movies",)), roots={"/kids": "/movies"})
    assert found == [
        'Map.root_folders: 1 of the titles of radarr.main have the root folder "/kids/4k", which becomes '
        '"/movies/4k"; radarr.uhd has no such root folder, did you mean /movies?'
    ]


def test_a_folder_in_a_map_that_the_target_lacks_is_told_once() -> None:
    found = faults(
        side(movie(1, root="/kids")), side(name=UHD, roots=("/movies",)), roots={"/kids": "/movie"}
    )
    assert found == ['Map.root_folders: radarr.uhd has no folder "/movie"; did you mean /movies?']


def test_only_what_is_needed_has_to_exist() -> None:
    """What is there already, filtered out or excluded is not added, so its profile is not needed."""
    source = side(
        movie(1, profile="A"), movie(2, profile="B"), movie(3, profile="C"), movie(0, profile="D"),
        profiles=("A", "B", "C", "D"),
    )  # fmt: skip
    target = side(movie(1, profile="HD"), name=UHD, profiles=("HD",), exclusions={"3": "x"})
    exclude = {"quality_profiles": ("B",)}
    assert faults(source, target, exclude=exclude) == []
    assert len(faults(source, target, exclude=exclude, update=("quality_profile",))) == 1
    assert faults(source, target, exclude=exclude, update=("root_folder", "tags")) == []


def test_a_union_needs_names_on_both_sides() -> None:
    source, target = side(movie(1), profiles=("HD",)), side(movie(2, profile="UHD"), name=UHD)
    (fault,) = faults(source, target, mode="union")
    assert "1 of the titles of radarr.uhd" in fault
    assert faults(source, target, mode="union", profiles={"HD": "UHD"}) == []


def test_titles_with_a_profile_nobody_knows_are_told() -> None:
    found = faults(side(movie(1, profile="")), side(name=UHD))
    assert found == ["1 of the titles of radarr.main have no quality profile that is known"]


def test_series_are_checked_alike() -> None:
    source = side(series(1, root="/tv"), name="sonarr.main")
    (fault,) = faults(source, side(name="sonarr.uhd", roots=("/shows",)))
    assert 'the root folder "/tv"; sonarr.uhd has no such root folder, it has /shows.' in fault


def test_all_faults_are_in_one_error_that_says_where_to_correct_them() -> None:
    source = side(movie(1, tags=("kids",)))
    options: dict[str, Any] = {"include": {"tags": ("kid",)}, "profiles": {"*": "Nope"}}
    with pytest.raises(PairError) as raised:
        check_pair(pair(**options), source, side(name=UHD, profiles=("HD",)))
    assert str(raised.value).startswith("checking the pair test: 2 names in it do not fit")
    assert "[sync.test]" in str(raised.value)
    first, second = raised.value.detail.splitlines()
    assert first.startswith("Filter.include.tags: radarr.main has no")
    assert "ap.quality_profiles" in second
