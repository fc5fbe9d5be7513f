"""The detail of a row follows a held cursor key only once it rests."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual.app import App, ComposeResult
from textual.content import Content

from arrtui.tui.kit.detail_panel import DetailPanel
from arrtui.tui.kit.lines_view import LinesView


class PanelApp(App[None]):
    """One panel."""

    def compose(self) -> ComposeResult:
        yield DetailPanel()


async def test_of_subjects_in_quick_succession_the_first_and_the_last_are_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[str] = []
    draw = LinesView.set_lines

    def note(view: LinesView, lines: Sequence[Content], *, from_top: bool) -> None:
        drawn.append("".join(line.plain for line in lines))
        draw(view, lines, from_top=from_top)

    monkeypatch.setattr(LinesView, "set_lines", note)
    async with PanelApp().run_test() as pilot:
        panel = pilot.app.query_one(DetailPanel)
        await pilot.pause()
        drawn.clear()
        for subject in "abcd":
            panel.show(Content(subject), subject)
        panel.show(Content("d, newer"), "d")
        assert (drawn, panel.plain) == (["a"], "d, newer")
        panel._rest.flush()
        assert drawn == ["a", "d, newer"]
        panel.show(Content("e"), "e")
        assert drawn[-1] == "e"


class WrappedView(LinesView):
    """Notes the widths that its lines are made for."""

    def __init__(self) -> None:
        super().__init__()
        self.rooms: list[int] = []

    def wrap_again(self) -> None:
        self.rooms.append(self.room)
        self.set_lines([Content("a line")], from_top=False)


async def test_lines_are_wrapped_to_a_width_that_no_event_told_of() -> None:
    class ViewApp(App[None]):
        def compose(self) -> ComposeResult:
            yield WrappedView()

    async with ViewApp().run_test(size=(60, 10)) as pilot:
        view = pilot.app.query_one(WrappedView)
        await pilot.pause()
        before = view.rooms[-1]
        view.styles.width = 30
        view.screen.find_widget(view)  # lays out what waits, without an event
        await pilot.pause()
        assert view.rooms[-1] == before - 30
        made = len(view.rooms)
        view.refresh()
        await pilot.pause()
        assert len(view.rooms) == made


async def test_text_set_beside_a_bar_is_not_wrapped_again_when_the_bar_comes() -> None:
    async with PanelApp().run_test(size=(40, 10)) as pilot:
        panel = pilot.app.query_one(DetailPanel)
        await pilot.pause()
        width = panel.room_beside_bar
        assert width == panel.room - 1
        panel.show(Content("\n").join([Content("x" * width)] * 30), "many")
        await pilot.pause()
        assert (panel.room, panel.room_beside_bar) == (width, width)
        assert panel.virtual_size.height == 30
