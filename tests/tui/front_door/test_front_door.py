"""The front door finds every action and every place, and does what is chosen."""

from __future__ import annotations

import pytest
from textual.binding import Binding
from textual.widgets import Input, OptionList

from arrtui.runtime.capabilities import load, panes
from arrtui.runtime.services import Services
from arrtui.tui.front_door.dialog import FrontDoorDialog
from arrtui.tui.front_door.errands import Errands
from arrtui.tui.front_door.hits import pane_hits
from arrtui.tui.kit.key_table import MenuBinding, TableBinding, declared_bindings
from arrtui.tui.kit.table import EstateTable
from tests.tui.estates import NOW
from tests.tui.live import Screen, opened


def lines(screen: Screen) -> list[str]:
    """Return the lines that the dialog shows."""
    dialog = screen.app.screen
    assert isinstance(dialog, FrontDoorDialog)
    listing = dialog.query_one(OptionList)
    return [str(listing.get_option_at_index(n).prompt) for n in range(listing.option_count)]


async def ask(screen: Screen, text: str, wanted: str) -> None:
    """Open the front door, type a text and wait until the first line has what is wanted."""
    await screen.press("colon")
    await screen.until(lambda: screen.dialog == "FrontDoorDialog")
    await screen.press(*text)
    await screen.until(lambda: lines(screen) and wanted in lines(screen)[0])


async def test_every_action_of_every_pane_is_offered_with_its_key(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        hits = dict(pane_hits(Errands(screen.app)))
    for entry in panes():
        pane_class = load(entry.pane_class)
        for node_class in (pane_class, *map(load, pane_class.PARTS)):
            for id, binding in declared_bindings(node_class).items():
                if isinstance(binding, TableBinding) and binding.entry == "back":
                    continue
                assert hits[id].name.startswith(binding.description) and hits[id].keys, id
                assert isinstance(binding, (TableBinding, MenuBinding)) and isinstance(binding, Binding)


@pytest.mark.parametrize(
    ("text", "wanted", "pane"),
    [("sonarr.anime", "sonarr.anime", "estate"), ("profile next", "The formats of the next", "scores")],
)
async def test_an_action_or_place_of_another_pane_shows_that_pane(
    services: Services, text: str, wanted: str, pane: str
) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        await screen.press("6")
        await screen.until(lambda: screen.app.main.pane.id == "jobs")
        await ask(screen, text, wanted if pane == "estate" else "")
        await screen.press("enter")
        await screen.until(lambda: screen.app.main.pane.id == pane)


async def test_the_cursor_goes_to_the_instance_that_is_chosen(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        await ask(screen, "sonarr.a", "sonarr.anime")
        await screen.press("enter")
        await screen.until(lambda: screen.estate.cursor_key == "sonarr.anime")


async def test_a_title_opens_on_top_and_ctrl_o_goes_back(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        titles = (await services.library.titles()).titles
        movie = next(title for title in titles if not title.has_children)
        await ask(screen, movie.title.lower(), movie.title)
        await screen.press("enter")
        await screen.until(lambda: screen.dialog == "TitleScreen" and screen.app.main.pane.id == "library")
        await screen.press("ctrl+o")
        await screen.until(lambda: screen.dialog == "MainScreen" and screen.app.main.pane.id == "estate")


async def test_lines_are_as_wide_as_the_list_after_a_resize(services: Services) -> None:
    async with opened(services, (60, 24), clock=lambda: NOW) as screen:
        await screen.press("colon")
        await screen.until(lambda: screen.dialog == "FrontDoorDialog" and lines(screen))
        narrow = len(lines(screen)[0])
        await screen.pilot.resize_terminal(120, 40)
        await screen.until(lambda: len(lines(screen)[0]) > narrow)


async def test_what_was_chosen_before_comes_first(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        await ask(screen, "sonarr.anime", "sonarr.anime")
        await screen.press("enter")
        await screen.until(lambda: screen.dialog == "MainScreen")
        await screen.press("ctrl+p")
        await screen.until(lambda: screen.dialog == "FrontDoorDialog" and lines(screen))
        await screen.until(lambda: lines(screen)[0].startswith("sonarr.anime"))


async def test_what_was_chosen_before_the_start_is_offered_unless_it_is_gone(services: Services) -> None:
    title = next(title for title in (await services.library.titles()).titles if not title.has_children)
    name = f"{title.title} ({title.year})"
    for chosen in ("A Film That Is Gone (1999)", name):
        await services.recent_choices.remember("movie", chosen)
    async with opened(services, clock=lambda: NOW) as screen:
        await screen.press("colon")
        await screen.until(lambda: screen.dialog == "FrontDoorDialog" and lines(screen))
        await screen.until(lambda: lines(screen)[0].startswith(name))
        assert not any("Is Gone" in line for line in lines(screen))
        assert await services.recent_choices.all() == [("movie", name)]


async def test_the_cursor_goes_to_the_profile_that_is_chosen(services: Services) -> None:
    profile = (await services.library.profiles())[-1]
    async with opened(services, clock=lambda: NOW) as screen:
        await screen.press("colon")
        await screen.until(lambda: screen.dialog == "FrontDoorDialog")
        screen.app.screen.query_one(Input).value = wanted = f"{profile.name} on {profile.instance}"
        await screen.until(lambda: lines(screen) and lines(screen)[0].startswith(wanted))
        await screen.press("enter")

        def cursor() -> list[object]:
            tables = screen.app.main.query("ProfilesTab EstateTable").results(EstateTable)
            return [table.cursor_key for table in tables]

        await screen.until(lambda: cursor() == [(profile.instance, profile.name)])


async def test_over_a_dialog_only_what_that_can_do_is_offered(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        await screen.press("question_mark", "ctrl+p")
        await screen.until(lambda: screen.dialog == "FrontDoorDialog" and lines(screen))
        assert not any("Estate" in line for line in lines(screen))
        await screen.press(*"sonarr.anime", "enter")
        assert screen.dialog == "FrontDoorDialog"
        assert screen.app.screen.query_one(Input).value == "sonarr.anime"
