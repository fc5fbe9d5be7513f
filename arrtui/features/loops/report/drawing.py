"""The picture of a chain: its score over its stations, as strips that stand one below the other. Pure.

Lengths are units of the picture, which the page scales. A full line is the score of the file on disk from its
import to its end; a broken one leads from a grab to its import.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from arrtui.features.loops.model import Chain, ChainStep, Outcome, StepKind

PER_STRIP = 6
"""Stations of a strip: what a page is wide enough for."""
STEP = 180
"""Width of a station."""
HEIGHT = 130
_TOP, _BOTTOM = 38, 26
"""Room for the scores above and below the points."""
MAX_STATIONS = 60
"""Of a longer chain the newest ones are drawn."""


class Station(NamedTuple):
    """A station in a picture."""

    step: ChainStep
    release: int
    """Number of the last release that was grabbed before it or by it; 0 before the first."""
    in_vain: bool
    """Whether that release brought nothing."""


class Dot(NamedTuple):
    """A score in a strip."""

    x: int
    y: float
    kind: str
    score: str
    label_y: float


class Stroke(NamedTuple):
    """A line between two scores."""

    x1: int
    y1: float
    x2: int
    y2: float
    kind: str
    """``disk`` or ``grab``."""


class Band(NamedTuple):
    """Stations beside each other that follow one grab."""

    release: int
    in_vain: bool
    x: int
    span: int
    """Stations."""


@dataclass(frozen=True)
class Strip:
    """A part of a picture."""

    stations: Sequence[Station]
    dots: Sequence[Dot]
    strokes: Sequence[Stroke]
    bands: Sequence[Band]


class Picture(NamedTuple):
    """A chain as strips."""

    strips: Sequence[Strip]
    left_out: int
    """Older stations that are not drawn."""


def draw_chain(chain: Chain, steps: Sequence[ChainStep]) -> Picture:
    """Return the picture of a chain."""
    stations = list(_stations(chain, steps))
    left_out = max(0, len(stations) - MAX_STATIONS)
    stations = stations[left_out:]
    heights = _heights(stations)
    strokes = list(_strokes(stations, heights))
    strips = [
        _strip(stations[first : first + PER_STRIP], heights[first : first + PER_STRIP], strokes, first)
        for first in range(0, len(stations), PER_STRIP)
    ]
    return Picture(strips, left_out)


def _stations(chain: Chain, steps: Sequence[ChainStep]) -> Iterator[Station]:
    """Yield stations with the release they follow: grabs are in the order of their rows' ids."""
    wasted = set(map(id, chain.wasted))
    grabs = iter(sorted(chain.attempts, key=lambda attempt: attempt.row.id))
    release, in_vain = 0, False
    for step in steps:
        if step.kind is StepKind.GRAB:
            release, in_vain = release + 1, id(next(grabs, None)) in wasted
        yield Station(step, release, in_vain)


def _heights(stations: Sequence[Station]) -> list[float | None]:
    """Return where the scores stand, from above; None for those that cannot be told."""
    known = [station.step.score for station in stations if station.step.score is not None]
    low, high = min(known, default=0), max(known, default=0)
    room = HEIGHT - _TOP - _BOTTOM

    def height(score: int | None) -> float | None:
        if score is None:
            return None
        return _TOP + (room / 2 if high == low else (high - score) / (high - low) * room)

    return [height(station.step.score) for station in stations]


def _middle(place: int) -> int:
    return place * STEP + STEP // 2


def _strokes(stations: Sequence[Station], heights: Sequence[float | None]) -> Iterator[Stroke]:
    """Yield the lines of the files on disk, and from each grab to its import."""
    on_disk: list[int] = []
    grabs: list[int] = []
    for place, (step, *_) in enumerate(stations):
        if step.kind is StepKind.GRAB:
            if step.outcome == Outcome.IMPORTED.value:
                grabs.append(place)
            continue
        if step.kind is StepKind.IMPORT:
            if grabs:
                yield from _joined([grabs.pop(0), place], heights, "grab")
            on_disk = []
        on_disk.append(place)
        if step.kind is not StepKind.IMPORT:
            yield from _joined(on_disk[-2:], heights, "disk")


def _joined(places: Sequence[int], heights: Sequence[float | None], kind: str) -> Iterator[Stroke]:
    """Yield the line between two places whose scores are known."""
    for first, second in pairwise(places):
        y1, y2 = heights[first], heights[second]
        if y1 is not None and y2 is not None:
            yield Stroke(_middle(first), y1, _middle(second), y2, kind)


def _strip(
    stations: Sequence[Station], heights: Sequence[float | None], strokes: Sequence[Stroke], first: int
) -> Strip:
    """Return a strip that begins with the station of that place."""
    left, right = first * STEP, (first + PER_STRIP) * STEP
    pairs = zip(stations, heights, strict=True)
    dots = [_dot(place, station.step, height) for place, (station, height) in enumerate(pairs)]
    near = [
        stroke._replace(x1=stroke.x1 - left, x2=stroke.x2 - left)
        for stroke in strokes
        if stroke.x1 < right and stroke.x2 > left
    ]
    bands, place = [], 0
    for (release, in_vain), members in groupby(stations, key=lambda station: station[1:]):
        span = len(list(members))
        bands.append(Band(release, in_vain, place * STEP, span))
        place += span
    return Strip(stations, dots, near, bands)


def _dot(place: int, step: ChainStep, height: float | None) -> Dot:
    """Return the point of a station; one without a score stands at the foot."""
    if height is None:
        return Dot(_middle(place), HEIGHT - _BOTTOM, f"{step.kind.value} untold", "?", HEIGHT - _BOTTOM - 12)
    score = f"{step.score:,}" + ("*" if step.computed else "")
    return Dot(_middle(place), height, step.kind.value, score, height - 13)
