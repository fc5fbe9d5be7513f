"""Running text about the row under a table's cursor."""

from __future__ import annotations

from textual.content import Content

from arrtui.tui.kit.debounce import Debounce
from arrtui.tui.kit.host import is_plain
from arrtui.tui.kit.incognito import disguised_text
from arrtui.tui.kit.lines_view import LinesView
from arrtui.tui.kit.text_columns import set_text

REST = 0.15
"""Seconds a held cursor key must rest before the text follows it."""


class DetailPanel(LinesView):
    """Running text about one row. It scrolls by the keys that move in a table.

    It shows the first of several subjects in quick succession at once and the last one when they rest.
    """

    DEFAULT_CSS = """
    DetailPanel {
        overflow-y: auto;
        background: $background;
        border-top: solid $border-blurred;
        &:focus {
            border-top: solid $accent;
        }
        &.-ascii {
            border-top: ascii $border-blurred;
        }
    }
    """

    subject: object = None
    """What the text is about, e.g. the key of a table's row."""

    def __init__(self, *, columns: bool = False, id: str | None = None) -> None:
        """Make the panel; with ``columns`` its text stands in several where there is room."""
        super().__init__(id=id)
        self._columns = columns
        self._content = Content("")
        self._from_top = True
        self._rest = Debounce(self, self._catch_up, REST)
        self._is_behind = False

    @property
    def plain(self) -> str:
        """The text, without the breaks that its width makes."""
        return self._content.plain

    def on_mount(self) -> None:
        """Draw the border in ASCII where that is asked for."""
        self.set_class(is_plain(self), "-ascii")

    def wrap_again(self) -> None:
        """Wrap the text to the width."""
        self._draw()

    def notify_style_update(self) -> None:
        """Set the text anew: names in it may be shown otherwise from now on."""
        super().notify_style_update()
        self._wrapped_to = 0

    def show(self, content: Content, subject: object) -> None:
        """Show a text, from its top when the subject is another one than before."""
        moved = subject != self.subject
        self._from_top |= moved
        self._content, self.subject = content, subject
        if moved:
            self._is_behind |= self._rest.pending
            self._rest.trigger()
        if not self._is_behind:
            self._draw()

    def _catch_up(self) -> None:
        """Draw the last of several subjects."""
        if self._is_behind:
            self._is_behind = False
            self._draw()

    def _draw(self) -> None:
        """Wrap the text and draw what changed; without a size, while it is hidden, that waits."""
        if self.room > 0:
            content = disguised_text(self._content)
            lines = set_text(content, self.room) if self._columns else content.wrap(self.room)
            self.set_lines(lines, from_top=self._from_top)
            self._from_top = False
