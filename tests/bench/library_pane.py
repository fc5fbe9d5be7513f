"""A process that uses the Library over what is stored of one instance, and prints what that took.

``python -m tests.bench.library_pane DATABASE INSTANCE`` prints seconds of processor time as a line of JSON.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from arrtui.db.database import Database
from arrtui.tui.panes.library.series import SeriesScreen
from tests.tui.panes.library.harness import LibraryApp

PAGES = 20
FILTER = ("slash", *"an", "space", "minus", "z", "enter")
"""Keys."""
SIZE = (120, 40)


async def _until(condition: Callable[[], object], pilot: Pilot[None]) -> None:
    """Wait until something is so and drawn, a turn of the event loop at a time."""
    while not condition():
        await asyncio.sleep(0)
    await pilot.pause()


def _is_read(screen: Screen[Any]) -> bool:
    """Return whether it is that of a title, with its children."""
    return isinstance(screen, SeriesScreen) and screen.seasons.empty != "Reading ..."


async def measure(app: LibraryApp) -> dict[str, float]:
    """Open the Library, scroll through it, filter it, and open and leave a title."""
    seconds: dict[str, float] = {}
    began = time.process_time()

    def lap(name: str) -> None:
        nonlocal began
        now = time.process_time()
        seconds[name], began = now - began, now

    async with app.run_test(size=SIZE) as pilot:
        await _until(lambda: app.composed and app.pane.titles.total_count, pilot)
        lap("open")
        table = app.pane.titles
        for key in ("pagedown",) * PAGES:
            await pilot.press(key)
        lap("scroll")
        await pilot.press(*FILTER)
        await _until(lambda: 0 < table.visible_count < table.total_count, pilot)
        lap("filter")
        await pilot.press("g", "enter")
        await _until(lambda: _is_read(app.screen), pilot)
        lap("title")
    return seconds


def main() -> None:
    """Measure once; imports are not counted."""
    database, instance = Database.open(f"sqlite:///{sys.argv[1]}"), sys.argv[2]
    app = LibraryApp(database, {instance: instance.partition(".")[0]})
    gc.collect()
    seconds = asyncio.run(measure(app))
    database.close()
    sys.stdout.write(json.dumps(seconds) + "\n")


if __name__ == "__main__":
    main()
