"""The Library pane: the titles of all instances in one table, or all their episodes in another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from arrtui.core.domain import Kind
from arrtui.db.library import EpisodeListRow
from arrtui.features.library.facets import Selection
from arrtui.features.library.load import Library, load_episodes, load_library
from arrtui.features.library.merge import Title
from arrtui.features.library.seasons import EpisodeKey
from arrtui.features.library.title_facets import KIND, KIND_WORDS
from arrtui.tui import format
from arrtui.tui.screens.library_addresses import Addressing
from arrtui.tui.screens.pane import Pane
from arrtui.tui.widgets.filter_bar import FilterBar
from arrtui.tui.widgets.library_line import FacetLine, Legend, LibraryLine, Shown
from arrtui.tui.widgets.library_tables import EpisodeTable, FacetedTable, TitleTable
from arrtui.tui.widgets.split import WIDE
from arrtui.tui.widgets.table import EstateTable
from arrtui.tui.widgets.title_detail import Subject, TitleDetailView, episode_subject
from arrtui.tui.widgets.top_line import PaneTab

VERY_WIDE = 180
"""Columns from which the detail gets more room."""
DEBOUNCE = 0.1
"""Seconds the cursor must rest before the detail follows it."""
READING = "Reading the library ..."
NO_INSTANCE = "No instance is configured yet.\nPress 1 for the Estate pane and add one there."
NO_BACKUP = "Nothing is backed up yet.\nPress b to back up all instances."
NO_TITLE = "The instances that are backed up hold no titles.\nPress b to back them up again."
NO_EPISODE = "No episodes are stored.\nPress b to back up all instances, or v to see the titles."
NO_MATCH = "Nothing matches.\nesc clears the text, F clears the facets."


class LibraryPane(Addressing, Pane):
    """Titles or episodes, narrowed by text and facets; beside them, where there is room, one in full."""

    TAB = PaneTab("library", "2", "Library")

    BINDINGS: ClassVar[list[BindingType]] = [
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

    DEFAULT_CSS = """
    LibraryPane {
        & > Horizontal {
            height: 1fr;
        }
        & #library-episodes {
            display: none;
        }
        &.-episodes #library-episodes {
            display: block;
        }
        &.-episodes #library-titles {
            display: none;
        }
        & TitleDetailView {
            display: none;
            width: 44;
            background: $background;
            border-left: solid $panel-lighten-2;
            &:focus {
                border-left: solid $accent;
            }
        }
        &.-wide TitleDetailView {
            display: block;
        }
        &.-very-wide TitleDetailView {
            width: 72;
        }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._library: Library | None = None
        self._reading = False
        self._stale = False
        self._asked = False
        self._live = (False, False)

    def compose(self) -> ComposeResult:
        """The lines around the tables, of which one shows, and the detail."""
        titles = TitleTable(id="library-titles")
        episodes = EpisodeTable(self.now(), id="library-episodes")
        yield LibraryLine()
        yield FacetLine()
        with Horizontal():
            yield titles
            yield episodes
            yield TitleDetailView(id="library-detail")
        yield FilterBar(titles, id="library-filter-titles")
        yield FilterBar(episodes, id="library-filter-episodes")
        yield Legend()

    def on_mount(self) -> None:
        """Show what is stored."""
        for table in (self.titles, self.episodes):
            table.ascii = self.arrtui.plain
            table.empty = READING
            table.empty_filtered = NO_MATCH
        self.read()

    # What is where

    @property
    def titles(self) -> TitleTable:
        """The table of titles."""
        return self.query_one("#library-titles", TitleTable)

    @property
    def episodes(self) -> EpisodeTable:
        """The table of episodes."""
        return self.query_one("#library-episodes", EpisodeTable)

    @property
    def shows_episodes(self) -> bool:
        """Whether the table of episodes shows, not that of titles."""
        return self.has_class("-episodes")

    @property
    def table(self) -> FacetedTable[Any]:
        """The table that shows."""
        return self.episodes if self.shows_episodes else self.titles

    @property
    def detail(self) -> TitleDetailView:
        """What shows one title in full."""
        return self.query_one(TitleDetailView)

    @property
    def current_title(self) -> Title | None:
        """The title under the cursor, or the series of the episode."""
        row = self.table.cursor_row
        return self._series_of(row) if isinstance(row, EpisodeListRow) else row

    @property
    def subject(self) -> Subject | None:
        """What the detail is about."""
        title, row = self.current_title, self.table.cursor_row
        if title is None:
            return None
        return episode_subject(title, row) if isinstance(row, EpisodeListRow) else Subject(title)

    def _series_of(self, row: EpisodeListRow) -> Title | None:
        """Return the title an episode belongs to."""
        return None if self._library is None else self._library.by_place.get((row.instance, row.item_id))

    def focus_content(self) -> None:
        """Let keys go to the table."""
        self.table.focus()

    # Reading

    def shown(self) -> None:
        """Catch up with what changed meanwhile."""
        if self._stale:
            self.read()

    def snapshots_taken(self, instances: Collection[str]) -> None:
        """Read anew, at once or when the pane shows again."""
        self._stale = True
        if self.display:
            self.read()

    def read(self) -> None:
        """Read everything that shows; while a read is under way, once more after it."""
        self._stale = True
        if not self._reading:
            self._reading = True
            self._read()

    @work(group="library-read")
    async def _read(self) -> None:
        try:
            while self._stale:
                self._stale = False
                await self.trying(self._read_once())
        finally:
            self._reading = False

    async def _read_once(self) -> None:
        instances = {one.name: one.kind.value for one in self.services.config.instances}
        library = await self.services.read(load_library, instances)
        self._library = library
        self.titles.empty = _nothing(library)
        self._show_columns()
        self.titles.fill(library.titles, library.facets)
        if self.shows_episodes or self.episodes.index is not None:
            await self._read_episodes(instances)
        self._say()
        self._follow()
        if self._asked:
            self._asked = False
            self.tell(f"Read again from the database, {self._age_text(library)}.")

    async def _read_episodes(self, instances: Mapping[str, str]) -> None:
        found = await self.services.read(load_episodes, instances)
        self.episodes.empty = NO_EPISODE
        self.episodes.show_instances([name for name, kind in instances.items() if kind == Kind.SONARR])
        self.episodes.fill(found.rows, found.facets)

    def _show_columns(self) -> None:
        """Give columns to the instances of the kinds that show."""
        if self._library is None:
            return
        wanted = self.titles.selection.get(KIND)
        kinds = self._library.instances.items()
        self.titles.show_instances([name for name, kind in kinds if not wanted or KIND_WORDS[kind] in wanted])

    # The lines above

    def tick(self) -> None:
        """Let the age of the data grow."""
        self._say()

    def _say(self) -> None:
        """Say what is shown, and by what it is narrowed."""
        table, library = self.table, self._library
        oldest = library.oldest if library else None
        self.query_one(LibraryLine).shown = Shown(
            view=table.noun,
            matches=table.visible_count,
            total=table.total_count,
            marked=len(table.marked),
            age=None if oldest is None else _whole_minutes(self.now() - oldest),
            never=tuple(library.never) if library and library.taken else (),
            fit=None if self.shows_episodes else self.titles.shown_instances,
        )
        if table.index is not None:
            self.query_one(FacetLine).show(table.selection, table.index.titles)
        if self._live != (live := (bool(table.visible_count), bool(table.selection))):
            self._live = live
            self.refresh_bindings()

    def _age_text(self, library: Library) -> str:
        oldest = library.oldest
        return "nothing is backed up" if oldest is None else f"backed up {format.ago(self.now() - oldest)}"

    @on(EstateTable.FilterChanged)
    @on(EstateTable.MarksChanged)
    @on(TitleTable.Fitted)
    def _counts_changed(self) -> None:
        self._say()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave keys that mean nothing at the moment to others."""
        if action == "leave":
            return self.detail.has_focus
        if action in ("addresses", "copy_address", "detail", "export"):
            return self.table.visible_count > 0
        if action == "clear_facets":
            return bool(self.table.selection)
        return True

    def action_facets(self) -> None:
        """Let facets be ticked."""
        from arrtui.tui.screens.library_facets import FacetDialog

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
        from arrtui.tui.screens.library_sort import SortDialog, sort_keys

        table = self.table
        dialog = SortDialog(sort_keys(table.columns), table.sort)
        self.app.push_screen(dialog, lambda key: None if key is None else table.cycle_sort(key))

    def action_reload(self) -> None:
        """Read what is stored again, and say how old it is."""
        self._asked = True
        self.read()

    async def action_back_up(self) -> None:
        """Queue a backup of every instance."""
        if jobs := await self.trying(self.services.back_up()):
            self.tell(f"{format.plural(len(jobs), 'backup')} queued; 6 shows them at work.")

    def action_export(self) -> None:
        """Ask where to, and write the rows that show."""
        from arrtui.tui.screens.library_export import ExportDialog, export_rows

        table = self.table
        rows = table.rows_shown

        async def export(path: Path | None) -> None:
            if path is not None and (sentence := await self.trying(export_rows(path, rows))):
                self.tell(sentence)

        what = format.plural(len(rows), table.noun.removesuffix("s"))
        self.app.push_screen(ExportDialog(what, f"arrtui-{table.noun}.csv"), export)

    # One in full

    def on_resize(self, event: events.Resize) -> None:
        """Show the detail beside the table where there is room."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.set_class(event.size.width >= VERY_WIDE, "-very-wide")
        self._follow()

    @on(EstateTable.CursorMoved)
    def _moved(self, event: EstateTable.CursorMoved) -> None:
        event.stop()
        self._follow(DEBOUNCE)

    def _follow(self, after: float = 0.0) -> None:
        """Show the row under the cursor in full, where there is room for that."""
        if self.has_class("-wide"):
            self.detail.follow(lambda: self.subject, after)

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        """Open a movie in full, a series with its seasons, an episode within its series."""
        event.stop()
        title, row = self.current_title, event.row
        if title is None or title.is_movie:
            self.action_detail()
            return
        from arrtui.tui.screens.series import SeriesScreen

        at = EpisodeKey(row.season, row.number) if isinstance(row, EpisodeListRow) else None
        self.app.push_screen(SeriesScreen(title, at=at))

    def action_detail(self) -> None:
        """Show one in full over the whole screen."""
        from arrtui.tui.screens.library_title import TitleScreen

        if subject := self.subject:
            self.app.push_screen(TitleScreen(subject))


def _nothing(library: Library) -> str:
    """Return what to say of a library without titles."""
    if not library.instances:
        return NO_INSTANCE
    return NO_TITLE if library.taken else NO_BACKUP


def _whole_minutes(seconds: float) -> float:
    """Return an age that changes once a minute, so that the line is not repainted for nothing."""
    return seconds - seconds % format.MINUTE
