"""When the next title may be fetched: within the hours for downloads, and not at once after the last."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable

from arrtui.core.config import TrailersConfig
from arrtui.features.trailers.fetching import FetchTarget, StoppedRunError
from arrtui.media.refusals import Refusal

PAUSE = (5.0, 10.0)
"""Seconds between two titles, so that a site sees a person rather than a machine."""


class FetchTurns:
    """Lets the targets of a run begin, one after the other."""

    def __init__(
        self,
        config: Callable[[], TrailersConfig],
        is_asked: Callable[[FetchTarget], bool],
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """``is_asked`` says whether a person asked for a target, which is fetched at any hour then."""
        self._config = config
        self._is_asked = is_asked
        self._clock = clock
        self._sleep = sleep

    async def wait(self, target: FetchTarget, at_once: bool) -> None:
        """Return when a target may begin, after a pause unless it may at once.

        Raises StoppedRunError outside of the hours for downloads.
        """
        if not at_once:
            await self._sleep(random.uniform(*PAUSE))  # noqa: S311  # no secret
        config = self._config()
        if not self._is_asked(target) and not config.in_hours(time.localtime(self._clock()).tm_hour):
            raise StoppedRunError(f"Trailers are downloaded from {config.hours} o'clock only.", Refusal.OTHER)
