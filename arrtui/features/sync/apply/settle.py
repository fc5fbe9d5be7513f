"""Settle what an unfinished apply left open in its journal: look at the instance, write nothing.

The writers of an apply do that anyway before they go on. Here they run over a journal that sends nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import groupby

from arrtui.clients import ArrClient
from arrtui.core.batches import batched
from arrtui.db.database import Database
from arrtui.features.sync import store
from arrtui.features.sync.apply.context import ApplyOptions, ApplyTarget
from arrtui.features.sync.apply.follow_up import follow_up
from arrtui.features.sync.apply.journal import EntryWrite, Journal, Look, Send
from arrtui.features.sync.apply.run import WRITERS, Progress, writer_key
from arrtui.features.sync.apply.tags_and_exclusions import settle_tags
from arrtui.features.sync.model import EntryOutcome


class SettlingJournal(Journal):
    """A journal that ends steps left open and keeps what they made of entries; it sends nothing."""

    _unsent: set[int]
    """Positions of entries that are not written completely."""

    async def load(self) -> None:
        """Read the steps of earlier attempts; nothing is known to be unsent yet."""
        self._unsent = set()
        await super().load()

    async def write(self, batch: Sequence[EntryWrite], send: Send, look: Look | None = None) -> None:
        """Note that something of these entries is still to be written."""
        self._unsent.update(write.position for write in batch)

    async def outcome(self, position: int, outcome: EntryOutcome, message: str = "") -> None:
        """Store that an entry is written completely; nothing else is settled of it."""
        if outcome is EntryOutcome.DONE and position not in self._unsent:
            await super().outcome(position, outcome, message)


async def settle_plan(
    client: ArrClient,
    database: Database,
    plan_id: int,
    *,
    progress: Progress,
    check: Callable[[], None],
    clock: Callable[[], float] = time.time,
) -> None:
    """End the open steps of a plan on the instance behind ``client``, as done where it has what they wrote.

    Raises :class:`ArrError` when the instance cannot be used; what is open then stays open.
    """
    journal = SettlingJournal(database, plan_id, client.config.name, clock, check)
    await journal.load()
    positions = journal.open_positions
    if not positions:
        return
    every = await database.read(store.entries, plan_id)
    entries = [planned for planned in every if planned.position in positions]

    async def report(done: int, text: str) -> None:
        await progress(done, len(entries), f"checking what was begun: {text}")

    target = ApplyTarget(client, journal, ApplyOptions(), check, report, clock, looks_only=True)
    await target.read_names()
    await settle_tags(target)
    for key, neighbours in groupby(entries, key=writer_key):
        write_batch, size = WRITERS[key]
        for batch in batched(list(neighbours), size):
            target.check()
            await write_batch(target, batch)
    await follow_up(target)
