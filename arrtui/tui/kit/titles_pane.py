"""What panes of titles share: a table narrowed by facets and problems, counts above it, a detail beside."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, ClassVar, Generic

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from arrtui.core.apps import Feature
from arrtui.core.facets import FacetIndex, Selection
from arrtui.tui.kit.dialogs.hidden_marks import choose_rows
from arrtui.tui.kit.faceted_table import FacetedTable, FacetLine
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.pane import Pane
from arrtui.tui.kit.reloader import Reloader
from arrtui.tui.kit.split import Split
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.kit.table.columns import Row

NOTHING_CONFIGURED = "No instance is configured. 1 shows the Estate, where one is added."
NOTHING_STORED = "No title is stored yet.\nPress B in the Estate to back up all instances."
NOTHING_WRONG = "No problem: ! shows everything again."
NO_MATCH = "Nothing matches.\nesc clears the text, F clears the facets."
LACKING = "{name} has no titles here: {why}."
"""Of an instance whose titles a pane leaves out, below what it says of an empty table."""


class TitlesPane(Pane, Generic[Row]):
    """The titles of all instances, and the detail of the one under the cursor.

    A pane says what is read, what the counts are, what a problem is, and what the detail shows.
    """

    FEATURE: ClassVar[Feature]
    """What it is about: titles of instances without it are not here."""

    def __init__(self, table: FacetedTable[Row], counts: Widget, *, id: str | None = None) -> None:
        """Make the pane of a table and the line of counts above it."""
        super().__init__(id=id)
        self._table = table
        self._counts_line = counts
        self._split = Split(table)
        self._reloader = Reloader(self, self._read)
        self._only_problems = False

    def compose(self) -> ComposeResult:
        """The counts, what the table is narrowed by, the table with its detail, and the filter's line."""
        yield self._counts_line
        yield FacetLine()
        yield self._split
        yield FilterBar(self._table)

    def on_mount(self) -> None:
        """Read once the pane shows."""
        self._outdate()

    def focus_content(self) -> None:
        """Focus the table."""
        self._table.focus()

    # What a pane says

    async def _read(self) -> None:
        """Read what is stored, and fill the table with it."""
        raise NotImplementedError

    def _show_counts(self) -> None:
        """Update the line of counts."""
        raise NotImplementedError

    def _show_detail(self) -> None:
        """Show what is known of the title under the cursor."""
        raise NotImplementedError

    def _is_problem(self, row: Row) -> bool:
        """Return whether somebody should look at a title."""
        raise NotImplementedError

    @property
    def _has_problems(self) -> bool:
        """Whether somebody should look at any title."""
        raise NotImplementedError

    def _folder_of(self, row: Row) -> str:
        """Return the path of a title's folder."""
        raise NotImplementedError

    # Data

    def snapshots_taken(self, instances: Collection[str]) -> None:
        """Read again: there may be other titles."""
        self._outdate()

    def _outdate(self) -> None:
        """Read again, at once or when the pane shows again."""
        self._reloader.outdated = True
        if self.display:
            self._reloader.request()

    def shown(self) -> None:
        """Catch up with what changed while the pane was hidden."""
        if self._reloader.outdated:
            self._reloader.request()

    async def _fill(self, rows: Sequence[Row], index: FacetIndex[Row, Any]) -> None:
        """Show other rows; cursor, marks, sort and filter stay with what they meant."""
        self._table.know_instances([instance.name for instance in self.services.config.instances])
        await self._table.fill(rows, index)
        self._say_what_is_missing()
        self._update_lines()
        self._show_detail()

    def _say_what_is_missing(self) -> None:
        """Say why the table may be empty, and which instances have nothing in it."""
        instances = self.services.config.instances
        lacking = [
            LACKING.format(name=instance.name, why=instance.why_without(self.FEATURE))
            for instance in instances
            if not instance.has(self.FEATURE)
        ]
        all_lack = bool(instances) and len(lacking) == len(instances)
        stored = NOTHING_STORED if instances else NOTHING_CONFIGURED
        self._table.empty = "\n".join(lacking if all_lack else [stored, *lacking])
        self._table.empty_filtered = NOTHING_WRONG if self._only_problems else "\n".join([NO_MATCH, *lacking])

    @on(EstateTable.FilterChanged)
    @on(EstateTable.MarksChanged)
    def _update_lines(self) -> None:
        """Update the counts, and what the table is narrowed by."""
        self._show_counts()
        if self._table.index is not None:
            self.query_one(FacetLine).show(self._table.selection, self._table.index.titles)
        self.refresh_bindings()

    @property
    def current(self) -> Row | None:
        """The title under the cursor."""
        return self._table.cursor_row

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something at the moment."""
        if action in ("detail", "copy"):
            return self.current is not None
        if action == "act":
            return bool(self._table.visible_count or self._table.marked)
        if action == "clear_facets":
            return bool(self._table.selection)
        if action == "back":
            return self._split.can_leave
        return True

    def offers(self, action: str) -> bool:
        """Leave keys out of the key line where there is nothing that they could choose."""
        if action == "problems":
            return self._only_problems or self._has_problems
        return action != "facets" or self._table.total_count > 0

    def action_detail(self) -> None:
        """Show the detail, or hide it."""
        self._split.toggle()
        self._show_detail()

    def action_back(self) -> None:
        """Leave the detail."""
        self._split.close()

    def action_facets(self) -> None:
        """Open the dialog of facets."""
        from arrtui.tui.kit.dialogs.facets import FacetDialog

        table = self._table
        if table.index is not None:
            self.app.push_screen(FacetDialog(table.index, table.selection, table.noun, self.select))

    def action_clear_facets(self) -> None:
        """Narrow by no facet any more."""
        self.select({})

    def select(self, selection: Selection) -> None:
        """Narrow the table by facets."""
        self._table.select(selection)
        self._update_lines()

    def action_problems(self) -> None:
        """Show only problems; again shows everything."""
        self._only_problems = not self._only_problems
        self._table.show_only(self._is_problem if self._only_problems else None)
        self._say_what_is_missing()
        self._update_lines()

    def action_copy(self) -> None:
        """Copy the path of the folder under the cursor."""
        if self.current is not None:
            self.host.copy(self._folder_of(self.current), "The path")

    async def _chosen(self) -> Sequence[Row]:
        """Return the marked titles, or the one under the cursor; asks about marked ones that do not show."""
        return await choose_rows(self, self._table) or ()

    def _changed(self) -> None:
        """Read again after a change."""
        self._table.clear_marks()
        self._reloader.request()
