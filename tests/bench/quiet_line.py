"""What is sent over a slow line without a key: while nothing happens, and while work is under way."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.children import python
from tests.bench.estate import SHOWS, Estate
from tests.bench.report import Row
from tests.bench.slow_line import ENTER, OPENED, PAIR, SIZES, bytes_row, config_with_days, open_view
from tests.bench.terminal import Burst, Terminal, on_terminal

IDLE = 35.0
"""Seconds of watching: Activity is read every 30."""
READ = 5.0
"""Seconds without a byte after which Activity has been read for the first time."""
AGES = 256.0
"""Bytes of ages that change meanwhile, as "3 min ago" does each minute; nothing else may."""
IDLE_VIEWS = {
    "estate": "1",
    "changes": "1ac",
    "titles": "2",
    "title": f"2{ENTER}",
    "pairs": "3",
    "plan": f"3{ENTER}",
    "candidates": "4F",
    "formats": "4]",
    "profiles": "4]]",
    "trends": "4]]]",
    "what-if": "4]]]]",
    "trailers": "5",
    "doctor": "5ao",
    "artwork": "7",
    "jobs": "6",
    "settings": "8",
    "activity": "9",
}
"""Keys that lead from the start to each view."""
UNDER_WAY = 2_048.0
"""Bytes within a second while a backup or an apply is under way."""
ANSWERED = 3.0
"""Seconds in which the answer to a key is drawn, which does not count."""
WATCHED = 15.0
"""Seconds for which work that is under way is watched, at most."""


def measure_idle(estate: Estate, repeat: int) -> Iterator[Row]:
    """Watch every view at once, each in an app and on a database of its own; ``repeat`` plays no part."""
    config = config_with_days(estate)
    columns, lines = SIZES[0]
    with ExitStack() as stack:
        terminals: list[Terminal] = []
        for name, keys in IDLE_VIEWS.items():
            terminal = stack.enter_context(_app(estate.copy_of(config), columns, lines))
            open_view(terminal, keys)
            terminal.settle(READ if name == "activity" else OPENED)
            terminals.append(terminal)
        with ThreadPoolExecutor(len(terminals)) as threads:
            list(threads.map(Terminal.settle, terminals))  # what came while the others were opened
            bursts = list(threads.map(lambda terminal: terminal.watch(IDLE), terminals))
    for name, burst in zip(IDLE_VIEWS, bursts, strict=True):
        yield bytes_row(f"idle for {IDLE:.0f} s, {name}, {columns}×{lines}", [burst], AGES)


def measure_under_way(estate: Estate, repeat: int) -> Iterator[Row]:
    """Back everything up and apply a plan, and watch what is sent; ``repeat`` plays no part."""
    for columns, lines in SIZES:
        config, size = estate.fresh_config(), f"{columns}×{lines}"
        for pane in ("1 Estate", "6 Jobs"):
            with _app(config, columns, lines) as terminal:
                open_view(terminal, f"{pane[0]}1")
                terminal.type(f"B{pane[0]}")
                terminal.watch(ANSWERED)
                yield _rate(f"backup under way, {pane}, {size}", terminal.watch(WATCHED))
        estate.run(config, "plan", PAIR)
        with _app(config, columns, lines) as terminal:
            open_view(terminal, f"3{ENTER}aA")
            terminal.type("y")
            terminal.watch(ANSWERED)
            yield _rate(f"apply under way, {size}", terminal.watch(WATCHED, until="Applied"))
        estate.run(config, "undo", "--last", "--apply", "--allow-removals")


@contextmanager
def _app(config: Path, columns: int, lines: int) -> Iterator[Terminal]:
    """Start the app, and wait until it shows the Estate."""
    with on_terminal(python("-m", "arrtui", "--config", str(config)), columns, lines) as terminal:
        terminal.until(lambda text: SHOWS in text)
        terminal.settle()
        yield terminal


def _rate(what: str, burst: Burst) -> Row:
    """Return the most that was sent within a second."""
    most = burst.busiest_second(burst.sizes)
    return Row(what=f"bytes a second, {what}", unit="B", samples=(most,), budget=UNDER_WAY)
