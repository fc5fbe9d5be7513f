"""A scroll view that sends a line to the terminal only when it differs from what is there."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget


class LineCanvas(ScrollView):
    """Remembers each painted line, so that a change of state repaints what it changed and nothing else."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._painted: dict[int, Strip] = {}

    def prepare(self) -> None:
        """Work out once what the drawing of each line needs."""

    def draw_line(self, y: int) -> Strip:
        """Draw a line of the viewport from the present state."""
        return Strip.blank(self.size.width, self.rich_style)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines that are to be sent."""
        self.prepare()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw a line and remember it as painted."""
        strip = self._painted[y] = self.draw_line(y)
        return strip

    def repaint(self) -> None:
        """Repaint the lines whose content changed; before the first paint there are none."""
        if not self._painted:
            return
        self.prepare()
        width, height = self.size
        stale = []
        for y in range(height):
            strip, painted = self.draw_line(y), self._painted.get(y)
            if painted is None:
                stale.append(Region(0, y, width, 1))
            elif strip is not painted and strip != painted:
                start, end = changed_cells(painted, strip)
                stale.append(Region(start, y, end - start, 1))
        if stale:
            self.refresh(*stale)

    def resize_content(self, size: Size) -> None:
        """Set the size of the whole content for the scrollbars, without a repaint of the part in view."""
        if size != self.virtual_size:
            self.set_reactive(LineCanvas.virtual_size, size)
            self.refresh(repaint=False, layout=True)

    def jump(self, *, x: int | None = None, y: int | None = None) -> None:
        """Scroll at once, as far as the content allows."""
        self.scroll_to(x=x, y=y, animate=False, force=True)

    def _arrange_scrollbars(self, region: Region) -> Iterable[tuple[Widget, Region]]:
        """Count the gutter of the vertical scrollbar as out of view, as Textual does elsewhere, but not here.

        The thumb of the horizontal one was as long as whichever of the two came last.
        """
        yield from super()._arrange_scrollbars(region)
        if self._horizontal_scrollbar is not None:
            self._horizontal_scrollbar.window_size = region.width - self.scrollbar_size_vertical

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        """Follow a horizontal scroll."""
        if self.show_horizontal_scrollbar:
            self.horizontal_scrollbar.position = new_value
        if round(old_value) != round(new_value):
            self.repaint()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Follow a vertical scroll."""
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.position = new_value
        if round(old_value) != round(new_value):
            self.repaint()


def changed_cells(before: Strip, after: Strip) -> tuple[int, int]:
    """Return the first cell in which two different strips differ, and the cell after the last."""
    width = max(before.cell_length, after.cell_length)
    start = _equal_cells(list(before), list(after))
    end = width
    if before.cell_length == after.cell_length:
        end -= _equal_cells(list(before)[::-1], list(after)[::-1])
    return start, max(end, start + 1)


def _equal_cells(before: list[Segment], after: list[Segment]) -> int:
    """Return the cells of the segments that are equal in both lists before the first that differs."""
    equal = takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
    return sum(segment.cell_length for segment, _ in equal)
