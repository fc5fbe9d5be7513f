"""Type-ahead: a key is dispatched once what the key before it led to has happened."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.app import App, ScreenStackError
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import Worker

from arrtui.core.keys import parse_keys
from arrtui.tui.key_parser import keys_apart
from arrtui.tui.kit.key_table import KEY_TABLE
from arrtui.tui.kit.table.filtered import FILTERING

PATIENCE = 2.0
"""Seconds after which the next key is dispatched although what the last one led to still goes on."""
READING = 0.5
"""Seconds after which it is dispatched although something is still being read: no screen opens by that."""
READERS = frozenset(
    {
        "reading",
        "candidates",
        "loops",
        "row-detail",
        "profiles-compare",
        "title-detail",
        "what-if",
    }
)
"""Groups of workers that read and show."""
PASSING = 0.1
"""Seconds in which a widget gets through its messages; one that is being removed never does."""
POLL = 0.01
"""Seconds between two looks at whether a worker has finished."""
_TABS = ("tab_before", "tab_next", "instance_before", "instance_next", "other", "last_place")
_MOVES = frozenset(
    key for name, entry in KEY_TABLE["Move"].items() if name not in _TABS for key in parse_keys(entry.keys)
)
"""Keys that only move a cursor: the focus stays, so that the next key need not wait."""


@dataclass(frozen=True)
class Moment:
    """Where keys go, and what is at work."""

    screen: Screen[Any]
    focused: Widget | None
    workers: frozenset[Worker[Any]]

    @property
    def path(self) -> list[DOMNode]:
        """The nodes that a key passes, up to the app."""
        return (self.focused or self.screen).ancestors_with_self


class TypeAhead:
    """Holds keys back while one of them opens a dialog, moves the focus or changes what shows.

    Textual forwards a key at once to the widget that has the focus when it arrives, and runs the actions of
    bindings later, so keys that arrive in one packet would all go to the first widget.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._held: deque[events.Event] = deque()
        self._released: events.Event | None = None
        self._settling: asyncio.Task[None] | None = None

    def holds(self, event: events.Event) -> bool:
        """Return whether an event is held back, to be posted again when its turn comes."""
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded:
            return False
        if event is self._released:
            self._released = None
            return not self._app.screen_stack or self._takes_apart(event)  # the app ends
        if not self._app.screen_stack:
            return True
        if not (self._held or self._settling or self._released):
            return self._takes_apart(event)
        self._held.append(event)
        return True

    def drop(self, event: events.Event) -> None:
        """Let the turn of an event pass that nothing is done with, so that the next one has its own."""
        if event is self._released:
            self._released = None
            self._release()

    def _takes_apart(self, event: events.Event) -> bool:
        """Return whether an event was made into the two keys that it is outside of text fields."""
        apart = () if isinstance(self._app.focused, Input) else keys_apart(event)
        if apart:
            self._held.extendleft(reversed(apart))
            self._release()
        return bool(apart)

    def moment(self, event: events.Event) -> Moment | None:
        """Return where a key goes, None for one after which the next need not wait."""
        if not isinstance(event, events.Key) or event.is_forwarded or event.key in _MOVES:
            return None
        focused = self._app.focused
        if focused is not None and focused.check_consume_key(event.key, event.character):
            return None
        return self._now()

    def dispatched(self, before: Moment | None) -> None:
        """Hold further keys back until what a key led to has happened; ``before`` is where it went."""
        if before is not None:
            self._settling = asyncio.create_task(self._settle(before))
        self._release()

    def _now(self) -> Moment:
        return Moment(self._app.screen, self._app.focused, frozenset(self._app.workers))

    def _release(self) -> None:
        """Post the next event that is held back, unless the one before it is still at work."""
        if self._held and self._settling is None and self._released is None:
            self._released = self._held.popleft()
            self._app.post_message(self._released)

    async def _settle(self, before: Moment) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._until_settled(before)
        except (TimeoutError, ScreenStackError):
            pass  # something goes on for long, or the app ends
        self._settling = None
        self._release()

    async def _until_settled(self, before: Moment) -> None:
        """Wait until messages, new workers and the focus have come to rest."""
        for node in before.path:
            await passed(node)
        last: tuple[Screen[Any], Widget | None] | None = None
        while True:
            await asyncio.gather(*map(passed, (self._app, *self._app.screen.walk_children(with_self=True))))
            await self._until_worked(before)
            place = (self._app.screen, self._app.focused)
            if place == last:
                return
            await refreshed(place[0])
            last = place

    async def _until_worked(self, before: Moment) -> None:
        """Wait until what a key started is finished or has opened a screen.

        Reading holds keys back only a while, and only where they go to another widget than before.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + READING
        while self._app.screen is before.screen:
            workers = self._app.workers
            busy = [worker for worker in workers if worker not in before.workers or worker.group == FILTERING]
            if self._app.focused is before.focused or loop.time() > end:
                busy = [worker for worker in busy if worker.group not in READERS]
            if all(worker.is_finished for worker in busy):
                return
            await asyncio.sleep(POLL)


async def passed(node: MessagePump) -> None:
    """Wait until a node has got through the messages it has now, or is gone."""
    done = asyncio.Event()
    if node.is_running and node.call_later(done.set):
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), PASSING)


async def refreshed(screen: Screen[Any]) -> None:
    """Wait until a screen has been drawn, which also runs what waits for that, such as a change of focus."""
    done = asyncio.Event()
    if screen.is_running and screen.call_after_refresh(done.set):
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), PASSING)
