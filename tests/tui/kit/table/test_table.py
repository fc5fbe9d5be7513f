"""The table as its user meets it: cursor, marks, sort, columns and looks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from rich.cells import cell_len
from textual._compositor import ChopsUpdate, CompositorUpdate
from textual.pilot import Pilot

from arrtui.tui.kit.table import REQUIRED, Column, EstateTable
from tests.tui.kit.table.table_app import Movie, TableApp, by_id, columns, movies
from tests.tui.scenes import until

SMALL = (80, 24)


@pytest.fixture
def app() -> TableApp:
    return TableApp(movies(200))


# The cursor


async def test_keys_move_the_cursor_and_say_so(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        for keys, place in [("jjj", 3), ("k", 2), ("G", 199), ("k", 198), ("g", 0), ("k", 0)]:
            await pilot.press(*keys)
            assert app.table.cursor_key == place
        await pilot.press("down", "end", "up", "home", "ctrl+d")
        page = app.table.page_rows
        assert app.table.cursor_key == page // 2
        await pilot.press("pagedown", "ctrl+u", "pageup")
        assert app.table.cursor_key == 0
        await pilot.pause()
        assert app.heard(EstateTable.CursorMoved)[-1].row == app.rows[0]


async def test_keys_that_an_empty_table_has_no_use_for_are_offered_with_the_first_row(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        app.table.set_rows([], by_id)
        await pilot.pause()
        offered: list[bool] = []
        app.screen.bindings_updated_signal.subscribe(
            app.table, lambda screen: offered.append("enter" in screen.active_bindings)
        )
        app.table.set_rows(app.rows, by_id)
        await pilot.pause()
        assert offered == [True]


async def test_the_cursor_is_always_in_sight(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        for key in ["pagedown", "j", "G", "ctrl+u", "pageup", "k", "g", "end"]:
            await pilot.press(key)
            lines = app.lines()
            (y,) = app.cursor_lines()
            assert app.table.cursor_row is not None
            assert app.table.cursor_row.title in lines[y]
            assert lines[0].startswith("  Title")


async def test_a_refresh_leaves_the_cursor_on_its_row_and_its_line(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        app.table.move_to(100)
        await pilot.pause()
        line = app.cursor_lines()
        newcomers = [Movie(1000 + n, "New") for n in range(30)]
        app.table.set_rows([*newcomers, *(replace(row) for row in app.rows)], by_id)
        await pilot.pause()
        assert app.table.cursor_key == 100
        assert app.table.cursor_index == 130
        assert app.cursor_lines() == line
        assert len(app.heard(EstateTable.CursorMoved)) <= 2


async def test_a_refresh_holds_the_top_row_while_the_cursor_is_scrolled_away(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        app.table.jump(y=50)
        await pilot.pause()
        app.table.set_rows([Movie(1000, "New"), *app.rows], by_id)
        await pilot.pause()
        assert app.table.cursor_key == 0
        assert "Movie 00050" in app.lines()[1]


async def test_the_cursor_of_a_vanished_row_goes_to_the_next_that_is_left(app: TableApp) -> None:
    async with app.run_test(size=SMALL):
        app.table.move_to(100)
        app.table.set_rows([row for row in app.rows if not 100 <= row.id < 105], by_id)
        assert app.table.cursor_key == 105
        app.table.move_to(199)
        app.table.set_rows(app.rows[:50], by_id)
        assert app.table.cursor_key == 49
        app.table.set_rows([], by_id)
        assert app.table.cursor_row is None
        app.table.set_rows([Movie(7, "Other")], by_id)
        assert app.table.cursor_key == 7


async def test_rows_set_before_the_first_paint_show(app: TableApp) -> None:
    table: EstateTable[Movie] = EstateTable(columns())
    table.set_rows(movies(5), by_id)
    table.set_filter("00003")
    app.table, app.rows = table, movies(5)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "Movie 00003" in app.lines()[1]


async def test_opening_tells_which_row(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("j", "enter")
        await pilot.click(EstateTable, offset=(10, 5), times=2)
        await pilot.pause()
        assert [message.key for message in app.heard(EstateTable.Opened)] == [1, 4]
        app.table.set_rows([], by_id)
        await pilot.press("enter")
        assert len(app.heard(EstateTable.Opened)) == 2


# Marks


async def test_marks_follow_rows_through_refresh_sort_and_filter(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("space", "space", "j", "space")
        assert app.table.marked == [0, 1, 3]
        assert app.table.cursor_key == 4
        app.table.set_rows(list(reversed(app.rows)), by_id)
        app.table.sort_by("title")
        app.table.set_filter("00003")
        assert app.table.marked == [0, 1, 3]
        await until(lambda: app.lines()[1].startswith(("▌*Movie 00003", " *Movie 00003")), pilot)
        app.table.set_rows([row for row in app.rows if row.id != 1], by_id)
        await pilot.pause()
        assert app.table.marked == [0, 3]
        assert len(app.heard(EstateTable.MarksChanged)) == 4


async def test_a_star_marks_what_the_filter_shows_and_again_unmarks_it(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        app.table.toggle_mark(150)
        app.table.set_filter("0001")
        await pilot.press("asterisk")
        assert app.table.marked == [150, 1, *range(10, 20)]
        await pilot.press("*")
        assert app.table.marked == [150]
        app.table.clear_marks()
        assert app.table.marked == []


async def test_a_click_in_the_margin_marks(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.click(EstateTable, offset=(1, 3))
        assert (app.table.marked, app.table.cursor_key) == ([2], 2)


# Sorting


def shown(table: EstateTable[Movie], count: int = 4) -> list[Any]:
    return table.visible_keys[:count]


async def test_s_and_a_digit_sort_and_the_cursor_stays_on_its_row(app: TableApp) -> None:
    app.rows = [Movie(0, "b", 2001), Movie(1, "A", None), Movie(2, "c", 1999), Movie(3, "É", 2001)]
    async with app.run_test(size=SMALL) as pilot:
        app.table.move_to(2)
        await pilot.press("s")
        assert "1:Title" in app.lines()[0]
        await pilot.press("2")
        assert app.pressed == []
        assert "1:Title" not in app.lines()[0]
        assert shown(app.table) == [2, 0, 3, 1]
        assert "Year ▲" in app.lines()[0]
        await pilot.press("s", "enter")
        assert shown(app.table) == [0, 3, 2, 1]
        assert "Year ▼" in app.lines()[0]
        await pilot.press("s", "2")
        assert shown(app.table) == [0, 1, 2, 3]
        assert app.table.cursor_key == 2
        await pilot.press("s", "left", "right", "enter")
        assert app.table.sort.key == "title"
        assert shown(app.table) == [1, 0, 2, 3]


async def test_another_key_ends_the_choice_and_does_its_work(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("s", "j")
        assert app.table.cursor_key == 1
        assert "1:Title" not in app.lines()[0]
        await pilot.press("s", "escape")
        assert app.pressed == []
        assert "1:Title" not in app.lines()[0]


async def test_a_click_on_a_title_sorts(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        x = app.lines()[0].index("Title") + 1
        await pilot.click(EstateTable, offset=(x, 0))
        await pilot.click(EstateTable, offset=(x, 0))
        assert (app.table.sort.key, app.table.sort.descending) == ("title", True)
        assert shown(app.table, 1) == [199]
        await pilot.click(EstateTable, offset=(app.lines()[0].index("Tags"), 0))
        assert app.table.sort.key == "title"


async def test_a_refresh_sorts_again_and_a_single_update_waits(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        app.table.sort_by("title")
        app.table.update_rows({0: Movie(0, "Zorro"), 12345: Movie(12345, "unknown")})
        await pilot.pause()
        assert shown(app.table, 2) == [0, 1]
        assert "Zorro" in app.lines()[1]
        assert app.table.get_row(0) == Movie(0, "Zorro")
        app.table.set_rows([Movie(0, "Zorro"), *app.rows[1:]], by_id)
        assert app.table.visible_keys[-1] == 0
        assert app.table.cursor_key == 0


async def test_sorting_by_what_cannot_be_sorted_is_refused(app: TableApp) -> None:
    async with app.run_test(size=SMALL):
        for key in ("tags", "no such column"):
            with pytest.raises(KeyError):
                app.table.sort_by(key)


# Columns


async def resize(pilot: Pilot[None], app: TableApp, width: int, height: int) -> None:
    """Give the terminal another size and wait for the table to have followed."""
    await pilot.resize_terminal(width, height)
    while app.table.size.width != width:
        await pilot.pause(0.02)
    await pilot.pause()


async def test_columns_hide_by_priority_and_come_back(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        assert app.table.grid.keys == ("title", "year", "state", "tags")
        await resize(pilot, app, 120, 24)
        assert app.table.grid.keys == ("title", "year", "state", "tags", "path")
        assert "Path" in app.lines()[0]
        await resize(pilot, app, 45, 12)
        assert app.table.grid.keys == ("title", "year", "state")
        assert {cell_len(text) for text in app.lines()} == {45}


async def test_other_columns_keep_the_rows(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        app.table.sort_by("year")
        app.table.move_to(5)
        app.table.set_columns([Column("id", "Id", lambda m: f"#{m.id}", sort=lambda m: m.id)])
        await pilot.pause()
        assert app.table.sort.key is None
        assert app.table.cursor_key == 5
        assert "#5" in app.lines()[app.cursor_lines()[0]]


async def test_the_thumb_of_a_wide_table_is_as_long_whenever_it_is_laid_out() -> None:
    app = TableApp(movies(5))
    async with app.run_test(size=SMALL) as pilot:
        wide = [Column(f"c{n}", f"C{n}", lambda m: m.title, width=30, priority=REQUIRED) for n in range(5)]
        app.table.set_columns(wide)
        await pilot.pause()
        bar = app.table.horizontal_scrollbar
        in_view = app.table.size.width - 1  # without the gutter of the other bar
        assert bar.window_size == in_view
        places = list(app.table._arrange_scrollbars(app.table.region))
        assert [place[0] for place in places] == [bar]
        assert bar.window_size == in_view


async def test_columns_that_must_stay_scroll_sideways_under_a_fixed_cursor(app: TableApp) -> None:
    wide = [Column(f"c{n}", f"C{n}", lambda m: m.title, width=30, priority=REQUIRED) for n in range(5)]
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("l")
        assert app.table.scroll_offset.x == 0
        app.table.set_columns(wide)
        await pilot.pause()
        await pilot.press("l", "l", "right", "right", "j")
        assert app.table.scroll_offset.x == 32
        lines = app.lines()
        assert lines[0].startswith("  ")
        assert "C2" in lines[0]
        assert lines[2].startswith("▌")
        assert {cell_len(text) for text in lines} == {80}
        await pilot.press("h", "h", "h", "h", "h")
        assert app.table.scroll_offset.x == 0


async def test_a_title_explains_itself_to_the_pointer(app: TableApp) -> None:
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.hover(EstateTable, offset=(app.lines()[0].index("Path"), 0))
        assert app.table.tooltip == "On disk"
        await pilot.hover(EstateTable, offset=(5, 5))
        assert app.table.tooltip is None


# Looks

HOSTILE = [
    "two\nlines",
    "a\ttab",
    "\x1b[41mred\x1b[0m",
    "שלום עולם 2019",
    "千と千尋の神隠し" * 6,
    "\u202eoverride",
    "\x00\x07\x9b",
    "👨\u200d👩\u200d👧 ❤\ufe0f",
    "\ud800",
    "x" * 5_000,
    "",
]


async def test_hostile_titles_keep_the_grid(app: TableApp) -> None:
    app.rows = [Movie(n, title, tags=(title, title)) for n, title in enumerate(HOSTILE)]
    async with app.run_test(size=SMALL) as pilot:
        for text in ("", "o", "千"):
            app.table.set_filter(text)
            await pilot.pause()
            for strip in app.strips():
                assert strip.cell_length == cell_len(strip.text) == app.table.size.width
                assert strip.text.isprintable() or "\u200e" in strip.text


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light"])
async def test_the_cursor_shows_in_every_theme(app: TableApp, theme: str) -> None:
    app.theme = theme
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("j")
        styles = [next(iter(strip)).style for strip in app.strips()]
        assert app.cursor_lines() == [2]
        assert styles[2] != styles[1]
        assert styles[1] == styles[3]


async def test_another_theme_and_another_focus_change_the_colours(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:

        def look() -> list[Any]:
            return [next(iter(strip)).style for strip in app.strips()[:3]]

        dark = look()
        app.theme = "textual-light"
        await pilot.pause()
        light = look()
        assert all(before != after for before, after in zip(dark, light, strict=True))
        await pilot.press("slash")
        assert [before != after for before, after in zip(light, look(), strict=True)] == [False, True, False]


@pytest.mark.parametrize("theme", ["textual-dark", "ansi-dark"])
async def test_cursor_marks_and_matches_show_without_colour(
    monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = TableApp(movies(20))
    app.theme = theme
    async with app.run_test(size=SMALL) as pilot:
        app.table.set_filter("movie")
        await pilot.press("space", "j")
        plain, marked, cursor = app.strips()[2], app.strips()[1], app.strips()[3]
        assert cursor.text.startswith("▌ Movie")
        assert all(segment.style and segment.style.reverse for segment in list(cursor)[:3])
        assert marked.text.startswith(" *Movie")
        assert [s.text for s in plain if s.style and s.style.underline] == ["Movie"]
        assert not any(segment.style and segment.style.reverse for segment in plain)


async def test_ascii_needs_no_other_glyph(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        app.table.ascii = True
        app.table.sort_by("title", descending=True)
        app.table.update_rows({199: Movie(199, "x" * 100)})
        await pilot.press("j", "space", "s")
        assert all(text.isascii() for text in app.lines())
        assert "1:Title v" in app.lines()[0]


async def test_the_empty_table_says_why(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        app.table.empty = "No movies yet.\nPress b to back up."
        app.table.set_filter("nothing like this")
        await pilot.pause()
        assert any("No row matches the filter" in text for text in app.lines())
        app.table.set_filter("")
        app.table.set_rows([], by_id)
        await pilot.pause()
        texts = [text.strip() for text in app.lines()[1:] if text.strip()]
        assert texts == ["No movies yet.", "Press b to back up."]
        assert app.lines()[0].startswith("  Title")


# What goes over the wire


class Wire:
    """Counts the lines and bytes that updates of the screen send to the terminal."""

    def __init__(self, app: TableApp, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lines: list[int] = []
        self.bytes = 0
        send = app._display

        def display(screen: Any, update: Any) -> None:
            if isinstance(update, CompositorUpdate):
                self.bytes += len(update.render_segments(app.console).encode())
                whole = range(app.size.height)
                spans = [y for y, _, _ in update.spans] if isinstance(update, ChopsUpdate) else whole
                self.lines.extend(spans)
            send(screen, update)

        monkeypatch.setattr(app, "_display", display)

    async def sent(self, pilot: Pilot[None], *keys: str) -> list[int]:
        """Press keys and list the lines sent because of them."""
        await pilot.pause()
        await pilot.pause(0.1)
        self.lines.clear()
        self.bytes = 0
        await pilot.press(*keys)
        await pilot.pause(0.1)
        return sorted(set(self.lines))


async def test_a_cursor_move_sends_two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    app = TableApp([replace(row, tags=("hd", "4k", "kids")) for row in movies(60_000)])
    async with app.run_test(size=(200, 50)) as pilot:
        wire = Wire(app, monkeypatch)
        assert await wire.sent(pilot, "j") == [1, 2]
        assert wire.bytes < 2_000
        assert await wire.sent(pilot, "space") == [2, 3]
        assert await wire.sent(pilot, "s") == [0]


async def test_a_refresh_sends_only_lines_that_differ(app: TableApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app.run_test(size=SMALL) as pilot:
        wire = Wire(app, monkeypatch)
        assert await wire.sent(pilot, "j") == [1, 2]

        app.table.set_rows([replace(row) for row in app.rows], by_id)
        assert await wire.sent(pilot) == []

        async def refreshed(change: Any) -> list[int]:
            wire.lines.clear()
            change()
            await pilot.pause(0.1)
            return sorted(set(wire.lines))

        rows = [replace(row, state="bad" if row.id == 4 else row.state) for row in app.rows]
        assert await refreshed(lambda: app.table.set_rows(rows, by_id)) == [5]
        assert await refreshed(lambda: app.table.update_rows({6: Movie(6, "Changed")})) == [7]
        assert await refreshed(lambda: app.table.update_rows({150: Movie(150, "Out of sight")})) == []


async def test_sixty_thousand_rows_are_drawn_one_screen_at_a_time() -> None:
    drawn: list[int] = []

    def title(movie: Movie) -> str:
        drawn.append(movie.id)
        return movie.title

    app = TableApp(movies(60_000))
    async with app.run_test(size=(200, 50)) as pilot:
        app.table.set_columns([Column("title", "Title", title)])
        await pilot.press("G")
        assert app.table.cursor_key == 59_999
        assert app.lines()[app.cursor_lines()[0]].startswith("▌ Movie 59999")
        assert len(set(drawn)) < 200
        assert (app.table.visible_count, app.table.total_count) == (60_000, 60_000)


async def test_a_hidden_table_keeps_its_place(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        app.table.move_to(100)
        await pilot.pause()
        app.table.display = False
        await pilot.pause()
        app.table.set_rows([Movie(1000, "New"), *app.rows], by_id)
        await pilot.pause()
        app.table.display = True
        await pilot.pause()
        assert app.table.grid.keys == ("title", "year", "state", "tags")
        assert "Movie 00100" in app.lines()[app.cursor_lines()[0]]
