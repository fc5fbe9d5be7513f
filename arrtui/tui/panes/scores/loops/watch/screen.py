"""After changes: what each change of profiles or formats did to downloads, and the chains behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen

from arrtui.core.events import Job
from arrtui.core.text import format_day
from arrtui.features.loops.summary import title_of
from arrtui.features.loops.waste import waste_of
from arrtui.features.loops.watch_words import step_text
from arrtui.features.scores.model import Analysis
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.notices import notify_refused, try_or_notify
from arrtui.tui.kit.reloader import Reloader
from arrtui.tui.kit.split_screen import SplitScreen
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.kit.text_line import HeadLine
from arrtui.tui.panes.scores.columns import columns_for, columns_of_instances
from arrtui.tui.panes.scores.loops.rows import COLUMNS as CHAIN_COLUMNS
from arrtui.tui.panes.scores.loops.rows import LoopRow, filter_text
from arrtui.tui.panes.scores.loops.screen import ChainScreen
from arrtui.tui.panes.scores.loops.watch.rows import COLUMNS, WatchRow, make_watch_rows, watch_search
from arrtui.tui.panes.scores.loops.watch.text import watch_lines

READING = "Reading the changes of settings ..."
NO_MATCH = "Nothing matches.\nesc clears the text."
NOTHING_GRABBED = "The app grabbed nothing for titles of these profiles in the days after it."


def nothing_changed(since: float) -> str:
    """Return what to say where no change was seen since a time (UTC seconds)."""
    return (
        "No profile and no format was changed\n"
        f"since the first backup, {format_day(since)}.\n\n"
        "A change shows here after the next backup\n(b in the Estate), and is watched for seven days."
    )


class AfterChangesScreen(SplitScreen[None]):
    """Lists the changes of some instances until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("detail", "after-changes.detail", "Show what came of it, or hide it"),
        bind("refresh", "after-changes.refresh", "Read what is stored again", show=False),
        bind("back", "after-changes.back", "Go back to where you were", action="leave", show=False),
    ]

    LEAST_WIDTH = 60

    DEFAULT_CSS = """
    AfterChangesScreen {
        & > Vertical > Split.-wide > DetailPanel {
            width: 64;
        }
    }
    """

    def __init__(self, shown: Sequence[Analysis]) -> None:
        """``shown`` are the analyses of the instances whose changes are listed."""
        table: EstateTable[WatchRow] = EstateTable(
            columns_of_instances(COLUMNS, shown), search=watch_search, markable=False, id="after-changes"
        )
        table.empty, table.empty_filtered = READING, NO_MATCH
        super().__init__(table, ("Scores", "Loops", "After changes"))
        self._shown = shown
        self._reloader = Reloader(self, self._read)

    def on_mount(self) -> None:
        """Read the changes."""
        self.table.focus()
        self._reloader.request()

    async def _read(self) -> None:
        services = self.host.services.loops.after_changes
        names = [analysis.instance for analysis in self._shown]
        every = [await try_or_notify(self, services.watches(name)) for name in names]
        known = [stored for stored in every if stored is not None]
        rows = await asyncio.to_thread(make_watch_rows, known)
        self.table.empty = nothing_changed(min((stored.since for stored in known), default=self.host.clock()))
        await self.table.load_rows(rows, key=lambda row: row.key)
        self._show_detail()

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Read again once a job is finished, which may have been a backup; called by the main screen."""
        if any(jobs[number].state.finished for number in changed or ()):
            self._reloader.request()

    def detail_lines(self, row: WatchRow, width: int) -> list[Content]:
        """Return what came of a change."""
        return watch_lines(row, width, plain=self.host.plain)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something at the moment."""
        return self.table.cursor_row is not None if action == "detail" else True

    def action_refresh(self) -> None:
        """Read what is stored again."""
        self._reloader.request()

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        """Open the chains that something was grabbed for in the days after the change."""
        event.stop()
        row: WatchRow = event.row
        if row.watch.chains:
            shown = [analysis for analysis in self._shown if analysis.instance == row.instance]
            self.app.push_screen(WatchChainsScreen(row, shown))
        else:
            notify_refused(self, NOTHING_GRABBED)


class WatchChainsScreen(Screen[None]):
    """Lists the chains that something was grabbed for in the days after a change, until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("back", "after-changes-chains.back", "Go back to the changes", action="app.pop_screen"),
    ]

    def __init__(self, row: WatchRow, shown: Sequence[Analysis]) -> None:
        """``shown`` is the analysis of the instance of the change."""
        super().__init__()
        self._row = row
        self.table: EstateTable[LoopRow] = EstateTable(
            columns_for(CHAIN_COLUMNS, shown), search=filter_text, markable=False, id="after-changes-chains"
        )
        self.table.empty_filtered = NO_MATCH

    def compose(self) -> ComposeResult:
        """The breadcrumb, the chains and the keys."""
        yield HeadLine("Scores", "Loops", "After changes", step_text(self._row.watch.step))
        with Vertical():
            yield self.table
            yield FilterBar(self.table)
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the chains, those that cost the most first."""
        stored = self._row.stored.stored
        if stored is not None:
            rows = [
                LoopRow(stored, chain, title_of(stored.report, chain), waste_of([chain]))
                for chain in self._row.watch.chains
            ]
            rows.sort(key=lambda row: (-row.waste.size, -row.waste.grabs, row.title.casefold()))
            self.table.set_rows(rows, key=lambda row: row.key)
        self.table.focus()

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        event.stop()
        self.app.push_screen(ChainScreen(event.row))
