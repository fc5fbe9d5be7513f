"""How scores are spread: columns over a signed axis, with what a profile wants marked on it. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from arrtui.tui.panes.scores.bars import solid_columns, with_axis
from arrtui.tui.panes.scores.lines import Line

WIDEST = 9
"""Cells of one bin at most."""
GAPPED = 3
"""Cells of a bin from which columns stand apart."""
FEWEST = 6
"""Bins that are never gathered into fewer."""
T = TypeVar("T")


@dataclass(frozen=True)
class Bins:
    """Ranges of scores with the number of files in each."""

    edges: tuple[tuple[int, int], ...]
    """``(from, to)`` of each, ascending."""
    files: tuple[int, ...]
    """Files in each."""
    then: tuple[int, ...] = ()
    """Files in each after a change; empty where nothing is compared."""

    @classmethod
    def of(cls, rows: Sequence[tuple[int, ...]]) -> Bins:
        """Return bins from rows of ``(from, to, files)``, or ``(from, to, files now, files then)``."""
        return cls(
            tuple((row[0], row[1]) for row in rows),
            tuple(row[2] for row in rows),
            tuple(row[3] for row in rows if len(row) > 3),
        )


@dataclass(frozen=True)
class Mark:
    """A score of importance."""

    score: int
    word: str


def histogram(bins: Bins, marks: Sequence[Mark], width: int, height: int, *, plain: bool) -> list[Line]:
    """Return the plot with its axis, at most so many cells wide; three of its lines are below the columns."""
    bins = coarse(bins, width - 8)
    most = max((*bins.files, *bins.then), default=0)
    if not bins.edges or not most:
        return [[("No file has a score.", "dim")]]
    tall = max(1, height - 3)
    indent = len(f"{most:,}") + 1
    each = max(1, min(WIDEST, (width - indent - 1) // len(bins.edges)))
    labels = [f"{most:,}"] + [""] * (tall - 1)
    rows = with_axis(_columns(bins, each, tall, most, plain=plain), labels, plain=plain)
    reach = each * len(bins.edges)
    below = [
        " " * indent + ("+" + "-" * reach if plain else "└" + "─" * reach),
        " " * (indent + 1) + axis_labels(bins.edges, each, width - indent - 1),
        " " * (indent + 1) + mark_line(bins.edges, marks, each, width - indent - 1),
    ]
    return [[(row, "accent")] for row in rows] + [[(below[0], "dim")], [(below[1], "")], [(below[2], "warn")]]


def coarse(bins: Bins, width: int) -> Bins:
    """Return bins that fit into a width: neighbours become one until each has the cells it needs."""
    least = GAPPED if bins.then else 2
    while len(bins.edges) > FEWEST and len(bins.edges) * least > width:
        bins = Bins(
            tuple((pair[0][0], pair[-1][1]) for pair in _pairs(bins.edges)),
            tuple(sum(pair) for pair in _pairs(bins.files)),
            tuple(sum(pair) for pair in _pairs(bins.then)),
        )
    return bins


def _pairs(values: Sequence[T]) -> list[Sequence[T]]:
    return [values[at : at + 2] for at in range(0, len(values), 2)]


def _columns(bins: Bins, each: int, height: int, most: int, *, plain: bool) -> list[str]:
    """Return the columns: one for each bin, or two side by side where a change is compared."""
    gap = each >= GAPPED
    room = each - gap
    if not bins.then:
        spread = [bins.files]
        sizes, inks = [room], [""]
    else:
        spread = [bins.files, bins.then]
        sizes, inks = [max(1, room // 2), max(1, room // 2)], [":" if plain else "░", "#" if plain else "█"]
    rows = [
        solid_columns(files, height, most=most, plain=plain, ink=ink)
        for files, ink in zip(spread, inks, strict=True)
    ]
    return [
        "".join(
            "".join(rows[series][line][place] * size for series, size in enumerate(sizes)).ljust(each)[:each]
            for place in range(len(bins.edges))
        )
        for line in range(height)
    ]


def axis_labels(edges: Sequence[tuple[int, int]], each: int, width: int) -> str:
    """Return where bins begin, as many as there is room for: the first, zero and the end before others."""
    starts = [(place * each, f"{low:,}") for place, (low, _high) in enumerate(edges)]
    end = f"{edges[-1][1]:,}"
    last = (min(len(edges) * each - 1, width - len(end)), end)
    zero = [start for start in starts if start[1] == "0"]
    return _without_overlap([starts[0], last, *zero, *starts[1:]], width)


def mark_line(edges: Sequence[tuple[int, int]], marks: Sequence[Mark], each: int, width: int) -> str:
    """Return the scores of importance, each below the bin it lies in."""
    lows = [low for low, _high in edges]
    # A score beyond an end counts as in the bin there.
    places = [max(0, bisect_right(lows, mark.score) - 1) for mark in marks]
    labels = [f"^{mark.word} {mark.score:,}" for mark in marks]
    return _without_overlap(
        [(place * each, label) for place, label in zip(places, labels, strict=True)], width
    )


def _without_overlap(labels: Sequence[tuple[int, str]], width: int) -> str:
    """Return one line with the labels that have room, the first ones before the others."""
    line = [" "] * max(0, width)
    for at, label in labels:
        start = max(0, min(at, width - len(label)))
        around = line[max(0, start - 1) : start + len(label) + 1]
        if len(label) <= width and not "".join(around).strip():
            line[start : start + len(label)] = label
    return "".join(line).rstrip()
