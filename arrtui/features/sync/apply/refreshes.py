"""Wait for refreshes of titles: they overwrite edits made meanwhile, and bring what added titles consist of.

Sonarr writes a series back as it was when its refresh began (S ``RefreshSeriesService.RefreshSeriesInfo``);
a refresh that is still queued reads it later. Radarr's refresh writes metadata alone. Lidarr writes artists
and their albums back (LIDARR_API 6).
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Collection, Mapping

from arrtui.clients.answers import AppCommand
from arrtui.clients.command_watch import CommandWatch
from arrtui.core.apps import App
from arrtui.features.sync.apply.context import ApplyTarget

BUSY = "{app} was refreshing it, which undoes changes: the next run tries again."
"""Why an entry was not written."""
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 3.0
"""Seconds between two looks at the commands of an app."""


async def titles_refreshed(
    target: ApplyTarget,
    item_ids: Collection[int],
    *,
    added: bool = False,
    watch: CommandWatch | None = None,
) -> set[int]:
    """Return which of these titles a refresh is about that waits or runs: one request, or as a watch knows.

    For titles just ``added`` those count that the app starts for each of them, scans among them.
    """
    if target.looks_only:
        return set()
    app = target.kind.app
    commands = await (watch or CommandWatch(target.client)).commands()
    unfinished = [command for command in commands if not command.finished]
    if added:
        names = {app.commands.refresh.name, app.commands.refresh_many, app.commands.rescan.name}
        named = [_named(command, app) for command in unfinished if command.name in names]
        return set(item_ids).intersection(set[int]().union(*named))
    return set[int]().union(*(_overwritten(command, app, item_ids) for command in unfinished))


def _named(command: AppCommand, app: App) -> set[int]:
    """Return the titles that a refresh or a scan names; one without ids is about all."""
    named = {*(command.body.get(app.resource.ids) or ()), command.body.get(app.resource.id)}
    return {item_id for item_id in named if item_id}


def _overwritten(command: AppCommand, app: App, item_ids: Collection[int]) -> set[int]:
    """Return which titles a command may write back to what they were.

    The refresh of one child does not say whose it is, and is soon over: it counts for all.
    """
    commands = app.commands
    if commands.refresh_child and command.name == commands.refresh_child.name:
        return set(item_ids)
    if command.name not in (commands.refresh.name, commands.refresh_many):
        return set()
    named = _named(command, app)
    return {item_id for item_id in item_ids if not named or item_id in named}


async def released(
    target: ApplyTarget, item_ids: Collection[int], *, added: bool = False
) -> AsyncIterator[set[int]]:
    """Yield titles as soon as no refresh is about them, for as long as the options let an apply wait.

    What is not yielded still waits then. ``added`` as in :func:`titles_refreshed`.
    """
    left, title = set(item_ids), target.kind.app.title
    deadline, pause = time.monotonic() + target.options.wait_seconds, FIRST_PAUSE
    watch = CommandWatch(target.client)
    while left:
        busy = await titles_refreshed(target, left, added=added, watch=watch)
        if left - busy:
            yield left - busy
            left, pause = busy, FIRST_PAUSE
            continue
        if time.monotonic() >= deadline:
            return
        target.check()
        text = f"waiting for {target.kind.app.name} to refresh {title.count(len(left))}"
        await target.report(target.journal.finished, text)
        await watch.pause(pause)
        pause = min(LONGEST_PAUSE, pause * 1.5)


async def settle(target: ApplyTarget, item_ids: Collection[int]) -> None:
    """Wait for the refreshes and scans of titles that were added, for as long as the options say."""
    async for _ in released(target, item_ids, added=True):
        pass


async def bring_children(target: ApplyTarget, wanted: Mapping[int, Collection[str]]) -> set[int]:
    """Have the app refresh titles that lack children which are to come with that, and wait for it.

    ``wanted`` are the keys of these by the title's id. Return the titles whose refresh takes too long.
    """
    lacking = []
    for item_id, keys in wanted.items() if not target.looks_only else ():
        present = {child.key for child in (await target.client.episodes(item_id)).records}
        if not present.issuperset(keys):
            lacking.append(item_id)
    refresh, left = target.kind.app.commands.refresh, set(lacking)
    if lacking:
        target.check()
        await target.client.command(refresh.name, refresh.body(lacking))
    async for item_ids in released(target, lacking):
        left -= item_ids
    return left


async def scans_ended(target: ApplyTarget) -> None:
    """Wait until the app scans and refreshes nothing more, for as long as the options say.

    Its scan of a new root folder adds titles, whose refreshes follow.
    """
    commands, watch = target.kind.app.commands, CommandWatch(target.client)
    names = {commands.refresh.name, commands.refresh_many, commands.rescan.name}
    deadline, pause = time.monotonic() + target.options.wait_seconds, FIRST_PAUSE
    while any(command.name in names and not command.finished for command in await watch.commands()):
        if time.monotonic() >= deadline:
            return
        target.check()
        text = f"waiting for {target.kind.app.name} to scan new root folders"
        await target.report(target.journal.finished, text)
        await watch.pause(pause)
        pause = min(LONGEST_PAUSE, pause * 1.5)


async def outlast_running(target: ApplyTarget, item_ids: Collection[int]) -> None:
    """Wait for the refreshes that run now and may write these titles back as they were before."""
    app = target.kind.app
    if not app.refresh_overwrites or not item_ids:
        return
    deadline, pause = time.monotonic() + target.options.wait_seconds, FIRST_PAUSE
    watch, running = CommandWatch(target.client), None
    while running is None or running:
        commands = {command.id: command for command in await watch.commands()}
        if running is None:
            started = (command for command in commands.values() if command.status == "started")
            running = {command.id for command in started if _overwritten(command, app, item_ids)}
        running = {number for number in running if number in commands and not commands[number].finished}
        if not running or time.monotonic() >= deadline:
            return
        target.check()
        await target.report(target.journal.finished, f"waiting for {app.name} to end a refresh")
        await watch.pause(pause)
        pause = min(LONGEST_PAUSE, pause * 1.5)
