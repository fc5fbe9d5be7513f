"""The picture of a scene at the larger size, taken in the app that was started for the smaller one.

A person makes a window larger; a test that started an app for each size would take nearly twice the time.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import pytest
from textual.pilot import Pilot

from arrtui.tui.app import ArrtuiApp
from tests.tui.incognito import leaks_incognito
from tests.tui.pictures import PATIENCE, STEP, STILL, looks, picture

SMALLER, LARGER = "80x24", "120x40"
SIZE = (120, 40)
_ITEMS: pytest.StashKey[dict[str, pytest.Item]] = pytest.StashKey()
TAKEN: pytest.StashKey[Enlarged] = pytest.StashKey()
"""Kept with the test of the larger size."""


@dataclass(frozen=True)
class Enlarged:
    """What was seen of a scene once its window was made larger."""

    svg: str
    leaks: list[str]
    """Lines that told something in the incognito mode."""


def test_of_larger_size(item: pytest.Item) -> pytest.Item | None:
    """Return the test of the same scene at the larger size; None if it is not to run after this one."""
    parameters = getattr(item, "callspec", None)
    if parameters is None or parameters.params.get("size") != SMALLER:
        return None
    items = item.session.stash.setdefault(_ITEMS, {one.nodeid: one for one in item.session.items})
    return items.get(item.nodeid.replace(SMALLER, LARGER))


async def take(pilot: Pilot[Any], item: pytest.Item, stored: str) -> None:
    """Make the window larger, and keep the picture for its test if it is the stored one.

    A scene that depends on the size it began with is left to its test.
    """
    await pilot.resize_terminal(*SIZE)
    if await _looks_so(pilot, stored):
        leaks = await leaks_incognito(pilot) if isinstance(pilot.app, ArrtuiApp) else []
        item.stash[TAKEN] = Enlarged(stored, leaks)


async def _looks_so(pilot: Pilot[Any], stored: str) -> bool:
    """Wait until the screen looks as stored, and stays so; False once it has stood still otherwise."""
    before, same = None, False
    since, end = time.monotonic(), time.monotonic() + PATIENCE
    while time.monotonic() < min(end, since + STILL):
        await pilot.pause()
        now = looks(pilot)
        if now != before:
            before, same, since = now, picture(pilot) == stored, time.monotonic()
        elif same:
            return True
        await asyncio.sleep(STEP)
    return False
