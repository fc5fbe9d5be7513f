"""A title with its trailers over the whole screen: all that lies in its folder, and every attempt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen

from arrtui.core.text import format_size
from arrtui.core.trailers import TrailerAttempt
from arrtui.features.trailers.overview import TrailerRow
from arrtui.features.trailers.reports import FolderProblem
from arrtui.media.listing import FolderEntry
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.lines_view import LinesView
from arrtui.tui.kit.notices import try_or_notify
from arrtui.tui.kit.reloader import Reloader
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.kit.text_line import HeadLine
from arrtui.tui.panes.trailers.detail import trailer_detail


class TrailerTitleScreen(Screen[None]):
    """Shows a title until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("refresh", "trailer-title.refresh", "Read the folder again"),
        bind("back", "trailer-title.back", "Go back to where you were", action="app.pop_screen"),
    ]

    def __init__(self, row: TrailerRow, problems: Sequence[FolderProblem]) -> None:
        """Make the screen; ``problems`` are what is wrong in the title's folder."""
        super().__init__()
        self._row = row
        self._problems = problems
        self._attempts: Sequence[TrailerAttempt] = ()
        self._entries: Sequence[FolderEntry] = ()
        self._reloader = Reloader(self, self._read)

    def compose(self) -> ComposeResult:
        """The breadcrumb, the text and the keys."""
        title = self._row.facts.title
        yield HeadLine("Trailers", title.instance, title.title)
        yield LinesView()
        yield KeyLine()

    def on_mount(self) -> None:
        """Show what is known at once, and the folder when it is read."""
        self.query_one(LinesView).focus()
        self.call_after_refresh(self._draw, anew=True)
        self._reloader.request()

    async def _read(self) -> None:
        title, trailers = self._row.facts.title, host_of(self).services.trailers
        self._attempts = await try_or_notify(self, trailers.attempts(title.instance, title.external_id)) or ()
        self._entries = await trailers.listing(title.instance, title.path)
        self._draw()

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap the text again."""
        self.call_after_refresh(self._draw)

    def _draw(self, *, anew: bool = False) -> None:
        view = self.query_one(LinesView)
        if view.room > 0:
            text = Content("\n").join(
                [trailer_detail(self._row, self._problems, self._attempts), *self._listing()]
            )
            view.set_lines(text.wrap(view.room), from_top=anew)

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
