"""What changes of profiles and formats led to, for front ends; and an event where one made it worse."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from arrtui.core.errors import NoSuchSnapshotError
from arrtui.core.estate_events import EventType
from arrtui.core.memory import not_collecting
from arrtui.core.text import DAY
from arrtui.runtime.engine.standing import StandingWork

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.db.database import Database
    from arrtui.features.loops.watch_load import StoredWatches
    from arrtui.runtime.estate_events import EstateEvents
    from arrtui.runtime.services import Services

# The features are imported when they are first used: the app's first paint does not wait for them.

CONSUMER = "change-watch"
TOLD_WITHIN = 21 * DAY
"""Seconds within which a change that made it worse is news."""


class WatchServices:
    """Reads what is stored. Every method may raise ArrtuiError."""

    def __init__(
        self,
        config: Callable[[], Config],
        database: Database,
        clock: Callable[[], float],
        events: EstateEvents,
    ) -> None:
        self._config = config
        self._database = database
        self._clock = clock
        self._events = events

    async def watches(self, instance: str, days: int | None = None) -> StoredWatches:
        """Return the changes of an instance seen within some days, or all, with what happened around each.

        Raises NoSuchSnapshotError where nothing is stored.
        """
        from arrtui.features.loops.watch_load import load_watches

        kind = self._config().instance(instance).kind.value
        since = 0.0 if days is None else self._clock() - days * DAY

        def load() -> StoredWatches:
            with not_collecting():
                return load_watches(instance, kind, since)

        return await self._database.read(load)

    async def tell_regressions(self, instance: str) -> int:
        """Store an event for each change that made it worse and was not told of yet; return how many."""
        from arrtui.features.loops.watch_words import regressions

        try:
            known = await self.watches(instance, days=int(TOLD_WITHIN / DAY))
        except NoSuchSnapshotError:
            return 0
        events = regressions(instance, known.watches, self._clock())
        return len(await self._events.publish(events))


async def _tell_regressions(services: Services) -> None:
    """Look after each backup whether a change made it worse, for ever."""
    async for name in services.events.follow_instances(
        CONSUMER, (EventType.BACKUP_DONE,), lambda: services.config.instance_names()
    ):
        await services.loops.after_changes.tell_regressions(name)


LOOKING = StandingWork("changes of settings", _tell_regressions)
