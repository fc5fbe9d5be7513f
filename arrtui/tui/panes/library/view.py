"""What the Library shows and where: one of two tables, the lines around them, and one title in full."""

from __future__ import annotations

from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal

from arrtui.features.library.load import Library
from arrtui.features.library.merge import Title
from arrtui.runtime.library import EpisodeListRow
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.pane import Pane
from arrtui.tui.kit.split import VERY_WIDE, WIDE
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.library.addresses import Addressing
from arrtui.tui.panes.library.lines import FacetLine, Legend, LibraryLine
from arrtui.tui.panes.library.tables import EpisodeTable, FacetedTable, TitleTable
from arrtui.tui.panes.library.title_detail import DetailSubject, TitleDetailView, episode_subject

DEBOUNCE = 0.1
"""Seconds the cursor must rest before the detail follows it."""


class LibraryView(Addressing, Pane):
    """Two tables, of which one shows, and beside it, where there is room, the detail."""

    DEFAULT_CSS = """
    LibraryView {
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
    def subject(self) -> DetailSubject | None:
        """What the detail is about."""
        title, row = self.current_title, self.table.cursor_row
        if title is None:
            return None
        return episode_subject(title, row) if isinstance(row, EpisodeListRow) else DetailSubject(title)

    def _series_of(self, row: EpisodeListRow) -> Title | None:
        """Return the title an episode belongs to."""
        return None if self._library is None else self._library.by_place.get((row.instance, row.item_id))

    def focus_content(self) -> None:
        """Let keys go to the table."""
        self.table.focus()

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
