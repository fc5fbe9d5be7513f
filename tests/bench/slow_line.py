"""What is sent over a slow line: for moves of the cursor in every pane, while work is under way, and idle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tests.bench.children import python
from tests.bench.estate import Estate
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
UNDER_WAY = 2_048.0
"""Bytes within a second while a backup or an apply is under way."""
DOWN, PAGE_DOWN, ENTER, ESCAPE = "j", "\x1b[6~", "\r", "\x1b"
MOVES, SCROLLS, PAGES, HELD = 6, 3, 3, 30
IDLE, IDLE_ACTIVITY = 3.0, 35.0
"""Seconds of watching what is sent while nothing happens; activity is read every 30 seconds."""
WATCHED = 15.0
"""Seconds for which work that is under way is watched."""
PAIR = "animation"
"""A pair of the simulated estate that differs in more than a hundred titles."""


class View(NamedTuple):
    """A table or text with the keys that lead to it from the one before, and how long it is watched idle."""

    name: str
    keys: str
    idle: float = 0.0


VIEWS = (
    View("estate", "1", IDLE),
    View("instance", ENTER),
    View("changes", f"{ESCAPE}ac", IDLE),
    View("changes of a day", ENTER),
    View("titles", f"{ESCAPE}{ESCAPE}2", IDLE),
    View("title", ENTER),
    View("series", f"{ESCAPE}/kind:series{ENTER}{ENTER}"),
    View("episodes", f"{ESCAPE}{ESCAPE}v"),
    View("pairs", "3", IDLE),
    View("plan", ENTER, IDLE),
    View("candidates", f"{ESCAPE}4F", IDLE),
    View("formats", "]"),
    View("profiles", "]"),
    View("trends", "]"),
    View("what-if", "]"),
    View("jobs", "6", IDLE),
    View("trailers", "5", IDLE),
    View("activity", "9", IDLE_ACTIVITY),
)


def measure_cursor(estate: Estate, repeat: int) -> Iterator[Row]:
    """Move the cursor in every pane, at each size; ``repeat`` plays no part."""
    config, titles = estate.filled
    estate.run(config, "plan", PAIR)
    for columns, lines in SIZES:
        with on_terminal(python("-m", "arrtui", "--config", str(config)), columns, lines) as terminal:
            terminal.until(lambda text: all(name in text for name in titles))
            terminal.settle()
            for view in VIEWS:
                _open(terminal, view.keys)
                where = f"{view.name}, {columns}×{lines}"
                yield from _moves(terminal, where, columns, lines)
                if view.idle:
                    yield _bytes(f"idle, {where}", [terminal.watch(view.idle)], 0.0)


def _open(terminal: Terminal, keys: str) -> None:
    for key in keys:
        terminal.press(key)
    terminal.settle()


def _moves(terminal: Terminal, where: str, columns: int, lines: int) -> Iterator[Row]:
    """Measure moves that scroll and do not, a held key and pages, each with the detail that follows."""
    cells = columns * lines
    move, scroll = MOVE if cells > SMALL else MOVE_SMALL, PER_CELL * cells
    yield _bytes(f"cursor move, {where}", [terminal.press(DOWN) for _ in range(MOVES)], move)
    held = terminal.hold(DOWN, HELD, 0.033)
    yield _bytes(f"key held {HELD} times, {where}", [held], scroll * HELD / 3)
    frames = held.busiest_second([float(time in held.frames) for time in held.at])
    yield Row(what=f"frames a second, {where}", unit="", samples=(frames,), budget=FRAMES)
    terminal.press(DOWN * lines)
    yield _bytes(f"scroll, {where}", [terminal.press(DOWN) for _ in range(SCROLLS)], scroll)
    terminal.press("g")
    yield _bytes(f"page down, {where}", [terminal.press(PAGE_DOWN) for _ in range(PAGES)], scroll)
    terminal.press("g")


def measure_under_way(estate: Estate, repeat: int) -> Iterator[Row]:
    """Back everything up and apply a plan, and watch what is sent; ``repeat`` plays no part."""
    for columns, lines in SIZES:
        config = estate.fresh_config()
        command, size = python("-m", "arrtui", "--config", str(config)), f"{columns}×{lines}"
        for pane in ("1 Estate", "6 Jobs"):
            with on_terminal(command, columns, lines) as terminal:
                terminal.until(lambda text: "radarr.main" in text)
                terminal.settle()
                terminal.type("B")
                if pane[0] != "1":
                    terminal.watch(1.0)
                    terminal.type(pane[0])
                    terminal.watch(1.0)
                yield _rate(f"backup under way, {pane}, {size}", terminal.watch(WATCHED))
        estate.run(config, "plan", PAIR)
        with on_terminal(command, columns, lines) as terminal:
            terminal.until(lambda text: "radarr.main" in text)
            terminal.settle()
            _open(terminal, f"3{ENTER}aA")
            terminal.type("y")
            terminal.watch(1.0)  # the dialog goes
            yield _rate(f"apply under way, {size}", terminal.watch(WATCHED))
        estate.run(config, "undo", "--last", "--apply", "--allow-removals")


def _rate(what: str, burst: Burst) -> Row:
    """Return the bytes of each second in which something was sent."""
    seconds: dict[int, float] = {}
    for time, size in zip(burst.at, burst.sizes, strict=True):
        seconds[int(time)] = seconds.get(int(time), 0.0) + size
    samples = tuple(seconds.values()) or (0.0,)
    return Row(
        what=f"bytes a second, {what}", unit="B", samples=samples, budget=UNDER_WAY, budget_is_most=True
    )


def _bytes(what: str, bursts: list[Burst], budget: float) -> Row:
    return Row(
        what=f"bytes, {what}",
        unit="B",
        samples=tuple(float(burst.total) for burst in bursts),
        budget=budget,
        budget_is_most=True,
        detail={"sizes": [burst.sizes for burst in bursts]},
    )
