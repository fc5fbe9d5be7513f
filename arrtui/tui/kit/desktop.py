"""Opening web addresses, where there is a desktop to do so; over SSH there is none."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any

from textual.app import App

from arrtui.tui.kit.notices import refuse_incognito


def has_browser(env: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Return whether a browser would open in a window of its own.

    Without a desktop Python would start a text browser inside the terminal that the app occupies.
    """
    if env.get("SSH_CONNECTION") or env.get("SSH_TTY"):
        return False
    return platform in ("darwin", "win32") or bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


def open_or_copy(app: App[Any], address: str) -> None:
    """Open a web address, or show and copy it where no browser would open. Refused in the incognito mode."""
    if refuse_incognito(app, "The address"):
        return
    if has_browser():
        app.open_url(address)
    else:
        app.copy_to_clipboard(address)
        app.notify(f"{address} (copied; there is no browser here)", markup=False)
