"""Replacing tens of thousands of rows in slices, between which keys are answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.filter.matching import RowFilter
from arrtui.tui.kit.table import EstateTable, filtered, rows
from arrtui.tui.kit.table.rows import RowModel
from tests.tui.kit.table.table_app import Movie, TableApp, by_id, movies

NEW = [Movie(number, f"Movie {number:05}", 1990 + number) for number in range(2, 40)]
"""Later rows: two are gone, others have come, and their years are others."""


@pytest.fixture(autouse=True)
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every slice end after a piece of a few rows."""
    monkeypatch.setattr(filtered, "SLICE", 0.0)
    monkeypatch.setattr(rows, "PIECE", 5)
    monkeypatch.setattr(rows, "SORTED_PIECE", 5)


async def loaded_while(table: EstateTable[Movie], do: Callable[[], object]) -> None:
    """Load the later rows, do something when half of that is done, and wait for the end."""
    before = table.total_count
    loading = asyncio.create_task(table.load_rows(NEW, by_id))
    for _ in range(4):
        await asyncio.sleep(0)
    assert table.total_count == before and not loading.done()
    do()
    await loading
    await table.filtered()


@pytest.mark.parametrize(
    ("do", "shown"),
    [
        (lambda table: None, lambda movie: movie.year > 2000),
        (lambda table: table.set_filter("year>2005 -00039"), lambda m: m.year > 2005 and m.id != 39),
        (lambda table: table.set_filter(""), lambda movie: True),
        (lambda table: table.sort_by("title", descending=True), lambda movie: movie.year > 2000),
    ],
    ids=["nothing", "another filter", "no filter", "sort"],
)
async def test_the_rows_loaded_are_those_that_a_filter_and_sort_of_now_leave(
    do: Callable[[EstateTable[Movie]], object], shown: Callable[[Movie], bool]
) -> None:
    app = TableApp(movies(30))
    async with app.run_test():
        table = app.table
        table.sort_by("title")
        table.set_filter("year>2000")
        await table.filtered()
        table.move_to(20)
        await loaded_while(table, lambda: do(table))
        wanted = [movie.id for movie in NEW if shown(movie)]
        assert table.visible_keys == (wanted[::-1] if table.sort.descending else wanted)
        assert table.cursor_key == 20


async def test_cursor_and_marks_are_where_they_were_put_meanwhile() -> None:
    app = TableApp(movies(30))
    async with app.run_test():
        table = app.table
        table.sort_by("title")
        table.set_marks([0, 3])
        await loaded_while(table, lambda: table.move_to(25))
        assert (table.cursor_key, table.marked) == (25, [3])


async def test_a_row_exchanged_meanwhile_is_not_the_older_one() -> None:
    app = TableApp(movies(30))
    async with app.run_test():
        app.table.sort_by("title")
        newest = Movie(5, "Newest", 2026)
        await loaded_while(app.table, lambda: app.table.update_rows({5: newest}))
        assert app.table.get_row(5) == newest


async def test_rows_set_meanwhile_stay() -> None:
    app = TableApp(movies(30))
    async with app.run_test():
        app.table.sort_by("title")
        await loaded_while(app.table, lambda: app.table.set_rows(movies(3), by_id))
        assert app.table.visible_keys == [0, 1, 2]


@given(st.lists(st.integers(-3, 3) | st.none()), st.booleans())
def test_what_is_loaded_in_pieces_is_what_is_loaded_at_once(
    years: Sequence[int | None], descending: bool
) -> None:
    def view(piece: int) -> list[int]:
        with patch.object(rows, "PIECE", piece), patch.object(rows, "SORTED_PIECE", piece):
            model: RowModel[tuple[int, int | None]] = RowModel(str)
            model.sort(lambda row: row[1], descending=descending)
            model.filter(RowFilter(("1",)), lambda row: row[0] % 2 == 0)
            model.load(list(enumerate(years)), lambda row: row[0])
            return list(model.view)

    assert view(2) == view(1_000)


async def test_rows_that_are_ready_before_the_table_is_styled_are_drawn_once_it_is() -> None:
    app = TableApp(movies(30))
    async with app.run_test() as pilot:
        table = app.table
        styled = dict(table._component_styles)
        table._component_styles.clear()
        table.notify_style_update()
        table.prepare()
        table._component_styles.update(styled)
        table.refresh()
        await pilot.pause()
        assert "Movie" in table.render_line(1).text
