"""What is worth upgrading, how much it matters, what is within reach, and the sentence about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.features.scores.candidates import candidates, percentile
from arrtui.features.scores.model import Candidate, Priority, Profile, ScoredFile
from arrtui.features.scores.rules import ScoreRules
from arrtui.features.scores.verdict import judge_all
from tests.features.scores import builders as b
from tests.features.scores.builders import BAD, BLURAY1080, FORMATS, GOOD, WEBDL1080, WEBRIP1080

RULES = ScoreRules()


def candidates_of(
    files: Sequence[ScoredFile], *profiles: Profile, rules: ScoreRules = RULES
) -> tuple[Candidate, ...]:
    by_id = {profile.id: profile for profile in profiles or (b.profile(),)}
    return candidates(judge_all(files, by_id), by_id, rules, FORMATS)


def the(file: ScoredFile, *others: ScoredFile, profile: Profile | None = None) -> Candidate:
    """Return the candidate a file is among others."""
    rows = candidates_of([file, *others], profile or b.profile())
    return next(candidate for candidate in rows if candidate.judged.file == file)


def crowd(score: int, count: int = 9, **fields: Any) -> list[ScoredFile]:
    """Return files of one score that are comparable with each other."""
    return [b.file(100 + n, score=score, **fields) for n in range(count)]


# --- who is a candidate ----------------------------------------------------------------------------------


def test_only_files_the_app_would_replace_or_below_the_minimum_are_candidates() -> None:
    never = b.profile(id=2, upgrade_allowed=False, minimum=100)
    content = b.profile(id=3, wanted=0, minimum=50)
    files = [
        b.file(1),
        b.file(2, quality_id=WEBDL1080),
        b.file(3, score=1999),
        b.file(4, profile_id=2, score=100),
        b.file(5, profile_id=2, score=99),
        b.file(6, profile_id=3, score=49),
        b.file(7, profile_id=4, score=-9),
    ]
    rows = candidates_of(files, b.profile(), never, content)
    assert {candidate.judged.file.file_id for candidate in rows} == {2, 3, 5, 6}


# --- what is within reach --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scores", "percent", "expected"),
    [
        (range(1, 11), 90, 9),
        (range(1, 12), 90, 10),
        (range(1, 6), 90, 5),
        ([7], 90, 7),
        ([7], 1, 7),
        ([3, 1, 2], 50, 2),
        ([3, 1, 2], 100, 3),
    ],
)
def test_percentiles_are_scores_that_files_have(scores: Sequence[int], percent: int, expected: int) -> None:
    assert percentile(scores, percent) == expected


def test_five_comparable_files_say_what_is_within_reach() -> None:
    four = the(b.file(score=10), *crowd(1500, 3))
    assert (four.reachable, four.gain) == (2200, 1990)
    five = the(b.file(score=10), *crowd(1500, 4))
    assert (five.reachable, five.gain) == (1500, 1490)


def test_only_files_of_the_profile_and_the_quality_group_are_comparable() -> None:
    others = [*crowd(1900, quality_id=BLURAY1080), *crowd(1800, profile_id=2)]
    alone = candidates_of([b.file(score=10, quality_id=WEBDL1080), *others], b.profile(), b.profile(id=2))[0]
    assert alone.reachable == 2200
    group = the(b.file(score=10, quality_id=WEBDL1080), *crowd(1700, quality_id=WEBRIP1080), *others[:9])
    assert group.reachable == 1700


def test_one_excellent_file_is_not_within_reach_of_all() -> None:
    assert the(b.file(score=10), *crowd(1500, 18), b.file(99, score=9000)).reachable == 1500


def test_files_without_a_score_say_nothing_about_what_is_within_reach() -> None:
    assert the(b.file(score=10), *crowd(1500, 3), b.file(98, score=None)).reachable == 2200


def test_no_more_is_gained_than_is_wanted() -> None:
    row = the(b.file(score=400), profile=b.profile(wanted=500))
    assert (row.target, row.reachable, row.gain) == (500, 2200, 100)


def test_the_thresholds_of_reach_can_be_set() -> None:
    files = [b.file(score=10), *(b.file(10 + n, score=n * 100) for n in range(1, 4))]
    row = candidates_of(files, rules=ScoreRules(reachable_files=4, reachable_percentile=50))[0]
    assert row.reachable == 100


# --- how much it matters ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "priority"),
    [
        ({"score": -1}, Priority.CRITICAL),
        ({"score": 900, "formats": (GOOD, BAD)}, Priority.CRITICAL),
        ({"quality_id": WEBDL1080}, Priority.HIGH),
        ({"quality_id": WEBDL1080, "score": -1}, Priority.CRITICAL),
        ({"quality_id": WEBDL1080, "available": False}, Priority.HIGH),
        ({"quality_id": WEBDL1080, "monitored": False}, Priority.LOW),
        ({"quality_id": WEBDL1080, "monitored": False, "score": 100}, Priority.MEDIUM),
        ({"score": 100}, Priority.MEDIUM),
        ({"score": 1780}, Priority.MEDIUM),
        ({"score": 1781}, Priority.LOW),
    ],
)
def test_priorities(fields: dict[str, Any], priority: Priority) -> None:
    assert the(b.file(**fields)).priority is priority


@pytest.mark.parametrize(
    ("rules", "priority"),
    [
        (ScoreRules(gain_points=221, gain_percent=0), Priority.LOW),
        (ScoreRules(gain_points=220, gain_percent=0), Priority.MEDIUM),
        (ScoreRules(gain_points=0, gain_percent=11), Priority.LOW),
        (ScoreRules(gain_points=0, gain_percent=10), Priority.MEDIUM),
        (ScoreRules(critical_score=500), Priority.CRITICAL),
    ],
)
def test_priorities_follow_the_rules(rules: ScoreRules, priority: Priority) -> None:
    file = b.file(score=1780, formats=(GOOD,))
    assert candidates_of([file], b.profile(scores={GOOD: 500, 1: 1700}), rules=rules)[0].priority is priority


@pytest.mark.parametrize(("score", "priority"), [(-1000, Priority.CRITICAL), (-999, Priority.MEDIUM)])
def test_a_format_is_critical_from_a_thousand_points_off(score: int, priority: Priority) -> None:
    profile = b.profile(scores={BAD: score, GOOD: 3000})
    assert the(b.file(score=500, formats=(BAD, GOOD)), profile=profile).priority is priority


def test_the_order_is_by_priority_then_gain_then_title() -> None:
    files = [
        b.file(1, score=1500, title="b"),
        b.file(2, score=1500, title="A"),
        b.file(3, score=1990, title="x"),
        b.file(4, score=1000, title="z"),
        b.file(5, quality_id=WEBDL1080, title="q"),
        b.file(6, score=-5, title="y"),
        b.file(7, title="done"),
    ]
    assert [candidate.judged.file.file_id for candidate in candidates_of(files)] == [6, 5, 4, 2, 1, 3]


def test_files_of_a_series_are_in_the_order_of_their_episodes() -> None:
    files = [b.episodes(n, score=1500, title="s") for n in (3, 1, 2)]
    assert [candidate.judged.file.episodes for candidate in candidates_of(files)] == [(1, 2), (3, 4), (5, 6)]


# --- what is said of it ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"score": 1650},
            "Bluray-1080p is met; 1,650 of 2,000 points; the app's cutoff search will not list it: "
            "search by hand.",
        ),
        (
            {"score": 1650, "monitored": False},
            "Bluray-1080p is met; 1,650 of 2,000 points; it is not monitored, so the app leaves it alone: "
            "monitor it or search by hand.",
        ),
        (
            {"score": 1650, "available": False},
            "Bluray-1080p is met; 1,650 of 2,000 points; it is not available yet, and the app waits until it "
            "is.",
        ),
        (
            {"score": 2300, "quality_id": WEBDL1080},
            "WEBDL-1080p is short of Bluray-1080p; 2,300 points are enough; the app looks for it by itself, "
            "and its cutoff search lists it.",
        ),
        (
            {"score": -9500, "formats": (BAD, GOOD), "quality_id": WEBDL1080, "monitored": False},
            "WEBDL-1080p is short of Bluray-1080p; -9,500 of 2,000 points, below the minimum of 0; LQ counts "
            "-10,000; it is not monitored, so the app leaves it alone: monitor it or search by hand.",
        ),
        (
            {"score": None},
            "Bluray-1080p is met; the app gives no score, which counts as 0; the app's cutoff search will "
            "not list it: search by hand.",
        ),
    ],
)
def test_a_sentence_for_each_situation(fields: dict[str, Any], words: str) -> None:
    assert the(b.file(**fields)).advice == words


@pytest.mark.parametrize(
    ("profile", "fields", "words"),
    [
        (
            b.profile(upgrade_allowed=False, minimum=100),
            {"score": 20},
            "The profile allows no upgrades; 20 points, below the minimum of 100; only a release chosen by "
            "hand replaces it.",
        ),
        (
            b.profile(wanted=0, minimum=100),
            {"score": 20},
            "Bluray-1080p is met; 20 points, below the minimum of 100; the app counts it as done: choose a "
            "release by hand.",
        ),
        (
            b.profile(wanted=0, minimum=-100),
            {"score": -20},
            "Bluray-1080p is met; -20 points where 0 are wanted; the app's cutoff search will not list it: "
            "search by hand.",
        ),
        (
            b.profile(wanted=5000, step=50),
            {"score": 2150},
            "Bluray-1080p is met; 2,150 of 5,000 points; the app's cutoff search will not list it: search by "
            "hand.",
        ),
        (
            b.profile(minimum=-90_000, scores={BAD: -10_000, 5: -35_000, GOOD: 9000}),
            {"score": -45_000, "formats": (BAD, 5)},
            "Bluray-1080p is met; -45,000 of 2,000 points; format 5 and LQ count -45,000; the app's cutoff "
            "search will not list it: search by hand.",
        ),
    ],
)
def test_what_the_profile_changes_about_the_sentence(
    profile: Profile, fields: dict[str, Any], words: str
) -> None:
    assert the(b.file(**fields), profile=profile).advice == words


def test_many_critical_formats_are_not_all_named() -> None:
    profile = b.profile(scores={number: -1000 - number for number in range(1, 6)})
    row = the(b.file(score=-5015, formats=(1, 2, 3, 4, 5)), profile=profile)
    assert "; format 5, format 4 and 3 others count -5,015; " in row.advice
    three = the(b.file(score=-3006, formats=(1, 2, 3)), profile=profile)
    assert "; format 3, format 2 and format 1 count -3,006; " in three.advice


def test_files_that_differ_in_nothing_a_sentence_tells_share_it() -> None:
    rows = candidates_of([b.file(1, score=50), b.file(2, score=50), b.file(3, score=51)])
    advice = {candidate.judged.file.file_id: candidate.advice for candidate in rows}
    assert advice[1] is advice[2]
    assert advice[1] != advice[3]


def test_files_as_good_as_comparable_ones_are_no_candidates() -> None:
    assert candidates_of([b.file(score=1500), *crowd(1500)], b.profile(wanted=10_000)) == ()
    assert len(candidates_of([b.file(score=1499), *crowd(1500)], b.profile(wanted=10_000))) == 1


def test_what_is_asked_for_beyond_the_score_is_part_of_the_reach() -> None:
    profile = b.profile(wanted=10_000, step=50)
    assert candidates_of([b.file(score=1451), *crowd(1500)], profile) == ()
    assert len(candidates_of([b.file(score=1450), *crowd(1500)], profile)) == 1


@pytest.mark.parametrize("fields", [{"score": 1500, "formats": (BAD,)}, {"score": -1}])
def test_files_below_the_minimum_or_spoiled_are_candidates_at_any_reach(fields: dict[str, Any]) -> None:
    row = the(b.file(**fields), *crowd(fields["score"]), profile=b.profile(wanted=10_000))
    assert (row.priority, row.gain) == (Priority.CRITICAL, 0)
    assert row.advice.endswith(f"comparable files reach {fields['score']:,}: nothing better is within reach.")


# --- always ----------------------------------------------------------------------------------------------

FILES = st.lists(
    st.builds(
        lambda quality, score, formats, monitored, profile: {
            "quality_id": quality, "score": score, "formats": formats, "monitored": monitored,
            "profile_id": profile,
        },
        st.sampled_from([b.SDTV, b.HDTV720, WEBDL1080, WEBRIP1080, BLURAY1080, 99]),
        st.none() | st.integers(-35_000, 11_000),
        st.lists(st.sampled_from(sorted(FORMATS)), unique=True).map(tuple),
        st.booleans(),
        st.integers(1, 3),
    ),
    max_size=25,
)  # fmt: skip
PROFILES = st.builds(
    lambda wanted, minimum, upgrades, step: b.profile(
        wanted=wanted, minimum=minimum, upgrade_allowed=upgrades, step=step
    ),
    st.integers(-5000, 12_000),
    st.integers(-40_000, 1000),
    st.booleans(),
    st.integers(1, 500),
)


@given(FILES, PROFILES)
def test_a_gain_is_never_negative_nor_more_than_is_wanted(
    files: list[dict[str, Any]], profile: Profile
) -> None:
    rows = candidates_of([b.file(n, **fields) for n, fields in enumerate(files)], profile, b.profile(id=2))
    for row in rows:
        assert row.gain >= 0
        assert row.judged.score + row.gain <= max(row.judged.score, min(row.target, row.reachable))
        assert row.advice.endswith(".")
        assert (row.priority is Priority.CRITICAL) >= row.judged.below_minimum
    assert [row.priority for row in rows] == sorted(row.priority for row in rows)
