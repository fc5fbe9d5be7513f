"""What is left to do once a title is there: wait for its refresh, then episodes, facts of files, search."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any

from arrtui.clients import SonarrClient
from arrtui.clients.answers import AppCommand
from arrtui.clients.versions import can_edit_files
from arrtui.core.apps import Kind
from arrtui.core.domain import MediaFile
from arrtui.features.sync.apply.context import ApplyTarget
from arrtui.features.sync.apply.journal import EntryWrite, Result
from arrtui.features.sync.fields.file_facts import FactRows, facts_rows, file_facts
from arrtui.features.sync.fields.names import episode_key
from arrtui.features.sync.model import EntryOutcome, PlannedEntry
from arrtui.features.sync.store import NewStep

_REFRESHES = frozenset({"refreshmovie", "refreshseries", "rescanmovie", "rescanseries"})
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 3.0
"""Seconds between two looks at a refresh."""


def has_follow_up(kind: Kind, planned: PlannedEntry) -> bool:
    """Tell whether an added title needs more than its own resource."""
    after = planned.after
    searched_late = kind is Kind.SONARR and planned.entry.search and bool(after.get("episodes"))
    return bool(after.get("episodes") or after.get("files")) or searched_late


async def follow_up(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> None:
    """See titles that were just added to their end."""
    if not batch:
        return
    ids = {planned.position: _item_id(target, planned) for planned in batch}
    settled = await settle(target, set(ids.values()))
    for planned in batch:
        await target.tell(planned)
        if not settled:
            message = "It is there, but its refresh has not finished: apply again to set what is missing."
            await target.journal.outcome(planned.position, EntryOutcome.FAILED, message)
        else:
            await finish(target, planned, ids[planned.position], search=planned.entry.search)


def _item_id(target: ApplyTarget, planned: PlannedEntry) -> int:
    step = target.journal.done(planned.position, "add")
    return int(step.result.get("item_id", 0)) if step else planned.entry.item_id


async def settle(target: ApplyTarget, item_ids: set[int]) -> bool:
    """Wait until no refresh or scan of these titles is queued or running; False when that takes too long."""
    if not item_ids:
        return True
    deadline, pause = time.monotonic() + target.options.settle_seconds, _FIRST_PAUSE
    while any(_concerns(command, item_ids) for command in await target.client.commands()):
        if time.monotonic() > deadline:
            return False
        target.check()
        await asyncio.sleep(pause)
        pause = min(_LONGEST_PAUSE, pause * 1.5)
    return True


def _concerns(command: AppCommand, item_ids: set[int]) -> bool:
    """Tell whether an unfinished command refreshes one of the titles; without ids it refreshes all."""
    if command.finished or command.name.lower() not in _REFRESHES:
        return False
    body = command.body
    named = [*(body.get("movieIds") or ()), *(body.get("seriesIds") or ())]
    named += [body[key] for key in ("movieId", "seriesId") if body.get(key)]
    return not named or bool(item_ids & set(named))


async def finish(target: ApplyTarget, planned: PlannedEntry, item_id: int, *, search: bool = False) -> None:
    """Set single episodes and facts of files, search if wanted, and write down what became of the entry."""
    problems = await set_episodes(target, planned, item_id)
    problems += await set_facts(target, planned, item_id)
    if search and target.kind is Kind.SONARR and planned.after.get("episodes"):
        await _search(target, planned, item_id)
    if planned.position not in target.journal.refused:
        await target.journal.outcome(planned.position, EntryOutcome.DONE, " ".join(problems))


# --- episodes --------------------------------------------------------------------------------------------


async def set_episodes(target: ApplyTarget, planned: PlannedEntry, item_id: int) -> list[str]:
    """Monitor and unmonitor single episodes as wanted; return what could not be found."""
    wanted: Mapping[str, bool] = planned.after.get("episodes") or {}
    if not wanted or not isinstance(target.client, SonarrClient):
        return []
    remote_episodes = (await target.client.episodes(item_id)).records
    by_key = {episode_key(episode.season, episode.number): episode for episode in remote_episodes}
    for step in target.journal.all_begun(planned.position, "episodes"):
        sent = step.wanted["episodes"]
        as_sent = all(key in by_key and by_key[key].monitored is value for key, value in sent.items())
        await target.journal.settle_begun(step, carried_out=as_sent)
    for monitored in (True, False):
        keys = [
            key
            for key, value in wanted.items()
            if value is monitored and key in by_key and by_key[key].monitored is not monitored
        ]
        await _monitor(target, planned, keys, [by_key[key].id for key in keys], monitored)
    missing = [key for key in wanted if key not in by_key]
    return [f"Not there: {', '.join(missing[:5])}{' …' if len(missing) > 5 else ''}."] if missing else []


async def _monitor(
    target: ApplyTarget, planned: PlannedEntry, keys: Sequence[str], ids: Sequence[int], monitored: bool
) -> None:
    if not keys:
        return

    async def send(batch: Sequence[EntryWrite]) -> dict[int, Result]:
        await target.client.set_episodes(ids, monitored)
        return {planned.position: {} for planned in batch}

    before = {"episodes": dict.fromkeys(keys, not monitored)}
    wanted = {"episodes": dict.fromkeys(keys, monitored)}
    step = NewStep(planned.position, "episodes", target.instance, before, wanted)
    await target.journal.write([EntryWrite(planned, step, last=False)], send)


# --- facts of files --------------------------------------------------------------------------------------


async def set_facts(target: ApplyTarget, planned: PlannedEntry, item_id: int) -> list[str]:
    """Give files the facts they had; return what is missing on disk."""
    wanted: Mapping[str, Any] = planned.after.get("files") or {}
    if not wanted:
        return []
    version = await target.app_version()
    if not can_edit_files(target.kind, version):
        return [f"{target.kind.app.name} {version} cannot take back facts of files."]
    files = await _files(target, item_id)
    for step in target.journal.all_begun(planned.position, "files"):
        as_sent = not facts_rows(step.wanted["files"], files).rows
        await target.journal.settle_begun(step, carried_out=as_sent)
    rows = facts_rows(wanted, files)
    if rows.rows:
        await _write_facts(target, planned, rows, files)
    return [f"{len(rows.missing)} of its files are not on disk any more."] if rows.missing else []


async def _files(target: ApplyTarget, item_id: int) -> list[MediaFile]:
    if isinstance(target.client, SonarrClient):
        return (await target.client.files(item_id)).records
    return (await target.client.files([item_id])).records


async def _write_facts(
    target: ApplyTarget, planned: PlannedEntry, rows: FactRows, files: Sequence[MediaFile]
) -> None:
    touched = {row["id"] for row in rows.rows}
    before = {file.relative_path: file_facts(file) for file in files if file.id in touched}
    wanted = {path: planned.after["files"][path] for path in before}

    async def send(batch: Sequence[EntryWrite]) -> dict[int, Result]:
        await target.client.edit_files(rows.rows)
        return {planned.position: {} for planned in batch}

    step = NewStep(planned.position, "files", target.instance, {"files": before}, {"files": wanted})
    await target.journal.write([EntryWrite(planned, step, last=False)], send)


# --- search ----------------------------------------------------------------------------------------------


async def _search(target: ApplyTarget, planned: PlannedEntry, item_id: int) -> None:
    """Search a series whose single episodes were set first; never twice for one entry."""
    body = {"seriesId": item_id}
    if target.journal.done(planned.position, "search"):
        return
    begun = target.journal.begun(planned.position, "search")
    if begun is not None:
        commands = await target.client.commands()
        sent = any(
            command.name == "SeriesSearch" and command.body.get("seriesId") == item_id for command in commands
        )
        await target.journal.settle_begun(begun, carried_out=sent)
        if sent:
            return

    async def send(batch: Sequence[EntryWrite]) -> dict[int, Result]:
        await target.client.command("SeriesSearch", body)
        return {planned.position: {} for planned in batch}

    step = NewStep(planned.position, "search", target.instance, None, body)
    await target.journal.write([EntryWrite(planned, step, last=False)], send)
