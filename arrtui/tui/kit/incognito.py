"""The incognito mode: made-up names in everything that is drawn.

A line filter of Textual sees every line of every widget, so that no pane and no dialog can forget it. What is
cut or wrapped before it becomes a line is replaced before that: cells of tables, and texts. A replaced text
has the length of what it stands for.

What leaves the screen has made-up names too where a person reads it: the pager, what is copied. Where a
program needs the real ones it is refused: editors, exports, programs of the owner's, the browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter
from textual.strip import Strip

if TYPE_CHECKING:
    from arrtui.core.incognito import Disguise

_render_strips = Content.render_strips
_truncate = Content.truncate
_disguise: Disguise | None = None


class DisguisingFilter(LineFilter):
    """Replaces names in lines, one after another; the pieces of a line keep their styles."""

    def __init__(self, disguise: Disguise) -> None:
        super().__init__()
        self._disguise = disguise

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line with the names in them replaced."""
        line = "".join(segment.text for segment in segments)
        shown = self._disguise.line(line)
        if shown == line:
            return segments
        replaced, place = [], 0
        for text, style, control in segments:
            replaced.append(Segment(shown[place : place + len(text)], style, control))
            place += len(text)
        return replaced


_filters: list[LineFilter] = []


def line_filters() -> Sequence[LineFilter]:
    """Return the filter of all lines, none while the mode is off."""
    return _filters


def is_on() -> bool:
    """Return whether names are replaced."""
    return _disguise is not None


def use(disguise: Disguise | None) -> None:
    """Replace names from now on; None shows all again. What is drawn already is to be drawn anew."""
    global _disguise  # there is one screen
    _disguise = disguise
    _filters[:] = [] if disguise is None else [DisguisingFilter(disguise)]
    drawing: Any = Content
    drawing.render_strips = _render_strips if disguise is None else _render_disguised
    drawing.truncate = _truncate if disguise is None else _truncate_disguised


def disguised(text: str) -> str:
    """Return a text as it may be shown, of the same length."""
    return text if _disguise is None else _disguise(text)


def disguised_input(text: str) -> str:
    """Return what is typed as it may be shown, of the same length: also names that have only begun."""
    return text if _disguise is None else _disguise.typed(text)


def hidden_input(text: str) -> str:
    """Return the text of a field for what nobody else is to know, as it may be shown, of the same length."""
    return text if _disguise is None else _disguise.hidden(text)


def disguised_lines(lines: Sequence[Content]) -> Sequence[Content]:
    """Return the lines of a wrapped text as they may be shown: a name may go on in the next line."""
    if _disguise is None:
        return lines
    shown = _disguise("\n".join(line.plain for line in lines))
    ends = [*accumulate(len(line.plain) + 1 for line in lines)]
    return [
        Content(shown[end - 1 - len(line.plain) : end - 1], list(line.spans))
        for end, line in zip(ends, lines, strict=True)
    ]


def disguised_text(content: Content) -> Content:
    """Return a text as it may be shown, before it is wrapped or set in columns."""
    shown = disguised(content.plain)
    return Content(shown, list(content.spans)) if shown != content.plain else content


def _render_disguised(content: Content, *args: Any, **options: Any) -> list[Strip]:
    return _render_strips(disguised_text(content), *args, **options)


def _truncate_disguised(content: Content, *args: Any, **options: Any) -> Content:
    """Cut what is disguised: the beginning of a name would not be recognised."""
    return _truncate(disguised_text(content), *args, **options)
