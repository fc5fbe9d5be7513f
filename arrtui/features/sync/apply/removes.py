"""Remove titles from an instance: read each again first, keep what it was in the journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import msgspec

from arrtui.clients.answers import RemoteTitle
from arrtui.core.apps import Kind
from arrtui.core.domain import EntityType, Episode, MediaFile
from arrtui.db import estate
from arrtui.db.journal import NewStep
from arrtui.db.records import docs_of_items
from arrtui.features.sync.apply.bodies import OF_EPISODES
from arrtui.features.sync.apply.context import ApplyTarget, gather
from arrtui.features.sync.apply.journal import EntryWrite, Result
from arrtui.features.sync.apply.refreshes import BUSY, released
from arrtui.features.sync.fields.file_facts import file_facts
from arrtui.features.sync.fields.names import changed_since, monitored_episodes, season_flags, title_fields
from arrtui.features.sync.fields.title_state import single_episodes
from arrtui.features.sync.model import EntryOutcome, Fields, PlannedEntry

MOST_REMOVED = 100
"""Titles of one request."""


async def remove(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> None:
    """Remove the titles of up to :data:`MOST_REMOVED` entries.

    Where a refresh writes back what it read before, those that one is about are waited for.
    """
    await target.report_entry(batch[0])
    if target.kind.app.refresh_overwrites_children:
        left = {planned.entry.item_id for planned in batch}
        async for item_ids in released(target, left.copy()):
            left -= item_ids
        for planned in [planned for planned in batch if planned.entry.item_id in left]:
            message = BUSY.format(app=target.kind.app.name)
            await target.journal.outcome(planned.position, EntryOutcome.BUSY, message)
        batch = [planned for planned in batch if planned.entry.item_id not in left]
    remote_titles = await gather(lambda planned: target.client.title(planned.entry.item_id), batch)
    writes = [
        write
        for planned, remote in zip(batch, remote_titles, strict=True)
        if (write := await _removal(target, planned, remote))
    ]
    for exclude in (False, True):
        alike = [write for write in writes if write.planned.entry.exclude is exclude]
        await target.journal.write(alike, partial(_send, target, exclude))


async def _removal(
    target: ApplyTarget, planned: PlannedEntry, remote: RemoteTitle | None
) -> EntryWrite | None:
    """Return the write that removes a title, or None after storing why there is none."""
    journal = target.journal
    begun = journal.begun(planned.position, "remove")
    if remote is None or remote.item.external_id != planned.entry.external_id:
        if begun is not None:
            await journal.settle_begun(begun, carried_out=True)
            await journal.outcome(planned.position, EntryOutcome.DONE)
        else:
            await journal.nothing_to_write(planned.position, "remove", "It is not there any more.")
        return None
    if begun is not None:
        await journal.settle_begun(begun, carried_out=False)
    fresh = title_fields(remote.item, target.kind, target.names)
    expected = {name: value for name, value in planned.entry.now.items() if name not in OF_EPISODES}
    why = changed_since(expected, fresh)
    if remote.files > planned.entry.files:
        why = f"it has {remote.files} files, {planned.entry.files} when this was planned"
    if why:
        message = f"Changed by somebody else meanwhile: {why}. Nothing was removed."
        await journal.outcome(planned.position, EntryOutcome.CONFLICTED, message)
        return None
    # everything that adding it again can bring back; its episodes and files as this apply's snapshot has them
    stored = await journal.database.read(_stored, target.instance, remote, target.kind)
    before = {**fresh, **stored, "title": planned.entry.title, "year": planned.entry.year}
    wanted = {"delete_files": target.options.delete_files, "exclude": planned.entry.exclude}
    step = NewStep(planned.position, "remove", target.instance, before, wanted)
    return EntryWrite(planned, step, remote.item.id)


def _stored(instance: str, remote: RemoteTitle, kind: Kind) -> Fields:
    """Return the single episodes and the facts of the files that are stored of a title."""
    instance_id = estate.instance_ids().get(instance, 0)

    def records(type: EntityType) -> Iterable[str]:
        return docs_of_items(instance_id, type, [remote.item.id]).values()

    fields: Fields = {}
    files = map(msgspec.json.Decoder(MediaFile).decode, records(EntityType.FILE))
    if facts := {file.relative_path: file_facts(file) for file in files}:
        fields["files"] = facts
    if kind.app.has_children:
        episodes = monitored_episodes(map(msgspec.json.Decoder(Episode).decode, records(EntityType.EPISODE)))
        if single := single_episodes(episodes, season_flags(remote.item)):
            fields["episodes"] = single
    return fields


async def _send(target: ApplyTarget, exclude: bool, batch: Sequence[EntryWrite]) -> dict[int, Result]:
    await target.report_entry(batch[0].planned)
    await target.client.remove(
        [write.payload for write in batch], delete_files=target.options.delete_files, exclude=exclude
    )
    return {write.position: {} for write in batch}
