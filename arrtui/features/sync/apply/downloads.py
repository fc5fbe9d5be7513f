"""Remove downloads from an app's queue with their releases blocked, and take releases off the blocklist.

The app has no id of a download but that of its rows in the queue, which it gives anew whenever it starts: the
row is looked up by the client's id right before it is removed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from arrtui.core.errors import ArrError, NotFoundError
from arrtui.db.journal import NewStep
from arrtui.features.sync.apply.context import ApplyTarget
from arrtui.features.sync.apply.journal import EntryWrite, RefusalVerdict, Result, app_message
from arrtui.features.sync.model import EntryOutcome, PlannedEntry

NOT_QUEUED = "It is not in the queue any more; nothing was done."
NOT_BLOCKED = "It is out of the queue, but the app has not blocked its release, so that it may grab it again."
_UNREAD = "It is out of the queue; whether its release is blocked could not be read."
_UNQUEUE, _UNBLOCK = "unqueue", "unblock"


async def drop_download(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> None:
    """Remove the download of the batch's only entry from the queue, and block its release."""
    (planned,) = batch
    entry, journal = planned.entry, target.journal
    await target.report_entry(planned)
    row_ids = await _row_ids(target, entry.ident)
    begun = journal.begun(planned.position, _UNQUEUE)
    if not row_ids:
        if begun is None:
            await journal.nothing_to_write(planned.position, _UNQUEUE, NOT_QUEUED)
            return
        result = await _result(target, planned, (begun.before or {}).get("blocked", ()))
        await journal.settle_begun(begun, carried_out=True, result=result)
        await journal.outcome(planned.position, EntryOutcome.DONE, str(result.get("remark", "")))
        return
    if begun is not None:
        await journal.settle_begun(begun, carried_out=False)
    blocked = [row.id for row in await target.client.blocked_releases(entry.item_id)]

    async def send(_batch: Sequence[EntryWrite]) -> dict[int, Result]:
        removes = bool(entry.now.get("remove_from_client"))
        await target.client.drop_download(row_ids[0], remove_from_client=removes)
        return {planned.position: await _result(target, planned, blocked)}

    async def look(_batch: Sequence[EntryWrite], error: ArrError) -> dict[int, RefusalVerdict]:
        if await _row_ids(target, entry.ident):
            return {}
        if isinstance(error, NotFoundError):
            return {planned.position: RefusalVerdict(None, EntryOutcome.SKIPPED, NOT_QUEUED)}
        result = await _result(target, planned, blocked)
        remark = str(result.get("remark") or app_message(error))
        return {planned.position: RefusalVerdict(result, message=remark)}

    step = NewStep(planned.position, _UNQUEUE, target.instance, {"blocked": blocked}, dict(entry.now))
    await journal.write([EntryWrite(planned, step)], send, look)


async def _row_ids(target: ApplyTarget, download_id: str) -> list[int]:
    """Return the ids that the rows of a download have in the queue now; none once it has left it."""
    downloads = await target.client.downloads()
    return [row.id for row in downloads if row.download_id == download_id]


async def _result(target: ApplyTarget, planned: PlannedEntry, before: Collection[int]) -> Result:
    """Return the rows of the blocklist that came with a removal, and a remark where there is none."""
    try:
        rows = await target.client.blocked_releases(planned.entry.item_id)
    except ArrError:  # what was removed stays removed
        return {"remark": _UNREAD}
    ids = [row.id for row in rows if row.id not in before]
    return {"blocked": ids} if ids else {"blocked": ids, "remark": NOT_BLOCKED}


async def unblock_release(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> None:
    """Take the release of the batch's only entry off the blocklist; the app says nothing of an unknown id."""
    (planned,) = batch
    entry, journal = planned.entry, target.journal
    await target.report_entry(planned)
    rows = await target.client.blocked_releases(entry.item_id)
    is_blocked = any(str(row.id) == entry.ident for row in rows)
    if (begun := journal.begun(planned.position, _UNBLOCK)) is not None:
        await journal.settle_begun(begun, carried_out=not is_blocked)
    if not is_blocked:
        await journal.nothing_to_write(planned.position, _UNBLOCK, "It is not on the blocklist any more.")
        return

    async def send(_batch: Sequence[EntryWrite]) -> dict[int, Result]:
        await target.client.unblock_release(int(entry.ident))
        return {planned.position: {}}

    step = NewStep(planned.position, _UNBLOCK, target.instance, dict(entry.now), {})
    await journal.write([EntryWrite(planned, step)], send)
