"""Pictures of the screen that depend on what is to be seen, not on how or when it was drawn."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass
from typing import Any

from pytest_textual_snapshot import normalize_svg
from textual.pilot import Pilot
from textual.strip import Strip

_RECT = re.compile(
    r'<rect fill="([^"]+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" '
    r'shape-rendering="crispEdges"/>'
)
_ROUNDING = 0.05

PATIENCE = 10.0
"""Seconds within which the screen must look as stored."""
HURRY = 1.0
"""The same once so many pictures differ that the run has failed anyway."""
STILL = 0.5
"""Seconds without a change after which the screen is taken for finished where no picture is stored."""
STEP = 0.05
"""Seconds between two looks at the screen."""


def looks(pilot: Pilot[Any]) -> list[list[Strip]]:
    """Return what all screens show; to be compared only, and far quicker to have than a picture."""
    return [screen._compositor.render_strips() for screen in pilot.app.screen_stack]


def picture(pilot: Pilot[Any]) -> str:
    """Return a picture as it is stored."""
    app = pilot.app
    return normalize_svg(settled(app.export_screenshot(title=app.title, simplify=True)))


async def appears(pilot: Pilot[Any], stored: str, patience: float = PATIENCE) -> bool:
    """Wait until the screen looks as stored, and stays so; False if it never does."""
    end = time.monotonic() + patience
    before, same = None, False
    while time.monotonic() < end:
        await pilot.pause()
        now = looks(pilot)
        if now != before:
            before, same = now, picture(pilot) == stored
        elif same:
            return True
        await asyncio.sleep(STEP)
    return False


async def stands_still(pilot: Pilot[Any]) -> None:
    """Wait until the screen has not changed for a while."""
    before, since, end = None, time.monotonic(), time.monotonic() + PATIENCE
    while time.monotonic() < min(end, since + STILL):
        await pilot.pause()
        now = looks(pilot)
        if now != before:
            before, since = now, time.monotonic()
        await asyncio.sleep(STEP)


@dataclass
class _Bar:
    """Neighbouring rectangles of one colour on one line."""

    fill: str
    x: float
    y: str
    width: float
    height: str

    def takes(self, rect: re.Match[str]) -> bool:
        """Grow by a rectangle that continues this bar; False if it does not."""
        fill, x, y, width, _ = rect.groups()
        if (fill, y) != (self.fill, self.y) or abs(self.x + self.width - float(x)) > _ROUNDING:
            return False
        self.width += float(width)
        return True

    def __str__(self) -> str:
        return (
            f'<rect fill="{self.fill}" x="{self.x:.1f}" y="{self.y}" width="{self.width:.1f}" '
            f'height="{self.height}" shape-rendering="crispEdges"/>'
        )


def settled(svg: str) -> str:
    """Return a screenshot with neighbouring rectangles of one colour joined, and without its id.

    A line that was repainted in part is drawn in other pieces than one painted whole, and looks the same.
    """
    svg = re.sub(r"terminal-\d+", "terminal-0", svg)
    parts: list[str | _Bar] = []
    end = 0
    for rect in _RECT.finditer(svg):
        between, end = svg[end : rect.start()], rect.end()
        last = parts[-1] if parts and not between else None
        if isinstance(last, _Bar) and last.takes(rect):
            continue
        fill, x, y, width, height = rect.groups()
        parts += (
            [between, _Bar(fill, float(x), y, float(width), height)]
            if between
            else [_Bar(fill, float(x), y, float(width), height)]
        )
    return "".join(str(part) for part in [*parts, svg[end:]])
