"""Health: made of shares, with its parts and the step that would raise it most."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.features.scores.candidates import candidates
from arrtui.features.scores.health import grade_of, health
from arrtui.features.scores.model import Missing, Profile, ScoredFile, ScoreHealth
from arrtui.features.scores.rules import ScoreRules
from arrtui.features.scores.verdict import judge_all
from tests.features.scores import builders as b
from tests.features.scores.builders import BAD, BETTER, GOOD, WEBDL1080


def of(files: Sequence[ScoredFile], *profiles: Profile, missing: Missing = b.NOTHING) -> ScoreHealth:
    by_id = {profile.id: profile for profile in profiles or (b.profile(),)}
    judged = judge_all(files, by_id)
    return health(judged, candidates(judged, by_id, ScoreRules()), by_id, missing)


def good(count: int, start: int = 1) -> list[ScoredFile]:
    return [b.file(start + n) for n in range(count)]


def test_an_instance_as_it_should_be_has_all_points_and_nothing_left() -> None:
    result = of(good(10), missing=Missing(10, 10))
    assert (result.points, result.grade, result.next_step) == (100, "A", "")


def test_an_empty_instance_lacks_nothing() -> None:
    result = of([])
    assert (result.points, result.grade, result.next_step) == (100, "A", "")
    assert {part.share for part in result.parts} == {1.0}


def test_the_parts_count_and_weigh_as_they_say() -> None:
    files = [
        *good(4),
        b.file(5, score=-9500, formats=(GOOD, BAD)),
        b.file(6, quality_id=WEBDL1080),
        b.file(7, score=1500),
        b.file(8, profile_id=2, score=700),
    ]
    result = of(files, b.profile(), b.profile(id=2, upgrade_allowed=False), missing=Missing(10, 6))
    parts = [(part.name, part.weight, part.good, part.of) for part in result.parts]
    assert parts == [
        ("minimum", 35, 7, 8),
        ("done", 30, 4, 7),
        ("present", 20, 6, 10),
        ("no-negative", 15, 7, 8),
    ]
    # 30.625 + 17.143 + 12 + 13.125 = 72.893
    assert (result.points, result.grade) == (73, "C")


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        (100, "A"),
        (90, "A"),
        (89, "B"),
        (80, "B"),
        (79, "C"),
        (70, "C"),
        (69, "D"),
        (60, "D"),
        (59, "F"),
        (0, "F"),
    ],
)
def test_grades(points: int, grade: str) -> None:
    assert grade_of(points) == grade


def test_a_wanted_score_that_no_release_has_takes_no_points() -> None:
    crowd = [b.file(n, score=1500) for n in range(1, 20)]
    little_less, much_less = b.file(20, score=1450), b.file(21, score=700)
    done = of([*crowd, little_less, much_less], b.profile(wanted=10_000)).parts[1]
    assert (done.good, done.of) == (20, 21)


def test_nothing_good_is_no_points() -> None:
    result = of([b.file(score=-10_000, formats=(BAD,))], missing=Missing(3, 0))
    assert (result.points, result.grade) == (0, "F")


def test_a_format_is_negative_by_the_files_own_profile() -> None:
    profiles = b.profile(), b.profile(id=2, scores={GOOD: -5, BETTER: 3000})
    result = of([b.file(1), b.file(2, profile_id=2)], *profiles)
    assert (result.parts[3].good, result.parts[3].of) == (1, 2)


def test_sonarr_counts_files_and_wants_episodes() -> None:
    result = of([b.episodes(1), b.episodes(2, score=0)], missing=Missing(9, 8))
    assert result.parts[1].of == 2
    assert result.parts[2].words == "wanted episodes that have a file"


@pytest.mark.parametrize(
    ("files", "missing", "step"),
    [
        (
            [*good(10), *(b.file(50 + n, score=1500) for n in range(10))],
            Missing(20, 19),
            "Upgrade the 10 files with better releases in reach: up to 15 points more, grade A instead of B.",
        ),
        (
            [*good(19), b.file(99, score=1500)],
            Missing(4, 3),
            "Find the 1 wanted movie without a file: up to 5 points more.",
        ),
        (good(4), Missing(5_000, 1_250), "Find the 3,750 wanted movies without a file: up to 15 points more"),
        ([], Missing(2, 1), "Find the 1 wanted title without a file: up to 10 points more."),
        ([b.episodes(1)], Missing(4, 2), "Find the 2 wanted episodes without a file: up to 10 points more."),
        (
            [*good(299), b.file(999, score=1500)],
            b.NOTHING,
            "Upgrade the 1 file with better releases in reach: up to less than a point more.",
        ),
    ],
)
def test_the_next_step_is_the_one_that_brings_most(
    files: list[ScoredFile], missing: Missing, step: str
) -> None:
    assert of(files, missing=missing).next_step.startswith(step)


def test_the_minimum_comes_next_where_it_costs_most() -> None:
    low = b.profile(wanted=0, minimum=100)
    result = of([b.file(1, score=50), b.file(2, score=100)], low)
    assert (
        result.next_step
        == "Replace the 1 file below the minimum: up to 18 points more, grade A instead of B."
    )


def test_negative_formats_come_next_where_they_cost_most() -> None:
    result = of([b.file(1, score=3000, formats=(GOOD, BAD)), *good(4, start=2)])
    assert result.next_step == "Replace the 1 file with a negative format: up to 3 points more."


SCORES = st.lists(st.integers(-35_000, 11_000), max_size=20)


@given(SCORES, st.integers(0, 50), st.integers(0, 50))
def test_health_is_between_0_and_100_and_made_of_its_parts(scores: list[int], wanted: int, gone: int) -> None:
    missing = Missing(wanted, max(0, wanted - gone))
    files = [b.file(n, score=score, formats=(BAD,) if score < 0 else ()) for n, score in enumerate(scores)]
    result = of(files, missing=missing)
    assert 0 <= result.points <= 100
    assert abs(result.points - sum(part.weight * part.share for part in result.parts)) <= 0.5 + 1e-9
    assert sum(part.weight for part in result.parts) == 100
    assert (result.next_step == "") == all(part.good == part.of for part in result.parts)


@given(SCORES.filter(bool), st.integers(0, 19))
def test_one_terrible_file_costs_no_more_than_its_share(scores: list[int], place: int) -> None:
    files = [b.file(n, score=score) for n, score in enumerate(scores)]
    place %= len(files)
    spoiled = [*files[:place], b.file(place, score=-35_000, formats=(BAD,)), *files[place + 1 :]]
    for before, after in zip(of(files).parts, of(spoiled).parts, strict=True):
        if before.name == "done":
            continue  # what is within reach of the others depends on that file
        assert 0 <= before.share - after.share <= 1 / len(files) + 1e-9
