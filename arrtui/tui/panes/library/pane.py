"""The Library pane: the titles of all instances in one table, or all their episodes in another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from arrtui.core.events import Job
from arrtui.core.text import plural
from arrtui.features.library.facets import Selection
from arrtui.features.library.merge import Title
from arrtui.features.library.seasons import EpisodeKey
from arrtui.runtime.library import EpisodeListRow
from arrtui.tui.kit.dialogs.export import ask_and_export
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.kit.top_line import PaneTab
from arrtui.tui.panes.library.actions.acting import Acting, action_bindings
from arrtui.tui.panes.library.actions.rows import Chosen, of_episodes, of_titles
from arrtui.tui.panes.library.export import write_rows
from arrtui.tui.panes.library.reader import LibraryReader
from arrtui.tui.panes.plan.waiter import opens_plans


class LibraryPane(LibraryReader, Acting):
    """Titles or episodes, narrowed by text and facets; beside them, where there is room, one in full."""

    TAB = PaneTab("library", "2", "Library")

    BINDINGS: ClassVar[list[BindingType]] = [
        *action_bindings("library"),
        Binding("f", "facets", "Facets", id="library.facets", tooltip="Narrow by instance, files, tags, ..."),
        Binding(
            "F",
            "clear_facets",
            "Clear facets",
            show=False,
            id="library.clear-facets",
            tooltip="Narrow by no facet any more",
        ),
        Binding("v", "view", "View", id="library.view", tooltip="Show all episodes, or titles again"),
        Binding("d", "detail", "Detail", id="library.detail", tooltip="Show everything stored of it"),
        Binding("o", "addresses", "Address", id="library.address", tooltip="Show its web addresses"),
        Binding(
            "y", "copy_address", "Copy", show=False, id="library.copy", tooltip="Copy its first web address"
        ),
        Binding("b", "back_up", "Back up", id="library.back-up", tooltip="Back up all instances now"),
        Binding("e", "export", "Export", id="library.export", tooltip="Write the rows shown to a CSV file"),
        Binding("r", "reload", "Reload", id="library.reload", tooltip="Read what is stored again"),
        Binding(
            "S",
            "sort_any",
            "Sort by any",
            show=False,
            id="library.sort",
            tooltip="Sort by any column, those without room included",
        ),
        Binding(
            "greater_than_sign",
            "shift(1)",
            "Further instances",
            show=False,
            id="library.instances-right",
            tooltip="Show the columns of further instances",
        ),
        Binding(
            "less_than_sign",
            "shift(-1)",
            "Earlier instances",
            show=False,
            id="library.instances-left",
            tooltip="Show the columns of earlier instances",
        ),
        Binding("escape", "leave", "Back", show=False, id="library.leave", tooltip="Go back to the table"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._plan_waiter = opens_plans(self)

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Open the plans that were asked for here once they are made."""
        self._plan_waiter.take(jobs)

    def await_plan(self, job_id: int) -> None:
        """Open the plan of a job once it is made; it may have been made already."""
        self._plan_waiter.wait_for(job_id)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave keys that mean nothing at the moment to others."""
        if action == "leave":
            return self.detail.has_focus
        if action in ("addresses", "copy_address", "detail", "export", "actions", "act"):
            return self.table.visible_count > 0
        if action == "clear_facets":
            return bool(self.table.selection)
        return True

    @property
    def chosen(self) -> Chosen:
        """The marked rows of the table that shows, or the one under the cursor."""
        table = self.table
        marked = [row for key in table.marked if (row := table.get_row(key)) is not None]
        rows: list[Title | EpisodeListRow] = marked or [row for row in (table.cursor_row,) if row is not None]
        titles = [row for row in rows if isinstance(row, Title)]
        episodes = [row for row in rows if isinstance(row, EpisodeListRow)]
        if titles:
            return of_titles(titles)
        return of_episodes((title, row) for row in episodes if (title := self._series_of(row)) is not None)

    def acted(self) -> None:
        """Take the marks away."""
        self.table.clear_marks()

    def action_facets(self) -> None:
        """Let facets be ticked."""
        from arrtui.tui.panes.library.facets import FacetDialog

        table = self.table
        if table.index is not None:
            self.app.push_screen(FacetDialog(table.index, table.selection, table.noun, self._select))

    def action_clear_facets(self) -> None:
        """Narrow by no facet any more."""
        self._select({})

    def _select(self, selection: Selection) -> None:
        """Narrow the table that shows."""
        self.table.select(selection)
        self._show_columns()
        self._say()

    def action_view(self) -> None:
        """Show the episodes, or the titles again."""
        self.toggle_class("-episodes")
        self.table.focus()
        self._say()
        self._follow()
        if self.shows_episodes and self.episodes.index is None:
            self.read()

    def action_shift(self, step: int) -> None:
        """Show the columns of other instances."""
        self.titles.shift(step)

    def action_leave(self) -> None:
        """Go back to the table."""
        self.table.focus()

    def action_sort_any(self) -> None:
        """Choose a column among all there are."""
        from arrtui.tui.panes.library.sort import SortDialog, sort_keys

        table = self.table
        dialog = SortDialog(sort_keys(table.columns), table.sort)
        self.app.push_screen(dialog, lambda key: None if key is None else table.cycle_sort(key))

    def action_reload(self) -> None:
        """Read what is stored again, and say how old it is."""
        self._asked = True
        self.read()

    async def action_back_up(self) -> None:
        """Queue a backup of every instance."""
        if jobs := await self.trying(self.services.backup.back_up()):
            self.tell(f"{plural(len(jobs), 'backup')} queued; 6 shows them at work.")

    def action_export(self) -> None:
        """Ask for a file, and write the rows that show."""
        table = self.table
        rows = table.rows_shown
        what = plural(len(rows), table.noun.removesuffix("s"))
        question = f"Write {what} as CSV (UTF-8) to a file in {Path.cwd()}:"
        ask_and_export(self, question, f"arrtui-{table.noun}.csv", partial(write_rows, rows=rows))

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        """Open a movie in full, a series with its seasons, an episode within its series."""
        event.stop()
        title, row = self.current_title, event.row
        if title is None or title.is_movie:
            self.action_detail()
            return
        from arrtui.tui.panes.library.series import SeriesScreen

        at = EpisodeKey(row.season, row.number) if isinstance(row, EpisodeListRow) else None
        self.app.push_screen(SeriesScreen(title, at=at))

    def action_detail(self) -> None:
        """Show one in full over the whole screen."""
        from arrtui.tui.panes.library.title import TitleScreen

        if subject := self.subject:
            self.app.push_screen(TitleScreen(subject))
