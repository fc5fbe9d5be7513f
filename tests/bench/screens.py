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
CURSOR = 2_048.0
DOWN, PAGE_DOWN = "j", "\x1b[6~"
PAUSE = 0.07
"""Seconds: the detail waits longer than that for the cursor to rest."""
MOVES, PAGES, HELD = 8, 4, 20


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
    """Move the cursor in the library, among titles and among episodes; ``repeat`` plays no part."""
    config, titles = estate.filled
    with on_terminal(python("-m", "arrtui", "--config", str(config)), 200, 50) as terminal:
        terminal.until(lambda text: all(name in text for name in titles))
        terminal.settle()
        for key, view in (("2", "titles"), ("v", "episodes")):
            _opened(terminal, key)
            yield from _moves(terminal, view)


def _opened(terminal: Terminal, key: str) -> None:
    terminal.press(key)
    terminal.settle()
    terminal.press(DOWN)


def _moves(terminal: Terminal, view: str) -> Iterator[Row]:
    moves = [terminal.press(DOWN) for _ in range(MOVES)]
    held_bytes = terminal.repeat(DOWN, HELD, 0.04) / HELD
    pages = [terminal.press(PAGE_DOWN) for _ in range(PAGES)]
    detail = {"moves": [_sizes(burst) for burst in moves], "pages": [_sizes(burst) for burst in pages]}
    yield _bytes(f"cursor move, {view}", [burst.until_pause(PAUSE) for burst in moves], CURSOR, detail)
    yield _bytes(
        f"cursor move, {view}, with the detail that follows", [burst.total for burst in moves], CURSOR
    )
    yield _bytes(f"cursor move, {view}, key held", [held_bytes], CURSOR)
    yield _bytes(f"page down, {view}", [burst.until_pause(PAUSE) for burst in pages])


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
