"""Add titles to an instance: look them up, then add the missing ones together, each only once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from arrtui.clients.answers import RemoteTitle
from arrtui.core.errors import CannotWriteError
from arrtui.db.journal import NewStep
from arrtui.features.sync.apply.bodies import OF_EPISODES, add_body
from arrtui.features.sync.apply.context import ApplyTarget, gather
from arrtui.features.sync.apply.follow_up import follow_up, has_follow_up
from arrtui.features.sync.apply.journal import EntryWrite, Result
from arrtui.features.sync.fields.names import check_conflict, title_fields
from arrtui.features.sync.model import EntryOutcome, PlannedEntry

MOST_ADDED = 50
"""Titles of one request: the app asks its metadata host for each of them in turn (ARR_API 2.2)."""


async def add(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> None:
    """Add the titles of up to :data:`MOST_ADDED` entries and do what is left once they are there."""
    await target.report_entry(batch[0])
    missing = [planned for planned in batch if target.journal.done(planned.position, "add") is None]
    remote_titles = await gather(lambda planned: target.client.find(planned.entry.external_id), missing)
    writes: list[EntryWrite] = []
    for planned, remote in zip(missing, remote_titles, strict=True):
        if remote is not None:
            await _there_already(target, planned, remote)
        elif write := await _prepared(target, planned):
            writes.append(write)
    await target.journal.write(writes, partial(_send, target), partial(_look, target))
    # whether now or by an earlier attempt
    added = [planned for planned in batch if target.journal.done(planned.position, "add") is not None]
    await follow_up(target, [planned for planned in added if has_follow_up(planned)])


async def _there_already(target: ApplyTarget, planned: PlannedEntry, remote: RemoteTitle) -> None:
    """Note the outcome of a title that is there: ours if an interrupted attempt was adding it."""
    begun = target.journal.begun(planned.position, "add")
    if begun is not None:
        await target.journal.settle_begun(begun, carried_out=True, result=add_result(remote))
        if not has_follow_up(planned):
            await target.journal.outcome(planned.position, EntryOutcome.DONE)
        return
    after = {name: value for name, value in planned.after.items() if name not in OF_EPISODES}
    if check_conflict({}, after, title_fields(remote.item, target.kind, target.names)).write:
        message = "It was added by somebody else meanwhile, with other settings. Plan again to compare."
        await target.journal.outcome(planned.position, EntryOutcome.CONFLICTED, message)
    else:
        await target.journal.outcome(
            planned.position, EntryOutcome.SKIPPED, "It is there already, as wanted."
        )


async def _prepared(target: ApplyTarget, planned: PlannedEntry) -> EntryWrite | None:
    """Return the write that adds a title, or None after storing why it cannot be written."""
    begun = target.journal.begun(planned.position, "add")
    if begun is not None:
        await target.journal.settle_begun(begun, carried_out=False)
    try:
        body = add_body(target.kind, planned.entry, planned.after, target.names)
        body |= target.client.add_options(planned.after, search=planned.entry.search)
    except CannotWriteError as error:
        await target.journal.outcome(planned.position, EntryOutcome.FAILED, str(error))
        return None
    wanted = {**planned.after, "title": planned.entry.title, "year": planned.entry.year}
    step = NewStep(planned.position, "add", target.instance, None, wanted)
    return EntryWrite(planned, step, body, last=not has_follow_up(planned))


async def _send(target: ApplyTarget, batch: Sequence[EntryWrite]) -> dict[int, Result]:
    """Add one title with the app's full validation, several with its import."""
    await target.report_entry(batch[0].planned)
    if len(batch) == 1:
        return {batch[0].position: add_result(await target.client.add(batch[0].payload))}
    added = await target.client.add_many([write.payload for write in batch])
    by_id = {remote.item.external_id: remote for remote in added}
    return {
        write.position: add_result(by_id[write.planned.entry.external_id])
        for write in batch
        if write.planned.entry.external_id in by_id
    }


async def _look(target: ApplyTarget, write: EntryWrite) -> Result | None:
    """Return the result of a title that is there although the app failed while adding it, else None."""
    remote = await target.client.find(write.planned.entry.external_id)
    return None if remote is None else add_result(remote)


def add_result(remote: RemoteTitle) -> Result:
    """Return what the journal keeps of a title that was added."""
    return {"item_id": remote.item.id, "path": remote.item.path}
