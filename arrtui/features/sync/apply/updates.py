"""Change titles of an instance: read each again first, write equal changes together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from arrtui.clients.answers import RemoteTitle
from arrtui.core.apps import App
from arrtui.core.batches import batched
from arrtui.core.domain import encode
from arrtui.core.errors import CannotWriteError
from arrtui.db.journal import NewStep
from arrtui.features.sync.apply.bodies import OF_EPISODES, editor_changes, kept_tags, put_body
from arrtui.features.sync.apply.context import ApplyTarget, gather
from arrtui.features.sync.apply.follow_up import finish, has_follow_up, set_episodes
from arrtui.features.sync.apply.journal import EntryWrite, Result
from arrtui.features.sync.apply.moves import moves_files
from arrtui.features.sync.apply.refreshes import BUSY, bring_children, released, titles_refreshed
from arrtui.features.sync.fields.metadata_profiles import DROPPING
from arrtui.features.sync.fields.names import (
    InstanceNames,
    check_conflict,
    monitored_episodes,
    title_fields,
    without_rule_tags,
)
from arrtui.features.sync.fields.translate import ONLY_PUT
from arrtui.features.sync.model import EntryOutcome, Fields, PlannedEntry

MOST_EDITED = 100
"""Titles of one request to the editor."""


async def update(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> None:
    """Change the titles of up to :data:`MOST_EDITED` entries.

    Those whose refresh would overwrite it wait (:func:`update_waiting`), but for single episodes where the
    refresh keeps these.
    """
    await target.report_entry(batch[0])
    app = target.kind.app
    item_ids = {planned.entry.item_id for planned in batch if _is_overwritten(planned, app)}
    busy: set[int] = set()
    if app.refresh_overwrites and item_ids:
        busy = await titles_refreshed(target, item_ids)
    for planned in batch:
        if planned.entry.item_id in busy and _is_overwritten(planned, app):
            target.waiting.append(planned)
            # flags of seasons set single episodes once more
            alone = planned.after.get("episodes") and not planned.after.get("seasons")
            if alone and not app.refresh_overwrites_children and not await _episode_conflict(target, planned):
                await set_episodes(target, planned, planned.entry.item_id)
    waiting = {planned.position for planned in target.waiting}
    await _update(target, [planned for planned in batch if planned.position not in waiting])


async def update_waiting(target: ApplyTarget) -> None:
    """Change the titles that were being refreshed, each as soon as that has ended, or leave them busy."""
    waiting, target.waiting = target.waiting, []
    async for item_ids in released(target, {planned.entry.item_id for planned in waiting}):
        free = [planned for planned in waiting if planned.entry.item_id in item_ids]
        waiting = [planned for planned in waiting if planned.entry.item_id not in item_ids]
        for batch in batched(free, MOST_EDITED):
            await _update(target, batch)
    for planned in waiting:
        await _leave_busy(target, planned)


async def _leave_busy(target: ApplyTarget, planned: PlannedEntry) -> None:
    message = BUSY.format(app=target.kind.app.name)
    await target.journal.outcome(planned.position, EntryOutcome.BUSY, message)


def _is_overwritten(planned: PlannedEntry, app: App) -> bool:
    """Return whether an entry changes what a refresh writes back.

    That is the title itself; where it writes children back too, and scans the files then, all there is.
    """
    kept = frozenset[str]() if app.refresh_overwrites_children else OF_EPISODES
    return bool(planned.after.keys() - kept)


async def _update(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> None:
    """Change titles: equal changes together, and each that needs the whole title right after reading it."""
    whole = [planned for planned in batch if ONLY_PUT & planned.after.keys()]
    equal = [planned for planned in batch if not ONLY_PUT & planned.after.keys()]
    remaining: list[PlannedEntry] = []
    for group in (equal, *([planned] for planned in whole)):
        target.check()
        remote_titles = await gather(lambda planned: target.client.title(planned.entry.item_id), group)
        writes: list[EntryWrite] = []
        for planned, remote in zip(group, remote_titles, strict=True):
            write = await _change_to_make(target, planned, remote)
            if write is not None:
                remaining.append(planned)
            if write is not None and write.step.wanted:
                writes.append(write)
        for equal_writes in _grouped(writes, target.names):
            await _write(target, equal_writes)
    accepted = [planned for planned in remaining if planned.position not in target.journal.refused]
    target.moving += filter(moves_files, accepted)
    # children to set may come only with the next refresh under another profile
    changed = (planned for planned in accepted if DROPPING & planned.after.keys())
    coming = {planned.entry.item_id: keys for planned in changed if (keys := planned.after.get("episodes"))}
    late = await bring_children(target, coming)
    for planned in filter(has_follow_up, accepted):
        await target.report_entry(planned)
        if planned.entry.item_id in late:
            await _leave_busy(target, planned)
        elif conflict := await _episode_conflict(target, planned):
            await target.journal.outcome(planned.position, EntryOutcome.CONFLICTED, conflict)
        else:
            await finish(target, planned, planned.entry.item_id)


async def _change_to_make(
    target: ApplyTarget, planned: PlannedEntry, remote: RemoteTitle | None
) -> EntryWrite | None:
    """Return the write that changes a title, or None after storing why there is nothing to write."""
    journal = target.journal
    begun = journal.begun(planned.position, "edit")
    if remote is None or remote.item.external_id != planned.entry.external_id:
        await journal.outcome(planned.position, EntryOutcome.CONFLICTED, "The title is not there any more.")
        return None
    fresh = title_fields(remote.item, target.kind, target.names)
    rule_tags = target.names.rule_tags
    after = {name: value for name, value in planned.after.items() if name not in OF_EPISODES}
    after = without_rule_tags(after, rule_tags)
    verdict = check_conflict(without_rule_tags(planned.entry.now, rule_tags), after, fresh)
    if begun is not None:
        await journal.settle_begun(begun, carried_out=not verdict.write and not verdict.conflict)
    if verdict.conflict:
        message = f"Changed by somebody else meanwhile: {verdict.conflict}. Nothing was written."
        await journal.outcome(planned.position, EntryOutcome.CONFLICTED, message)
        return None
    is_last = not has_follow_up(planned) and not moves_files(planned)
    if not verdict.write and is_last:
        await journal.nothing_to_write(planned.position, "edit", "It needs no change.")
        return None
    wanted = {name: after[name] for name in verdict.write}
    before = {name: fresh[name] for name in verdict.write}  # with all that undoing it needs to know
    if "root_folder" in wanted:
        before["path"] = fresh["path"]
    if isinstance(wanted.get("seasons"), Mapping):
        before["seasons"] = {
            key: fresh["seasons"].get(key) for key in wanted["seasons"] if key in fresh["seasons"]
        }
        before |= await _single_episodes(target, remote.item.id, before["seasons"], wanted["seasons"])
    if DROPPING & wanted.keys():
        # those that the next refresh drops come back otherwise monitored
        albums = (await target.client.episodes(remote.item.id)).records
        before["albums"] = monitored_episodes(albums)
    step = NewStep(planned.position, "edit", target.instance, before, wanted)
    return EntryWrite(planned, step, remote, last=is_last)


async def _single_episodes(
    target: ApplyTarget, item_id: int, now: Mapping[str, bool], wanted: Mapping[str, bool]
) -> Fields:
    """Return the episodes that a change of their season's flag will lose: the app sets all of them alike."""
    if not target.kind.app.has_children:
        return {}
    flipped = {season for season, monitored in wanted.items() if now.get(season) is not monitored}
    episodes = (await target.client.episodes(item_id)).records
    odd = [
        episode
        for episode in episodes
        if str(episode.season) in flipped and episode.monitored is not now.get(str(episode.season), False)
    ]
    return {"episodes": monitored_episodes(odd)} if odd else {}


