"""Running text about the row under a table's cursor."""

from __future__ import annotations

from textual import events
from textual.content import Content

from arrtui.tui.kit.host import is_plain
from arrtui.tui.kit.lines_view import LinesView


class DetailPanel(LinesView):
    """Running text about one row. It scrolls by the keys that move in a table."""

    DEFAULT_CSS = """
    DetailPanel {
        overflow-y: auto;
        background: $background;
        border-top: solid $panel-lighten-2;
        &:focus {
            border-top: solid $accent;
        }
        &.-ascii {
            border-top: ascii $panel-lighten-2;
        }
    }
    """

    subject: object = None
    """What the text is about, e.g. the key of a table's row."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._content = Content("")

    def on_mount(self) -> None:
        """Draw the border in ASCII where that is asked for."""
        self.set_class(is_plain(self), "-ascii")

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap the text to the new width."""
        self._draw(anew=False)

    def show(self, content: Content, subject: object) -> None:
        """Show a text, from its top when the subject is another one than before."""
        anew = subject != self.subject
        self._content, self.subject = content, subject
        self._draw(anew=anew)

    def _draw(self, *, anew: bool) -> None:
        if self.is_mounted:
            self.set_lines(self._content.wrap(max(1, self.room)), from_top=anew)
