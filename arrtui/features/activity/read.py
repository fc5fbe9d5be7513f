"""Read what an instance is doing now, and store it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from arrtui.clients import AppCommand, ArrClient, Download
from arrtui.core.activity import READ, ActivityEntry, ActivityKind
from arrtui.core.apps import App
from arrtui.core.domain import Health, ReleaseEvent
from arrtui.core.errors import ArrError
from arrtui.core.text import DAY, format_iso, parse_iso
from arrtui.core.track_rows import track_groups, track_words
from arrtui.db import activity, estate, queue_rows
from arrtui.db.database import Database

RECENT = DAY
"""Seconds of release history that are shown."""
RELEASES = 200
"""The most release events that are kept of an instance."""

_ROUTINE = frozenset({"RefreshMonitoredDownloads", "MessagingCleanup", "ProcessMonitoredDownloads"})
"""Commands that an app starts every minute by itself."""
_FAILED = frozenset({"downloadFailed"})


async def read_activity(
    client: ArrClient, database: Database, now: float, kinds: Collection[ActivityKind] = READ
) -> dict[str, int]:
    """Ask an instance for some kinds of rows, all in six requests, and store the answers instead of theirs.

    Returns how many rows there are of each kind that was asked for. Raises the client's ArrError after noting
    it: what was stored before stays, with its age.
    """
    name = client.config.name
    entries: list[ActivityEntry] = []
    try:
        for kind, read in _READERS.items():  # one after the other: an instance that is down is asked once
            if kind in kinds:
                entries += await read(client, database, now)
    except ArrError as error:
        await database.write(activity.record_fault, name, str(error), now)
        raise
    await database.write(_store, name, entries, now, kinds)
    return {kind.value: sum(entry.kind is kind for entry in entries) for kind in kinds}


def _store(name: str, entries: Sequence[ActivityEntry], now: float, kinds: Collection[ActivityKind]) -> None:
    """Store what was read, the health also with the instance; called in a database thread."""
    activity.replace_activity(name, entries, now, kinds)
    if ActivityKind.HEALTH in kinds:
        messages = (entry for entry in entries if entry.kind is ActivityKind.HEALTH)
        estate.record_health(
            name, [Health(entry.state, entry.what, entry.note, entry.address) for entry in messages]
        )


async def _downloads(client: ArrClient, database: Database, now: float) -> Iterable[ActivityEntry]:
    downloads = await client.downloads()
    seen = [download.seen_at(now) for download in downloads]
    await database.write(queue_rows.store_queue, client.config.name, seen)
    return map(of_download, downloads)


async def _health(client: ArrClient, _database: Database, _now: float) -> Iterable[ActivityEntry]:
    return map(of_health, await client.health())


async def _commands(client: ArrClient, _database: Database, _now: float) -> Iterable[ActivityEntry]:
    return of_commands(await client.commands(), client.app)


async def _releases(client: ArrClient, _database: Database, now: float) -> Iterable[ActivityEntry]:
    return of_releases((await client.history_since(format_iso(now - RECENT))).records)


async def _wanted(client: ArrClient, _database: Database, now: float) -> Iterable[ActivityEntry]:
    return of_wanted(await client.count_missing(), await client.count_below_cutoff(), now)


_Reader = Callable[[ArrClient, Database, float], Awaitable[Iterable[ActivityEntry]]]
_READERS: Mapping[ActivityKind, _Reader] = {
    ActivityKind.DOWNLOAD: _downloads,
    ActivityKind.HEALTH: _health,
    ActivityKind.COMMAND: _commands,
    ActivityKind.RELEASE: _releases,
    ActivityKind.WANTED: _wanted,
}
"""How each kind of row is asked for, in this order: one after the other, a request or two for each."""


# --- pure ------------------------------------------------------------------------------------------------


def of_health(message: Health) -> ActivityEntry:
    """Return a message of the app's health check."""
    return ActivityEntry(
        kind=ActivityKind.HEALTH,
        key=f"{message.source} {message.message}",
        state=message.type,
        what=message.source,
        note=message.message,
        problem=message.type in ("warning", "error"),
        address=message.wiki_url,
    )


def of_download(download: Download) -> ActivityEntry:
    """Return a download; what the app does with it at the end counts for more than its client's word."""
    waits = download.status == "completed" and download.import_state
    return ActivityEntry(
        kind=ActivityKind.DOWNLOAD,
        key=str(download.id),
        state=download.import_state if waits else download.status,
        what=download.release,
        note=download.note,
        problem=download.troubled,
        at=parse_iso(download.added),
        item_id=download.item_id,
        episode_id=download.episode_id,
        quality=download.quality,
        score=download.score,
        size=download.size,
        left=download.left,
        seconds_left=download.seconds_left,
    )


def of_commands(commands: Iterable[AppCommand], app: App) -> Iterator[ActivityEntry]:
    """Yield an app's commands that are under way or have failed, without those it starts every minute."""
    for command in commands:
        if command.failed or (not command.finished and command.name not in _ROUTINE):
            yield of_command(command, app)


def of_command(command: AppCommand, app: App) -> ActivityEntry:
    """Return a command of an app, with the one title or the one child it is about."""
    return ActivityEntry(
        kind=ActivityKind.COMMAND,
        key=str(command.id),
        state=command.status,
        what=command.name,
        note=command.message,
        problem=command.failed,
        at=parse_iso(command.since),
        item_id=_only_id(command.body, app.commands.title_arguments),
        episode_id=_only_id(command.body, app.commands.child_arguments),
    )


def _only_id(body: Mapping[str, Any], arguments: Collection[str]) -> int:
    """Return the id that a command's arguments name alone, 0 where they name none or several."""
    ids: set[Any] = set()
    for argument in arguments:
        value = body.get(argument)
        ids.update(value if isinstance(value, list) else [value])
    numbers = {number for number in ids if isinstance(number, int) and number > 0}
    return numbers.pop() if len(numbers) == 1 else 0


def of_releases(events: Sequence[ReleaseEvent]) -> Iterator[ActivityEntry]:
    """Yield the newest rows of the history, at most :data:`RELEASES`; an album's tracks have one."""
    ordered = sorted(events, key=lambda event: (event.date, event.id))
    for group in track_groups(ordered, lambda event: event)[-RELEASES:]:
        event = group[0]
        yield ActivityEntry(
            kind=ActivityKind.RELEASE,
            key=str(event.id),
            state=event.event,
            what=event.source_title,
            note=" ".join(filter(None, (track_words(group), event.reason))),
            problem=event.event in _FAILED,
            at=parse_iso(event.date),
            item_id=event.item_id,
            episode_id=event.episode_id,
            quality=event.quality,
            score=event.score,
        )


def of_wanted(missing: int, below_cutoff: int, now: float) -> Iterator[ActivityEntry]:
    """Yield how much is wanted."""
    for state, count in (("missing", missing), ("below cutoff", below_cutoff)):
        yield ActivityEntry(kind=ActivityKind.WANTED, key=state, state=state, count=count, at=now)
