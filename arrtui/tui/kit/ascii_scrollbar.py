"""Scrollbars made of coloured blanks, for terminals without block characters."""

from __future__ import annotations

from typing import ClassVar

from textual.scrollbar import ScrollBar, ScrollBarRender


class AsciiScrollBar(ScrollBarRender):
    """A scrollbar whose ends are rounded to whole cells."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


def draw_scrollbars_in_ascii() -> None:
    """Draw every scrollbar of the process so; they have one renderer in common."""
    ScrollBar.renderer = AsciiScrollBar
