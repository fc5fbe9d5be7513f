"""Look at what an instance has now without storing it: whoever only compares must not accept a loss."""

from __future__ import annotations

import time
from dataclasses import replace

from arrtui.clients import ArrClient
from arrtui.core.domain import ChangeKind, EntityType
from arrtui.db import records
from arrtui.db.database import Database
from arrtui.features.backup import store
from arrtui.features.backup.backup import Clock
from arrtui.features.backup.collect import collect, open_instance
from arrtui.features.backup.collected import Collected, Progress
from arrtui.features.backup.plausible import check_complete
from arrtui.features.backup.rebuild import States
from arrtui.features.backup.recent import read_recent_history
from arrtui.features.backup.store import BackupRules, BackupRun


async def look(
    client: ArrClient,
    database: Database,
    rules: BackupRules,
    *,
    width: int,
    progress: Progress,
    clock: Clock = time.time,
) -> States:
    """Return the records the instance behind ``client`` has now, canonical JSON by type and key.

    It asks for what a backup by ``rules`` and of all settings would ask for. No snapshot is stored and no
    guard judges the answers, so an instance that lost everything has no records. Raises :class:`ArrError` for
    anything that could not be read, :class:`PartialAnswerError` for half an answer.
    """
    config, rules = client.config, replace(rules, all_settings=True)
    run = await database.write(store.begin, config.name, config.kind.value, rules, clock())
    opening = await open_instance(client, run.stored)
    recent = await read_recent_history(client, database, run, kept=rules.history)
    collected = await collect(client, opening, run.stored, recent.items, width=width, progress=progress)
    check_complete(config.name, library=len(collected.listed), short=collected.newly_short)
    return await database.read(_states, run, collected)


def _states(run: BackupRun, collected: Collected) -> States:
    """Return what is stored with the answers laid over."""
    changes = store.compare_with_stored(run, collected, BackupRules(accept_shrink=True))
    states: States = {kind: records.stored_docs(run.instance_id, kind) for kind in EntityType}
    for change in changes.changes:
        if change.kind is ChangeKind.REMOVED:
            states[change.type].pop(change.key, None)
    for kind in EntityType:
        for docs in collected.batches(kind):
            states[kind] |= docs
    return states
