"""One chain in full over the whole screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from arrtui.features.loops.model import ChainStep
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.lines_view import LinesView
from arrtui.tui.kit.notices import try_or_notify
from arrtui.tui.kit.text_line import HeadLine
from arrtui.tui.panes.scores.loops.actions import stop_binding, unmonitor
from arrtui.tui.panes.scores.loops.rows import LoopRow
from arrtui.tui.panes.scores.loops.text import chain_lines


class ChainScreen(Screen[None]):
    """Shows every station of a chain until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        stop_binding("chain"),
        bind("back", "chain.back", "Go back to the list", action="app.pop_screen"),
    ]

    def __init__(self, row: LoopRow) -> None:
        super().__init__()
        self._row = row
        self._steps: Sequence[ChainStep] | None = None

    def compose(self) -> ComposeResult:
        """The breadcrumb, the text and the keys."""
        yield HeadLine("Scores", "Loops", self._row.instance, self._row.title)
        yield LinesView()
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the stations."""
        self.query_one(LinesView).focus()
        self._read()

    @work(exclusive=True)
    async def _read(self) -> None:
        row = self._row
        steps = await try_or_notify(self, host_of(self).services.loops.steps(row.stored, row.chain))
        self._steps = steps or ()
        self._draw(anew=True)

    @work(group="loop-action", exclusive=True)
    async def action_stop(self) -> None:
        """Unmonitor what the chain is about."""
        await unmonitor(self, [self._row])

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap the text again."""
        self.call_after_refresh(self._draw)

    def _draw(self, *, anew: bool = False) -> None:
        view = self.query_one(LinesView)
        view.set_lines(chain_lines(self._row, self._steps, view.room), from_top=anew)
