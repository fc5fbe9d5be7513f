"""The two tables of the Library, of which one shows, and beside it, where there is room, the detail."""

from __future__ import annotations

from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal

from arrtui.features.library.load import Library
from arrtui.features.library.merge import Title
from arrtui.runtime.library import EpisodeListRow
from arrtui.tui.kit.faceted_table import FacetedTable
from arrtui.tui.kit.host import is_plain
from arrtui.tui.kit.split import VERY_WIDE, WIDE
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.library.tables import EpisodeTable, TitleTable
from arrtui.tui.panes.library.title_detail import DetailSubject, TitleDetailView, episode_subject

READING = "Reading the library ..."
NO_MATCH = "Nothing matches.\nesc clears the text, F clears the facets."


class LibrarySplit(Horizontal):
    """Shows titles or episodes; the detail follows the cursor."""

    DEFAULT_CSS = """
    LibrarySplit {
        height: 1fr;
        & > #library-episodes {
            display: none;
        }
        &.-episodes > #library-episodes {
            display: block;
        }
        &.-episodes > #library-titles {
            display: none;
        }
        & > TitleDetailView {
            display: none;
            width: 44;
            background: $background;
            border-left: solid $border-blurred;
            &:focus {
                border-left: solid $accent;
            }
        }
        &.-ascii > TitleDetailView {
            border-left: ascii $border-blurred;
        }
        &.-wide > TitleDetailView {
            display: block;
        }
        &.-very-wide > TitleDetailView {
            width: 72;
        }
    }
    """

    def __init__(self, now: float) -> None:
        """Make the tables; ``now``, UTC seconds, tells which episodes have been aired."""
        super().__init__()
        self.titles = TitleTable(id="library-titles")
        self.episodes = EpisodeTable(now, id="library-episodes")
        self.detail = TitleDetailView(lambda: self.subject, id="library-detail")
        """The title or episode under the cursor in full."""
        self.library: Library | None = None
        """What the tables were filled from; None before that."""
        for table in (self.titles, self.episodes):
            table.empty, table.empty_filtered = READING, NO_MATCH

    def compose(self) -> ComposeResult:
        """The tables and the detail, whose border is drawn in ASCII where that is asked for."""
        self.set_class(is_plain(self), "-ascii")
        yield self.titles
        yield self.episodes
        yield self.detail

    @property
    def shows_episodes(self) -> bool:
        """Whether the table of episodes shows, not that of titles."""
        return self.has_class("-episodes")

    @property
    def table(self) -> FacetedTable[Any]:
        """The table that shows."""
        return self.episodes if self.shows_episodes else self.titles

    def switch_table(self) -> None:
        """Show the other table."""
        self.toggle_class("-episodes")
        self.table.focus()
        self.follow()

    def series_of(self, row: EpisodeListRow) -> Title | None:
        """Return the title an episode belongs to; None where it is not stored."""
        return None if self.library is None else self.library.by_place.get((row.instance, row.item_id))

    @property
    def current_title(self) -> Title | None:
        """The title under the cursor, or the series of the episode."""
        row = self.table.cursor_row
        return self.series_of(row) if isinstance(row, EpisodeListRow) else row

    @property
    def subject(self) -> DetailSubject | None:
        """The title or episode that the detail is about."""
        title, row = self.current_title, self.table.cursor_row
        if title is None:
            return None
        return episode_subject(title, row) if isinstance(row, EpisodeListRow) else DetailSubject(title)

    def on_resize(self, event: events.Resize) -> None:
        """Show the detail beside the table where there is room."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.set_class(event.size.width >= VERY_WIDE, "-very-wide")
        self.follow()

    @on(EstateTable.CursorMoved)
    def _follow_later(self) -> None:
        if self.has_class("-wide"):
            self.detail.reload_later()

    def follow(self) -> None:
        """Show the row under the cursor in full, where there is room for that."""
        if self.has_class("-wide"):
            self.detail.reload()
