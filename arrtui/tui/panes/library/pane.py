"""The Library pane: the titles of all instances in one table, or all their episodes in another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from arrtui.core.apps import APPS
from arrtui.core.apps.words import child_words, title_words
from arrtui.core.events import Job
from arrtui.core.facets import Selection
from arrtui.core.text import MINUTE, format_age, plural
from arrtui.features.library import export
from arrtui.features.library.load import Library
from arrtui.features.library.merge import Title
from arrtui.features.library.seasons import EpisodeKey
from arrtui.features.library.title_facets import KIND, ON
from arrtui.runtime.library import EpisodeListRow
from arrtui.tui.kit.changes import ChangeFollower, subject_of_title
from arrtui.tui.kit.debounce import Debounce
from arrtui.tui.kit.dialogs.export import ask_and_export
from arrtui.tui.kit.dialogs.hidden_marks import choose_rows
from arrtui.tui.kit.faceted_table import FacetedTable, FacetLine
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.pane import Pane
from arrtui.tui.kit.plan_waiter import plan_opener
from arrtui.tui.kit.reloader import Reloader
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.library.actions.acting import TitleActions, action_bindings
from arrtui.tui.panes.library.actions.rows import Chosen, of_episodes, of_titles
from arrtui.tui.panes.library.addresses import address_bindings, copy_address, show_addresses
from arrtui.tui.panes.library.lines import Legend, LibraryLine, LibrarySummary
from arrtui.tui.panes.library.live_rows import LiveRows
from arrtui.tui.panes.library.split import LibrarySplit
from arrtui.tui.panes.library.tables import EpisodeTable, TitleTable, with_problems

if TYPE_CHECKING:
    from arrtui.features.sync.changes import ChangeSubject

EVERYTHING_AFTER = 0.3
"""Seconds from a change of single titles, which shows at once, to the read of everything."""

NO_INSTANCE = "No instance is configured yet.\nPress 1 for the Estate pane and add one there."
NO_BACKUP = "Nothing is backed up yet.\nPress B to back up all instances."
NO_TITLE = "The instances that are backed up hold no titles.\nPress B to back them up again."
NO_EPISODE = f"No {child_words()} are stored.\nPress B to back up all instances, or v to see the titles."


class LibraryPane(Pane):
    """Titles or episodes, narrowed by text and facets; beside them, where there is room, one in full."""

    TOUR = (
        f"All {title_words()}: a line each, a column an instance.",
        "Type / and words, or what you ask for: year>2000 missing @radarr.4k -horror.",
        f"{{library.facets}} narrows by profile, tag and more; {{library.view}} lists {child_words()}.",
        "{library.detail} shows files, formats and history of the title; enter opens its parts.",
        "a chooses what to do with it or the marked ones: monitor, profile, tags, copy.",
        "Changes of titles are listed before anything is written, and can be undone.",
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        *action_bindings("library"),
        bind("narrow", "library.facets", "Narrow by instance, files, tags, ...", action="facets"),
        bind("clear_narrowing", "library.clear-facets", action="clear_facets", show=False),
        bind("problems", "library.problems", "Show only titles with missing files, or all", show=False),
        bind("view", "library.view", f"Show all {child_words()}, or titles again"),
        bind("detail", "library.detail", "Show everything stored of it"),
        *address_bindings("library"),
        bind("back_up_all", "library.back-up", "Back up all instances now", show=False),
        bind("export", "library.export", "Write the rows shown to a CSV file"),
        bind("refresh", "library.reload", "Read what is stored again"),
        bind("sort_any", "library.sort", show=False),
        bind("instance_next", "library.instances-right", "Show the columns of further instances",
             action="instance(1)", show=False),
        bind("instance_before", "library.instances-left", "Show the columns of earlier instances",
             action="instance(-1)", show=False),
        bind("back", "library.leave", "Go back to the table", action="leave", show=False),
    ]  # fmt: skip

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._reloader = Reloader(self, self._read)
        self._actions = TitleActions(self, lambda: self.table.clear_marks())
        self._plan_waiter = plan_opener(self)
        self._changes = ChangeFollower(self)
        self._has_problems = False
        """Whether there are rows with problems to narrow to, or the table is narrowed to them."""
        self._read_later = Debounce(self, self.read, EVERYTHING_AFTER)
        self._reload_asked = False
        """Whether the next read is to say how old the data is."""
        self._key_state: tuple[object, ...] = ()
        """What the live keys depend on: whether there are titles, rows and chosen facets, which instances."""

    def compose(self) -> ComposeResult:
        """The lines around the tables, of which one shows, and the detail."""
        self._split = LibrarySplit(self.now())
        self.titles, self.episodes = self._split.titles, self._split.episodes
        self._live = LiveRows(self._split, lambda: self.services.library)
        yield LibraryLine()
        yield FacetLine()
        yield self._split
        yield FilterBar(self.titles, id="library-filter-titles")
        yield FilterBar(self.episodes, id="library-filter-episodes")
        yield Legend()

    def on_mount(self) -> None:
        """Show what is stored."""
        self.read()

    async def viewed_table(self, name: str) -> EstateTable[Any]:
        """Return the table that saved views of a name belong to, after showing it."""
        if self._split.shows_episodes is not (name == self.episodes.viewed_as):
            self.action_view()
        return self.table

    @property
    def table(self) -> FacetedTable[Any]:
        """The table that shows."""
        return self._split.table

    def focus_content(self) -> None:
        """Focus the table."""
        self.table.focus()

    # Data handed down

    def shown(self) -> None:
        """Catch up with what changed while the pane was hidden."""
        if self._reloader.outdated:
            self.read()

    def snapshots_taken(self, instances: Collection[str]) -> None:
        """Read again: soon, if what is different shows already, or when the pane shows again."""
        self._reloader.outdated = True
        if self.display and not self._live.pending:
            self.read()
        elif self.display and not self._read_later.pending:
            self._read_later.trigger()

    def titles_changed(self, places: Collection[tuple[str, int]]) -> None:
        """Show single titles at once."""
        if self.display:
            self._live.note(places)
            self.run_worker(self.trying(self._live.show()), group="live")

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Open the plans that were asked for here once they are made."""
        self._plan_waiter.take(jobs)

    def await_plan(self, job_id: int) -> None:
        """Open the plan of a job once it is made; it may have been made already."""
        self._plan_waiter.wait_for(job_id)

    def tick(self) -> None:
        """Update the age of the data."""
        self._update_lines()

    @property
    def change_subject(self) -> ChangeSubject | None:
        """The title under the cursor, else the instances that the table is narrowed to; None for all."""
        from arrtui.features.sync.changes import ChangeSubject

        chosen, title = frozenset(self.table.selection.get(ON, ())), self._split.current_title
        if title is not None:
            return subject_of_title(title, chosen)
        return ChangeSubject(instances=chosen) if chosen else None

    @on(EstateTable.CursorMoved)
    def _follow_changes(self) -> None:
        """Make the key line anew where `z` does something else than on the row before."""
        if self._changes.moved(self.change_subject):
            self.refresh_bindings()

    # Reading

    def read(self) -> None:
        """Read everything that shows; what was read before stays meanwhile."""
        self._reloader.request()

    async def _read(self) -> None:
        library = await self.services.library.titles()
        self._split.library = library
        self._show_columns(library)
        await self.titles.fill(library.titles, library.facets)
        self.titles.empty = NO_TITLE if library.taken else NO_BACKUP if library.instances else NO_INSTANCE
        if self._split.shows_episodes or self.episodes.index is not None:
            episodes = await self.services.library.episodes()
            kinds = library.instances.items()
            self.episodes.show_instances([name for name, kind in kinds if APPS[kind].has_children])
            await self.episodes.fill(episodes.rows, episodes.facets)
            self.episodes.empty = NO_EPISODE
        self._update_lines()
        self._split.follow()
        self._live.mark_read()
        if self._reload_asked:
            self._reload_asked = False
            age = None if library.oldest is None else self.now() - library.oldest
            text = "nothing is backed up" if age is None else f"backed up {format_age(age)}"
            self.tell(f"Read again from the database, {text}.")

    def _show_columns(self, library: Library) -> None:
        """Show columns for the instances of the kinds selected by facets."""
        selected = self.titles.selection.get(KIND)
        kinds = library.instances.items()
        self.titles.show_instances(
            [name for name, kind in kinds if not selected or APPS[kind].title.plural in selected]
        )

    @on(EstateTable.FilterChanged)
    @on(EstateTable.MarksChanged)
    @on(TitleTable.Fitted)
    def _update_lines(self) -> None:
        """Update the lines above the table: what is shown, how old it is, and by what it is narrowed."""
        table, library = self.table, self._split.library
        age = None if library is None or library.oldest is None else self.now() - library.oldest
        self.query_one(LibraryLine).summary = LibrarySummary(
            view=str(table.viewed_as),
            children=child_words(list(library.instances) if library else (), joint=", ").capitalize(),
            matches=table.visible_count,
            total=table.total_count,
            marks=table.marks_text,
            age=None if age is None else age - age % MINUTE,
            never=tuple(library.never) if library and library.taken else (),
            fit=None if self._split.shows_episodes else self.titles.shown_instances,
        )
        if table.index is not None:
            self.query_one(FacetLine).show(table.selection, table.index.titles)
            narrowed = {**table.selection, **table.problems}
            self._has_problems = narrowed == table.selection or table.index.count(narrowed) > 0
        key_state = (
            self.offers("view"), bool(table.visible_count), bool(table.selection), table.selection.get(ON)
        )  # fmt: skip
        if self._key_state != key_state:
            self._key_state = key_state
            self.refresh_bindings()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave keys that mean nothing at the moment to others."""
        if action == "leave":
            return self._split.detail.has_focus
        if action in ("actions", "act"):
            return bool(self.table.visible_count or self.table.marked)
        if action in ("address", "copy", "detail", "export"):
            return self.table.visible_count > 0
        if action == "clear_facets":
            return bool(self.table.selection)
        if action == "problems":
            return self._has_problems
        return True

    def offers(self, action: str) -> bool:
        """Leave keys that choose what shows out of the key line where there is nothing to choose from."""
        library = self._split.library
        if action == "refresh":
            return library is not None and bool(library.instances)
        return action not in ("view", "facets") or (library is not None and bool(library.titles))

    async def _chosen(self) -> Chosen | None:
        rows = await choose_rows(self, self.table)
        if rows is None:
            return None
        if not self._split.shows_episodes:
            return of_titles(rows)
        return of_episodes((title, row) for row in rows if (title := self._split.series_of(row)) is not None)

    def action_actions(self) -> None:
        """Show the menu of actions, and do what is chosen."""
        self._actions.choose(self._chosen)

    def action_act(self, name: str) -> None:
        """Do one action, unless it does not apply to the rows."""
        self._actions.act(self._chosen, name)

    async def action_address(self) -> None:
        """Show the addresses of the title under the cursor."""
        if title := self._split.current_title:
            await show_addresses(self, title)

    async def action_copy(self) -> None:
        """Copy the address of the title under the cursor."""
        if title := self._split.current_title:
            await copy_address(self, title)

    def action_facets(self) -> None:
        """Open the dialog of facets."""
        from arrtui.tui.kit.dialogs.facets import FacetDialog

        table = self.table
        if table.index is not None:
            self.app.push_screen(FacetDialog(table.index, table.selection, table.noun, self.select))

    def action_clear_facets(self) -> None:
        """Narrow by no facet any more."""
        self.select({})

    def action_problems(self) -> None:
        """Narrow to monitored titles or episodes whose files are missing, or no longer."""
        self.select(with_problems(self.table.selection, self.table.problems))

    def select(self, selection: Selection) -> None:
        """Narrow the table that shows by facets."""
        self.table.select(selection)
        if self._split.library is not None:
            self._show_columns(self._split.library)
        self._update_lines()

    def action_view(self) -> None:
        """Show the episodes, or the titles again."""
        self._split.switch_table()
        for bar in self.query(FilterBar):
            bar.show_with(self.table)
        self._update_lines()
        if self._split.shows_episodes and self.episodes.index is None:
            self.read()

    def action_instance(self, step: int) -> None:
        """Show the columns of other instances."""
        self.titles.shift(step)

    def action_leave(self) -> None:
        """Go back to the table."""
        self.table.focus()

    def action_sort_any(self) -> None:
        """Choose a column among all there are."""
        from arrtui.tui.panes.library.sort import SortDialog

        table = self.table
        dialog = SortDialog(table.all_columns, table.sort)
        self.app.push_screen(dialog, lambda key: None if key is None else table.cycle_sort(key))

    def action_refresh(self) -> None:
        """Read what is stored again, and say how old it is."""
        self._reload_asked = True
        self.read()

    async def action_back_up_all(self) -> None:
        """Queue a backup of every instance."""
        if jobs := await self.trying(self.services.backup.back_up()):
            self.tell(f"{plural(len(jobs), 'backup')} queued; 6 shows them at work.")

    def action_export(self) -> None:
        """Ask for a file, and write the rows that show."""
        table = self.table
        rows = table.rows_shown

        own_files = self.services.config.own_files

        def write(path: Path) -> int:
            if isinstance(table, EpisodeTable):
                return export.write_csv(path, export.EPISODE_COLUMNS, export.episode_lines(rows), own_files)
            return export.write_csv(path, export.TITLE_COLUMNS, export.title_lines(rows), own_files)

        what = plural(len(rows), table.noun.removesuffix("s"))
        question = f"Write {what} as CSV (UTF-8) to a file in {Path.cwd()}:"
        name = table.viewed_as if table.noun == "rows" else table.noun
        ask_and_export(self, question, f"arrtui-{name}.csv", write)

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        """Open a movie in full, a series with its seasons, an episode within its series."""
        event.stop()
        title, row = self._split.current_title, event.row
        if title is None or not title.has_children:
            self.action_detail()
            return
        self.open_title(
            title, EpisodeKey(row.season, row.number) if isinstance(row, EpisodeListRow) else None
        )

    def open_title(self, title: Title, at: EpisodeKey | None = None) -> None:
        """Open a movie in full, a series with its seasons; ``at`` is the episode to begin at."""
        from arrtui.tui.panes.library.series import SeriesScreen
        from arrtui.tui.panes.library.title_detail import DetailSubject, TitleScreen

        opened = SeriesScreen(title, at=at) if title.has_children else TitleScreen(DetailSubject(title))
        self.app.push_screen(opened)

    def action_detail(self) -> None:
        """Show one in full over the whole screen."""
        from arrtui.tui.panes.library.title_detail import TitleScreen

        if subject := self._split.subject:
            self.app.push_screen(TitleScreen(subject))
