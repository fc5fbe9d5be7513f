"""A title with its trailers over the whole screen: all that lies in its folder, and every attempt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from arrtui.core.text import format_size
from arrtui.core.trailers import TrailerAttempt
from arrtui.features.trailers.overview import TrailerRow
from arrtui.features.trailers.reports import FolderProblem
from arrtui.media.listing import FolderEntry
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.lines_screen import LinesScreen
from arrtui.tui.kit.notices import try_or_notify
from arrtui.tui.kit.reloader import Reloader
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.trailers.detail import trailer_detail


class TrailerTitleScreen(LinesScreen[None]):
    """Shows a title until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("refresh", "trailer-title.refresh", "Read the folder again"),
        bind("back", "trailer-title.back", "Go back to where you were", action="app.pop_screen"),
    ]

    def __init__(self, row: TrailerRow, problems: Sequence[FolderProblem]) -> None:
        """Make the screen; ``problems`` are what is wrong in the title's folder."""
        super().__init__("Trailers", row.facts.title.instance, row.facts.title.title)
        self._row = row
        self._problems = problems
        self._attempts: Sequence[TrailerAttempt] = ()
        self._entries: Sequence[FolderEntry] = ()
        self._reloader = Reloader(self, self._read)

    def on_mount(self) -> None:
        """Show what is known at once, and the folder when it is read."""
        self.call_after_refresh(self.draw, anew=True)
        self._reloader.request()

    async def _read(self) -> None:
        title, trailers = self._row.facts.title, self.host.services.trailers
        self._attempts = await try_or_notify(self, trailers.attempts(title.instance, title.external_id)) or ()
        self._entries = await trailers.listing(title.instance, title.path)
        self.draw()

    def lines(self, width: int) -> list[Content]:
        """Return what is known of the title's trailer, what was tried, and what lies in its folder."""
        detail = trailer_detail(self._row, self._problems, self._attempts)
        return Content("\n").join([detail, *self._listing()]).wrap(width)

    def _listing(self) -> list[Content]:
        """Return everything that lies in the folder now, a line each."""
        if not self._entries:
            return []
        lines = [Content(""), Content.styled("On disk now", "bold")]
        for entry in self._entries:
            name, about = sanitise(entry.relative_path), "" if entry.size is None else format_size(entry.size)
            about = "  ".join(filter(None, (about, entry.about)))
            lines.append(Content.assemble(name, (f"  {sanitise(about)}", CONTENT_STYLES["dim"])))
        return lines

    def action_refresh(self) -> None:
        """Read the folder again."""
        self._reloader.request()
