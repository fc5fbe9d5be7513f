"""Listen to the live feed of one instance for ever: what it tells becomes marks, nothing is read here."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from typing import TYPE_CHECKING

from arrtui.clients.signalr import FeedLostError, NoFeedError, open_feed
from arrtui.core.activity import READ
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.live import FeedState, FeedStatus
from arrtui.features.live.marks import FeedMarks, marks_of

if TYPE_CHECKING:
    from arrtui.core.config import InstanceConfig
    from arrtui.runtime.services import Services

_log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds between two attempts to connect: doubled with each that fails, reset by a feed that stayed up."""
NO_FEED_PAUSE = 600.0
"""Seconds before an address that is no live feed is tried again."""
REPORTED_FROM = 3
"""Attempts that fail in a row before that is an event: an app that restarts is back before."""


async def listen(services: Services, instance: InstanceConfig) -> None:
    """Listen until cancelled, connecting again whenever the feed ends."""
    listener = FeedListener(services, instance)
    try:
        await listener.run()
    finally:
        await asyncio.shield(services.live.note_state(instance.name, None))


class FeedListener:
    """One connection at a time to the feed of an instance."""

    def __init__(self, services: Services, instance: InstanceConfig) -> None:
        self._services = services
        self._instance = instance
        self._name = instance.name
        self._failures = 0
        """Attempts in a row that brought no feed, or one that ended."""
        self._reported = False
        """Whether an event says that there is no feed."""

    async def run(self) -> None:
        """Listen until cancelled."""
        pause = FIRST_PAUSE
        while True:
            began = time.monotonic()
            status, why = await self._listen_once()
            await self._note_end(status, why)
            if time.monotonic() - began > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            wait = NO_FEED_PAUSE if status is FeedStatus.NONE else pause
            await asyncio.sleep(wait * (0.75 + random.random() / 2))  # noqa: S311  # apps that restart together
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _listen_once(self) -> tuple[FeedStatus, str]:
        """Connect and take what is told until the feed ends; return how it stands then, and why."""
        live, app = self._services.live, self._instance.kind.app
        news = self._services.clients.get(self._instance).news
        try:
            async with open_feed(self._instance) as messages:
                news.begin()
                await self._note_begin()
                async for message in messages:
                    if message.command is not None:
                        news.tell(message.command)
                    if marks := marks_of(app, message):
                        live.add(self._name, marks)
        except NoFeedError as error:
            return FeedStatus.NONE, str(error)
        except FeedLostError as error:
            return FeedStatus.LOST, str(error)
        finally:
            news.end()
        return FeedStatus.LOST, "the connection of its live feed ended"

    async def _note_begin(self) -> None:
        """Note that the feed is up; what happened before is not told, so that all is read again."""
        live = self._services.live
        await live.note_state(self._name, FeedState(FeedStatus.UP, "", self._services.clock()))
        live.add(self._name, FeedMarks(whole=True, settings=True, activity=READ))
        self._failures = 0
        if self._reported:
            self._reported = False
            await self._publish(EventType.LIVE_FEED_UP)

    async def _note_end(self, status: FeedStatus, why: str) -> None:
        """Note that there is no feed (any longer)."""
        _log.info("%s: there is no live feed: %s", self._name, why)
        await self._services.live.note_state(self._name, FeedState(status, why, self._services.clock()))
        self._failures += 1
        if not self._reported and (status is FeedStatus.NONE or self._failures >= REPORTED_FROM):
            self._reported = True
            await self._publish(EventType.LIVE_FEED_DOWN, why)

    async def _publish(self, event: EventType, reason: str = "") -> None:
        now = self._services.clock()
        new = EstateEvent(type=event, at=now, instance=self._name, reason=reason)
        await self._services.events.publish([new])
