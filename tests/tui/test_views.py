"""Saved views: columns chosen and ordered, saved, shown, found by name and removed."""

from __future__ import annotations

from textual.widgets import Input

from arrtui.core.config import load_config
from tests.tui.front_door.test_front_door import ask
from tests.tui.live import Live, Screen, opened

VIEW = """
# seen over breakfast
[views.films]
table = "instances"
filter = "radarr"
sort = "-instance"   # not a key of a column: ignored
columns = ["name", "nothing", "state"]
"""


def shown(screen: Screen) -> list[str]:
    """Return the keys of the columns that the table of instances has."""
    return [column.key for column in screen.estate.columns]


async def test_what_shows_is_saved_as_a_view_and_comments_stay(live: Live) -> None:
    live.path.write_text(live.path.read_text() + "\n# mine\n")
    async with opened(live.services()) as screen:
        await screen.until(lambda: screen.estate.total_count == 5)
        await screen.press("W")
        await screen.until(lambda: screen.dialog == "ViewsDialog")
        await screen.press("j", "enter")
        await screen.until(lambda: screen.dialog == "ColumnsDialog")
        await screen.press("j", "K", "j", "space", "enter")  # the name before the state, which is hidden
        await screen.until(lambda: screen.dialog == "MainScreen" and shown(screen)[0] == "name")
        assert "state" not in shown(screen)
        screen.estate.sort_by("size", descending=True)
        await screen.press("slash", *"@radarr", "enter")
        assert screen.estate.visible_count == 2
        await screen.press("W", "enter")
        await screen.until(lambda: screen.dialog == "ViewNameDialog")
        await screen.press(*"no name", "enter")
        assert screen.dialog == "ViewNameDialog"
        screen.app.screen.query_one(Input).value = "films"
        await screen.press("enter")
        await screen.until(lambda: bool(screen.services.config.views))
        assert "# mine" in live.path.read_text()
    (view,) = load_config(live.path, env={}).views
    assert (view.name, view.table, view.filter, view.sort) == ("films", "instances", "@radarr", "-size")
    assert view.columns[0] == "name" and "state" not in view.columns


async def test_a_view_is_found_by_its_name_from_another_pane(live: Live) -> None:
    live.path.write_text(live.path.read_text() + VIEW)
    async with opened(live.services()) as screen:
        await screen.press("6")
        await ask(screen, "films", "films")
        await screen.press("enter")
        await screen.until(lambda: screen.app.main.pane.id == "estate" and screen.estate.visible_count == 2)
        assert shown(screen) == ["name", "state"]


async def test_a_view_is_removed_and_everything_shows_again(live: Live) -> None:
    live.path.write_text(live.path.read_text() + VIEW)
    async with opened(live.services()) as screen:
        await screen.until(lambda: screen.estate.total_count == 5)
        await screen.press("W", "enter")
        await screen.until(lambda: screen.estate.visible_count == 2)
        await screen.press("W", "delete")
        await screen.until(lambda: not screen.services.config.views)
        await screen.press("W", "up", "enter")
        await screen.until(lambda: screen.estate.visible_count == 5)
        assert shown(screen)[0] == "state"
