"""What the files of a profile look like, bins that stay readable, and profiles that differ."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.features.scores.model import Profile, ProfileRow, ScoreLibrary
from arrtui.features.scores.profiles import profile_differences, profile_rows
from arrtui.features.scores.spread import MOST_BINS, histogram
from arrtui.features.scores.verdict import judge_all
from tests.features.scores.builders import BLURAY1080, GOOD, SCORES, SDTV, WEB1080, file, library, profile


def rows_of(stored: ScoreLibrary) -> tuple[ProfileRow, ...]:
    return profile_rows(judge_all(stored.files, stored.profiles), stored)


# --- rows ------------------------------------------------------------------------------------------------


def test_a_profile_tells_its_files() -> None:
    files = [file(number, score=score) for number, score in enumerate([-5, 100, 200, 300, 2000, 2500])]
    files.append(file(9, score=50, quality_id=SDTV))
    (row,) = rows_of(library(files))
    assert (row.instance, row.profile, row.files) == ("radarr.main", "HD", 7)
    assert (row.p10, row.median, row.p90) == (-5, 200, 2500)
    assert row.done == pytest.approx(2 / 7)
    assert row.below_minimum == pytest.approx(1 / 7)
    assert row.no_upgrades == 0
    assert (row.minimum, row.wanted, row.cutoff, row.upgrade_allowed) == (0, 2000, "Bluray-1080p", True)


def test_the_cutoff_may_be_a_group_or_nothing_known() -> None:
    profiles = [profile(cutoff=WEB1080), profile(id=2, name="odd", cutoff=4711)]
    assert {row.profile: row.cutoff for row in rows_of(library([], profiles))} == {
        "HD": "WEB 1080p",
        "odd": "",
    }


def test_a_profile_that_allows_no_upgrades() -> None:
    (row,) = rows_of(library([file(1, score=-20), file(2)], [profile(upgrade_allowed=False)]))
    assert (row.no_upgrades, row.done, row.below_minimum) == (1.0, 0.0, 0.5)


def test_a_profile_without_files_has_only_zeros_and_comes_last() -> None:
    profiles = [profile(id=2, name="Any"), profile()]
    used, unused = rows_of(library([file(1), file(2, profile_id=77)], profiles))
    assert (used.profile, used.files, unused.profile, unused.files) == ("HD", 1, "Any", 0)
    assert (unused.p10, unused.median, unused.p90, unused.histogram) == (0, 0, 0, ())
    assert (unused.done, unused.below_minimum, unused.no_upgrades) == (0.0, 0.0, 0.0)


@given(st.lists(st.integers(-40_000, 12_000), max_size=60), st.booleans(), st.integers(-100, 3000))
def test_shares_are_shares_and_every_file_is_in_a_bin(scores: list[int], allowed: bool, minimum: int) -> None:
    files = [file(number, score=score) for number, score in enumerate(scores)]
    (row,) = rows_of(library(files, [profile(upgrade_allowed=allowed, minimum=minimum)]))
    for share in (row.done, row.below_minimum, row.no_upgrades):
        assert 0 <= share <= 1
    assert sum(files for _, _, files in row.histogram) == row.files == len(scores)
    assert row.p10 <= row.median <= row.p90


# --- bins ------------------------------------------------------------------------------------------------


def test_outliers_are_gathered_so_that_the_bulk_stays_readable() -> None:
    scores = [*range(0, 2000, 7), *[-35_000] * 9, -10_000, 11_000]
    bins = histogram(Counter(scores))
    assert bins[0] == (-35_000, 0, 10)
    assert bins[-1] == (2000, 11_001, 1)
    assert {high - low for low, high, _ in bins[1:-1]} == {200}


def test_most_files_of_one_score_leave_the_others_apart() -> None:
    scores = [*[0] * 500, *[-35_000] * 4, *range(1500, 1900, 25)]
    bins = histogram(Counter(scores))
    assert bins[0] == (-35_000, bins[1][0], 4)
    assert sum(files for low, _, files in bins if low >= 1400) == 16
    assert [files for low, _, files in bins if low == 0] == [500]


@pytest.mark.parametrize("score", [0, -35_000, 7])
def test_one_score_is_one_bin(score: int) -> None:
    assert histogram({score: 3}) == ((score, score + 1, 3),)


@given(
    st.dictionaries(
        st.one_of(st.integers(-50, 50), st.integers(-2_000_000_000, 2_000_000_000)),
        st.integers(1, 40),
        max_size=25,
    )
)
def test_bins_are_few_contiguous_and_hold_every_file(counts: dict[int, int]) -> None:
    bins = histogram(counts)
    assert len(bins) <= MOST_BINS
    assert all(low_bin[1] == high_bin[0] for low_bin, high_bin in pairwise(bins))
    for low, high, files in bins:
        assert low < high
        assert files == sum(many for score, many in counts.items() if low <= score < high)
    assert sum(files for *_, files in bins) == sum(counts.values())


# --- differences -----------------------------------------------------------------------------------------


def on(instance: str, profile: Profile, formats: dict[int, str] | None = None) -> ScoreLibrary:
    """Return an instance that has one profile."""
    made = library([], [profile], instance=instance)
    profiles = {number: _moved(stored, instance) for number, stored in made.profiles.items()}
    return replace(made, profiles=profiles, formats=made.formats if formats is None else formats)


def _moved(profile: Profile, instance: str) -> Profile:
    facts = {name: getattr(profile, name) for name in profile.__struct_fields__}
    return Profile(**{**facts, "instance": instance})


def sentences(*libraries: ScoreLibrary) -> list[str]:
    return [difference.what for difference in profile_differences(libraries)]


def test_profiles_that_are_the_same_by_name_are_not_told() -> None:
    renumbered = {number + 40: score for number, score in SCORES.items()}
    names = {number + 40: name for number, name in library([]).formats.items()}
    other = on("radarr.4k", profile(id=9, scores=renumbered), names)
    assert sentences(on("radarr.main", profile()), other) == []


def test_what_decides_upgrades_is_told_with_both_values() -> None:
    other = profile(upgrade_allowed=False, cutoff=WEB1080, minimum=-100, wanted=10_000, step=50)
    differences = profile_differences([on("radarr.main", profile()), on("radarr.4k", other)])
    assert {(difference.profile, difference.instances) for difference in differences} == {
        ("HD", ("radarr.main", "radarr.4k"))
    }
    assert [difference.what for difference in differences] == [
        "Upgrades are allowed on radarr.main, not allowed on radarr.4k.",
        "The quality cutoff is Bluray-1080p on radarr.main, WEB 1080p on radarr.4k.",
        "The minimum score is 0 on radarr.main, -100 on radarr.4k.",
        "The score that is enough is 2,000 on radarr.main, 10,000 on radarr.4k.",
        "The least gain of an upgrade is 1 on radarr.main, 50 on radarr.4k.",
    ]


def test_scores_of_formats_are_compared_by_name_on_any_number_of_instances() -> None:
    other = on("radarr.4k", profile(scores={**SCORES, GOOD: 1500}))
    third = on("radarr.kids", profile())
    assert sentences(on("radarr.main", profile()), other, third) == [
        "The format HDR scores 500 on radarr.main and radarr.kids, scores 1,500 on radarr.4k."
    ]


def test_a_missing_format_differs_from_one_with_points_only() -> None:
    without = {number: name for number, name in library([]).formats.items() if name in ("HDR", "Tier 01")}
    assert sentences(on("radarr.main", profile()), on("radarr.4k", profile(), without)) == [
        "The format LQ scores -10,000 on radarr.main, is missing on radarr.4k."
    ]


def test_other_names_and_other_apps_are_not_compared() -> None:
    changed = profile(cutoff=SDTV, minimum=99)
    assert sentences(on("radarr.main", profile()), on("sonarr.main", changed)) == []
    assert sentences(on("radarr.main", profile()), on("radarr.4k", profile(name="UHD", minimum=5))) == []


def test_of_two_profiles_of_one_name_the_older_counts() -> None:
    main = on("radarr.main", profile())
    twice = replace(main, profiles={8: profile(id=8, minimum=77), **main.profiles})
    assert sentences(twice, on("radarr.4k", profile(cutoff=BLURAY1080))) == []
