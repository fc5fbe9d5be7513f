"""Reading the Library from the database, and saying above the table what was read."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from textual import on, work

from arrtui.core.apps import Kind
from arrtui.core.text import MINUTE, format_age
from arrtui.features.library.load import Library
from arrtui.features.library.title_facets import KIND, KIND_WORDS
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.library.lines import FacetLine, LibraryLine, LibrarySummary
from arrtui.tui.panes.library.tables import TitleTable
from arrtui.tui.panes.library.view import LibraryView

READING = "Reading the library ..."
NO_INSTANCE = "No instance is configured yet.\nPress 1 for the Estate pane and add one there."
NO_BACKUP = "Nothing is backed up yet.\nPress b to back up all instances."
NO_TITLE = "The instances that are backed up hold no titles.\nPress b to back them up again."
NO_EPISODE = "No episodes are stored.\nPress b to back up all instances, or v to see the titles."
NO_MATCH = "Nothing matches.\nesc clears the text, F clears the facets."


class LibraryReader(LibraryView):
    """Fills the tables with what is stored; while a read is under way, what was read before stays."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._reading = False
        self._stale = False
        self._asked = False
        self._live = (False, False)

    def on_mount(self) -> None:
        """Show what is stored."""
        for table in (self.titles, self.episodes):
            table.ascii = self.host.plain
            table.empty = READING
            table.empty_filtered = NO_MATCH
        self.read()

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
        library = await self.services.library.titles()
        self._library = library
        self.titles.empty = _nothing(library)
        self._show_columns()
        self.titles.fill(library.titles, library.facets)
        if self.shows_episodes or self.episodes.index is not None:
            await self._read_episodes(library.instances)
        self._say()
        self._follow()
        if self._asked:
            self._asked = False
            self.tell(f"Read again from the database, {self._age_text(library)}.")

    async def _read_episodes(self, instances: Mapping[str, str]) -> None:
        found = await self.services.library.episodes()
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
        self.query_one(LibraryLine).shown = LibrarySummary(
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
        return "nothing is backed up" if oldest is None else f"backed up {format_age(self.now() - oldest)}"

    @on(EstateTable.FilterChanged)
    @on(EstateTable.MarksChanged)
    @on(TitleTable.Fitted)
    def _counts_changed(self) -> None:
        self._say()


def _nothing(library: Library) -> str:
    """Return what to say of a library without titles."""
    if not library.instances:
        return NO_INSTANCE
    return NO_TITLE if library.taken else NO_BACKUP


def _whole_minutes(seconds: float) -> float:
    """Return an age that changes once a minute, so that the line is not repainted for nothing."""
    return seconds - seconds % MINUTE
