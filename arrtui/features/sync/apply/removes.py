"""Remove titles from an instance: each looked at again first, what it was kept in the journal."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import msgspec

from arrtui.clients.answers import Held
from arrtui.core.apps import Kind
from arrtui.core.domain import EntityType, Episode, MediaFile
from arrtui.db import estate
from arrtui.db.records import docs_of_items
from arrtui.features.sync.apply.bodies import OF_EPISODES
from arrtui.features.sync.apply.context import ApplyTarget, each
from arrtui.features.sync.apply.journal import EntryWrite, Result
from arrtui.features.sync.fields.file_facts import facts_of
from arrtui.features.sync.fields.names import changed_since, episode_key, fields_of
from arrtui.features.sync.model import EntryOutcome, Fields, PlannedEntry
from arrtui.features.sync.store import NewStep

MOST_REMOVED = 100
"""Titles of one request."""


async def remove(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> None:
    """Remove the titles of up to :data:`MOST_REMOVED` entries."""
    await target.tell(batch[0])
    held = await each(lambda one: target.client.held(one.entry.item_id), batch)
    writes = [
        write for one, now in zip(batch, held, strict=True) if (write := await _judged(target, one, now))
    ]
    for exclude in (False, True):
        alike = [write for write in writes if write.planned.entry.exclude is exclude]
        await target.journal.write(alike, partial(_send, target, exclude))


async def _judged(target: ApplyTarget, one: PlannedEntry, held: Held | None) -> EntryWrite | None:
    """Return the write that removes a title, or None after noting why there is none."""
    journal = target.journal
    begun = journal.begun(one.position, "remove")
    if held is None or held.item.external_id != one.entry.external_id:
        if begun is not None:
            await journal.settle_begun(begun, carried_out=True)
            await journal.outcome(one.position, EntryOutcome.DONE)
        else:
            await journal.outcome(one.position, EntryOutcome.SKIPPED, "It is not there any more.")
        return None
    if begun is not None:
        await journal.settle_begun(begun, carried_out=False)
    fresh = fields_of(held.item, target.kind, target.names)
    if why := _conflict(one, held, fresh):
        message = f"Changed by somebody else meanwhile: {why}. Nothing was removed."
        await journal.outcome(one.position, EntryOutcome.CONFLICTED, message)
        return None
    before = await _state(target, one, held, fresh)
    step = NewStep(
        one.position,
        "remove",
        target.instance,
        before,
        {"delete_files": target.options.delete_files, "exclude": one.entry.exclude},
    )
    return EntryWrite(one, step, held.item.id)


def _conflict(one: PlannedEntry, held: Held, fresh: Fields) -> str:
    """Return what differs from what was reviewed; empty when nothing does."""
    if held.files > one.entry.files:
        return f"it has {held.files} files, {one.entry.files} when this was planned"
    planned = {name: value for name, value in one.entry.now.items() if name not in OF_EPISODES}
    return changed_since(planned, fresh)


async def _state(target: ApplyTarget, one: PlannedEntry, held: Held, fresh: Fields) -> Fields:
    """Return everything that adding the title again can bring back.

    Episodes and files are those of the snapshot that was taken when this apply began.
    """
    stored = await target.journal.database.read(_stored, target.instance, held, target.kind)
    return {**fresh, **stored, "title": one.entry.title, "year": one.entry.year}


def _stored(instance: str, held: Held, kind: Kind) -> Fields:
    """Return the single episodes and the facts of the files that are stored of a title."""
    number = estate.instance_ids().get(instance, 0)
    files = docs_of_items(number, EntityType.FILE, [held.item.id]).values()
    found: Fields = {}
    if facts := {one.relative_path: facts_of(one) for one in map(_as_file, files)}:
        found["files"] = facts
    if kind is Kind.SONARR:
        flags = {season.season_number: season.monitored for season in held.item.seasons}
        episodes = docs_of_items(number, EntityType.EPISODE, [held.item.id]).values()
        odd = {
            episode_key(one.season, one.number): one.monitored
            for one in map(_as_episode, episodes)
            if one.monitored is not flags.get(one.season, False)
        }
        found |= {"episodes": odd} if odd else {}
    return found


def _as_file(doc: str) -> MediaFile:
    return msgspec.json.decode(doc, type=MediaFile)


def _as_episode(doc: str) -> Episode:
    return msgspec.json.decode(doc, type=Episode)


async def _send(target: ApplyTarget, exclude: bool, batch: Sequence[EntryWrite]) -> dict[int, Result]:
    await target.tell(batch[0].planned)
    await target.client.remove(
        [one.payload for one in batch], delete_files=target.options.delete_files, exclude=exclude
    )
    return {one.position: {} for one in batch}