def _grouped(writes: Iterable[EntryWrite], names: InstanceNames) -> Iterable[Sequence[EntryWrite]]:
    """Yield changes that one request can write: equal ones for the editor, single ones for a PUT."""
    equal: dict[str, list[EntryWrite]] = {}
    for write in writes:
        key = encode([write.step.wanted, write.planned.entry.move_files, kept_tags(write.payload.raw, names)])
        # a move of several that fails at one leaves all behind it unmoved, and tells of none
        if ONLY_PUT & write.step.wanted.keys() or moves_files(write.planned):
            key = f"{key} {write.position}"
        equal.setdefault(key, []).append(write)
    for group in equal.values():
        yield from batched(group, MOST_EDITED)


async def _write(target: ApplyTarget, writes: Sequence[EntryWrite]) -> None:
    """Write one group of changes; the payload of each is its title as it was read."""
    wanted, move = writes[0].step.wanted, writes[0].planned.entry.move_files
    alone = bool(ONLY_PUT & wanted.keys())
    try:
        body = (
            put_body(writes[0].payload.raw, wanted, target.names)
            if alone
            else editor_changes(writes[0].payload.raw, wanted, target.names, move_files=move)
        )
    except CannotWriteError as error:
        for write in writes:
            target.journal.refused.add(write.position)
            await target.journal.outcome(write.position, EntryOutcome.FAILED, str(error))
        return

    async def send(batch: Sequence[EntryWrite]) -> dict[int, Result]:
        await target.report_entry(batch[0].planned)
        if alone:
            await target.client.put(body, move_files=move)
        else:
            await target.client.edit([write.payload.item.id for write in batch], body)
        return {write.position: {} for write in batch}

    await target.journal.write(writes, send)


async def _episode_conflict(target: ApplyTarget, planned: PlannedEntry) -> str:
    """Return why the episodes must be left alone; empty where they may be written.

    After a season of the same entry was written its episodes are what that made of them.
    """
    expected: Mapping[str, Any] = planned.entry.now.get("episodes") or {}
    ours = any(target.journal.done(planned.position, name) for name in ("edit", "episodes"))
    if not expected or ours or planned.after.get("seasons") or not target.kind.app.has_children:
        return ""
    fresh = monitored_episodes((await target.client.episodes(planned.entry.item_id)).records)
    verdict = check_conflict(expected, dict(planned.after.get("episodes") or {}), fresh)
    unit = target.kind.app.unit.singular
    return f"Changed by somebody else meanwhile: {unit} {verdict.conflict}." if verdict.conflict else ""
