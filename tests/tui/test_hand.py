"""What the keys of all panes do alike: ranges, problems, details; the key line and notifications."""

from __future__ import annotations

from textual import events
from textual.widgets import Input
from textual.widgets._toast import Toast, ToastRack

from arrtui.features.sync.model import PlanState
from arrtui.runtime.services import Services
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.split import Split
from tests.tui.estates import NOW
from tests.tui.live import Screen, opened
from tests.tui.panes.sync import plans
from tests.tui.panes.sync.fakes import FakeServices
from tests.tui.panes.sync.harness import sync_opened


def labels(screen: Screen) -> set[str]:
    """Return what the key line offers."""
    return {hint.label for hint in screen.app.screen.query_one(KeyLine)._hints}


async def test_a_range_marks_from_where_it_began_to_where_the_cursor_goes(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        await screen.press("space", "V", "j", "j", "k")
        names = screen.estate.visible_keys
        assert screen.estate.marked == names[:3]
        await screen.press("V", "j")
        assert screen.estate.marked == names[:3]
        await screen.press("V", "k", "k", "k")
        assert set(screen.estate.marked) == set(names[:4])
        await screen.press("escape", "j")
        assert screen.estate.marked == []
        await screen.press("asterisk")
        assert screen.estate.marked == names


async def test_only_problems_show_and_again_all(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        every = screen.estate.visible_keys
        troubled = [name for name in every if screen.view(str(name)).troubled]
        assert 0 < len(troubled) < len(every)
        await screen.press("exclamation_mark")
        assert screen.estate.visible_keys == troubled
        await screen.press("exclamation_mark")
        assert screen.estate.visible_keys == every
        await screen.press("6")
        await screen.until(lambda: screen.app.main.query("#jobs-table"))
        await screen.press("exclamation_mark")
        assert " failed " in screen.text("#jobs-shown")


async def test_only_missing_titles_show_and_again_all(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        await screen.press("2")
        await screen.until(
            lambda: screen.app.main.query("#library") and screen.app.main.pane.table.visible_count
        )
        table = screen.app.main.pane.table
        every = table.visible_count
        await screen.press("exclamation_mark")
        assert 0 < table.visible_count < every
        assert table.selection == table.problems
        await screen.press("exclamation_mark")
        assert table.visible_count == every


async def test_d_shows_and_hides_the_detail(services: Services) -> None:
    async with opened(services, (80, 24), clock=lambda: NOW) as screen:
        split = screen.app.screen.query_one(Split)
        await screen.press("d")
        assert split.detail_shows
        await screen.press("d")
        assert not split.detail_shows


async def test_the_key_line_of_a_plan_offers_only_what_will_do_something() -> None:
    superseded = plans.opened(7, state=PlanState.SUPERSEDED)
    async with sync_opened(FakeServices(superseded), plan=7) as screen:
        offered = {hint.label for hint in screen.app.screen.query_one(KeyLine)._hints}
        assert {"Why", "Plan"} <= offered
        assert not {"Approve", "Reject", "Decide", "Edit", "Apply", "Undo", "Cancel"} & offered


async def test_the_key_line_of_an_empty_app_offers_nothing_to_do_with_instances(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        assert {"Back up", "Edit", "Remove", "Actions"} <= labels(screen)
        await screen.press("slash", *"nothing", "enter")
        await screen.until(lambda: "Back up" not in labels(screen))
        assert not {"Edit", "Remove", "Test", "Open", "Mark"} & labels(screen)


FIELDS = {
    "filter": ("slash",),
    "front door": ("colon",),
    "instance": ("a", "a"),
    "pair": ("3", "a", "a"),
    "export": ("2", "x"),
}
"""Keys that lead to text fields from the pane that shows."""
LONG = "radarr.main: writing the configuration: the disk is full. Nothing was changed, and nothing is lost. "


async def test_notifications_leave_the_line_free_that_one_types_in_and_go_with_esc(
    services: Services,
) -> None:
    async with opened(services, (80, 24), clock=lambda: NOW) as screen:
        app = screen.app
        app._disable_notifications = False
        await app.screen.mount(ToastRack(id="textual-toastrack"))

        main = app.screen
        for place, keys in FIELDS.items():
            await screen.press(*keys)
            await screen.until(lambda: isinstance(app.focused, Input) or app.screen is not main)
            for _ in range(5):
                app.notify(LONG, severity="error", timeout=600)
            await screen.until(lambda: len(app.screen.query(Toast)) == 5)
            for field in [node for node in app.screen.query(Input).results(Input) if node.focusable]:
                field.focus()
                await screen.pilot.pause()
                places = [app.screen.find_widget(toast) for toast in app.screen.query(Toast)]
                assert field.region and any(shown.visible_region for shown in places), place
                assert not any(shown.visible_region.overlaps(field.region) for shown in places), place
            while app.screen is not main or isinstance(app.focused, Input):
                await screen.press("escape")
            await screen.until(lambda: not app.screen.query(Toast))
            assert not screen.toasts


async def test_a_focus_that_is_told_of_while_the_app_ends_is_nothing(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        table = screen.estate
        screen.app.exit()
        await screen.app._close_all()
        await screen.app.on_event(events.DescendantFocus(table))
