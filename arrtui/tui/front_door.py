"""The front door: what the command palette offers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from textual.app import SystemCommand
from textual.screen import Screen

from arrtui.tui import themes
from arrtui.tui.kit.dialogs.help import live_keys


def live_commands(screen: Screen[Any], choose_theme: Callable[[str], None]) -> Iterator[SystemCommand]:
    """Yield every action that is live on a screen, by its label and by what it does, and the themes."""
    for scope, keys in live_keys(screen):
        for key in keys:
            title = key.tooltip if key.tooltip.startswith(key.label) else f"{key.label}: {key.tooltip}"
            yield SystemCommand(title, f"{key.shown}  {scope}", key.run)
    for name in themes.NAMES:
        yield SystemCommand(f"Theme {name}", "Change the look", partial(choose_theme, name))
