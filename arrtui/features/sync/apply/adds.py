"""Add titles to an instance: found first, added together, and only once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from arrtui.clients.answers import Held
from arrtui.core.errors import CannotWriteError
from arrtui.features.sync.apply.bodies import OF_EPISODES, add_body
from arrtui.features.sync.apply.context import ApplyTarget, each
from arrtui.features.sync.apply.follow_up import follow_up, has_follow_up
from arrtui.features.sync.apply.journal import EntryWrite, Result
from arrtui.features.sync.fields.names import fields_of, judge
from arrtui.features.sync.model import EntryOutcome, PlannedEntry
from arrtui.features.sync.store import NewStep

MOST_ADDED = 50
"""Titles of one request: the app asks its metadata host for each of them in turn (ARR_API 2.2)."""


async def add(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> None:
    """Add the titles of up to :data:`MOST_ADDED` entries and see each to its end."""
    await target.tell(batch[0])
    missing = [one for one in batch if target.journal.done(one.position, "add") is None]
    found = await each(lambda one: target.client.find(one.entry.external_id), missing)
    writes: list[EntryWrite] = []
    for one, held in zip(missing, found, strict=True):
        if held is not None:
            await _there_already(target, one, held)
        elif write := await _prepared(target, one):
            writes.append(write)
    await target.journal.write(writes, partial(_send, target), partial(_look, target))
    await follow_up(target, [one for one in batch if _goes_on(target, one)])


def _goes_on(target: ApplyTarget, one: PlannedEntry) -> bool:
    """Tell whether a title was added, now or by an earlier attempt, and something is left to do for it."""
    return has_follow_up(target.kind, one) and target.journal.done(one.position, "add") is not None


async def _there_already(target: ApplyTarget, one: PlannedEntry, held: Held) -> None:
    """Adopt what an interrupted attempt of ours added; leave alone what somebody else did."""
    begun = target.journal.begun(one.position, "add")
    if begun is not None:
        await target.journal.settle_begun(begun, carried_out=True, result=result_of(held))
        if not has_follow_up(target.kind, one):
            await target.journal.outcome(one.position, EntryOutcome.DONE)
        return
    after = {name: value for name, value in one.after.items() if name not in OF_EPISODES}
    if judge({}, after, fields_of(held.item, target.kind, target.names)).write:
        message = "It was added by somebody else meanwhile, with other settings. Plan again to compare."
        await target.journal.outcome(one.position, EntryOutcome.CONFLICTED, message)
    else:
        await target.journal.outcome(one.position, EntryOutcome.SKIPPED, "It is there already, as wanted.")


async def _prepared(target: ApplyTarget, one: PlannedEntry) -> EntryWrite | None:
    """Return the write that adds a title, or None after noting why it cannot be written."""
    begun = target.journal.begun(one.position, "add")
    if begun is not None:
        await target.journal.settle_begun(begun, carried_out=False)
    try:
        body = add_body(target.kind, one.entry, one.after, target.names)
    except CannotWriteError as error:
        await target.journal.outcome(one.position, EntryOutcome.FAILED, str(error))
        return None
    wanted = {**one.after, "title": one.entry.title, "year": one.entry.year}
    step = NewStep(one.position, "add", target.instance, None, wanted)
    return EntryWrite(one, step, body, last=not has_follow_up(target.kind, one))


async def _send(target: ApplyTarget, batch: Sequence[EntryWrite]) -> dict[int, Result]:
    """Add one title with the app's full validation, several with its import."""
    await target.tell(batch[0].planned)
    if len(batch) == 1:
        return {batch[0].position: result_of(await target.client.add(batch[0].payload))}
    added = await target.client.add_many([one.payload for one in batch])
    by_id = {held.item.external_id: held for held in added}
    return {
        one.position: result_of(by_id[one.planned.entry.external_id])
        for one in batch
        if one.planned.entry.external_id in by_id
    }


async def _look(target: ApplyTarget, one: EntryWrite) -> Result | None:
    """Look whether a title is there although the app failed while adding it."""
    held = await target.client.find(one.planned.entry.external_id)
    return None if held is None else result_of(held)


def result_of(held: Held) -> Result:
    """Return what the journal keeps of a title that was added."""
    return {"item_id": held.item.id, "path": held.item.path}
