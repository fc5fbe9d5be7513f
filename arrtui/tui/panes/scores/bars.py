"""Bars, columns, curves and bins in character cells, in blocks or in plain ASCII. Pure.

A bar never speaks alone: whoever draws one writes the number beside it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

_LINE, _HALF = "━", "╸"
"""Lines, not blocks: bars one below the other stay apart."""
_LEVELS = "▁▂▃▄▅▆"
"""Not up to a full block: trends one below the other stay apart."""
_ASCII_LEVELS = "_.-=+#"
EIGHTHS = " ▁▂▃▄▅▆▇█"
STEPS = " :-=+*#%@"
"""Levels in ASCII: the more ink, the more there is."""
_TAIL = 0.02
"""The share of the scores at either end that may be outliers."""
_FEWEST = 4
"""Bins that any scores fit into: one on each side of 0, and the two ends."""
_WRECK = -1_000
"""Scores below come from a format that nobody wants; where most scores are fine, they share one bin."""


class Bin(NamedTuple):
    """A range of scores and how many files are in it."""

    low: int
    """Lowest score; what is lower is in the first bin."""
    high: int
    """Highest score; what is higher is in the last bin."""
    files: int
    open_low: bool = False
    """Whether lower scores are in it too."""
    open_high: bool = False
    """Whether higher scores are in it too."""

    @property
    def label(self) -> str:
        """The range in words, e.g. ``0..499``, ``below 0``, ``2,000 up``."""
        if self.open_low:
            return f"below {self.high + 1:,}"
        if self.open_high:
            return f"{self.low:,} up"
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,}..{self.high:,}"


def bar(share: float, width: int, *, plain: bool) -> str:
    """Return a bar of ``width`` cells, filled from the left; anything above 0 shows."""
    share = min(1.0, max(0.0, share))
    if plain:
        filled = min(width, max(round(share * width), int(share > 0)))
        return "#" * filled + "." * (width - filled)
    halves = max(round(share * width * 2), int(share > 0))
    return (_LINE * (halves // 2) + _HALF * (halves % 2)).ljust(width)


def length_bar(value: float, greatest: float, width: int, *, plain: bool) -> str:
    """Return a bar as long as the value's size beside the greatest; no cell more, at least one unless 0."""
    if not value or greatest <= 0:
        return ""
    cells = max(1, min(width, round(abs(value) / greatest * width)))
    return ("#" if plain else _LINE) * cells


def spark(values: Sequence[float], width: int, *, plain: bool) -> str:
    """Return a line of levels, one cell for each value; more values than cells are thinned out."""
    if not values or width <= 0:
        return ""
    chosen = thinned(values, width)
    low, high = min(chosen), max(chosen)
    levels = _ASCII_LEVELS if plain else _LEVELS
    if high == low:
        return levels[len(levels) // 2 - 1] * len(chosen)
    return "".join(levels[round((value - low) / (high - low) * (len(levels) - 1))] for value in chosen)


def thinned(values: Sequence[float], width: int) -> list[float]:
    """Return at most ``width`` of the values, evenly spread, the first and the last among them."""
    if len(values) <= width:
        return list(values)
    if width == 1:
        return [values[-1]]
    return [values[round(cell * (len(values) - 1) / (width - 1))] for cell in range(width)]


def bins(scores: Sequence[int], count: int) -> list[Bin]:
    """Return at most ``count`` contiguous bins of round widths; outliers are gathered at the ends."""
    if not scores:
        return []
    ordered = sorted(scores)
    if count < _FEWEST:
        return [Bin(ordered[0], ordered[-1], len(ordered))]
    tail = int(len(ordered) * _TAIL)
    low, high = ordered[tail], ordered[len(ordered) - 1 - tail]
    if low < _WRECK and ordered[len(ordered) // 2] >= 0:
        low = ordered[bisect_left(ordered, _WRECK)]
    high = max(low, high)
    step = _round_step((high - low + 1) / count)
    while len(counted := _count_files(ordered, range(low // step * step, high + 1, step), step)) > count:
        step = _round_step(step + 1)
    return counted


def _count_files(ordered: Sequence[int], edges: Sequence[int], step: int) -> list[Bin]:
    """Count the files between the edges, with an open bin at an end beyond which there are more."""
    end = edges[-1] + step
    below = [bisect_left(ordered, edge) for edge in (*edges, end)]
    counted = [
        Bin(edge, edge + step - 1, upto - under)
        for edge, (under, upto) in zip(edges, pairwise(below), strict=True)
    ]
    if below[0]:
        counted.insert(0, Bin(ordered[0], edges[0] - 1, below[0], open_low=True))
    if above := len(ordered) - below[-1]:
        counted.append(Bin(end, ordered[-1], above, open_high=True))
    return counted


def _round_step(least: float) -> int:
    """Return the smallest of 1, 2, 5, 10, 20, 25, 50, 100, 200, 250 ... that is no less."""
    for step in (1, 2, 5):
        if step >= least:
            return step
    power = 1
    while True:
        for step in (10, 20, 25, 50):
            if step * power >= least:
                return step * power
        power *= 10


def columns(values: Sequence[float], height: int, *, most: float, plain: bool) -> list[str]:
    """Return lines, the topmost first, with a column one cell wide for each value of 0 to ``most``.

    A value above 0 always shows; one column of one line has eight levels, in blocks and in ASCII.
    """
    levels = STEPS if plain else EIGHTHS
    top = len(levels) - 1
    heights = [_height(value, most, height * top) for value in values]
    return [
        "".join(levels[min(top, max(0, full - line * top))] for full in heights)
        for line in reversed(range(height))
    ]


def _height(value: float, most: float, levels: int) -> int:
    if value <= 0 or most <= 0:
        return 0
    return min(levels, max(1, round(value / most * levels)))


def solid_columns(
    values: Sequence[float], height: int, *, most: float, plain: bool, ink: str = ""
) -> list[str]:
    """Return columns drawn with one character for each whole cell; ``ink`` is that character."""
    if not ink and not plain:
        return columns(values, height, most=most, plain=False)
    ink = ink or "#"
    heights = [_height(value, most, height) for value in values]
    return ["".join(ink if full > line else " " for full in heights) for line in reversed(range(height))]


def area(values: Sequence[float], height: int, *, low: float, high: float, plain: bool) -> list[str]:
    """Return a filled curve between ``low`` and ``high``, the topmost line first; its lowest points show."""
    span = (high - low) or 1.0
    floor = 1 / (height * 8)
    shares = [floor + (1 - floor) * (value - low) / span for value in values]
    if plain:
        return solid_columns(shares, height, most=1.0, plain=True)
    return columns(shares, height, most=1.0, plain=False)


def resampled(values: Sequence[float], width: int) -> list[float]:
    """Return as many values as there are cells: the last of those that share a cell, or each repeated."""
    count = len(values)
    if not count:
        return []
    return [values[min(count - 1, ((cell + 1) * count - 1) // width)] for cell in range(width)]


def with_axis(lines: Sequence[str], labels: Sequence[str], *, plain: bool) -> list[str]:
    """Return lines with labels to their left and a line between; labels are one for each line, or empty."""
    width = max((len(label) for label in labels), default=0)
    edge = "|" if plain else "┤"
    bare = "|" if plain else "│"
    return [
        f"{label:>{width}} {edge if label else bare}{line}" for label, line in zip(labels, lines, strict=True)
    ]
