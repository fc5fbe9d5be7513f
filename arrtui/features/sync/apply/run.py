"""Apply a plan to one instance: read each entry's title again, journal it, write it once, store its outcome.

An apply that was interrupted anywhere is resumed by running it again: steps the journal left open are
compared with the instance first, so nothing is written twice and nothing is forgotten.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import groupby

from arrtui.clients import ArrClient
from arrtui.core.batches import batched
from arrtui.core.domain import SettingType
from arrtui.db.database import Database
from arrtui.features.sync import store
from arrtui.features.sync.apply.adds import add
from arrtui.features.sync.apply.albums import MOST_ALBUMS, bring_back_albums, remove_albums
from arrtui.features.sync.apply.context import MOST_ADDED, ApplyOptions, ApplyTarget
from arrtui.features.sync.apply.downloads import drop_download, unblock_release
from arrtui.features.sync.apply.files import rename_file
from arrtui.features.sync.apply.follow_up import follow_up
from arrtui.features.sync.apply.journal import Journal
from arrtui.features.sync.apply.moves import await_moves
from arrtui.features.sync.apply.read_back import read_back
from arrtui.features.sync.apply.refreshes import settle
from arrtui.features.sync.apply.removes import MOST_REMOVED, remove
from arrtui.features.sync.apply.setting_repair import write_repair
from arrtui.features.sync.apply.settings import write_setting
from arrtui.features.sync.apply.tags_and_exclusions import create_tags, settle_tags, write_exclusion
from arrtui.features.sync.apply.updates import MOST_EDITED, update, update_waiting
from arrtui.features.sync.fields.setting_index import ident_type
from arrtui.features.sync.model import Decision, EntryOutcome, EntrySubject, Op, PlanKind, PlannedEntry

Progress = Callable[[int, int, str], Awaitable[None]]
"""Takes how many entries are finished, of how many, and what is being done."""
RETRIED = frozenset({EntryOutcome.NONE, EntryOutcome.FAILED, EntryOutcome.BUSY, EntryOutcome.CHANGED_BACK})
"""Outcomes after which an approved entry is tried again."""

_QUICK = (PlanKind.ACTION, PlanKind.TWIN)
"""Plans that go without a snapshot before, unless they remove something."""
WRITERS: dict[
    tuple[EntrySubject, Op | None],
    tuple[Callable[[ApplyTarget, Sequence[PlannedEntry]], Awaitable[None]], int],
] = {
    (EntrySubject.ITEM, Op.ADD): (add, MOST_ADDED),
    (EntrySubject.ITEM, Op.UPDATE): (update, MOST_EDITED),
    (EntrySubject.ITEM, Op.REMOVE): (remove, MOST_REMOVED),
    (EntrySubject.ALBUM, Op.ADD): (bring_back_albums, MOST_ALBUMS),
    (EntrySubject.ALBUM, Op.REMOVE): (remove_albums, MOST_ALBUMS),
    (EntrySubject.SETTING, None): (write_setting, 1),
    (EntrySubject.EXCLUSION, None): (write_exclusion, 1),
    (EntrySubject.REPAIR, None): (write_repair, 1),
    (EntrySubject.FILE, None): (rename_file, 1),
    (EntrySubject.DOWNLOAD, None): (drop_download, 1),
    (EntrySubject.BLOCKED, None): (unblock_release, 1),
}
"""How each sort of entry is written, and how many at once."""


def writer_key(planned: PlannedEntry) -> tuple[EntrySubject, Op | None]:
    """Return under what :data:`WRITERS` has the writer of an entry."""
    entry = planned.entry
    by_op = entry.subject in (EntrySubject.ITEM, EntrySubject.ALBUM)
    return entry.subject, entry.op if by_op else None


def to_apply(entries: Iterable[PlannedEntry], instance: str) -> list[PlannedEntry]:
    """Return the approved entries of an instance that have no final outcome, in the order of the plan."""
    return [
        planned
        for planned in entries
        if planned.entry.instance == instance
        and planned.decision is Decision.APPROVED
        and (planned.by_hand or not planned.entry.by_hand)
        and planned.outcome in RETRIED
    ]


def writes_formats(entries: Iterable[PlannedEntry], instance: str) -> bool:
    """Return whether an apply writes custom formats, beside which nothing may read them (ARR_API 2.4)."""
    return any(
        planned.entry.subject is EntrySubject.SETTING
        and ident_type(planned.entry.ident) is SettingType.CUSTOM_FORMAT
        for planned in to_apply(entries, instance)
    )


async def apply_plan(
    client: ArrClient,
    database: Database,
    plan_id: int,
    options: ApplyOptions,
    *,
    snapshot: Callable[[], Awaitable[None]],
    progress: Progress,
    check: Callable[[], None],
    clock: Callable[[], float] = time.time,
) -> dict[str, int]:
    """Write the approved entries of a plan to the instance behind ``client``; return outcome → entries.

    ``snapshot`` is awaited before the first write, ``check`` is called between writes and raises to stop.
    Raises :class:`ArrError` when the instance cannot be used; running it again resumes.
    """
    instance = client.config.name
    plan = await database.read(store.plan, plan_id)
    every = await database.read(store.entries, plan_id)
    entries = to_apply(every, instance)
    journal = Journal(database, plan_id, instance, clock, check)
    await journal.load()
    removes = any(
        planned.entry.op is Op.REMOVE and planned.entry.subject is not EntrySubject.DOWNLOAD
        for planned in entries
    )
    repairs = any(planned.entry.subject is EntrySubject.REPAIR for planned in entries)
    if journal.empty and (removes or plan.kind not in _QUICK) and not repairs:
        await snapshot()

    async def report(done: int, text: str) -> None:
        await progress(done, len(entries), text)

    target = ApplyTarget(client, journal, options, check, report, clock, new_roots=_new_roots(every))
    if not repairs:
        await target.read_names()
        await settle_tags(target)
    await _write(target, entries)
    positions = await read_back(target)  # those that an attempt before this one wrote are among them
    await progress(len(entries), len(entries), "done")
    positions.update(planned.position for planned in entries)
    return await database.read(_outcomes, plan_id, positions)


def _new_roots(entries: Iterable[PlannedEntry]) -> frozenset[int]:
    """Return the positions of entries that add root folders."""
    return frozenset(
        planned.position
        for planned in entries
        if planned.entry.subject is EntrySubject.SETTING
        and planned.entry.op is Op.ADD
        and ident_type(planned.entry.ident) is SettingType.ROOT_FOLDER
    )


async def _write(target: ApplyTarget, entries: Sequence[PlannedEntry]) -> None:
    """Write entries in the order of the plan, neighbours of the same kind together."""
    renamed = False
    for (subject, op), neighbours in groupby(entries, key=writer_key):
        (write_batch, size), run = WRITERS[subject, op], list(neighbours)
        if subject is EntrySubject.ITEM:
            if renamed:
                await target.read_names()
            renamed = False
            await create_tags(target, run)
        if subject is EntrySubject.SETTING:  # collections, which the app makes for their first movie
            await _finish_titles(target, entries)
            renamed = True
        for batch in batched(run, size):
            target.check()
            if op is Op.UPDATE:  # additions look them up themselves, right before each request
                await target.read_names()
            await write_batch(target, batch)
        await target.lists.end()
    await _finish_titles(target, entries)


async def _finish_titles(target: ApplyTarget, entries: Iterable[PlannedEntry]) -> None:
    """Do what is left of titles that had to wait for refreshes of the app.

    Those of all titles that were added are waited for together: their episodes, files and collections come
    with them.
    """
    await follow_up(target)
    await update_waiting(target)
    await await_moves(target)
    steps = [target.journal.done(planned.position, "add") for planned in entries]
    await settle(target, {int(step.result.get("item_id", 0)) for step in steps if step is not None})


def _outcomes(plan_id: int, positions: Iterable[int]) -> dict[str, int]:
    """Return outcome → how many of these entries have it."""
    wanted = set(positions)
    return Counter(planned.outcome.value for planned in store.entries(plan_id) if planned.position in wanted)
