"""What a store has to tell others with: its listeners, and the way to the receivers of webhooks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from arrtui.demo.app.live.backoff import BackOff
from arrtui.demo.app.live.courier import Courier
from arrtui.demo.app.live.events import Event


class Publisher:
    """Tells listeners what happens; part of a store, whose lock it has."""

    def __init__(self, user_agent: str) -> None:
        self.lock = threading.RLock()
        self._listeners: tuple[Callable[[Event], None], ...] = ()
        self.courier = Courier(user_agent)
        self.backoff = BackOff()
        """The pauses of notifications that fail."""

    def listen(self, *listeners: Callable[[Event], None]) -> None:
        """Tell these of every event from now on, in this order."""
        self._listeners += listeners

    def publish(self, event: Event) -> None:
        """Tell everybody who listens; called under the lock."""
        for listener in self._listeners:
            listener(event)

    @contextmanager
    def unlocked(self) -> Iterator[None]:
        """Let others in while a handler waits for somebody outside."""
        self.lock.release()
        try:
            yield
        finally:
            self.lock.acquire()
