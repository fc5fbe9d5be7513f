"""Finish titles that were added: wait for their refresh, then set episodes, facts of files and search."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from arrtui.core.apps import Ability
from arrtui.core.domain import Episode
from arrtui.core.errors import NotFoundError, ServerFaultError
from arrtui.core.versions import is_able
from arrtui.db.journal import NewStep
from arrtui.features.sync.apply.bodies import OF_EPISODES
from arrtui.features.sync.apply.context import ApplyTarget
from arrtui.features.sync.apply.refreshes import released
from arrtui.features.sync.fields.file_facts import facts_rows, file_facts
from arrtui.features.sync.model import EntryOutcome, PlannedEntry


def has_follow_up(planned: PlannedEntry) -> bool:
    """Return whether an entry writes more than the title's own resource."""
    return any(planned.after.get(name) for name in OF_EPISODES)


async def follow_up(target: ApplyTarget) -> None:
    """Finish titles that were added, each as soon as its refresh has ended: it would overwrite the rest."""
    ids: dict[int, list[PlannedEntry]] = {}
    for planned in target.added:
        step = target.journal.done(planned.position, "add")
        item_id = int(step.result.get("item_id", 0)) if step else planned.entry.item_id
        ids.setdefault(item_id, []).append(planned)
    target.added.clear()
    async for item_ids in released(target, ids.keys(), added=True):
        for item_id in item_ids:
            for planned in ids.pop(item_id):
                await target.report_entry(planned)
                await finish(target, planned, item_id, search=planned.entry.search)
    message = (
        f"It is there, but {target.kind.app.name} has not finished its refresh: the next run sets the rest."
    )
    for planned in (planned for group in ids.values() for planned in group):
        await target.journal.outcome(planned.position, EntryOutcome.BUSY, message)


async def finish(target: ApplyTarget, planned: PlannedEntry, item_id: int, *, search: bool = False) -> None:
    """Set single episodes and facts of files, search if wanted, and store the outcome of the entry."""
    problems = await set_episodes(target, planned, item_id)
    problems += await set_facts(target, planned, item_id)
    if search and planned.after.get("episodes"):
        await _search(target, planned, item_id)
    if planned.position not in target.journal.refused:
        await target.journal.outcome(planned.position, EntryOutcome.DONE, " ".join(problems))


async def set_episodes(target: ApplyTarget, planned: PlannedEntry, item_id: int) -> list[str]:
    """Monitor and unmonitor single episodes as wanted; return which were not found, as sentences."""
    wanted: Mapping[str, bool] = planned.after.get("episodes") or {}
    if not wanted or not target.kind.app.has_children:
        return []
    remote_episodes = (await target.client.episodes(item_id)).records
    by_key = {episode.key: episode for episode in remote_episodes}
    for step in target.journal.all_begun(planned.position, "episodes"):
        sent = step.wanted["episodes"]
        as_sent = all(key in by_key and by_key[key].monitored is value for key, value in sent.items())
        await target.journal.settle_begun(step, carried_out=as_sent)
    for monitored in (True, False):
        ids = {
            key: by_key[key].id
            for key, value in wanted.items()
            if value is monitored and key in by_key and by_key[key].monitored is not monitored
        }
        if ids:
            before = {"episodes": dict.fromkeys(ids, not monitored)}
            step_wanted = {"episodes": dict.fromkeys(ids, monitored)}
            await target.journal.write_part(
                planned,
                NewStep(planned.position, "episodes", target.instance, before, step_wanted),
                partial(_set_present_episodes, target, item_id, by_key, ids.keys(), monitored),
                {"ids": list(ids.values())},
            )
    missing = [planned.entry.children.get(key, key) for key in wanted if key not in by_key]
    return [f"Not there: {', '.join(missing[:5])}{' …' if len(missing) > 5 else ''}."] if missing else []


async def _set_present_episodes(
    target: ApplyTarget, item_id: int, by_key: dict[str, Episode], keys: Collection[str], monitored: bool
) -> None:
    """Set episodes; those that go away meanwhile leave ``by_key``, those that come again get their new id.

    The app sets the others before it refuses a missing one (``EpisodeController.SetEpisodesMonitored``).
    """
    try:
        await target.client.set_episodes([by_key[key].id for key in keys], monitored)
        return
    except (NotFoundError, ServerFaultError):
        sent = dict(by_key)
        by_key.clear()
        for episode in (await target.client.episodes(item_id)).records:
            by_key[episode.key] = episode
        if all(key in by_key and by_key[key].id == sent[key].id for key in keys):
            raise
    left = [key for key in keys if key in by_key and by_key[key].monitored is not monitored]
    if left:
        await target.client.set_episodes([by_key[key].id for key in left], monitored)


async def set_facts(target: ApplyTarget, planned: PlannedEntry, item_id: int) -> list[str]:
    """Write the wanted facts of files; return what is missing on disk, as sentences."""
    wanted: Mapping[str, Any] = planned.after.get("files") or {}
    if not wanted:
        return []
    version = await target.app_version()
    if not is_able(target.kind, Ability.EDIT_FILES, version):
        return [f"{target.kind.app.name} {version} cannot take back facts of files."]
    files = (await target.client.files([item_id])).records
    for step in target.journal.all_begun(planned.position, "files"):
        as_sent = not facts_rows(step.wanted["files"], files).rows
        await target.journal.settle_begun(step, carried_out=as_sent)
    rows, missing, _ = facts_rows(wanted, files)
    if rows:
        ids = {row["id"] for row in rows}
        before = {file.relative_path: file_facts(file) for file in files if file.id in ids}
        step_wanted = {"files": {path: wanted[path] for path in before}}
        await target.journal.write_part(
            planned,
            NewStep(planned.position, "files", target.instance, {"files": before}, step_wanted),
            partial(target.client.edit_files, rows),
            {"ids": sorted(ids)},
        )
    return [f"{len(missing)} of its files are not on disk any more."] if missing else []


async def _search(target: ApplyTarget, planned: PlannedEntry, item_id: int) -> None:
    """Search for what a series lacks whose single episodes were set first; never twice for one entry."""
    if target.journal.done(planned.position, "search"):
        return
    search = target.kind.app.commands.search_new
    begun = target.journal.begun(planned.position, "search")
    if begun is not None:
        sent = any(
            command.name == search.name and command.body.get(search.argument) == item_id
            for command in await target.client.commands()
        )
        await target.journal.settle_begun(begun, carried_out=sent)
        if sent:
            return
    body = search.body([item_id])
    step = NewStep(planned.position, "search", target.instance, None, body)
    await target.journal.write_part(planned, step, partial(target.client.command, search.name, body))
