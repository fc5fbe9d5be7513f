"""Typing a filter, and moving among what it finds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from arrtui.tui.kit.table import EstateTable, filtered, rows
from arrtui.tui.kit.table.messages import FilterState
from tests.tui.kit.table.table_app import Movie, TableApp, by_id, movies

SMALL = (80, 24)

TITLES = ["The Matrix", "Amélie", "Matilda", "Łódź 4K", "Matrix Reloaded", "Up"]


@pytest.fixture
def app() -> TableApp:
    return TableApp([Movie(number, title) for number, title in enumerate(TITLES)])


def count(app: TableApp) -> str:
    """What the filter line says of the number of matches."""
    return str(app.bar.query_one("#count").render())


async def test_typing_narrows_and_says_how_many(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        assert not app.bar.display
        await pilot.press("slash", *"mat")
        await pilot.pause()
        assert app.bar.display
        assert app.bar.region.bottom == app.query_one("#below").region.y
        assert app.table.visible_keys == [0, 2, 4]
        assert count(app) == "3 of 6"
        await pilot.press(*"rix")
        assert app.table.visible_keys == [0, 4]
        await pilot.press("backspace", "backspace", "backspace")
        assert app.table.visible_keys == [0, 2, 4]
        await pilot.press(*" re")
        assert app.table.visible_keys == [4]
        await pilot.pause()
        assert app.heard(EstateTable.FilterChanged)
        assert app.table.filter_state == FilterState("mat re", 1, 6)


async def test_case_and_accents_do_not_matter_and_matches_are_shown(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("slash", *"LODZ")
        assert app.table.visible_keys == [3]
        segments = list(app.strips()[1])
        assert "Łódź" in [segment.text for segment in segments if segment.style and segment.style.underline]


async def test_letters_are_only_letters_in_the_filter(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("slash", *"qn2sG")
        assert app.bar.input.value == "qn2sG"
        assert app.pressed == []
        await pilot.pause()
        assert count(app) == "0 of 6"


async def test_enter_keeps_the_filter_and_escape_clears_it(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("slash", *"mat", "enter")
        assert app.table.has_focus
        assert app.bar.display
        assert app.table.visible_count == 3
        await pilot.press("slash")
        assert app.bar.input.value == "mat"
        await pilot.press("r", "escape")
        await pilot.pause()
        assert app.table.has_focus
        assert not app.bar.display
        assert app.table.visible_count == 6
        assert app.pressed == []


async def test_escape_in_the_table_clears_a_kept_filter_and_then_goes_back(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("slash", *"matrix", "enter", "n", "escape")
        await pilot.pause()
        assert (app.table.filter_state.text, app.bar.display, app.pressed) == ("", False, [])
        assert app.table.cursor_key == 4
        await pilot.press("escape")
        assert app.pressed == ["escape"]


async def test_the_cursor_comes_back_when_the_text_is_taken_back(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("j", "slash", *"mat")
        assert app.table.cursor_key == 2
        await pilot.press("backspace", "backspace", "backspace")
        assert app.table.cursor_key == 1
        await pilot.press(*"up", "escape")
        assert app.table.cursor_key == 1


async def test_arrows_move_among_matches_while_typing(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("slash", *"mat", "down", "down")
        assert app.table.cursor_key == 4
        await pilot.press("up", "escape")
        assert app.table.cursor_key == 2


async def test_n_goes_round_the_matches_and_is_free_without_a_filter(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n")
        assert app.pressed == ["n"]
        await pilot.press("slash", *"mat", "enter")
        seen = []
        for key in ("n", "n", "n", "N", "N"):
            await pilot.press(key)
            seen.append(app.table.cursor_key)
        assert seen == [2, 4, 0, 4, 2]


async def test_a_filter_holds_through_refresh_and_its_count_follows(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("slash", *"mat", "enter", "n")
        app.table.set_rows([*app.rows, Movie(9, "Format"), Movie(10, "Other")], by_id)
        await pilot.pause()
        assert app.table.visible_keys == [0, 2, 4, 9]
        assert app.table.cursor_key == 2
        assert count(app) == "4 of 8"


async def test_a_predicate_stays_while_the_text_changes(app: TableApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        app.table.set_filter("", lambda movie: movie.id >= 2)
        await pilot.press("slash", *"matrix")
        assert app.table.visible_keys == [4]
        await pilot.press("escape")
        assert app.table.visible_keys == [2, 3, 4, 5]
        app.table.set_filter("", None)
        assert app.table.visible_count == 6


async def test_the_search_text_can_be_more_than_what_shows() -> None:
    app = TableApp(movies(1_200), search=lambda movie: f"tmdb:{movie.id}")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("slash", *'"tmdb:119"')
        await pilot.pause()
        assert app.table.visible_keys == [119, *range(1190, 1200)]
        assert count(app) == "11 of 1,200"


# Operators


@pytest.fixture
def tagged() -> TableApp:
    rows = [
        Movie(number, title, year, tags=tags)
        for number, (title, year, tags) in enumerate(
            [
                ("Alien", 1979, ("4k",)),
                ("Aliens", 1986, ("4k-remux", "kids")),
                ("Up", 2009, ("[b]x[/b]\x1b[31m",)),
            ]
        )
    ]
    return TableApp(rows)


def hint(app: TableApp) -> str:
    """The line below the field; empty while it does not show."""
    line = app.bar.query_one("#filter-hint")
    return str(line.render()) if line.display else ""


async def test_fields_are_asked_for_with_operators(tagged: TableApp) -> None:
    async with tagged.run_test(size=SMALL) as pilot:
        await pilot.press("slash", *"year>1980")
        assert tagged.table.visible_keys == [1, 2]
        await pilot.press(*" -up")
        assert tagged.table.visible_keys == [1]


async def test_an_exclamation_mark_shows_the_others(tagged: TableApp) -> None:
    async with tagged.run_test(size=SMALL) as pilot:
        await pilot.press("slash", *"!alien year<1980")
        assert tagged.table.visible_keys == [1, 2]
        await pilot.press("enter", "n")
        assert tagged.table.cursor_key == 2


async def test_marked_rows_can_be_asked_for(tagged: TableApp) -> None:
    async with tagged.run_test(size=SMALL) as pilot:
        await pilot.press("j", "space", "slash", *"marked")
        assert tagged.table.visible_keys == [1]


async def test_what_is_not_understood_leaves_the_rows_and_is_explained_below(tagged: TableApp) -> None:
    async with tagged.run_test(size=SMALL) as pilot:
        await pilot.press("slash", *"alien yaer>2")
        await pilot.pause()
        assert tagged.table.visible_keys == [0, 1]
        assert hint(tagged).startswith("yaer>: ")
        assert tagged.bar.region.bottom == tagged.query_one("#below").region.y
        await pilot.press("enter")
        assert tagged.bar.input.has_focus
        await pilot.press(*["backspace"] * 6)
        await pilot.pause()
        assert hint(tagged) == ""
        assert tagged.bar.size.height == 1


async def test_a_condition_under_way_is_explained_only_when_it_is_sent(tagged: TableApp) -> None:
    async with tagged.run_test(size=SMALL) as pilot:
        await pilot.press("slash", *"year>")
        await pilot.pause()
        assert (hint(tagged), tagged.table.visible_count) == ("", 3)
        await pilot.press("enter")
        await pilot.pause()
        assert hint(tagged).startswith("year>: ")
        await pilot.press("escape")
        assert tagged.table.visible_count == 3


async def test_tab_completes_names_and_then_goes_round_the_values(tagged: TableApp) -> None:
    async with tagged.run_test(size=SMALL) as pilot:
        await pilot.press("slash", *"ta", "tab")
        assert tagged.bar.input.value == "tag:"
        await pilot.press("4", "tab")
        assert tagged.bar.input.value == "tag:4k"
        await pilot.press("tab")
        assert tagged.bar.input.value == "tag:4k-remux"
        assert tagged.table.visible_keys == [1]
        await pilot.press("tab")
        assert tagged.bar.input.value == "tag:4k"
        assert "4k-remux" in hint(tagged)
        assert tagged.bar.input.has_focus


async def test_hostile_values_are_shown_as_text(tagged: TableApp) -> None:
    async with tagged.run_test(size=SMALL) as pilot:
        await pilot.press("slash", *"tag:", "tab")
        await pilot.pause()
        assert "[b]x[/b]" in hint(tagged)
        assert "\x1b" not in hint(tagged)


async def test_a_filter_set_before_its_rows_counts_for_them() -> None:
    app = TableApp([])
    async with app.run_test(size=SMALL):
        app.table.set_filter("year>2000 tag:4k")
        app.table.set_rows(
            [Movie(1, "Alien", 1979, tags=("4k",)), Movie(2, "Dune", 2021, tags=("4k",))], by_id
        )
        assert app.table.visible_keys == [2]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let filtering stop after every piece of a few rows."""
    monkeypatch.setattr(filtered, "SLICE", 0.0)
    monkeypatch.setattr(rows, "PIECE", 2)


