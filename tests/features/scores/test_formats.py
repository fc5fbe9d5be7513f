"""What formats do in a profile: counted by hand, and true of any library."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.features.scores.formats import RATINGS, format_rows
from arrtui.features.scores.model import FormatRow, ScoredFile, ScoreLibrary
from arrtui.features.scores.verdict import judge_all
from tests.features.scores.builders import (
    BAD,
    BETTER,
    BLURAY1080,
    GOOD,
    HDTV720,
    SCORES,
    WEBDL1080,
    WEBRIP1080,
    ZERO,
    file,
    library,
    profile,
)


def with_formats(number: int, *formats: int, quality: int = BLURAY1080, extra: int = 0) -> ScoredFile:
    """Return a file whose score is what its formats sum up to, and ``extra``."""
    score = sum(SCORES[number] for number in formats) + extra
    return file(number, formats=formats, score=score, quality_id=quality)


def rows_of(stored: ScoreLibrary) -> dict[str, FormatRow]:
    return {row.name: row for row in format_rows(judge_all(stored.files, stored.profiles), stored)}


def test_uses_shares_and_weights_are_counted_per_profile() -> None:
    files = [with_formats(1, GOOD, BETTER), with_formats(2, GOOD), with_formats(3, BAD), with_formats(4)]
    rows = rows_of(library(files))
    hdr, tier, bad = rows["HDR"], rows["Tier 01"], rows["LQ"]
    assert (hdr.uses, hdr.share, hdr.score, hdr.profile, hdr.instance) == (2, 0.5, 500, "HD", "radarr.main")
    assert hdr.weight == pytest.approx(1000 / 2700)
    assert tier.weight == pytest.approx(1700 / 2700)
    assert (bad.uses, bad.weight) == (1, 1.0)


def test_a_format_counts_by_the_profile_of_the_file() -> None:
    profiles = [profile(), profile(id=2, name="4K", scores={**SCORES, GOOD: -5})]
    files = [with_formats(1, GOOD), file(2, profile_id=2, formats=(GOOD,), score=-5), file(3, profile_id=9)]
    rows = format_rows(
        judge_all(files, {profile.id: profile for profile in profiles}), library(files, profiles)
    )
    by_profile = {
        row.profile: (row.score, row.uses, row.share, row.rating) for row in rows if row.name == "HDR"
    }
    assert by_profile == {"HD": (500, 1, 1.0, "high"), "4K": (-5, 1, 1.0, "negative")}
    assert {row.profile for row in rows} == {"HD", "4K"}


def test_ratings_follow_the_weight() -> None:
    scores = {1: 900, 2: 81, 3: 19, 4: -1, 5: 10, 6: 0, 7: 0}
    names = {1: "most", 2: "some", 3: "hardly", 4: "unwanted", 5: "never", 6: "free", 7: "nowhere"}
    files = [file(1, formats=(1, 2, 3, 4, 6), score=999)]
    rows = rows_of(library(files, [profile(scores=scores)], formats=names))
    assert {name: row.rating for name, row in rows.items()} == {
        "most": "high",
        "some": "medium",
        "hardly": "low",
        "unwanted": "negative",
        "free": "unscored",
        "never": "dead",
    }
    assert list(rows) == ["most", "some", "hardly", "unwanted", "free", "never"]


@pytest.mark.parametrize(("points", "rating"), [(100, "high"), (99, "medium"), (20, "medium"), (19, "low")])
def test_the_bounds_of_the_ratings(points: int, rating: str) -> None:
    scores = {1: 1000 - points, 2: points}
    rows = rows_of(library([file(1, formats=(1, 2))], [profile(scores=scores)], formats={1: "a", 2: "b"}))
    assert rows["b"].rating == rating


def test_lift_is_what_files_with_a_format_have_besides() -> None:
    files = [with_formats(1, GOOD, extra=300), with_formats(2, GOOD, extra=100), with_formats(3, extra=50)]
    row = rows_of(library(files))["HDR"]
    assert row.lift == pytest.approx(150)
    assert "150 more than others of their quality" in row.advice


def test_lift_compares_within_one_group_of_qualities() -> None:
    files = [
        with_formats(1, GOOD, quality=WEBDL1080, extra=40),
        with_formats(2, quality=WEBRIP1080, extra=10),
        with_formats(3, quality=HDTV720, extra=-900),
        with_formats(4, GOOD, quality=BLURAY1080, extra=5000),
    ]
    assert rows_of(library(files))["HDR"].lift == pytest.approx(30)


def test_lift_counts_a_group_by_its_files_with_the_format() -> None:
    files = [
        *(with_formats(number, GOOD, quality=WEBDL1080, extra=100) for number in range(3)),
        with_formats(10, quality=WEBDL1080),
        with_formats(11, GOOD, quality=BLURAY1080, extra=500),
        with_formats(12, quality=BLURAY1080),
    ]
    assert rows_of(library(files))["HDR"].lift == pytest.approx((3 * 100 + 500) / 4)


@pytest.mark.parametrize("formats", [(GOOD,), (BETTER,)], ids=["all have it", "none has it"])
def test_no_lift_where_one_side_has_no_file(formats: tuple[int, ...]) -> None:
    rows = rows_of(library([with_formats(1, *formats), with_formats(2, *formats)]))
    assert rows["HDR"].lift is None


def test_a_format_listed_twice_counts_once() -> None:
    rows = rows_of(library([file(1, formats=(GOOD, GOOD), score=500)]))
    assert (rows["HDR"].uses, rows["HDR"].share) == (1, 1.0)


def test_a_format_the_instance_no_longer_has_is_named_by_its_number() -> None:
    rows = rows_of(library([file(1, formats=(99,), score=0)]))
    assert (rows["format 99"].rating, rows["format 99"].score) == ("unscored", 0)


def test_advice_is_one_sentence_of_the_facts() -> None:
    files = [with_formats(1, GOOD, BAD), with_formats(2, GOOD, ZERO), with_formats(3, GOOD)]
    advice = {name: row.advice for name, row in rows_of(library(files)).items()}
    assert (
        advice["HDR"] == "It brings 100% of all points, on 3 files: a change of its score moves the profile."
    )
    assert advice["LQ"] == "It costs 1 file 10,000 points: a file without it is better."
    assert advice["Tier 01"].startswith("None of the 3 files matches it")
    assert advice["Repack"].startswith("1 file matches it without an effect")
    assert "5,000 more than others" in advice["Repack"]


def test_a_format_that_keeps_bad_releases_out_is_not_blamed() -> None:
    advice = rows_of(library([with_formats(1, GOOD)]))["LQ"].advice
    assert advice == "The only file does not match it: what it warns of stays out."


def test_a_profile_without_files_has_no_rows() -> None:
    assert format_rows((), library([])) == ()


_FILES = st.lists(
    st.tuples(
        st.lists(st.sampled_from(sorted(SCORES)), max_size=4),
        st.sampled_from([HDTV720, WEBDL1080, WEBRIP1080, BLURAY1080, 77]),
        st.integers(-2000, 2000),
    ),
    max_size=30,
)


@given(_FILES)
def test_shares_and_weights_are_parts_of_a_whole(made: list[tuple[list[int], int, int]]) -> None:
    files = [
        with_formats(number, *formats, quality=quality, extra=extra)
        for number, (formats, quality, extra) in enumerate(made)
    ]
    rows = rows_of(library(files)).values()
    for row in rows:
        assert 0 <= row.share <= 1
        assert row.share == pytest.approx(row.uses / len(files))
        assert row.uses == sum(row.format_id in file.formats for file in files)
        assert row.rating in RATINGS
        assert row.advice.endswith(".")
    for sign in (1, -1):
        weights = [row.weight for row in rows if row.score * sign > 0 and row.uses]
        assert not weights or sum(weights) == pytest.approx(1)
