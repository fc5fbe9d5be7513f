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
from arrtui.tui.panes.library.title_detail import TitleDetailView
from tests.tui.panes.library.harness import LibraryApp

PAGES = 20
FILTER = ("slash", *"an", "space", "minus", "z", "enter")
"""Keys."""
SIZE = (120, 40)
LOOK = 0.005
"""Seconds between looks at what is waited for."""


async def _until(condition: Callable[[], object], pilot: Pilot[None]) -> None:
    """Wait until something is so and drawn; looking for it takes hardly any processor time."""
    while not condition():
        await asyncio.sleep(LOOK)
    await pilot.pause()


def _is_read(screen: Screen[Any]) -> bool:
    """Return whether it is that of a title, with its children."""
    return isinstance(screen, SeriesScreen) and screen.seasons.empty != "Reading ..."


async def measure(app: LibraryApp) -> dict[str, float]:
    """Open the Library, scroll through it with the detail of each page, filter it, and open a title."""
    seconds: dict[str, float] = {}
    began = time.process_time()

    def lap(name: str) -> None:
        nonlocal began
        now = time.process_time()
        seconds[name], began = now - began, now

    async with app.run_test(size=SIZE) as pilot:
        await _until(lambda: app.composed and app.pane.titles.total_count, pilot)
        table, detail = app.pane.titles, app.pane.query_one(TitleDetailView)

        def is_settled() -> bool:  # how many details a pause lets through is not left to the machine's load
            return not detail.pending and all(worker.is_finished for worker in app.workers)

        await _until(is_settled, pilot)
        lap("open")
        for _ in range(PAGES):
            await pilot.press("pagedown")
            await _until(is_settled, pilot)
        lap("scroll")
        await pilot.press(*FILTER)
        await _until(lambda: 0 < table.visible_count < table.total_count and is_settled(), pilot)
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
