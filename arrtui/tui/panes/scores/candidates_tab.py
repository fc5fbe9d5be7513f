"""The tab of candidates: the best to search for tonight, then every file worth upgrading, and why."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from types import EllipsisType
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.content import Content

from arrtui.features.scores.best import BEST
from arrtui.features.scores.ignores import IgnoreKey
from arrtui.features.scores.model import ScoreLibrary
from arrtui.tui.kit.dialogs.hidden_marks import choose_rows
from arrtui.tui.kit.key_table import bind, menu_item
from arrtui.tui.kit.notices import try_or_notify
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.scores.candidate_actions import CandidateActions, action_bindings
from arrtui.tui.panes.scores.candidate_rows import COLUMNS, FIELDS, CandidateRow, filter_text, make_rows
from arrtui.tui.panes.scores.candidate_screen import CandidateScreen, read_history
from arrtui.tui.panes.scores.candidate_text import TitleHistory, candidate_lines
from arrtui.tui.panes.scores.columns import columns_for
from arrtui.tui.panes.scores.detail_tab import DetailTab
from arrtui.tui.panes.scores.lines import Line, content_line

NO_CANDIDATE = "Nothing to upgrade: every file is as its profile wants it."
NO_MATCH = "No candidate matches.\nesc clears the text, F shows all of them."


class CandidatesTable(EstateTable[CandidateRow]):
    """A table of candidates; a filter that is typed looks in all of them, not in the best alone."""

    _narrowed: frozenset[str] = frozenset()

    def narrow(self, narrowed: frozenset[str]) -> None:
        """Show what some conditions keep, and of that what the filter matches."""
        self._narrowed = narrowed
        self.set_filter(self.filter_state.text)

    def set_filter(
        self, text: str, predicate: Callable[[CandidateRow], bool] | EllipsisType | None = ...
    ) -> None:
        """Show only candidates that match a filter, with the conditions that hold for it."""
        narrowed = self._narrowed - {"best"} if text else self._narrowed
        condition = (lambda row: keeps(row, narrowed)) if isinstance(predicate, EllipsisType) else predicate
        super().set_filter(text, condition)


class CandidatesTab(DetailTab):
    """Candidates with the detail of the one under the cursor."""

    LEAST_WIDTH = 44
    NOTHING_READ = TitleHistory()
    _table: CandidatesTable

    BINDINGS: ClassVar[list[BindingType]] = [
        *action_bindings("scores"),
        bind("problems", "scores.below", "Only files below the minimum of their profile, or all", show=False),
        bind("clear_narrowing", "scores.show-all", "All candidates", show=False),
        bind("detail", "scores.detail", "Show why it has its score, or hide it"),
        bind("back", "scores.back", "Leave the detail", show=False),
        menu_item(
            "narrow", "b", "scores.best", "narrow_by('best')", "Best",
            f"Only the {BEST} of each instance to search for tonight, or all again",
        ),
        menu_item(
            "narrow", "o", "scores.by-hand", "narrow_by('hand')", "By hand",
            "Only what only you can find, or all again",
        ),
        menu_item(
            "narrow", "i", "scores.ignored", "narrow_by('ignored')", "Ignored",
            "What is ignored too, or not any more",
        ),
    ]  # fmt: skip

    DEFAULT_CSS = """
    CandidatesTab {
        & > Split.-wide > DetailPanel {
            width: 44;
        }
        & > Split.-very-wide > DetailPanel {
            width: 72;
        }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        table = CandidatesTable(
            search=filter_text, fields=FIELDS, viewed_as="candidates", id="candidates-table"
        )
        super().__init__(table, line="candidates-line", id=id)
        self._table.empty = "Reading candidates ..."
        self._table.empty_filtered = NO_MATCH
        self._actions = CandidateActions(
            self,
            lambda: choose_rows(self, self._table),
            on_done=self._table.clear_marks,
            on_ignored=self._fill,
        )
        self._ignored: Mapping[IgnoreKey, float] = {}
        self._ignored_count = 0
        self._narrowed = {"best"}

    def on_mount(self) -> None:
        """Hide what is ignored."""
        self._narrow()

    def refill(self) -> None:
        """Show the candidates of the instances shown; the cursor stays on its file."""
        self._details.clear()
        if self.analyses:
            self._fill()

    @work(group="candidates", exclusive=True)
    async def _fill(self) -> None:
        """Read what is ignored and make the rows, in a thread because there may be tens of thousands."""
        ignored = await try_or_notify(self, self.host.services.scores.ignored())
        if ignored is not None:
            self._ignored = ignored
        rows = await asyncio.to_thread(make_rows, self.shown, self._ignored)
        self._ignored_count = sum(row.ignored_until is not None for row in rows)
        columns = columns_for(COLUMNS, self.shown)
        if columns != self._table.all_columns:
            self._table.set_columns(columns)
        await self._table.load_rows(rows, key=lambda row: row.key)
        self._table.empty = NO_CANDIDATE
        self._show_counts()
        self._show_detail()

    # Narrowing

    def action_problems(self) -> None:
        """Narrow the table to files below the minimum of their profile, or widen it again."""
        self.action_narrow_by("below")

    def action_narrow_by(self, condition: str) -> None:
        """Narrow the table by a condition (``best``, ``hand``, ``below``), or widen it again (``ignored``).

        What is best to search for is a view of its own: any other condition is about all candidates.
        """
        kept = self._narrowed & {"best"} if condition == "best" else self._narrowed - {"best"}
        self._narrowed = kept ^ {condition}
        self._narrow()
        self._show_counts()

    def action_clear_narrowing(self) -> None:
        """Show all candidates that are not ignored."""
        self._narrowed.clear()
        self._narrow()
        self._show_counts()

    def _narrow(self) -> None:
        self._table.narrow(frozenset(self._narrowed))

    @on(EstateTable.FilterChanged)
    @on(EstateTable.MarksChanged)
    def _show_counts(self) -> None:
        table = self._table
        total = table.total_count - (0 if "ignored" in self._narrowed else self._ignored_count)
        shown = table.visible_count
        line: Line = [(f"{shown:,} of {total:,}" if shown != total else f"{total:,}", "bold")]
        line.append((" to upgrade", ""))
        if "best" in self._narrowed and not table.filter_state.text:
            line.append((f"   best {BEST} each to search tonight (F shows all)", "accent"))
        if "hand" in self._narrowed:
            line.append(("   only you can find these (f o shows all)", "accent"))
        if "below" in self._narrowed:
            line.append(("   below minimum (! shows all)", "accent"))
        if self._ignored_count:
            state = "shown, f i hides them" if "ignored" in self._narrowed else "hidden, f i shows them"
            line.append((f"   {self._ignored_count:,} ignored ({state})", "dim"))
        if table.marks_text:
            line.append((f"   {table.marks_text}", "accent"))
        self._line.update(content_line(line))
        self.refresh_bindings()

    # The detail

    def _library(self, row: CandidateRow) -> ScoreLibrary:
        return next(analysis.library for analysis in self.analyses if analysis.instance == row.file.instance)

    async def read_detail(self, row: CandidateRow) -> TitleHistory:
        """Read what is stored of a candidate's title."""
        return await read_history(self.host.services, row)

    def detail_lines(self, row: CandidateRow, detail: TitleHistory | None, width: int) -> list[Content]:
        """Return the text about a candidate."""
        return candidate_lines(row, self._library(row), detail, width, plain=self.plain)

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        event.stop()
        self.app.push_screen(CandidateScreen(event.row, self._library(event.row), self._fill))

    # Actions

    def action_candidate(self, name: str) -> None:
        """Run one of the actions on the chosen candidates."""
        self._actions.run(name)

    def action_releases(self) -> None:
        """List what indexers have of it."""
        self._actions.run("list_releases")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable what has no meaning at the moment, so that its key goes to the pane."""
        if action in ("candidate", "releases"):
            return self._table.visible_count > 0
        return super().check_action(action, parameters)


def keeps(row: CandidateRow, narrowed: frozenset[str]) -> bool:
    """Return whether a candidate shows under what the table is narrowed by."""
    if row.ignored_until is not None and "ignored" not in narrowed:
        return False
    if "best" in narrowed and not row.best:
        return False
    if "hand" in narrowed and not row.candidate.judged.only_by_hand:
        return False
    return "below" not in narrowed or row.candidate.judged.below_minimum
