"""The base of screens that show one thing as text."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen, ScreenResultType

from arrtui.tui.kit.host import Host, host_of
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.lines_view import LinesView
from arrtui.tui.kit.text_line import HeadLine


class LinesScreen(Screen[ScreenResultType]):
    """Text that scrolls over the whole screen, below a breadcrumb and above the keys.

    A screen of this kind defines :meth:`lines`, and calls :meth:`draw` once it has something to show.
    """

    def __init__(self, *crumbs: str) -> None:
        """Make the screen with its breadcrumb."""
        super().__init__()
        self._crumbs = crumbs

    def lines(self, width: int) -> list[Content]:
        """Return the text for lines of so many cells."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The breadcrumb, the text and the keys."""
        yield HeadLine(*self._crumbs)
        yield LinesView()
        yield KeyLine()

    @property
    def host(self) -> Host:
        """The app."""
        return host_of(self)

    def on_mount(self) -> None:
        """Scroll by the keys."""
        self.query_one(LinesView).focus()

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap the text again."""
        self.call_after_refresh(self.draw)

    def draw(self, *, anew: bool = False) -> None:
        """Draw the text; ``anew`` from its top."""
        view = self.query_one(LinesView)
        if view.room > 0:
            view.set_lines(self.lines(view.room), from_top=anew)
