"""One chain in full over the whole screen."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.content import Content

from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.lines_screen import LinesScreen
from arrtui.tui.kit.notices import try_or_notify
from arrtui.tui.kit.release_keys import releases_bindings
from arrtui.tui.panes.scores.loops.actions import drop_binding, drop_downloads, stop_binding, unmonitor
from arrtui.tui.panes.scores.loops.rows import LoopRow
from arrtui.tui.panes.scores.loops.text import ChainDetail, chain_lines, read_chain
from arrtui.tui.panes.scores.releases.opening import open_releases, subject_of_chain


class ChainScreen(LinesScreen[None]):
    """Shows every station of a chain until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        stop_binding("chain"),
        drop_binding("chain"),
        *releases_bindings("chain"),
        bind("back", "chain.back", "Go back to the list", action="app.pop_screen"),
    ]

    def __init__(self, row: LoopRow) -> None:
        super().__init__("Scores", "Loops", row.instance, row.title)
        self._row = row
        self._detail: ChainDetail | None = None

    def on_mount(self) -> None:
        """Read the stations."""
        self._read()

    @work(exclusive=True)
    async def _read(self) -> None:
        detail = await try_or_notify(self, read_chain(self.host.services.loops, self._row))
        self._detail = detail or ChainDetail()
        self.draw(anew=True)

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

    def lines(self, width: int) -> list[Content]:
        """Return everything about the chain."""
        return chain_lines(self._row, self._detail, width)