async def test_a_filter_that_takes_long_leaves_the_rows_until_it_is_done(app: TableApp, slow: None) -> None:
    async with app.run_test(size=SMALL) as pilot:
        app.table.set_filter("mat year<3000")
        assert app.table.visible_count == 6
        await app.table.filtered()
        assert app.table.visible_count == 3
        app.table.set_filter("mat")
        app.table.set_filter("nothing")  # takes the place of the one before
        app.table.set_filter("mat year<3000 foo:bar")  # not understood
        await app.table.filtered()
        assert app.table.visible_count == 0
        await pilot.pause()
        assert count(app) == "0 of 6"


async def test_enter_typed_ahead_keeps_what_the_whole_filter_leaves(app: TableApp, slow: None) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("slash", *"mat", "enter")
        await pilot.pause()
        assert app.table.has_focus
        assert (app.table.visible_count, app.table.filter_state.text) == (3, "mat")


@pytest.mark.parametrize(
    "change",
    [
        lambda app: app.table.sort_by("title"),
        lambda app: app.table.set_rows(app.rows, by_id),
        lambda app: app.table.update_rows({0: app.rows[0]}),
    ],
    ids=["sort", "refresh", "update"],
)
async def test_what_changes_the_rows_meanwhile_finds_them_filtered(
    change: Callable[[TableApp], None], app: TableApp, slow: None
) -> None:
    async with app.run_test(size=SMALL):
        app.table.set_filter("mat year<3000")
        change(app)
        assert app.table.visible_count == 3
