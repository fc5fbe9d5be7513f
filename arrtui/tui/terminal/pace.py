"""The pace of drawing: at most ten frames a second while a key is held down."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from textual import events
from textual.app import App

FRAME = 0.1
"""Seconds between two frames while a key is held down."""
REPEATS = 0.15
"""Seconds within which the same key comes again where it is held down; consoles repeat at least eight times a
second."""


class DrawingPace:
    """Holds frames back while a key is held down, or a wheel is turned.

    The first presses, and another key, are drawn at once.
    """

    def __init__(self, app: App[Any], clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._clock = clock
        self._key = ""
        self._pressed_at = self._drawn_at = float("-inf")
        self._repeated = False
        self._pause = ExitStack()
        self._is_paused = self._is_missed = False

    def follow(self, event: events.Event) -> None:
        """Take note of a key or a turn of the wheel before it is dispatched."""
        if isinstance(event, (events.MouseScrollDown, events.MouseScrollUp)):
            key = event.__class__.__name__
        elif isinstance(event, events.Key):
            key = event.key
        else:
            return
        now = self._clock()
        self._repeated = key == self._key and now - self._pressed_at < REPEATS
        self._key, self._pressed_at = key, now
        if self._repeated:
            self._hold(self._drawn_at + FRAME - now)
        else:
            self._go_on()

    def drawn(self) -> None:
        """Take note that a frame was drawn, or would have been."""
        if self._is_paused:
            self._is_missed = True
            return
        now = self._drawn_at = self._clock()
        if self._repeated and now - self._pressed_at < REPEATS:
            self._hold(FRAME)

    def _hold(self, seconds: float) -> None:
        """Draw nothing for so many seconds."""
        if seconds > 0 and not self._is_paused and not self._app.is_headless:
            self._is_paused = True
            self._pause.enter_context(self._app.batch_update())
            self._app.set_timer(seconds, self._go_on)

    def _go_on(self) -> None:
        """Draw what was held back."""
        if not self._is_paused:
            return
        self._is_paused = False
        self._pause.close()
        if self._is_missed:  # Textual forgets what it tried to draw meanwhile
            self._is_missed = False
            self._app.screen.refresh()
        self._app.screen.check_idle()
