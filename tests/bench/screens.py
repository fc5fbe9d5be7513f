"""What the terminal app takes to appear, and what it sends to the terminal when the cursor moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tests.bench.bare import TEXT
from tests.bench.children import python
from tests.bench.estate import SHOWS, Estate
from tests.bench.report import Row
from tests.bench.terminal import Burst, Terminal, on_terminal

SIZES = ((200, 50), (80, 24))
FIRST_PAINT = 0.7
MOVE, MOVE_SMALL = 4_096.0, 1_024.0
"""Bytes of a cursor move with its detail, on the large and on the small terminal."""
SMALL = 80 * 24
"""Cells of a terminal that counts as small."""
PER_CELL = 1.5
"""Bytes for each cell of the screen where the table scrolls."""
DOWN, PAGE_DOWN = "j", "\x1b[6~"
MOVES, PAGES, HELD = 8, 4, 20
VIEWS = {
    "estate": "1",
    "titles": "2",
    "episodes": "v",
    "candidates": "4F",
    "formats": "]",
    "profiles": "]",
    "jobs": "6",
    "activity": "9",
}
"""Each table with the keys that lead to it from the one before."""


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


def measure_cursor(estate: Estate, repeat: int) -> Iterator[Row]:
    """Move the cursor in every pane, at each size; ``repeat`` plays no part."""
    config, titles = estate.filled
    for columns, lines in SIZES:
        with on_terminal(python("-m", "arrtui", "--config", str(config)), columns, lines) as terminal:
            terminal.until(lambda text: all(name in text for name in titles))
            terminal.settle()
            for view, keys in VIEWS.items():
                for key in keys:
                    terminal.press(key)
                    terminal.settle()
                yield from _moves(terminal, f"{view}, {columns}×{lines}", columns * lines)


def _moves(terminal: Terminal, view: str, cells: int) -> Iterator[Row]:
    """Measure moves that do not scroll, a held key and pages, each with the detail that follows."""
    budget = MOVE if cells > SMALL else MOVE_SMALL
    moves = [terminal.press(DOWN) for _ in range(MOVES)]
    held_bytes = terminal.repeat(DOWN, HELD, 0.04) / HELD
    pages = [terminal.press(PAGE_DOWN) for _ in range(PAGES)]
    detail = {"moves": [_sizes(burst) for burst in moves], "pages": [_sizes(burst) for burst in pages]}
    yield _bytes(f"cursor move, {view}", [burst.total for burst in moves], budget, detail)
    yield _bytes(f"cursor move, {view}, key held", [held_bytes], PER_CELL * cells)
    yield _bytes(f"page down, {view}", [burst.total for burst in pages], PER_CELL * cells)


def _bytes(
    what: str,
    samples: list[int] | list[float],
    budget: float | None = None,
    detail: Mapping[str, object] | None = None,
) -> Row:
    return Row(
        what=f"bytes, {what}",
        unit="B",
        samples=tuple(map(float, samples)),
        budget=budget,
        detail=dict(detail or {}),
    )


def _sizes(burst: Burst) -> dict[str, object]:
    return {"sizes": burst.sizes, "at": [round(seconds, 3) for seconds in burst.at]}
