"""The bus: events published anywhere in the process reach whoever subscribed, from any thread."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Hashable

from arrtui.core.events import Event

_log = logging.getLogger(__name__)

Subscriber = Callable[[Event], object]


class Bus:
    """Calls the subscribers of every event, in the thread that publishes it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._subscribers: dict[object, tuple[Subscriber, tuple[type[Event], ...]]] = {}

    def subscribe(self, subscriber: Subscriber, *types: type[Event]) -> Callable[[], None]:
        """Call ``subscriber`` with each event of these types, all without any; return what ends that.

        The subscriber runs in the publisher's thread, so it must be quick and must not wait.
        """
        token = object()
        with self._lock:
            self._subscribers[token] = (subscriber, types or (Event,))

        def unsubscribe() -> None:
            with self._lock:
                self._subscribers.pop(token, None)

        return unsubscribe

    def publish(self, event: Event) -> None:
        """Call the event's subscribers; an exception of one is logged and does not stop the others."""
        with self._lock:
            subscribers = list(self._subscribers.values())
        for subscriber, types in subscribers:
            if isinstance(event, types):
                try:
                    subscriber(event)
                except Exception:
                    _log.exception("a subscriber failed on %s", type(event).__name__)

    def subscribe_queue(self, loop: asyncio.AbstractEventLoop, *types: type[Event]) -> EventQueue:
        """Return a queue through which code on ``loop`` receives events of these types, all without any."""
        queue = EventQueue(loop)
        queue.on_close(self.subscribe(queue.put, *types))
        return queue


class EventQueue:
    """A queue of events into an event loop; of several with the same topic only the last is kept."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._lock = threading.Lock()
        self._events: dict[Hashable, Event] = {}
        self._filled = asyncio.Event()
        self._closers: list[Callable[[], None]] = []

    def on_close(self, closer: Callable[[], None]) -> None:
        """Call ``closer`` when the queue is closed."""
        self._closers.append(closer)

    def put(self, event: Event) -> None:
        """Add an event, from any thread; a loop that is closed already is left alone."""
        with self._lock:
            first = not self._events
            self._events.pop(event.topic, None)
            self._events[event.topic] = event
        if first:
            call_soon(self._loop, self._filled.set)

    async def get(self) -> tuple[Event, ...]:
        """Wait for events and return all there are, in the order they were last published."""
        while True:
            with self._lock:
                events, self._events = tuple(self._events.values()), {}
                self._filled.clear()
            if events:
                return events
            await self._filled.wait()

    async def get_within(self, seconds: float) -> tuple[Event, ...]:
        """Wait for events as :meth:`get` does, at most so long; return none where none came."""
        with contextlib.suppress(TimeoutError):
            # Not wait_for: in Python 3.11 it loses a cancellation that comes together with an event.
            async with asyncio.timeout(seconds):
                return await self.get()
        return ()

    def close(self) -> None:
        """Receive no more events."""
        while self._closers:
            self._closers.pop()()


def call_soon(loop: asyncio.AbstractEventLoop, callback: Callable[[], object]) -> None:
    """Call ``callback`` in the loop's thread; nothing happens when the loop is closed."""
    try:
        loop.call_soon_threadsafe(callback)
    except RuntimeError:
        if not loop.is_closed():
            raise
