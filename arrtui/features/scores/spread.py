"""Histogram bins that keep the bulk of the scores readable despite outliers. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from arrtui.features.scores.candidates import percentile

MOST_BINS = 20
"""Bins there are at most, those of the outliers among them."""
_FENCE = 3
"""Scores further than this many widths of the middle half from it are outliers (Tukey's outer fence)."""


def edges_of(counts: Mapping[int, int]) -> tuple[int, ...]:
    """Return the edges of bins for scores and how many files have each; empty where there are none.

    A bin begins with its edge and ends before the next one, the last bin before the last edge. All are of one
    width (1, 2 or 5 with zeros behind), but the first and the last, which may hold outliers: a score of
    -35,000 would otherwise leave one bin to all the others.
    """
    scores = sorted(counts)
    if not scores:
        return ()
    # The bulk is what is no outlier. Where at least half of the files have the same score, the middle half
    # has no width; then each score counts once, and that one is no outlier whatever the others are.
    bottom, top = low, high = _quartiles([score for score in scores for _ in range(counts[score])])
    if low == high:
        low, high = _quartiles(scores)
    width = _FENCE * (high - low)
    bottom, top = min(bottom, low - width), max(top, high + width)
    bulk = [score for score in scores if bottom <= score <= top]
    lowest, highest = bulk[0], bulk[-1]
    step = _step(highest - lowest + 1)
    start, end = lowest // step * step, highest // step * step + step
    edges = list(range(start, end + 1, step))
    if scores[0] < start:
        edges.insert(0, scores[0])
    if scores[-1] >= end:
        edges.append(scores[-1] + 1)
    return tuple(edges)


def counted(edges: Sequence[int], counts: Mapping[int, int]) -> list[int]:
    """Return how many files each bin between ``edges`` holds."""
    bins = [0] * max(len(edges) - 1, 0)
    for score, files in counts.items():
        bins[bisect_right(edges, score) - 1] += files
    return bins


def histogram(counts: Mapping[int, int]) -> tuple[tuple[int, int, int], ...]:
    """Return ``(from, to, files)`` for each bin; a file is in it when ``from <= score < to``."""
    edges = edges_of(counts)
    return tuple(zip(edges, edges[1:], counted(edges, counts), strict=False))


def _quartiles(scores: Sequence[int]) -> tuple[int, int]:
    return percentile(scores, 25), percentile(scores, 75)


def _step(span: int) -> int:
    """Return the least width of 1, 2 or 5 with zeros behind that leaves two bins for outliers.

    Edges are multiples of the width, so that a span may touch one bin more than it fills.
    """
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if -(-span // step) + 1 <= MOST_BINS - 2:
                return step
        size *= 10
