"""One chain in full over the whole screen."""

from __future__ import annotations

from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.lines_view import LinesView
from arrtui.tui.kit.notices import try_or_notify
from arrtui.tui.kit.release_keys import releases_bindings
from arrtui.tui.kit.text_line import HeadLine
from arrtui.tui.panes.scores.loops.actions import drop_binding, drop_downloads, stop_binding, unmonitor
from arrtui.tui.panes.scores.loops.rows import LoopRow
from arrtui.tui.panes.scores.loops.text import ChainDetail, chain_lines, read_chain
from arrtui.tui.panes.scores.releases.opening import open_releases, subject_of_chain


class ChainScreen(Screen[None]):
    """Shows every station of a chain until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        stop_binding("chain"),
        drop_binding("chain"),
        *releases_bindings("chain"),
        bind("back", "chain.back", "Go back to the list", action="app.pop_screen"),
    ]

    def __init__(self, row: LoopRow) -> None:
        super().__init__()
        self._row = row
        self._detail: ChainDetail | None = None

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
        detail = await try_or_notify(self, read_chain(host_of(self).services.loops, self._row))
        self._detail = detail or ChainDetail()
        self._draw(anew=True)

    @work(group="loop-action", exclusive=True)
    async def action_stop(self) -> None:
        """Unmonitor what the chain is about."""
        await unmonitor(self, [self._row])

    def action_releases(self) -> None:
        """List what indexers have of what the chain is about."""
        open_releases(self, subject_of_chain(self._row.stored, self._row.chain))

    @work(group="loop-action", exclusive=True)
    async def action_drop(self) -> None:
        """Remove its downloads from the queue."""
        await drop_downloads(self, [self._row])

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap the text again."""
        self.call_after_refresh(self._draw)

    def _draw(self, *, anew: bool = False) -> None:
        view = self.query_one(LinesView)
        view.set_lines(chain_lines(self._row, self._detail, view.room), from_top=anew)
