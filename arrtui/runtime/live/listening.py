"""Listen to the live feed of one instance for ever: what it tells becomes marks, nothing is read here."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from typing import TYPE_CHECKING

from arrtui.clients.signalr import FeedLostError, NoFeedError, open_feed
from arrtui.core.activity import READ
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


async def listen(services: Services, instance: InstanceConfig) -> None:
    """Listen until cancelled, connecting again whenever the feed ends."""
    pause = FIRST_PAUSE
    try:
        while True:
            began = time.monotonic()
            status, why = await _listen_once(services, instance)
            state = FeedState(status, why, services.clock())
            await services.live.note_state(instance.name, state)
            _log.info("%s: there is no live feed: %s", instance.name, why)
            if time.monotonic() - began > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            wait = NO_FEED_PAUSE if status is FeedStatus.NONE else pause
            await asyncio.sleep(wait * (0.75 + random.random() / 2))  # noqa: S311  # apps that restart together
            pause = min(2 * pause, LONGEST_PAUSE)
    finally:
        await asyncio.shield(services.live.note_state(instance.name, None))


async def _listen_once(services: Services, instance: InstanceConfig) -> tuple[FeedStatus, str]:
    """Connect and take what is told until the feed ends; return how it stands then, and why."""
    live, name, app = services.live, instance.name, instance.kind.app
    try:
        async with open_feed(instance) as messages:
            await live.note_state(name, FeedState(FeedStatus.UP, "", services.clock()))
            live.add(name, FeedMarks(whole=True, activity=READ))  # what happened before is not told
            async for message in messages:
                if marks := marks_of(app, message):
                    live.add(name, marks)
    except NoFeedError as error:
        return FeedStatus.NONE, str(error)
    except FeedLostError as error:
        return FeedStatus.LOST, str(error)
    return FeedStatus.LOST, "the connection of its live feed ended"
