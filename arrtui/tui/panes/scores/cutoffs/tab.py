"""The tab of cutoffs: profiles that never stop searching, what is the best there ever was, what to want."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from arrtui.core.apps.words import judged_noun
from arrtui.core.text import plural
from arrtui.features.loops.cutoff_words import count_words
from arrtui.features.loops.cutoffs import CutoffState
from arrtui.tui.kit.key_table import bind, menu_item
from arrtui.tui.kit.notices import try_or_notify
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.scores.cutoffs.rows import COLUMNS, STATES, CutoffRow, filter_text, make_rows
from arrtui.tui.panes.scores.cutoffs.text import cutoff_lines
from arrtui.tui.panes.scores.detail_tab import DetailTab
from arrtui.tui.panes.scores.lines import Line, content_line
from arrtui.tui.panes.scores.tab import NO_PROFILE, NOTHING_STORED, TryWanted

READING = "Reading files and releases ..."
NO_MATCH = "No profile matches.\nesc clears the text, F shows all of them."


class CutoffsTab(DetailTab):
    """One line for each profile that titles have, with everything about the one under the cursor."""

    NOTHING_READ = True
    SHOWS_UNREAD = True
    _table: EstateTable[CutoffRow]

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("problems", "cutoffs.never", "Only what never stops, or all profiles", show=False),
        bind("clear_narrowing", "cutoffs.show-all", "All profiles", show=False),
        bind("detail", "cutoffs.detail", "Show why, or hide it"),
        bind("back", "cutoffs.back", "Leave the detail", show=False),
        menu_item(
            "actions", "x", "cutoffs.try", "try_wanted", "Try in What-if",
            "Try the score that it could want, and see which files are done then",
        ),
    ]  # fmt: skip

    def __init__(self, *, id: str | None = None) -> None:
        table: EstateTable[CutoffRow] = EstateTable(
            COLUMNS, search=filter_text, markable=False, id="cutoffs-table"
        )
        super().__init__(table, line="cutoffs-line", id=id)
        self._table.empty = READING
        self._table.empty_filtered = NO_MATCH
        self._only_never = False

    def compose(self) -> ComposeResult:
        """What to do where nothing is stored, and everything else."""
        yield Static(NOTHING_STORED, classes="tab-none", markup=False)
        yield from super().compose()

    def refill(self) -> None:
        """Show the profiles of the instances shown; the cursor stays on its profile."""
        self.set_class(not self.shown, "-none")
        self._fill()

    @work(group="cutoffs", exclusive=True)
    async def _fill(self) -> None:
        """Read what was ever there, and make the rows in a thread."""
        cutoffs = self.host.services.loops.cutoffs
        names = [analysis.instance for analysis in self.shown]
        every = [await try_or_notify(self, cutoffs.report(name)) for name in names]
        rows = await asyncio.to_thread(make_rows, [report for report in every if report is not None])
        self._details.clear()
        await self._table.load_rows(rows, key=lambda row: row.key, predicate=lambda: self._shows)
        self._table.empty = NO_PROFILE
        self._show_counts()
        self._show_detail()

    # Narrowing

    def action_problems(self) -> None:
        """Narrow the table to what never stops, or widen it again."""
        self._only_never = not self._only_never
        self._narrow()

    def action_clear_narrowing(self) -> None:
        """Show all profiles."""
        self._only_never = False
        self._narrow()

    def _narrow(self) -> None:
        self._table.set_filter(self._table.filter_state.text, self._shows)
        self._show_counts()

    def _shows(self, row: CutoffRow) -> bool:
        """Return whether a profile shows under what the table is narrowed by."""
        return not self._only_never or row.cutoff.state is CutoffState.NEVER

    @on(EstateTable.FilterChanged)
    def _show_counts(self) -> None:
        """Say how many profiles of each state there are, and how many files they search for in vain."""
        cutoffs = [row.cutoff for row in self._table.rows_shown]
        states = Counter(cutoff.state for cutoff in cutoffs)
        line: Line = [(plural(len(cutoffs), "profile"), "bold")]
        line += [(f"   {count_words(state, states[state])}", "") for state in STATES if states[state]]
        vain = sum(cutoff.short_score for cutoff in cutoffs if cutoff.state is CutoffState.NEVER)
        if vain:
            noun = judged_noun(cutoff.instance for cutoff in cutoffs)
            line.append((f"   {noun.count(vain)} searched for in vain", "warn"))
        self._line.update(content_line(line))
        self.refresh_bindings()

    # The detail

    async def read_detail(self, row: CutoffRow) -> bool:
        """Return that nothing more is to be read: the row has all of it."""
        return True

    def detail_lines(self, row: CutoffRow, _detail: bool | None, width: int) -> list[Content]:
        """Return the text about a profile."""
        return cutoff_lines(row, width)

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        """Go to the detail, so that keys scroll it."""
        event.stop()
        if not self._split.detail_shows:
            self.action_detail()
        self._split.detail.focus()

    def action_try_wanted(self) -> None:
        """Open What-if with the first suggestion."""
        row = self._table.cursor_row
        if row is not None and row.suggestion is not None:
            self.post_message(TryWanted(*row.key, row.suggestion.wanted))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable what has no meaning at the moment, so that its key goes to the pane."""
        if action == "try_wanted":
            row = self._table.cursor_row
            return row is not None and row.suggestion is not None
        return super().check_action(action, parameters)
