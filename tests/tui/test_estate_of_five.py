"""Every pane with a Lidarr chosen: its filter, detail, views, menus, and nothing that goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from arrtui.runtime.capabilities import PaneEntry, panes
from arrtui.runtime.services import Services
from arrtui.tui.app import ArrtuiApp
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.main_screen import MainScreen
from tests.tui.estates import NOW, scene_services
from tests.tui.live import Screen, opened
from tests.tui.scenes import idle

NAME = "lidarr.main"
KEYS = {
    "estate": ("d", "enter", "exclamation_mark", "exclamation_mark"),
    "library": (
        "d",
        "enter",
        "enter",
        "escape",
        "escape",
        "v",
        "d",
        "enter",
        "escape",
        "v",
        "greater_than_sign",
    ),
    "sync": ("d",),
    "scores": ("d", "enter", "escape", "F", "right_square_bracket", "right_square_bracket"),
    "jobs": ("d", "enter", "escape", "right_square_bracket"),
    "settings": ("right", "right", "right", "right", "d", "enter", "enter", "escape", "escape"),
    "activity": ("d", "exclamation_mark"),
}
"""What is pressed in a pane besides what all of them have."""
SHOWN = ("estate", "library", "scores")
"""Panes whose table has rows of it here."""


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what the app tells as an error from here on."""
    errors: list[str] = []
    notify = ArrtuiApp.notify

    def noting(app: ArrtuiApp, message: str, **options: Any) -> None:
        if options.get("severity") == "error":
            errors.append(message)
        notify(app, message, **options)

    monkeypatch.setattr(ArrtuiApp, "notify", noting)
    return errors


@pytest.fixture
def five(library: Path, tmp_path: Path) -> Iterator[Services]:
    """Return services over a stored estate with a Lidarr."""
    with scene_services(library, tmp_path) as services:
        yield services


async def back(screen: Screen) -> None:
    """Close what is open, a layer at a time."""
    for _ in range(6):
        if isinstance(screen.app.screen, MainScreen):
            return
        await screen.press("escape")
    raise AssertionError(screen.dialog)


@pytest.mark.parametrize("entry", panes(), ids=lambda entry: entry.id)
async def test_every_pane_works_with_a_lidarr_chosen(
    entry: PaneEntry, five: Services, told: list[str]
) -> None:
    async with opened(five, (80, 24), clock=lambda: NOW) as screen:
        await screen.press(entry.digit)
        await screen.until(lambda: screen.app.main.pane.id == entry.id and idle(screen.pilot))
        await screen.press("slash", *f"@{NAME}", "enter")
        if entry.id in SHOWN:
            await screen.until(
                lambda: any(table.visible_count for table in screen.app.main.pane.query(EstateTable))
            )
        for key in KEYS.get(entry.id, ()):
            await screen.press(key)
            await screen.until(lambda: not isinstance(screen.app.screen, MainScreen) or idle(screen.pilot))
        await back(screen)
        for menu in ("a", "f", "question_mark"):
            await screen.press(menu)
            await back(screen)
        assert screen.app.main.pane.id == entry.id
        assert told == []
