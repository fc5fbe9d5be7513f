"""Plots made of characters: bars, columns and lines that can be read without colour, in ASCII too. Pure."""

from __future__ import annotations

from collections.abc import Sequence

EIGHTHS = " ▁▂▃▄▅▆▇█"
STEPS = " :-=+*#%@"
"""Levels in ASCII: the more ink, the more there is."""


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


def floor_line(width: int, *, plain: bool, indent: int = 0) -> str:
    """Return the line a plot stands on."""
    return " " * indent + ("+" + "-" * width if plain else "└" + "─" * width)
