"""What each format adds to a file's score, and whether that is all of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.features.scores.contributions import contributions, unexplained
from arrtui.features.scores.model import Contribution
from tests.features.scores import builders as b
from tests.features.scores.builders import BAD, BETTER, FORMATS, GOOD, ZERO, explained


def test_the_greatest_comes_first_whatever_its_sign() -> None:
    result = contributions(b.file(formats=(GOOD, ZERO, BAD, BETTER)), b.profile(), FORMATS)
    assert result == (
        Contribution(BAD, "LQ", -10_000),
        Contribution(BETTER, "Tier 01", 1700),
        Contribution(GOOD, "HDR", 500),
        Contribution(ZERO, "Repack", 0),
    )


def test_formats_that_weigh_alike_are_sorted_by_name() -> None:
    profile = b.profile(scores={1: 5, 2: -5, 3: 5})
    result = contributions(b.file(formats=(3, 2, 1)), profile, {1: "c", 2: "a", 3: "b"})
    assert [contribution.name for contribution in result] == ["a", "b", "c"]


def test_a_format_that_is_gone_adds_nothing_and_has_its_id_as_name() -> None:
    assert contributions(b.file(formats=(77,)), b.profile(), FORMATS) == (Contribution(77, "format 77", 0),)


def test_without_a_profile_nothing_is_added() -> None:
    file = b.file(formats=(GOOD,), score=500)
    assert contributions(file, None, FORMATS) == (Contribution(GOOD, "HDR", 0),)
    assert not explained(file, None)


@pytest.mark.parametrize(("score", "sums_up"), [(2200, True), (2199, False), (None, True)])
def test_formats_that_do_not_sum_up_are_told(score: int | None, sums_up: bool) -> None:
    file = b.file(score=score, formats=(GOOD, BETTER))
    assert explained(file, b.profile()) == sums_up
    assert unexplained([file], {1: b.profile()}) == (not sums_up)


def test_each_file_is_explained_by_its_own_profile() -> None:
    profiles = {1: b.profile(), 2: b.profile(id=2, scores={GOOD: 1})}
    files = [b.file(n, profile_id=n % 3 + 1, formats=(GOOD,), score=500) for n in range(9)]
    assert (
        unexplained(files, profiles)
        == sum(not explained(file, profiles.get(file.profile_id)) for file in files)
        == 6
    )


SCORES = st.dictionaries(st.integers(1, 9), st.integers(-35_000, 11_000))
MATCHED = st.lists(st.integers(1, 9), unique=True).map(tuple)


@given(SCORES, MATCHED, st.integers(-2, 2))
def test_contributions_sum_up_to_the_score(
    scores: dict[int, int], formats: tuple[int, ...], off: int
) -> None:
    profile = b.profile(scores=scores)
    total = sum(contribution.score for contribution in contributions(b.file(formats=formats), profile, {}))
    assert explained(b.file(formats=formats, score=total + off), profile) == (off == 0)
