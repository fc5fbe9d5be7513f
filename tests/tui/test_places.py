"""Panes keep what was opened from them; digits and ctrl+o come back to it."""

from __future__ import annotations

from arrtui.runtime.services import Services
from arrtui.tui.kit.filter_bar import FilterBar
from tests.tui.estates import NOW
from tests.tui.live import Screen, opened


async def open_title(screen: Screen) -> None:
    """Open the first title of the library in full."""
    await screen.press("2")
    await screen.until(lambda: screen.app.main.query("#library") and screen.app.main.pane.table.visible_count)
    await screen.press("d")
    await screen.until(lambda: screen.dialog == "TitleScreen")


async def test_a_digit_leaves_a_title_and_comes_back_to_it(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        await open_title(screen)
        title = screen.app.screen
        await screen.press("6")
        await screen.until(lambda: screen.dialog == "MainScreen" and screen.app.main.pane.id == "jobs")
        await screen.until(lambda: screen.app.main.pane in screen.app.focused.ancestors)
        await screen.press("2")
        await screen.until(lambda: screen.app.screen is title)
        await screen.press("escape")
        await screen.until(lambda: screen.dialog == "MainScreen" and screen.app.main.pane.id == "library")


async def test_the_digit_of_the_pane_one_is_in_leaves_what_was_opened_from_it(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        await open_title(screen)
        await screen.press("2")
        await screen.until(lambda: screen.dialog == "MainScreen" and screen.app.main.pane.id == "library")


async def test_two_panes_keep_what_is_open_at_the_same_time(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        await open_title(screen)
        title = screen.app.screen
        await screen.press("1", "2", "o")
        await screen.until(lambda: screen.dialog == "AddressDialog")
        await screen.press("6")
        assert screen.dialog == "AddressDialog"  # a dialog keeps digits out
        await screen.press("escape", "6", "1", "6", "2")
        await screen.until(lambda: screen.app.screen is title)
        assert len(screen.app.open_screens) == 2
        screens = [screen.app.get_screen_stack(mode) for mode in ("place-1", "place-2")]
        assert sorted(map(len, screens)) == [1, 2]


async def test_the_last_place_is_where_one_was_and_again_where_one_came_from(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        await screen.press("ctrl+o")
        assert screen.app.main.pane.id == "estate"
        await open_title(screen)
        title = screen.app.screen
        await screen.press("4")
        await screen.until(lambda: screen.dialog == "MainScreen" and screen.app.main.pane.id == "scores")
        await screen.press("ctrl+o")
        await screen.until(lambda: screen.app.screen is title)
        await screen.press("ctrl+o")
        await screen.until(lambda: screen.dialog == "MainScreen" and screen.app.main.pane.id == "scores")


async def test_a_digit_is_typed_in_a_text_field(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        await screen.press("slash", "4")
        assert screen.app.main.pane.id == "estate"
        assert screen.app.screen.query_one(FilterBar).input.value == "4"
