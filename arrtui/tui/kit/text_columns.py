"""Running text set in columns where a line would be too long to be read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from textual.content import Content

COLUMN = 54
"""Least cells of a column."""
GAP = 3


def set_text(content: Content, width: int) -> list[Content]:
    """Return the lines of a text in as many columns as fit; parts between blank lines stay whole."""
    number = max(1, (width + GAP) // (COLUMN + GAP))
    if number == 1:
        return content.wrap(width)
    room = (width - GAP * (number - 1)) // number
    columns = _share_out(_parts(content, room), number)
    return [
        Content(" " * GAP).join([line.pad_right(room - line.cell_length) for line in lines])
        for lines in zip_longest(*columns, fillvalue=Content(""))
    ]


def _parts(content: Content, room: int) -> list[list[Content]]:
    """Return what stands between blank lines, each part wrapped."""
    parts: list[list[Content]] = [[]]
    for line in content.split("\n", allow_blank=True):
        if line.plain:
            parts[-1] += line.wrap(room)
        elif parts[-1]:
            parts.append([])
    return parts


def _share_out(parts: Sequence[Sequence[Content]], number: int) -> list[list[Content]]:
    """Fill so many columns with parts in their order, as evenly as whole parts allow."""
    height = max(map(len, parts))
    while len(columns := _fill(parts, height)) > number:
        height += 1
    return columns


def _fill(parts: Sequence[Sequence[Content]], height: int) -> list[list[Content]]:
    """Fill columns of at most this height, with a blank line between two parts."""
    columns: list[list[Content]] = [[]]
    for part in parts:
        if columns[-1] and len(columns[-1]) + 1 + len(part) > height:
            columns.append([])
        columns[-1] += [Content("")] * bool(columns[-1]) + list(part)
    return columns
