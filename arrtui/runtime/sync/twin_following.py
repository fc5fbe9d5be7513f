"""The standing work of twins: follow what changes at the sources of live pairs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from arrtui.core.errors import ReadOnlyError
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.text import plural
from arrtui.db import twins
from arrtui.runtime.engine.standing import StandingWork
from arrtui.runtime.sync.twins import TouchedOutcome

if TYPE_CHECKING:
    from arrtui.core.config.sync import SyncPair
    from arrtui.runtime.services import Services

_log = logging.getLogger(__name__)

GATHERING = 1.0
"""Seconds from the first event on that further touched titles of a pair are waited for."""
OBSTACLE_PAUSE = 15.0
LONGEST_PAUSE = 600.0
"""Seconds until what stood in the way is looked at again: doubled each time."""
_WAKING = frozenset({EventType.FOLLOWING_RESUMED, EventType.INSTANCE_UP})
"""Events after which it may not stand in the way any more."""
MOST_NAMED = 500
"""Touched titles that are planned by themselves; of more the whole pair is planned, for review."""
CONSUMER = "twins"
"""The name under which it is noted how far events were read."""
MANY = "More titles changed at once than can be followed one by one."


async def _follow(services: Services) -> None:
    """Follow every pair with ``follow = "live"``; return at once where there is none."""
    pairs = [pair for pair in services.config.sync if pair.follows]
    await services.database.write(twins.note_followed, [pair.name for pair in pairs])
    if not pairs:
        return
    woken = {pair.name: asyncio.Event() for pair in pairs}
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_note_events(services, pairs, woken), name="touched titles")
        for pair in pairs:
            tasks.create_task(_bring_in_line(services, pair, woken[pair.name]), name=f"twins {pair.name}")


TWINS = StandingWork("the twins", _follow)


# --- what was touched ------------------------------------------------------------------------------------


async def _note_events(
    services: Services, pairs: Sequence[SyncPair], woken: dict[str, asyncio.Event]
) -> None:
    """Note the titles that events touch, before the events count as handled."""
    from arrtui.features.sync.planning.touched import FOLLOWED_TYPES

    for event in woken.values():  # what was touched before this process began
        event.set()
    types = FOLLOWED_TYPES | _WAKING
    async with contextlib.aclosing(services.events.follow(CONSUMER, types)) as batches:
        async for batch in batches:
            names = await services.database.write(partial(_store_touched, services.clock(), pairs, batch))
            for name in names:
                woken[name].set()


def _store_touched(now: float, pairs: Sequence[SyncPair], batch: Sequence[EstateEvent]) -> list[str]:
    """Store what events touched; return the names of the pairs that have something to do."""
    from arrtui.features.backup.report_news import OWN_WRITES
    from arrtui.features.sync.planning.touched import touches

    known = twins.stored_twins()
    first = min((event.at for event in batch), default=now)
    writes = twins.twin_writes(first - OWN_WRITES) if any(event.own for event in batch) else {}
    names = []
    for pair in pairs:
        new = [event for event in batch if event.id > known[pair.name].seen_event]
        touched = touches(pair, new, writes)
        named = {touch.external_id: touch.event_id for touch in touched if touch.external_id}
        more = max((touch.event_id for touch in touched if not touch.external_id), default=0)
        if touched:
            twins.note_touched(pair.name, twins.TouchedNow(named, more))
        if touched or any(event.type in _WAKING for event in batch):
            names.append(pair.name)
    return names


# --- bringing it in line ---------------------------------------------------------------------------------


async def _bring_in_line(services: Services, pair: SyncPair, woken: asyncio.Event) -> None:
    """Bring touched titles of a pair in line, for ever."""
    pause: float | None = None
    while True:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await woken.wait()
        await asyncio.sleep(GATHERING)
        woken.clear()
        if await _try(services, pair):
            pause = min(LONGEST_PAUSE, 2 * pause) if pause else OBSTACLE_PAUSE
        else:
            pause = None


async def _try(services: Services, pair: SyncPair) -> bool:
    """Bring in line what was touched; return whether something stood in the way, so that it is due again."""
    from arrtui.runtime.sync.twin_jobs import obstacle_to

    stored = (await services.database.read(twins.stored_twins))[pair.name]
    touched = await services.database.read(twins.touched_now, pair.name)
    if stored.paused_at is not None or not touched.last_event:
        return False
    obstacle = "" if pair.dry_run else await obstacle_to(services, pair)
    outcome = TouchedOutcome(pair=pair.name, obstacle=obstacle)
    if not obstacle:
        outcome = await _plan(services, pair, touched)
    if outcome.obstacle:
        await services.database.write(twins.note_obstacle, pair.name, outcome.obstacle)
        return True
    is_too_much = _is_whole(touched) and outcome.waiting and not pair.dry_run
    if why := outcome.error or outcome.burst or (MANY if is_too_much else ""):
        await services.twins.pause(pair.name, why, outcome.review)
    if not outcome.error:  # what waits is in the open plan
        await services.database.write(twins.settle, pair.name, touched.last_event)
    return False


def _is_whole(touched: twins.TouchedNow) -> bool:
    return bool(touched.more) or len(touched.titles) > MOST_NAMED


async def _plan(services: Services, pair: SyncPair, touched: twins.TouchedNow) -> TouchedOutcome:
    """Plan what was touched and write what may be written unasked; return what came of it."""
    is_whole = _is_whole(touched)
    try:
        return await services.twins.plan_touched(
            pair.name,
            None if is_whole else touched.titles,
            apply="none" if is_whole or pair.dry_run else "updates",
            why=f"followed: {plural(len(touched.titles), 'title')} touched",
        )
    except ReadOnlyError as error:
        return TouchedOutcome(pair=pair.name, obstacle=str(error))
