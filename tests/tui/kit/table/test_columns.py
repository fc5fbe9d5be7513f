"""How columns share a width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from arrtui.tui.kit.table.columns import REQUIRED, Column, lay_out


def column(key: str, width: int | None = None, priority: int = 50, min_width: int = 8) -> Column[object]:
    return Column(key, key, str, width=width, priority=priority, min_width=min_width)


def test_the_least_important_hides_first_and_of_equals_the_rightmost() -> None:
    columns = [column("a", 10, REQUIRED), column("b", 10, 20), column("c", 10, 30), column("d", 10, 20)]
    assert lay_out(columns, 46).keys == ("a", "b", "c", "d")
    assert lay_out(columns, 42).keys == ("a", "b", "c")
    assert lay_out(columns, 25).keys == ("a", "c")
    assert lay_out(columns, 12).keys == ("a",)


def test_columns_that_may_not_hide_need_more_than_there_is() -> None:
    grid = lay_out([column("a", 10, REQUIRED), column("b", 10, REQUIRED)], 15)
    assert grid.keys == ("a", "b")
    assert grid.width == 21


def test_columns_without_a_width_share_the_rest() -> None:
    grid = lay_out([column("a"), column("b", 10), column("c")], 41)
    assert [slot.width for slot in grid.slots] == [14, 10, 13]


def test_a_gap_belongs_to_the_column_before_it() -> None:
    grid = lay_out([column("a", 5), column("b", 5)], 12)
    found = [grid.slot_at(x) for x in (0, 6, 7, 30)]
    assert [slot and slot.column.key for slot in found] == ["a", "a", "b", None]


@given(
    st.lists(st.tuples(st.none() | st.integers(1, 30), st.integers(0, 99), st.integers(1, 12)), max_size=8),
    st.integers(0, 200),
)
def test_what_shows_fits_without_overlap(specs: list[tuple[int | None, int, int]], room: int) -> None:
    columns = [column(str(n), *spec) for n, spec in enumerate(specs)]
    grid = lay_out(columns, room)
    assert len(grid.slots) <= 1 or grid.width <= room
    assert all(slot.width >= slot.column.least for slot in grid.slots)
    for left, right in zip(grid.slots, grid.slots[1:], strict=False):
        assert left.x + left.width + grid.gap == right.x
    if any(slot.column.width is None for slot in grid.slots) and grid.width <= room:
        assert grid.width == room
