"""A scrolling view of wrapped lines whose change repaints without a new layout of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from arrtui.tui.kit.incognito import disguised_lines
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.table.canvas import LineCanvas


class LinesView(LineCanvas, can_focus=True):
    """Lines of text that scroll. Other lines cost their repaint and no new layout of the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("down", "detail.down", "Scroll down", action="scroll_down", show=False),
        bind("up", "detail.up", "Scroll up", action="scroll_up", show=False),
        bind("first", "detail.first", "Scroll to the top", action="scroll_home", show=False),
        bind("last", "detail.last", "Scroll to the end", action="scroll_end", show=False),
        bind("half_page_down", "detail.page-down", "Scroll a page down", action="page_down", show=False),
        bind("half_page_up", "detail.page-up", "Scroll a page up", action="page_up", show=False),
    ]

    DEFAULT_CSS = """
    LinesView {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        padding: 0 1;
        background: $surface;
        color: $foreground;
        &:ansi {
            background: ansi_default;
            color: ansi_default;
        }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: Sequence[Content] = ()
        self._wrapped_to = 0
        """The cells of a line that the lines were made for."""
        self._shown: Sequence[Content] | None = None
        """The lines as they may be shown; None until they are drawn."""
        self._strips: dict[int, Strip] = {}
        self._style = Style()

    def set_lines(self, lines: Sequence[Content], *, from_top: bool) -> None:
        """Show other lines; ``from_top`` scrolls up because they are about something else."""
        self._lines = lines
        self._wrapped_to = self.room
        self._forget()
        size = Size(self.room, len(lines))
        scrolls = len(lines) > self.outer_size.height - self.styles.gutter.height
        if self.styles.overflow_y == "auto" and self.show_vertical_scrollbar != scrolls:
            self.virtual_size = size
        else:
            # Assigning virtual_size would lay the whole screen out, which takes longer than the repaint.
            self.set_reactive(LinesView.virtual_size, size)
            self.vertical_scrollbar.window_virtual_size = len(lines)
        if from_top or self.scroll_offset.y > self.max_scroll_y:
            self.jump(y=0 if from_top else self.max_scroll_y)
        self.repaint()

    @property
    def plain(self) -> str:
        """All lines as text."""
        return "\n".join(line.plain for line in self._lines)

    @property
    def room(self) -> int:
        """The cells of a line; 0 without a size.

        Taken from the size of the last layout. Asking for a region lays out what is not laid out yet, and the
        widget then gets no event of its new size.
        """
        return max(0, self.outer_size.width - self.styles.gutter.width - self.scrollbar_size_vertical)

    @property
    def room_beside_bar(self) -> int:
        """The cells of a line once a scroll bar is there; 0 without a size.

        Text that is set to it need not be wrapped again when the lines turn out to be too many.
        """
        bar: int = self.styles.scrollbar_size_vertical
        return max(0, self.outer_size.width - self.styles.gutter.width - bar)

    def draw_line(self, y: int) -> Strip:
        """Draw a line of the viewport."""
        number, width = y + self.scroll_offset.y, self.size.width
        strip = self._strips.get(number)
        if strip is None:
            if self._shown is None:
                self._shown = disguised_lines(self._lines)
            line = self._shown[number] if number < len(self._shown) else Content("")
            strip = Visual.to_strips(self, line, width, 1, self._style)[0]
            self._strips[number] = strip = strip.adjust_cell_length(width, self._style.rich_style)
        return strip

    def prepare(self) -> None:
        """Mix the style of the text once for all lines; wrap again those that were made for another width.

        There is not always a `Resize` for a widget that begins to show: asking for a region in between, as
        Textual does when styles change, counts as the layout before.
        """
        self._style = self.visual_style
        if self.room not in (0, self._wrapped_to):
            self.wrap_again()

    def wrap_again(self) -> None:
        """Set the lines for the width there is now; for those who make them from a text of their own."""

    def notify_style_update(self) -> None:
        """Follow a change of theme."""
        super().notify_style_update()
        self._forget()

    def _forget(self) -> None:
        self._shown = None
        self._strips.clear()
