"""The tab of formats: score and use of each custom format in each profile, with the files that match."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from arrtui.features.scores.model import FormatRow
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.key_table import bind, menu_item
from arrtui.tui.kit.split import Split
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.scores.format_rows import (
    RATINGS,
    files_of,
    format_columns,
    format_detail,
    matching,
    row_key,
)
from arrtui.tui.panes.scores.lines import content, content_line
from arrtui.tui.panes.scores.tab import NOTHING_STORED, ScoresTab

BESIDE = 170
"""Columns from which the detail stands beside even a short table."""
NO_FORMAT = "No custom format is known here.\nMake some in the app, back it up, and they are listed."
NO_MATCH = "No format is left.\nesc clears the text, P and f r go on to other profiles and ratings."


class FormatsTab(ScoresTab):
    """The formats of all profiles, and the one under the cursor in full."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("profile", "formats.profile", "The formats of the next profile only; after the last, of all"),
        menu_item(
            "narrow", "r", "formats.rating", "next_rating", "Rating",
            "The formats of the next rating only; after the last, all",
        ),
        bind("detail", "formats.detail", "Show advice and titles"),
        bind("back", "formats.back", "Leave the detail", show=False),
    ]  # fmt: skip

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._table: EstateTable[FormatRow] = EstateTable(
            search=lambda row: f"{row.name} {row.profile}", markable=False, id="formats-table"
        )
        self._table.empty, self._table.empty_filtered = NO_FORMAT, NO_MATCH
        self._split = Split(self._table, beside=BESIDE)
        self._rows: list[FormatRow] = []
        self._profile = self._rating = ""

    def compose(self) -> ComposeResult:
        """The profile and rating shown, the table with its detail, and the filter's line."""
        yield Static(NOTHING_STORED, classes="tab-none", markup=False)
        yield Static(id="formats-line", classes="tab-line", markup=False)
        yield self._split
        yield FilterBar(self._table)

    def refill(self) -> None:
        """Show the formats of the instances shown."""
        self._rows = [row for analysis in self.shown for row in analysis.formats]
        self.set_class(not self.shown, "-none")
        if self._profile not in self._profiles:
            self._profile = ""
        self._table.set_rows(self._rows, key=row_key)
        self._split.fit(len(self._rows))
        self._narrow()

    # Narrowing

    @property
    def _profiles(self) -> list[str]:
        """The names of the profiles shown, each once."""
        return list(dict.fromkeys(row.profile for row in self._rows))

    def action_profile(self) -> None:
        """Show the formats of another profile only."""
        self._profile = next_word(["", *self._profiles], self._profile)
        self._narrow()

    def action_next_rating(self) -> None:
        """Show the formats of another rating only, of those there are."""
        used = {row.rating for row in self._rows if self._profile in ("", row.profile)}
        self._rating = next_word(["", *(rating for rating in RATINGS if rating in used)], self._rating)
        self._narrow()

    def _narrow(self) -> None:
        profile, rating = self._profile, self._rating
        several = len(self.shown) > 1
        self._table.set_columns(format_columns(plain=self.plain, several=several, one_profile=bool(profile)))
        self._table.set_filter(
            self._table.filter_state.text,
            (lambda row: profile in ("", row.profile) and rating in ("", row.rating))
            if profile or rating
            else None,
        )
        self._show_counts()
        self._show_detail()

    @on(EstateTable.FilterChanged)
    def _show_counts(self) -> None:
        """Show how many formats there are, and by which profile and rating they are narrowed."""
        table = self._table
        count = f"{table.visible_count:,} of {table.total_count:,} formats"
        rating = RATINGS[self._rating].text if self._rating else "any"
        style = RATINGS[self._rating].style if self._rating else "dim"
        chosen = (self._profile, "") if self._profile else ("any", "dim")
        line = [(count, ""), ("   P ", "key"), ("profile ", ""), chosen]
        line += [("   f r ", "key"), ("rating ", ""), (rating, style)]
        self.query_one("#formats-line", Static).update(content_line(line))

    # The detail

    @on(EstateTable.CursorMoved)
    def _follow_cursor(self, event: EstateTable.CursorMoved) -> None:
        event.stop()
        self._show_detail()

    def _show_detail(self) -> None:
        if not self._split.is_mounted:
            return
        row, key = self._table.cursor_row, self._table.cursor_key
        analysis = self.analysis_of(row.instance) if row else None
        if row is None or analysis is None:
            self._split.detail.show(Content(""), key)
            return
        lines = format_detail(row, matching(analysis, row), len(files_of(analysis, row.profile)))
        self._split.detail.show(content(lines), key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave esc to the pane while there is no detail to leave."""
        return self._split.can_leave if action == "back" else True

    def action_detail(self) -> None:
        """Show the detail, or hide it."""
        self._split.toggle()

    def action_back(self) -> None:
        """Leave the detail."""
        self._split.close()

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        event.stop()
        row: FormatRow = event.row
        analysis = self.analysis_of(row.instance)
        if analysis is not None:
            from arrtui.tui.panes.scores.format_files_dialog import FormatFilesDialog

            self.app.push_screen(FormatFilesDialog(row, matching(analysis, row)))


def next_word(words: list[str], word: str) -> str:
    """Return the word after another; the first after the last, and nothing after a word that is not there."""
    return words[(words.index(word) + 1) % len(words)] if word in words else ""
