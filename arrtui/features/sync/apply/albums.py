"""Remove single albums from an instance, and let them in again.

Both wait for refreshes of their artists, which would bring a removed album back or undo what is set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from arrtui.core.domain import Episode, SettingType
from arrtui.db.journal import NewStep
from arrtui.features.sync.apply.context import ApplyTarget
from arrtui.features.sync.apply.follow_up import set_episodes
from arrtui.features.sync.apply.journal import EntryWrite, Result
from arrtui.features.sync.apply.refreshes import BUSY, bring_children, released
from arrtui.features.sync.fields.file_facts import file_facts
from arrtui.features.sync.fields.names import changed_since, exclusion_fields
from arrtui.features.sync.model import EntryOutcome, PlannedEntry

MOST_ALBUMS = 100
"""Albums whose artists are waited for together."""


async def remove_albums(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> None:
    """Remove the albums of entries, each as soon as no refresh is about its artist."""
    await target.report_entry(batch[0])
    waiting = {planned.position: planned for planned in batch}
    async for item_ids in released(target, {planned.entry.item_id for planned in batch}):
        for item_id in sorted(item_ids):
            albums = {album.key: album for album in (await target.client.episodes(item_id)).records}
            for planned in [each for each in waiting.values() if each.entry.item_id == item_id]:
                await _remove(target, waiting.pop(planned.position), albums)
    for planned in waiting.values():
        message = BUSY.format(app=target.kind.app.name)
        await target.journal.outcome(planned.position, EntryOutcome.BUSY, message)


async def _remove(target: ApplyTarget, planned: PlannedEntry, albums: Mapping[str, Episode]) -> None:
    """Remove one album, unless it is gone or has changed since it was planned."""
    journal, entry = target.journal, planned.entry
    begun, album = journal.begun(planned.position, "remove"), albums.get(entry.ident)
    if begun is not None:
        await journal.settle_begun(begun, carried_out=album is None)
    if album is None:
        await journal.nothing_to_write(planned.position, "remove", "It is not there any more.")
        return
    await target.report_entry(planned)
    artist = await target.client.title(entry.item_id)
    files = (await target.client.files_of([album.id], [entry.item_id])).records
    why = changed_since(entry.now, {"monitored": album.monitored})
    if len(files) > entry.files:
        why = f"it has {len(files)} files, {entry.files} when this was planned"
    if why or artist is None:
        why = why or f"its {target.kind.app.title.singular} is gone"
        message = f"Changed by somebody else meanwhile: {why}. Nothing was removed."
        await journal.outcome(planned.position, EntryOutcome.CONFLICTED, message)
        return
    delete_files = target.options.delete_files
    before = {
        "monitored": album.monitored,
        "title": album.title,
        "files": {file.relative_path: file_facts(file) for file in files},
    }
    wanted = {"delete_files": delete_files, "exclude": True}

    async def send(_batch: Sequence[EntryWrite]) -> dict[int, Result]:
        await target.client.remove_child(album.id, delete_files=delete_files)
        return {planned.position: {}}

    step = NewStep(planned.position, "remove", target.instance, before, wanted)
    await journal.write([EntryWrite(planned, step)], send)
    target.exclusions = None


async def bring_back_albums(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> None:
    """Take albums off the exclusion list, have their artists refreshed, and monitor them as they were."""
    await target.report_entry(batch[0])
    for planned in batch:
        await _let_in(target, planned)
    wanted: dict[int, list[str]] = {}
    for planned in batch:
        if planned.position not in target.journal.refused:
            wanted.setdefault(planned.entry.item_id, []).append(planned.entry.ident)
    late = await bring_children(target, wanted)
    app = target.kind.app
    title, provider = app.title.singular, (app.child_id or app.external_id).given_by
    for planned in batch:
        item_id = planned.entry.item_id
        if planned.position in target.journal.refused:
            continue
        if item_id in late:
            message = BUSY.format(app=target.kind.app.name)
            await target.journal.outcome(planned.position, EntryOutcome.BUSY, message)
        elif await set_episodes(target, planned, item_id):
            message = (
                f"It is let in again and did not come back: the metadata profile of its {title} does not "
                f"allow it, or {provider} does not have it any more."
            )
            await target.journal.outcome(planned.position, EntryOutcome.FAILED, message)
        elif planned.position not in target.journal.refused:
            await target.journal.outcome(planned.position, EntryOutcome.DONE)


async def _let_in(target: ApplyTarget, planned: PlannedEntry) -> None:
    """Take an album off the exclusion list, if it is on it."""
    journal, entry = target.journal, planned.entry
    row_id = (await target.read_exclusions()).get(entry.ident)
    for begun in journal.all_begun(planned.position, "let_in"):
        await journal.settle_begun(begun, carried_out=row_id is None)
    if row_id is None:
        return
    before = exclusion_fields(target.kind, entry.ident, entry.title, 0)
    step = NewStep(planned.position, "let_in", target.instance, before, {})
    delete = partial(target.client.delete_setting, SettingType.EXCLUSION, row_id)
    await journal.write_part(planned, step, delete)
    target.exclusions = None
