"""Pictures of the screen that depend on what is to be seen, not on the pieces it was drawn in."""

from __future__ import annotations

import re
from dataclasses import dataclass

_RECT = re.compile(
    r'<rect fill="([^"]+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" '
    r'shape-rendering="crispEdges"/>'
)
_ROUNDING = 0.05


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
