"""How everything is drawn in ASCII, for terminals and fonts without symbols and block characters."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter
from textual.scrollbar import ScrollBar, ScrollBarRender

from arrtui.tui.kit.signs import ASCII

_SYMBOLS = re.compile(rf"(?<!\w)[{''.join(map(chr, ASCII))}](?!\w)")
"""A symbol that stands alone: the dot of a title such as WALL·E is none."""


class AsciiSymbols(LineFilter):
    """Draws every symbol in ASCII, in whatever widget it shows."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Exchange the symbols of a line."""
        return [
            segment
            if segment.text.isascii()
            else segment._replace(text=_SYMBOLS.sub(lambda symbol: symbol[0].translate(ASCII), segment.text))
            for segment in segments
        ]


class AsciiScrollBar(ScrollBarRender):
    """A scrollbar made of coloured blanks, whose ends are rounded to whole cells."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


def draw_in_ascii(app: App[Any]) -> None:
    """Draw the symbols of an app in ASCII, and every scrollbar of the process: they have one renderer."""
    app._filters.append(AsciiSymbols())
    ScrollBar.renderer = AsciiScrollBar
