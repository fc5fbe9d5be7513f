"""The lists that the menu of actions of the Jobs pane opens."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from tests.tui.scenes import ready, settled_enough, until


async def open_list(pilot: Pilot[Any], letter: str, dialog: str) -> None:
    """Open a list by its letter in the menu, and wait until it shows."""
    await ready(pilot)
    await pilot.press("6")
    await until(lambda: pilot.app.screen.query("#jobs-table"), pilot)
    await pilot.press("a", letter)
    await until(lambda: pilot.app.screen.query(f"{dialog} #rows"), pilot)
    await settled_enough(pilot)
