"""Use cases of webhooks: receive them, make something of them, have the apps send them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from arrtui.core.activity import ActivityKind
from arrtui.core.text import DAY
from arrtui.db import hook_inbox
from arrtui.db.database import Database
from arrtui.db.feed_states import feed_states
from arrtui.db.hook_inbox import ODD as ODD
from arrtui.db.hook_inbox import HookOutcome as HookOutcome
from arrtui.db.hook_inbox import StoredHook as StoredHook
from arrtui.runtime.activity import ActivityServices
from arrtui.runtime.backup import BackupServices
from arrtui.runtime.engine.queue import JobQueue
from arrtui.runtime.estate_events import EstateEvents
from arrtui.runtime.live.use_cases import LiveServices
from arrtui.runtime.webhooks.connections import HookConnections
from arrtui.runtime.webhooks.handling import TouchedInstance, read_waiting, store_news, touched
from arrtui.runtime.webhooks.receiving import HookReceiver

if TYPE_CHECKING:
    from arrtui.core.config import Config

BATCH = 200
"""Webhooks that are handled at once."""
HOOKS_KEPT = 14 * DAY
"""Seconds a webhook is kept after it was handled."""


class WebhookServices:
    """Webhooks of the configured instances. Every method may raise ArrtuiError."""

    def __init__(
        self,
        config: Callable[[], Config],
        database: Database,
        backup: BackupServices,
        activity: ActivityServices,
        live: LiveServices,
        events: EstateEvents,
        queue: JobQueue,
        clock: Callable[[], float],
    ) -> None:
        self._config = config
        self._database = database
        self._backup = backup
        self._activity = activity
        self._live = live
        self._events = events
        self._clock = clock
        self.receiver = HookReceiver(database, clock)
        """Stores what comes in."""
        self.connections = HookConnections(config, queue)
        """What the apps send it with."""

    async def handle_waiting(self) -> int:
        """Make something of the webhooks that wait, and read instances that were missed; return how many."""
        for name in sorted(self.receiver.missed):
            await self._backup.back_up([name])
            await self.connections.revive([name])
            self.receiver.missed.discard(name)
        kinds = {instance.name: instance.kind for instance in self._config().instances}
        handled = 0
        while hooks := await self._database.read(read_waiting, BATCH, kinds):
            for name, changes in touched(hooks).items():
                await self._look_at(name, changes)
            self._events.announce(await self._database.write(store_news, hooks, self._clock()))
            handled += len(hooks)
        return handled

    async def _look_at(self, name: str, changes: TouchedInstance) -> None:
        """Have read what is different on an instance."""
        if changes.removed:
            self._live.mark_deleted(name, changes.removed)
        if changes.list_differs:
            self._live.mark_list(name)
        if changes.titles:
            self._live.mark(name, changes.titles)
        if changes.is_busy:
            await self._activity.refresh([name])

    async def look_at_queues(self) -> None:
        """Have the queues read of instances that send webhooks but have no live feed.

        No webhook tells of an import that waits because one file was refused (``importPending``).
        """
        told = await self.last_received()
        feeds = await self._database.read(feed_states)
        for name in self._config().instance_names():
            if name in told and not (name in feeds and feeds[name].is_up):
                await self._activity.refresh_kinds(name, {ActivityKind.DOWNLOAD})

    async def recent(
        self, limit: int = 50, outcomes: Sequence[HookOutcome] = tuple(HookOutcome)
    ) -> list[StoredHook]:
        """Return the last webhooks with one of some outcomes, newest first."""
        return await self._database.read(hook_inbox.recent, limit, outcomes)

    async def last_received(self) -> dict[str, float]:
        """Return when the last webhook of each instance came, UTC seconds by name."""
        return await self._database.read(hook_inbox.last_received)

    async def waiting_since(self) -> float | None:
        """Return since when the oldest webhook waits to be handled, UTC seconds; None where none does."""
        return await self._database.read(hook_inbox.waiting_since)

    async def forget_old(self) -> None:
        """Forget webhooks that were handled long ago."""
        await self._database.write(hook_inbox.prune, self._clock() - HOOKS_KEPT)
