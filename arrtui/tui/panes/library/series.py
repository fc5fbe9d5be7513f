"""One title of several parts, with a column for each instance.

The seasons of a series to the left and their episodes to the right, or an artist's types of album and albums.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from arrtui.core.apps import APPS
from arrtui.core.text import format_iso
from arrtui.features.library.merge import Title
from arrtui.features.library.seasons import ALL, EpisodeKey, EpisodeLine, SeriesDetail, changed_lines
from arrtui.tui.kit.changes import subject_of_title
from arrtui.tui.kit.dialogs.hidden_marks import choose_rows
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.notices import try_or_notify
from arrtui.tui.kit.release_keys import releases_bindings
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.kit.text_line import HeadLine
from arrtui.tui.panes.library.actions.acting import TitleActions, action_bindings
from arrtui.tui.panes.library.actions.rows import Chosen, of_episode_lines, of_seasons
from arrtui.tui.panes.library.addresses import address_bindings, copy_address, show_addresses
from arrtui.tui.panes.library.lines import Legend
from arrtui.tui.panes.library.releases import list_releases
from arrtui.tui.panes.library.series_tables import EpisodesTable, SeasonsTable
from arrtui.tui.panes.library.title_detail import DetailSubject, episode_subject

if TYPE_CHECKING:
    from arrtui.features.sync.changes import ChangeSubject


class SeriesScreen(Screen[None]):
    """Shows a series or an artist until `esc`; the cursor to the left says what shows to the right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("back", "series.back", "Go back to where you were", action="leave"),
        bind("other", "series.other", "Go to the other table: seasons or episodes, types or albums"),
        *action_bindings("series"),
        bind("detail", "series.detail", "Show everything stored of the title"),
        *address_bindings("series"),
        *releases_bindings("series", in_menu=False),
        bind("refresh", "series.reload", "Read what is stored again"),
    ]

    def __init__(self, title: Title, *, at: EpisodeKey | None = None) -> None:
        """Make the screen; ``at`` is the episode to begin at."""
        super().__init__()
        self._title = title
        self._at = at
        self._series: SeriesDetail | None = None
        self._actions = TitleActions(self, self._clear_marks, watch_hint="esc, then 6 to watch")

    async def _chosen(self) -> Chosen | None:
        """Return the seasons or episodes of the table in use that an action is about."""
        if self._series is None:
            return None
        if self.episodes.has_focus:
            lines = await choose_rows(self, self.episodes)
            return None if lines is None else of_episode_lines(self._title, lines)
        seasons = await choose_rows(self, self.seasons)
        return None if seasons is None else of_seasons(self._title, self._series, seasons)

    def _clear_marks(self) -> None:
        self.seasons.clear_marks()
        self.episodes.clear_marks()

    def compose(self) -> ComposeResult:
        """Compose the breadcrumb, the two tables, and the lines below."""
        names = [copy.instance for copy in self._title.copies]
        now = format_iso(host_of(self).clock())
        app = APPS[self._title.kind]
        self.seasons, self.episodes = SeasonsTable(names, app), EpisodesTable(names, app, now)
        year = f" ({self._title.year or '?'})" if app.numbers_children else ""
        yield HeadLine("Library", f"{self._title.title}{year}")
        with Vertical():
            with Horizontal():
                yield self.seasons
                yield self.episodes
            yield FilterBar(self.episodes)
            yield Legend()
        yield KeyLine()

    @property
    def change_subject(self) -> ChangeSubject:
        """The series."""
        return subject_of_title(self._title)

    def on_mount(self) -> None:
        """Read the series."""
        for table in (self.seasons, self.episodes):
            table.empty = "Reading ..."
        (self.seasons if self._at is None else self.episodes).focus()
        self.action_refresh()

    @work(group="releases")
    async def action_releases(self) -> None:
        """List what indexers have of the season under the cursor, or of the episode."""
        season, line = self.seasons.cursor_key, self.episodes.cursor_row
        if self.episodes.has_focus and line is not None:
            await list_releases(self, self._title, line.key.season, line.key.number)
        else:  # the first line stands for all seasons
            one_season = season if isinstance(season, int) and season >= 0 else None
            await list_releases(self, self._title, one_season)

    @work(exclusive=True)
    async def action_refresh(self) -> None:
        """Read what is stored, cursors staying where they are."""
        now = format_iso(host_of(self).clock())
        series = await try_or_notify(self, host_of(self).services.library.series(self._title, now))
        if series is None:
            return
        before, self._series = self._series, series
        self.seasons.empty = self.episodes.empty = f"No {APPS[self._title.kind].unit.plural} are stored."
        self.seasons.set_rows(series.seasons, key=lambda line: line.season)
        if self._at is not None:
            self.seasons.move_to(self._at.season)
        self._show_season()
        if self._at is not None:
            self.episodes.move_to(self._at)
            self._at = None
        if before is not None:
            self.seasons.flash(line.season for line in changed_lines(before.seasons, series.seasons))
            self.episodes.flash(line.key for line in changed_lines(before.episodes, series.episodes))

    def snapshots_taken(self, instances: Collection[str]) -> None:
        """Read again when an instance that has the series may have changed; what differs is marked."""
        if any(copy.instance in instances for copy in self._title.copies):
            self.action_refresh()

    @on(EstateTable.CursorMoved)
    def _moved(self, event: EstateTable.CursorMoved) -> None:
        event.stop()
        if event.table is self.seasons:
            self._show_season()

    def _show_season(self) -> None:
        line = self.seasons.cursor_row
        if self._series is not None:
            lines = self._series.of_season(ALL if line is None else line.season)
            self.episodes.set_rows(lines, key=lambda line: line.key)

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        """Go from a season to its episodes, from an episode to everything stored of it."""
        event.stop()
        if event.table is self.seasons:
            self.episodes.focus()
            return
        line = cast(EpisodeLine, event.row)
        self._show(episode_subject(self._title, line.known))

    def action_actions(self) -> None:
        """Show the menu of actions, and do what is chosen."""
        self._actions.choose(self._chosen)

    def action_act(self, name: str) -> None:
        """Do one action, unless it does not apply to the rows."""
        self._actions.act(self._chosen, name)

    async def action_address(self) -> None:
        """Show the addresses of the series."""
        await show_addresses(self, self._title)

    async def action_copy(self) -> None:
        """Copy the first address of the series."""
        await copy_address(self, self._title)

    def action_detail(self) -> None:
        """Show everything stored of the series."""
        self._show(DetailSubject(self._title))

    def _show(self, subject: DetailSubject) -> None:
        from arrtui.tui.panes.library.title_detail import TitleScreen

        self.app.push_screen(TitleScreen(subject))

    def action_other(self) -> None:
        """Go to the other table."""
        (self.seasons if self.episodes.has_focus else self.episodes).focus()

    def action_leave(self) -> None:
        """Go back: from the episodes to the seasons, from there to the library."""
        if self.episodes.has_focus:
            self.seasons.focus()
        else:
            self.app.pop_screen()
