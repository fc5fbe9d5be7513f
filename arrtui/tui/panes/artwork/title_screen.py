"""A title over the whole screen: its images, those of seasons and episodes, and its metadata."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content

from arrtui.core.apps import app_of
from arrtui.core.events import Job
from arrtui.features.artwork.overview import ArtRow
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.reloader import Reloader
from arrtui.tui.kit.split_screen import SplitScreen
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.artwork.detail import NARROW, WIDE, WIDE_CELLS
from arrtui.tui.panes.artwork.slot_acting import ArtTarget, SlotActions, slot_bindings
from arrtui.tui.panes.artwork.title_rows import (
    TitleLine,
    line_detail,
    line_search,
    title_columns,
    title_lines,
)

if TYPE_CHECKING:
    from arrtui.features.artwork.title import ArtTitle

READING = "Reading the artwork ..."
NO_MATCH = "Nothing matches; esc clears the text."


class ArtTitleScreen(SplitScreen[None]):
    """Shows a title until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("detail", "art-title.detail"),
        bind("refresh", "art-title.refresh", "Read what is stored again", show=False),
        *slot_bindings("art-title"),
        bind("back", "art-title.back", "Go back to where you were", action="leave", show=False),
    ]

    LEAST_WIDTH = 38

    def __init__(self, row: ArtRow, kinds: Collection[str]) -> None:
        """Make the screen; ``kinds`` are those of jobs after which something may be different."""
        table: EstateTable[TitleLine] = EstateTable(
            title_columns(named=app_of(row.title.instance).art.form.has_part_folders),
            search=line_search,
            markable=False,
            id="art-title",
        )
        table.empty, table.empty_filtered = READING, NO_MATCH
        super().__init__(table, ("Artwork", row.title.instance, row.title.title))
        self._row = row
        self._kinds = kinds
        self._title: ArtTitle | None = None
        self._reloader = Reloader(self, self._read)

    def on_mount(self) -> None:
        """Read the title."""
        self._actions = SlotActions(self, lambda: self.current, self._reloader.request)
        self.table.focus()
        self._reloader.request()

    async def _read(self) -> None:
        self._title = await self.host.services.artwork.titles.title(*self._row.key)
        self.table.set_rows(title_lines(self._title), key=lambda line: line.key)
        self._show_detail()

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Read again when a phase has ended; called by the main screen."""
        numbers = jobs.keys() if changed is None else [number for number in changed if number in jobs]
        if any(jobs[number].kind in self._kinds and jobs[number].state.finished for number in numbers):
            self._reloader.request()

    @property
    def current(self) -> ArtTarget | None:
        """What is under the cursor."""
        line = self.table.cursor_row
        return (
            None if line is None else ArtTarget(*self._row.key, self._row.title.title, line.target, line.word)
        )

    def detail_lines(self, row: TitleLine, width: int) -> list[Content]:
        """Return everything about a line."""
        across = WIDE if width >= WIDE_CELLS else NARROW
        return [] if self._title is None else line_detail(self._title, row, across)

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        """Show the detail of a line, or hide it."""
        event.stop()
        self.action_detail()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something at the moment."""
        return self.table.cursor_row is not None if action in ("detail", "slot") else True

    def action_refresh(self) -> None:
        """Read what is stored again."""
        self._reloader.request()

    def action_slot(self, name: str) -> None:
        """Do one of the actions with what is under the cursor."""
        self._actions.run(name)
