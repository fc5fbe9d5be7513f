"""Change titles of an instance: each looked at again first, equal changes written together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from arrtui.clients import SonarrClient
from arrtui.clients.answers import Held
from arrtui.core.domain import encode
from arrtui.core.errors import CannotWriteError
from arrtui.features.sync.apply.bodies import OF_EPISODES, ONLY_PUT, editor_changes, put_body
from arrtui.features.sync.apply.context import ApplyTarget, chunks, each
from arrtui.features.sync.apply.follow_up import finish
from arrtui.features.sync.apply.journal import EntryWrite, Result
from arrtui.features.sync.fields.names import episodes_of, fields_of, judge
from arrtui.features.sync.model import EntryOutcome, Fields, PlannedEntry
from arrtui.features.sync.store import NewStep

MOST_EDITED = 100
"""Titles of one request to the editor."""


@dataclass(frozen=True)
class _Change:
    """What is to be written to one title."""

    planned: PlannedEntry
    held: Held
    before: Fields
    wanted: Fields


async def update(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> None:
    """Change the titles of up to :data:`MOST_EDITED` entries."""
    await target.tell(batch[0])
    held = await each(lambda one: target.client.held(one.entry.item_id), batch)
    changes: list[_Change] = []
    rest: list[PlannedEntry] = []
    for one, now in zip(batch, held, strict=True):
        change = await _judged(target, one, now)
        if change is not None and change.wanted:
            changes.append(change)
        if change is not None:
            rest.append(one)
    for some in _grouped(changes):
        await _write(target, some)
    for one in rest:
        if _has_more(one) and one.position not in target.journal.refused:
            await _finish(target, one)


def _has_more(one: PlannedEntry) -> bool:
    return any(one.after.get(name) for name in OF_EPISODES)


async def _judged(target: ApplyTarget, one: PlannedEntry, held: Held | None) -> _Change | None:
    """Return what to write to a title, or None after noting why there is nothing to write."""
    journal = target.journal
    begun = journal.begun(one.position, "edit")
    if held is None or held.item.external_id != one.entry.external_id:
        await journal.outcome(one.position, EntryOutcome.CONFLICTED, "The title is not there any more.")
        return None
    fresh = fields_of(held.item, target.kind, target.names)
    after = {name: value for name, value in one.after.items() if name not in OF_EPISODES}
    verdict = judge(one.entry.now, after, fresh)
    if begun is not None:
        await journal.settle_begun(begun, carried_out=not verdict.write and not verdict.conflict)
    if verdict.conflict:
        message = f"Changed by somebody else meanwhile: {verdict.conflict}. Nothing was written."
        await journal.outcome(one.position, EntryOutcome.CONFLICTED, message)
        return None
    if not verdict.write and not _has_more(one):
        ours = journal.done(one.position, "edit") is not None
        said = "" if ours else "It is so already."
        await journal.outcome(one.position, EntryOutcome.DONE if ours else EntryOutcome.SKIPPED, said)
        return None
    return await _change(target, one, held, fresh, verdict.write)


async def _change(
    target: ApplyTarget, one: PlannedEntry, held: Held, fresh: Fields, names: Sequence[str]
) -> _Change:
    """Return the change of some fields of a title, with all that undoing it needs to know."""
    wanted = {name: one.after[name] for name in names}
    before = {name: fresh[name] for name in names}
    if "root_folder" in wanted:
        before["path"] = fresh["path"]
    if isinstance(wanted.get("seasons"), Mapping):
        before["seasons"] = {
            key: fresh["seasons"].get(key) for key in wanted["seasons"] if key in fresh["seasons"]
        }
        before |= await _single_episodes(target, held.item.id, before["seasons"], wanted["seasons"])
    return _Change(one, held, before, wanted)


async def _single_episodes(
    target: ApplyTarget, item_id: int, now: Mapping[str, bool], wanted: Mapping[str, bool]
) -> Fields:
    """Return the episodes that a change of their season's flag will lose: the app sets all of them alike."""
    if not isinstance(target.client, SonarrClient):
        return {}
    flipped = {season for season, monitored in wanted.items() if now.get(season) is not monitored}
    episodes = (await target.client.episodes(item_id)).records
    odd = [
        one
        for one in episodes
        if str(one.season) in flipped and one.monitored is not now.get(str(one.season), False)
    ]
    return {"episodes": episodes_of(odd)} if odd else {}


def _grouped(changes: Iterable[_Change]) -> Iterable[Sequence[_Change]]:
    """Yield changes that one request can write: equal ones for the editor, single ones for a PUT."""
    equal: dict[str, list[_Change]] = {}
    for change in changes:
        key = encode([change.wanted, change.planned.entry.move_files])
        if ONLY_PUT & change.wanted.keys():
            key = f"{key} {change.planned.position}"
        equal.setdefault(key, []).append(change)
    for some in equal.values():
        yield from chunks(some, MOST_EDITED)


async def _write(target: ApplyTarget, some: Sequence[_Change]) -> None:
    """Write one group of changes."""
    first = some[0]
    alone = bool(ONLY_PUT & first.wanted.keys())
    move = first.planned.entry.move_files
    try:
        body = (
            put_body(first.held.raw, first.wanted, target.names)
            if alone
            else editor_changes(first.wanted, target.names, move_files=move)
        )
    except CannotWriteError as error:
        for one in some:
            target.journal.refused.add(one.planned.position)
            await target.journal.outcome(one.planned.position, EntryOutcome.FAILED, str(error))
        return

    async def send(batch: Sequence[EntryWrite]) -> dict[int, Result]:
        await target.tell(batch[0].planned)
        if alone:
            await target.client.put(body, move_files=move)
        else:
            await target.client.edit([one.payload for one in batch], body)
        return {one.position: {} for one in batch}

    await target.journal.write([_as_write(target, one) for one in some], send)


def _as_write(target: ApplyTarget, change: _Change) -> EntryWrite:
    one = change.planned
    step = NewStep(one.position, "edit", target.instance, change.before, change.wanted)
    return EntryWrite(one, step, change.held.item.id, last=not _has_more(one))


async def _finish(target: ApplyTarget, one: PlannedEntry) -> None:
    """Set single episodes and facts of files, unless somebody else has changed the episodes meanwhile."""
    await target.tell(one)
    if conflict := await _episode_conflict(target, one):
        await target.journal.outcome(one.position, EntryOutcome.CONFLICTED, conflict)
    else:
        await finish(target, one, one.entry.item_id)


async def _episode_conflict(target: ApplyTarget, one: PlannedEntry) -> str:
    """Return why the episodes must be left alone; empty where they may be written.

    After a season of the same entry was written its episodes are what that made of them.
    """
    planned: Mapping[str, Any] = one.entry.now.get("episodes") or {}
    ours = any(target.journal.done(one.position, name) for name in ("edit", "episodes"))
    if not planned or ours or one.after.get("seasons") or not isinstance(target.client, SonarrClient):
        return ""
    fresh = episodes_of((await target.client.episodes(one.entry.item_id)).records)
    verdict = judge(planned, dict(one.after.get("episodes") or {}), fresh)
    return f"Changed by somebody else meanwhile: episode {verdict.conflict}." if verdict.conflict else ""
