"""Calling a function only once nothing has asked for it for a moment, e.g. once a held cursor key rests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.message_pump import MessagePump
    from textual.timer import Timer


class Debounce:
    """Delays a call until no further one was asked for within ``delay`` seconds."""

    def __init__(self, owner: MessagePump, callback: Callable[[], object], delay: float) -> None:
        """Make an idle debounce.

        Args:
            owner: The widget or screen that runs the timer; no call comes after it is removed.
            callback: What is called.
            delay: Seconds of rest before the call.
        """
        self._owner = owner
        self._callback = callback
        self._delay = delay
        self._timer: Timer | None = None

    @property
    def pending(self) -> bool:
        """Whether a call was asked for that is still to come."""
        return self._timer is not None

    def trigger(self) -> None:
        """Ask for a call; the delay starts over."""
        if self._timer is None:
            self._timer = self._owner.set_timer(self._delay, self.flush)
        else:
            self._timer.reset()

    def cancel(self) -> None:
        """Drop a pending call."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def flush(self) -> None:
        """Call at once, instead of a pending call if there is one."""
        self.cancel()
        self._callback()
