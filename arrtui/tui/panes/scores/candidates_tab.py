"""The tab of candidates: every file worth upgrading, and beside it why it has its score."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from arrtui.core.errors import ArrtuiError
from arrtui.features.scores.ignores import IgnoreKey
from arrtui.features.scores.model import Analysis, ScoreLibrary
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.split import Split
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.scores.candidate_actions import ACTIONS, ScoreActing, action_bindings
from arrtui.tui.panes.scores.candidate_rows import CandidateRow, columns_for, make_rows, searched
from arrtui.tui.panes.scores.candidate_screen import CandidateScreen, read_past
from arrtui.tui.panes.scores.candidate_text import Past, candidate_lines

DEBOUNCE = 0.1
"""Seconds the cursor must rest before the detail follows it."""
NO_CANDIDATE = "Nothing to upgrade: every file is as its profile wants it."
NO_MATCH = "No candidate matches.\nesc clears the text; o and ! show the others again, I the ignored ones."


class CandidatesTab(ScoreActing, Vertical):
    """Candidates with the detail of the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *action_bindings("scores"),
        Binding("o", "narrow('hand')", "By hand", id="scores.by-hand", tooltip="Only what only you can find"),
        Binding(
            "exclamation_mark",
            "narrow('below')",
            "Below minimum",
            show=False,
            id="scores.below",
            tooltip="Only files below the minimum of their profile",
        ),
        Binding(
            "I",
            "narrow('ignored')",
            "Ignored",
            show=False,
            id="scores.ignored",
            tooltip="Show what is ignored too, or hide it again",
        ),
        Binding("d", "detail", "Detail", id="scores.detail", tooltip="Show why it has its score, or hide it"),
        Binding("escape", "back", "Back", show=False, id="scores.back", tooltip="Leave the detail"),
    ]

    DEFAULT_CSS = """
    CandidatesTab {
        height: 1fr;
        & > #candidates-line {
            height: 1;
            padding: 0 1;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
        & > Split.-wide > DetailPanel {
            width: 44;
        }
        & > Split.-very-wide > DetailPanel {
            width: 72;
        }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._table: EstateTable[CandidateRow] = EstateTable(search=searched, id="candidates-table")
        self._split = Split(self._table)
        self._line = Static("", id="candidates-line", markup=False)
        self._analyses: Sequence[Analysis] = ()
        self._instance = ""
        self._ignored: Mapping[IgnoreKey, float] = {}
        self._hidden = 0
        self._narrowed: set[str] = set()
        self._past: dict[Hashable, Past] = {}
        self._resting: Timer | None = None

    def compose(self) -> ComposeResult:
        """The counts, the table with its detail, and the filter's line."""
        yield self._line
        yield self._split
        yield FilterBar(self._table)

    def on_mount(self) -> None:
        """Narrow by nothing but what is ignored."""
        self._table.ascii = self.host.plain
        self._table.empty = "Reading candidates ..."
        self._table.empty_filtered = NO_MATCH
        self._narrow()

    # What the pane hands down

    def show(self, analyses: list[Analysis], instance: str) -> None:
        """Show the candidates of an instance or, without a name, of all; the cursor stays on its file."""
        self._analyses, self._instance = analyses, instance
        self._past.clear()
        self._fill()

    def focus_content(self) -> None:
        """Give the focus to the table."""
        self._table.focus()

    @work(group="candidates", exclusive=True)
    async def _fill(self) -> None:
        """Read what is ignored and make the rows, in a thread because there may be tens of thousands."""
        try:
            self._ignored = await self.host.services.scores.ignored()
        except ArrtuiError as error:
            self.notify(str(error), severity="error", markup=False)
        rows = await asyncio.to_thread(make_rows, self._analyses, self._instance, self._ignored)
        self._hidden = sum(row.ignored_until is not None for row in rows)
        columns = columns_for([one for one in self._analyses if self._instance in ("", one.instance)])
        if columns != self._table.columns:
            self._table.set_columns(columns)
        self._table.empty = NO_CANDIDATE
        self._table.set_rows(rows, key=lambda row: row.key)
        self._say()
        self._show_detail()

    # Narrowing

    def action_narrow(self, what: str) -> None:
        """Narrow the table, or widen it again."""
        self._narrowed ^= {what}
        self._narrow()
        self._say()

    def _narrow(self) -> None:
        narrowed = frozenset(self._narrowed)
        self._table.set_filter(self._table.filter_text, lambda row: keeps(row, narrowed))

    def _say(self) -> None:
        """Say how many there are, and by what they are narrowed."""
        table, dim, accent = self._table, CONTENT_STYLES["dim"], CONTENT_STYLES["accent"]
        total = table.total_count - (0 if "ignored" in self._narrowed else self._hidden)
        shown = table.visible_count
        count = f"{shown:,} of {total:,}" if shown != total else f"{total:,}"
        parts: list[tuple[str, str]] = [(count, "bold"), (" to upgrade", "")]
        if "hand" in self._narrowed:
            parts.append(("   only you can find these (o shows all)", accent))
        if "below" in self._narrowed:
            parts.append(("   below minimum (! shows all)", accent))
        if self._hidden:
            word = "shown, I hides them" if "ignored" in self._narrowed else "hidden, I shows them"
            parts.append((f"   {self._hidden:,} ignored ({word})", dim))
        if marked := len(table.marked):
            parts.append((f"   {marked:,} marked", accent))
        self._line.update(Content.assemble(*parts))
        self.refresh_bindings()

    @on(EstateTable.FilterChanged)
    @on(EstateTable.MarksChanged)
    def _counts_changed(self) -> None:
        self._say()

    # The detail

    @property
    def current(self) -> CandidateRow | None:
        """The candidate under the cursor."""
        return self._table.cursor_row

    @on(EstateTable.CursorMoved)
    def _moved(self, event: EstateTable.CursorMoved) -> None:
        """Show another one in full as soon as the cursor rests."""
        event.stop()
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(DEBOUNCE, self._show_detail)

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap the detail anew."""
        self.call_after_refresh(self._show_detail)

    def _library(self, row: CandidateRow) -> ScoreLibrary:
        return next(one.library for one in self._analyses if one.instance == row.file.instance)

    def _show_detail(self) -> None:
        """Show the candidate, with its past as soon as that is read."""
        row = self.current
        if not self._split.detail_shows:
            return
        if row is None:
            self._split.detail.show(Content(""), None)
            return
        place = row.key
        self._draw(row, self._past.get(place))
        if place not in self._past:
            self._read_past(row)

    def _draw(self, row: CandidateRow, past: Past | None) -> None:
        detail = self._split.detail
        width = detail.scrollable_content_region.width or 44
        lines = candidate_lines(row, self._library(row), past, width, plain=self.host.plain)
        detail.show(Content("\n").join(lines), row.key)

    @work(group="past", exclusive=True)
    async def _read_past(self, row: CandidateRow) -> None:
        try:
            past = await read_past(self.host.services.scores, row)
        except ArrtuiError as error:
            self.notify(str(error), severity="error", markup=False)
            past = Past()
        self._past[row.key] = past
        if (now := self.current) is not None and now.key == row.key:
            self._draw(now, past)

    def action_detail(self) -> None:
        """Show the detail, or hide it."""
        self._split.toggle()
        self.call_after_refresh(self._show_detail)

    def action_back(self) -> None:
        """Leave the detail."""
        self._split.close()

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        """Show one over the whole screen."""
        event.stop()
        row: CandidateRow = event.row
        self.app.push_screen(CandidateScreen(row, self._library(row), self.ignoring_changed))

    # For actions

    @property
    def chosen(self) -> Sequence[CandidateRow]:
        """The marked candidates, or the one under the cursor."""
        table: EstateTable[Any] = self._table
        marked = [row for key in table.marked if (row := table.get_row(key)) is not None]
        return marked or [row for row in (table.cursor_row,) if row is not None]

    def acted(self) -> None:
        """Take the marks away."""
        self._table.clear_marks()

    def ignoring_changed(self) -> None:
        """Read again what is ignored."""
        self._fill()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave keys that mean nothing at the moment to others."""
        if action in ACTIONS or action == "detail":
            return self._table.visible_count > 0
        if action == "back":
            return self._split.detail.has_focus or (self._split.detail_shows and not self._split.lasting)
        return True


def keeps(row: CandidateRow, narrowed: frozenset[str]) -> bool:
    """Return whether a candidate shows under what the table is narrowed by."""
    if row.ignored_until is not None and "ignored" not in narrowed:
        return False
    if "hand" in narrowed and not row.candidate.judged.only_by_hand:
        return False
    return "below" not in narrowed or row.candidate.judged.below_minimum
