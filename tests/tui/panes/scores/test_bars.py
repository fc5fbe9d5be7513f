"""Bars, trend lines and bins, for any numbers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arrtui.tui.panes.scores.bars import Bin, bar, bins, length_bar, spark, thinned

SCORES = st.lists(st.integers(-40_000, 12_000), min_size=1, max_size=80)


@given(SCORES, st.integers(1, 10))
def test_every_file_is_in_one_bin_and_bins_follow_each_other(scores: list[int], count: int) -> None:
    counted = bins(scores, count)
    assert sum(bin.files for bin in counted) == len(scores)
    assert len(counted) <= max(count, 1)
    assert all(before.high + 1 == after.low for before, after in pairwise(counted))
    for bin in counted:
        inside = sum(bin.low <= score <= bin.high for score in scores)
        assert bin.files == inside


def test_wrecks_do_not_stretch_the_rest_into_one_bin() -> None:
    good = [1_600 + 10 * number for number in range(40)]
    counted = bins([-35_000] * 6 + good, 8)
    assert counted[0].label.startswith("below ")
    assert counted[0].files == 6
    assert len(counted) > 4


def test_where_most_files_are_wrecks_they_are_told_apart() -> None:
    counted = bins([-35_000] * 8 + [-10_000] * 8 + [0] * 3, 6)
    assert len([bin for bin in counted if bin.files]) == 3


def test_no_score_has_no_bin_and_one_score_has_one() -> None:
    assert bins([], 8) == []
    assert [bin.files for bin in bins([5, 5, 5], 8)] == [3]


def test_labels_say_what_is_open() -> None:
    assert Bin(0, 499, 3).label == "0..499"
    assert Bin(-35_000, -1, 3, open_low=True).label == "below 0"
    assert Bin(2_000, 9_000, 3, open_high=True).label == "2,000 up"
    assert Bin(7, 7, 1).label == "7"


@pytest.mark.parametrize("plain", [True, False])
@given(share=st.floats(-1, 2), width=st.integers(1, 30))
@settings(max_examples=30)
def test_a_bar_fills_its_cells_and_shows_what_is_more_than_nothing(
    plain: bool, share: float, width: int
) -> None:
    drawn = bar(share, width, plain=plain)
    assert len(drawn) == width
    empty = "." if plain else " "
    assert (set(drawn) == {empty}) == (share <= 0)
    if share >= 1:
        assert empty not in drawn
    assert drawn.isascii() or not plain


def test_bars_of_lengths_keep_their_proportion() -> None:
    assert length_bar(-35_000, 35_000, 20, plain=True) == "#" * 20
    assert length_bar(17_500, 35_000, 20, plain=True) == "#" * 10
    assert length_bar(5, 35_000, 20, plain=True) == "#"
    assert length_bar(0, 35_000, 20, plain=True) == ""
    assert length_bar(0, 0, 20, plain=True) == ""


def test_a_trend_keeps_its_ends_and_its_shape() -> None:
    assert spark([1, 2, 3], 10, plain=True) == "_-#"
    assert spark([5, 5], 10, plain=True) == "--"
    assert spark([], 10, plain=True) == ""
    assert spark([1, 2], 0, plain=True) == ""
    assert thinned(list(range(100)), 5) == [0, 25, 50, 74, 99]
    assert thinned([1, 2, 3], 1) == [3]
