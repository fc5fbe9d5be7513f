"""Whether there is a desktop to open a web address on; over SSH there is none."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping


def has_browser(env: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Return whether a browser would open in a window of its own.

    Without a desktop Python would start a text browser inside the terminal that the app occupies.
    """
    if env.get("SSH_CONNECTION") or env.get("SSH_TTY"):
        return False
    return platform in ("darwin", "win32") or bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))
