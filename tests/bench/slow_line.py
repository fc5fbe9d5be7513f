"""What is sent over a slow line for moves of the cursor, in every pane and screen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tests.bench.children import python
from tests.bench.estate import SHOWS, Estate
from tests.bench.report import Row
from tests.bench.terminal import Burst, Terminal, on_terminal

SIZES = ((200, 50), (80, 24))
MOVE, MOVE_SMALL = 4_096.0, 1_024.0
"""Bytes of a cursor move with its detail, on the large and on the small terminal."""
SMALL = 80 * 24
"""Cells of a terminal that counts as small."""
PER_CELL = 1.5
"""Bytes for each cell of the screen where the table scrolls."""
FRAMES = 11.0
"""Frames within a second while a key is held down: the first press, and ten."""
DOWN, PAGE_DOWN, ENTER, ESCAPE = "j", "\x1b[6~", "\r", "\x1b"
MOVES = "jjkj"
"""Keys that move the cursor, in a table of two rows, too."""
SCROLLS, PAGES, HELD = 2, 2, 30
OPENED = 1.5
"""Seconds without a byte after which all of a view is drawn, on a busy machine, too."""
PAIR = "movies-4k"
"""A pair of the simulated estate that differs in more than a hundred titles."""
TARGET = "radarr.4k"
"""The instance that it writes."""
DAY = 86_400


class View(NamedTuple):
    """A table or text with the keys that lead to it from the one before."""

    name: str
    keys: str
    is_text: bool = False
    """Whether there is no cursor, so that every key scrolls."""


VIEWS = (
    View("estate", "1"),
    View("instance", ENTER),
    View("changes", f"{ESCAPE}ac"),
    View("changes of a day", ENTER),
    View("backups", f"{ESCAPE}]"),
    View("titles", f"{ESCAPE}{ESCAPE}2"),
    View("title", ENTER, is_text=True),
    View("series", f"{ESCAPE}/kind:series{ENTER}{ENTER}"),
    View("episodes", f"{ESCAPE}{ESCAPE}v"),
    View("pairs", "3"),
    View("plan", ENTER),
    View("candidates", f"{ESCAPE}4F"),
    View("candidate", ENTER, is_text=True),
    View("formats", f"{ESCAPE}]"),
    View("profiles", "]"),
    View("trends", "]"),
    View("what-if", "]"),
    View("trailers", "5"),
    View("trailers of a title", ENTER, is_text=True),
    View("doctor", f"{ESCAPE}ao"),
    View("artwork", f"{ESCAPE}7"),
    View("artwork of a title", ENTER),
    View("jobs", f"{ESCAPE}6"),
    View("activity", "9"),
    View("settings", "8"),
    View("differences", ENTER),
)


def measure_cursor(estate: Estate, repeat: int) -> Iterator[Row]:
    """Move the cursor in every view, at all sizes beside each other; ``repeat`` plays no part."""
    config = config_with_days(estate)
    with ThreadPoolExecutor(len(SIZES)) as threads:
        for rows in threads.map(lambda size: list(_measure_at(estate.copy_of(config), *size)), SIZES):
            yield from rows


def config_with_days(estate: Estate) -> Path:
    """Return the filled configuration with a plan to look at and with changes on several days."""
    config, _titles = estate.filled
    estate.run(config, "sync", PAIR, "--apply")
    estate.run(config, "backup", TARGET)
    estate.run(config, "undo", "--last", "--apply", "--allow-removals")
    estate.run(config, "backup", TARGET)
    with closing(sqlite3.connect(config.with_name("arrtui.db"))) as database, database:
        database.execute(
            "UPDATE snapshot SET taken_at = taken_at - ? * ((SELECT max(id) FROM snapshot) - id)", (DAY,)
        )
    estate.run(config, "plan", PAIR)
    return config


def _measure_at(config: Path, columns: int, lines: int) -> Iterator[Row]:
    with on_terminal(python("-m", "arrtui", "--config", str(config)), columns, lines) as terminal:
        terminal.until(lambda text: SHOWS in text)
        terminal.settle()
        for view in VIEWS:
            open_view(terminal, view.keys)
            yield from _moves(terminal, view, columns, lines)


def open_view(terminal: Terminal, keys: str) -> None:
    """Press keys one after the other, and wait until all is drawn."""
    for key in keys:
        terminal.press(key)
    terminal.settle(OPENED)


def _moves(terminal: Terminal, view: View, columns: int, lines: int) -> Iterator[Row]:
    """Measure moves that scroll and do not, a held key and pages, each with the detail that follows."""
    where, cells = f"{view.name}, {columns}×{lines}", columns * lines
    move, scroll = MOVE if cells > SMALL else MOVE_SMALL, PER_CELL * cells
    moves = [terminal.press(key) for key in MOVES]
    yield bytes_row(f"cursor move, {where}", moves, scroll if view.is_text else move)
    held = terminal.hold(DOWN, HELD, 0.033)
    frames = held.busiest_second([float(time in held.frames) for time in held.at])
    yield Row(what=f"frames a second, {where}", unit="", samples=(frames,), budget=FRAMES)
    terminal.press(DOWN * lines)
    scrolls = [terminal.press(DOWN) for _ in range(SCROLLS)]
    terminal.press("g")
    pages = [terminal.press(PAGE_DOWN) for _ in range(PAGES)]
    yield bytes_row(f"scroll and page down, {where}", scrolls + pages, scroll)
    terminal.press("g")


def bytes_row(what: str, bursts: list[Burst], budget: float) -> Row:
    """Return a row of what was sent, whose every sample must keep the budget."""
    return Row(
        what=f"bytes, {what}",
        unit="B",
        samples=tuple(float(burst.total) for burst in bursts),
        budget=budget,
        budget_is_most=True,
        detail={"sizes": [burst.sizes for burst in bursts]},
    )
