"""Pictures are compared by what is to be seen, when it is to be seen."""

from textual.app import App, ComposeResult
from textual.widgets import Input, Static

from tests.tui.pictures import appears, looks, picture, settled, stands_still


class Late(App[None]):
    """Shows something else after a while, and a cursor all the time."""

    def compose(self) -> ComposeResult:
        yield Static("reading")
        yield Input("text")

    def change(self) -> None:
        self.query_one(Static).update("here it is")

    def later(self) -> None:
        self.set_timer(0.2, self.change)


def rect(x: float, width: float, fill: str = "#111111", y: float = 1.5) -> str:
    return (
        f'<rect fill="{fill}" x="{x}" y="{y}" width="{width}" height="24.65" shape-rendering="crispEdges"/>'
    )


def test_how_a_line_was_cut_makes_no_difference():
    whole = f"<svg terminal-1>{rect(0, 36.6)}{rect(36.6, 12.2, '#222222')}<text/>{rect(48.8, 12.2)}</svg>"
    pieces = (
        f"<svg terminal-2>{rect(0, 12.2)}{rect(12.2, 24.4)}{rect(36.6, 12.2, '#222222')}<text/>"
        f"{rect(48.8, 12.2)}</svg>"
    )
    assert settled(whole) == settled(pieces)


def test_what_looks_different_stays_different():
    line = rect(0, 12.2)
    others = [rect(0, 24.4), rect(0, 12.2, "#222222"), rect(0, 12.2, y=26.0), rect(12.2, 12.2)]
    assert all(settled(line) != settled(other) for other in others)
    assert settled(line + rect(12.2, 12.2, y=26.0)).count("<rect") == 2
    assert settled(line + rect(24.4, 12.2)).count("<rect") == 2


async def test_a_picture_is_waited_for():
    async with (late := Late()).run_test() as pilot:
        late.change()
        await pilot.pause()
        wanted = picture(pilot)
    async with (late := Late()).run_test() as pilot:
        assert picture(pilot) != wanted
        late.later()
        assert await appears(pilot, wanted)
        assert picture(pilot) == wanted


async def test_a_picture_that_never_comes_is_not_waited_for_for_ever():
    async with Late().run_test() as pilot:
        assert not await appears(pilot, "another", 0.3)


async def test_without_a_stored_picture_the_last_change_is_waited_for():
    async with (late := Late()).run_test() as pilot:
        late.later()
        await stands_still(pilot)
        assert late.query_one(Static).content == "here it is"


async def test_no_cursor_blinks():
    async with Late().run_test() as pilot:
        field = pilot.app.query_one(Input)
        assert field.has_focus and not field.cursor_blink
        before = looks(pilot)
        await pilot.pause(0.6)
        assert looks(pilot) == before
