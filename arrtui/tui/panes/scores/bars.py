"""Bars, trend lines and bins in character cells, in blocks or in plain ASCII. Pure.

A bar never speaks alone: whoever draws one writes the number beside it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

_LINE, _HALF = "━", "╸"
"""Lines, not blocks: bars one below the other stay apart."""
_LEVELS = "▁▂▃▄▅▆"
"""Not up to a full block: trends one below the other stay apart."""
_ASCII_LEVELS = "_.-=+#"
_TAIL = 0.02
"""The part of the scores at either end that may be outliers."""
_FEWEST = 4
"""Bins that any scores fit into: one on each side of 0, and the two ends."""
_WRECK = -1_000
"""What a format that nobody wants takes away at least: such files are one bin, where most others are fine."""


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
    return "".join(levels[round((one - low) / (high - low) * (len(levels) - 1))] for one in chosen)


def thinned(values: Sequence[float], width: int) -> list[float]:
    """Return at most ``width`` of the values, evenly spread, the first and the last among them."""
    if len(values) <= width:
        return list(values)
    if width == 1:
        return [values[-1]]
    return [values[round(one * (len(values) - 1) / (width - 1))] for one in range(width)]


def bins(scores: Sequence[int], count: int) -> list[Bin]:
    """Return at most ``count`` contiguous bins of round widths; outliers are gathered at the ends."""
    if not scores:
        return []
    ordered = sorted(scores)
    if count < _FEWEST:
        return [Bin(ordered[0], ordered[-1], len(ordered))]
    low, high = _trunk(ordered)
    step = _round_step((high - low + 1) / count)
    while len(found := _filled(ordered, list(range(low // step * step, high + 1, step)), step)) > count:
        step = _round_step(step + 1)
    return found


def _trunk(ordered: Sequence[int]) -> tuple[int, int]:
    """Return between which scores the bins are to be told apart."""
    tail = int(len(ordered) * _TAIL)
    low, high = ordered[tail], ordered[len(ordered) - 1 - tail]
    if low < _WRECK and ordered[len(ordered) // 2] >= 0:
        low = ordered[bisect_left(ordered, _WRECK)]
    return low, max(low, high)


def _filled(ordered: Sequence[int], edges: Sequence[int], step: int) -> list[Bin]:
    """Count the files between the edges, with an open bin at an end beyond which there are more."""
    end = edges[-1] + step
    places = [bisect_left(ordered, edge) for edge in (*edges, end)]
    found = [
        Bin(edge, edge + step - 1, after - before)
        for edge, before, after in zip(edges, places, places[1:], strict=False)
    ]
    if places[0]:
        found.insert(0, Bin(ordered[0], edges[0] - 1, places[0], open_low=True))
    if above := len(ordered) - places[-1]:
        found.append(Bin(end, ordered[-1], above, open_high=True))
    return found


def _round_step(least: float) -> int:
    """Return the smallest of 1, 2, 5, 10, 20, 25, 50, 100, 200, 250 ... that is no less."""
    for one in (1, 2, 5):
        if one >= least:
            return one
    power = 1
    while True:
        for one in (10, 20, 25, 50):
            if one * power >= least:
                return one * power
        power *= 10
