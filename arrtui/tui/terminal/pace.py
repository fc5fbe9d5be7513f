"""The pace of drawing: ten frames a second while a key is held down, 2 KB a second for what comes unasked."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from textual import events
from textual.app import App
from textual.timer import Timer

FRAME = 0.1
"""Seconds between two frames while a key is held down."""
REPEATS = 0.15
"""Seconds within which the same key comes again where it is held down; consoles repeat at least eight times a
second."""
ANSWERED = 1.0
"""Seconds after a key, a click or the start in which everything is drawn at once."""
UNASKED = 1_024
"""Bytes a second that frames nobody asked for may take, as those of work that is under way: with one more
frame, as large as all of those, they are 2 KB."""


class DrawingPace:
    """Holds frames back while a key is held down, or a wheel is turned, and those that nobody asked for.

    The first presses, another key and what they lead to are drawn at once.
    """

    def __init__(
        self, app: App[Any], sent: Callable[[], int], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Make the pace of an app.

        Args:
            app: What is drawn.
            sent: Returns how many bytes were sent to draw it so far.
            clock: Returns seconds.
        """
        self._app = app
        self._bytes_sent = sent
        self._clock = clock
        self._key = ""
        self._pressed_at = self._drawn_at = float("-inf")
        self._asked_at: float | None = None
        """When a key was pressed, or the first frame drawn; None before that."""
        self._sent = 0
        """Bytes that had been sent after the last frame."""
        self._repeated = False
        self._pause = ExitStack()
        self._timer: Timer | None = None
        self._is_paused = self._is_missed = False

    def follow(self, event: events.Event) -> None:
        """Take note of a key or a turn of the wheel before it is dispatched."""
        if isinstance(event, (events.MouseScrollDown, events.MouseScrollUp)):
            key = event.__class__.__name__
        elif isinstance(event, events.Key):
            key = event.key
        else:
            if isinstance(event, (events.InputEvent, events.Paste, events.Resize)):
                self._asked_at = self._clock()
                self._go_on()
            return
        now = self._asked_at = self._clock()
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
        before, self._sent = self._sent, self._bytes_sent()
        self._asked_at = now if self._asked_at is None else self._asked_at
        if self._repeated and now - self._pressed_at < REPEATS:
            self._hold(FRAME)
        elif now - self._asked_at > ANSWERED:
            self._hold(min(1.0, (self._sent - before) / UNASKED))

    def _hold(self, seconds: float) -> None:
        """Draw nothing for so many seconds."""
        if seconds > 0 and not self._is_paused and not self._app.is_headless:
            self._is_paused = True
            self._pause.enter_context(self._app.batch_update())
            self._timer = self._app.set_timer(seconds, self._go_on)

    def _go_on(self) -> None:
        """Draw what was held back."""
        if not self._is_paused:
            return
        self._is_paused = False
        if self._timer is not None:
            self._timer.stop()
        self._pause.close()
        if self._is_missed:  # Textual forgets what it tried to draw meanwhile
            self._is_missed = False
            self._app.screen.refresh()
        self._app.screen.check_idle()
