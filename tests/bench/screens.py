"""What the terminal app takes to appear."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.bench.bare import TEXT
from tests.bench.children import python
from tests.bench.estate import SHOWS, Estate
from tests.bench.report import Row
from tests.bench.terminal import on_terminal

SIZES = ((200, 50), (80, 24))
FIRST_PAINT = 0.7


def measure_paint(estate: Estate, repeat: int) -> Iterator[Row]:
    """Start the app on the filled database, and a bare one, in turn."""
    config, titles = estate.filled
    ours = python("-m", "arrtui", "--config", str(config))
    bare = python("-m", "tests.bench.bare")

    def shows(text: str) -> bool:
        return all(name in text for name in titles) and f"{titles[SHOWS]:,}" in text

    for columns, lines in SIZES:
        samples, floors = [], []
        for _ in range(repeat + 3):
            floors.append(_appears(bare, columns, lines, lambda text: TEXT in text))
            samples.append(_appears(ours, columns, lines, shows))
        yield Row(
            what=f"first paint with data, {columns}×{lines}",
            unit="s",
            samples=(*samples,),
            floors=(*floors,),
            budget=FIRST_PAINT,
        )


def _appears(command: list[str], columns: int, lines: int, shows: Callable[[str], bool]) -> float:
    with on_terminal(command, columns, lines) as terminal:
        return terminal.until(shows)
