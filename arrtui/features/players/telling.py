"""Tell the players of an instance what changed: note it first, take the note away when a player took it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from arrtui.clients.player_http import PlayerError, PlayerOffError
from arrtui.core.config import InstanceConfig
from arrtui.core.config.lock import open_locked, release
from arrtui.core.config.players import PlayerConfig
from arrtui.core.paths import ensure_private_dir
from arrtui.core.players import PlayerTask
from arrtui.core.text import name_some, plural
from arrtui.db.artwork import player_tasks
from arrtui.db.database import Database
from arrtui.features.players.groups import PlayerGroup, groups_of, is_due
from arrtui.features.players.outcomes import PlayerBusyError, TitleOutcome
from arrtui.features.players.tellers import PlayerTeller, open_teller
from arrtui.features.players.titles import PlayerTitle, is_changed, load_titles

_NOTES = 20
"""Sentences that a report keeps."""
_LOOK = 0.2
"""Seconds between two looks whether a player is told by another job of this process."""
_being_told: set[str] = set()
"""Marks of the players that this process is telling."""


@dataclass
class PlayersReport:
    """What came of telling the players of an instance."""

    titles: int = 0
    """Titles that some player was to be told of."""
    delivered: int = 0
    """How often a player took a title."""
    taken: set[str] = field(default_factory=set)
    """External ids of the titles that some player took."""
    players: set[str] = field(default_factory=set)
    """Names of the players that took titles."""
    changed: int = 0
    """Things that players have now, or have otherwise."""
    carried: int = 0
    """Videos whose watched state came over from the one that they replaced."""
    waiting: int = 0
    """How often players, or groups of them, are still to be told of a title."""
    waiting_titles: int = 0
    """Titles that some player is still to be told of."""
    failed: int = 0
    notes: list[str] = field(default_factory=list)

    def note(self, sentence: str) -> None:
        """Keep a sentence, once."""
        if sentence not in self.notes and len(self.notes) < _NOTES:
            self.notes.append(sentence)


@dataclass(frozen=True)
class TellingTools:
    """What telling works with."""

    database: Database
    check: Callable[[], None]
    """Raises JobCancelled when the work is to stop."""
    clock: Callable[[], float]
    locks: Path
    """The folder of the files that keep two processes from talking to one player at once."""
    report: Callable[[int, int, str], None]


async def tell_players(
    config: InstanceConfig,
    players: Sequence[PlayerConfig],
    tools: TellingTools,
    external_ids: Sequence[str] = (),
    *,
    limit: int = 0,
    asks_again: bool = False,
) -> PlayersReport:
    """Tell the players that show an instance what changed since they were told last.

    ``external_ids`` are the titles that are looked at, all when empty; ``asks_again`` tells of them although
    nothing changed. What a player does not take now stays noted. Raises JobCancelled, StorageError.
    """
    report = PlayersReport()
    titles = await tools.database.read(load_titles, config, list(external_ids) or None)
    for group in groups_of(players, config.name):
        names = await _note_changes(tools, group, config.name, titles, asks_again=asks_again)
        await GroupTelling(tools, group, config.name, titles, report, limit).run()
        report.titles = max(report.titles, len(names))
    if titles and not external_ids:
        await tools.database.write(_forget_others, config.name, titles)
    noted = await tools.database.read(player_tasks.tasks, None, config.name)
    report.waiting = len(noted)
    report.waiting_titles = len({task.external_id for task in noted})
    return report


async def _note_changes(
    tools: TellingTools,
    group: PlayerGroup,
    instance: str,
    titles: dict[str, PlayerTitle],
    *,
    asks_again: bool,
) -> list[str]:
    """Note the titles of which a group does not know what is there now; return their external ids."""
    last = await tools.database.read(player_tasks.last_told, group.name, instance)
    changed = [
        external_id
        for external_id, title in titles.items()
        if asks_again or is_changed(title, last[external_id][0] if external_id in last else None)
    ]
    tasks = await tools.database.read(player_tasks.tasks, [group.name], instance)
    noted = {task.external_id for task in tasks if not task.kept}  # others may go on with what changed
    if new := [external_id for external_id in changed if external_id not in noted]:
        await tools.database.write(player_tasks.queue, [group.name], instance, new, tools.clock())
    return changed


class GroupTelling:
    """One group of players while it is told what is noted for it."""

    def __init__(
        self,
        tools: TellingTools,
        group: PlayerGroup,
        instance: str,
        titles: dict[str, PlayerTitle],
        report: PlayersReport,
        limit: int,
    ) -> None:
        self._tools = tools
        self._group = group
        self._instance = instance
        self._titles = titles
        self._report = report
        self._limit = limit
        self._new: list[str] = []
        self._changed: list[str] = []

    async def run(self) -> None:
        """Tell one of the group what is noted for it, then each what is noted for it alone."""
        await self._run_with(self._group.name, self._group.members)
        for member in self._group.members:
            if member.name != self._group.name:
                await self._run_with(member.name, [member])

    async def _run_with(self, noted_for: str, members: Sequence[PlayerConfig]) -> None:
        """Tell the first of some players that is ready what is noted under a name."""
        now = self._tools.clock()
        noted = await self._tools.database.read(player_tasks.tasks, [noted_for], self._instance)
        due = [task for task in noted if task.external_id in self._titles and is_due(task, now)]
        due = due[: self._limit] if self._limit else due
        if not due:
            return
        faults: list[str] = []
        for member in members:
            async with _alone(self._tools, member) as is_free:
                if not is_free:
                    faults.append(f"{member.name}: another arrtui is telling it just now")
                    continue
                teller = open_teller(member, self._keep, self._tools.check)
                try:
                    await teller.ready(f"telling it of {plural(len(due), 'title')}")
                    await self._tell(member, teller, due)
                    return
                except (PlayerError, PlayerBusyError) as error:
                    faults.append(str(error))
                finally:
                    await teller.aclose()
        for fault in faults:
            self._report.note(fault)
        await self._tools.database.write(_postpone, due, faults[-1] if faults else "", now)

    async def _keep(self, task: PlayerTask) -> None:
        await self._tools.database.write(player_tasks.keep, task)

    async def _tell(self, member: PlayerConfig, teller: PlayerTeller, due: Sequence[PlayerTask]) -> None:
        """Tell a player of titles, one after the other. Raises PlayerOffError, PlayerBusyError."""
        last = await self._tools.database.read(player_tasks.last_told, self._group.name, self._instance)
        if not self._limit:
            news = [self._titles[task.external_id] for task in due if not task.textures_only]
            await teller.prepare(
                news, lambda words: self._tools.report(0, len(due), f"{member.name}: {words}")
            )
        for number, task in enumerate(due):
            self._tools.check()
            title = self._titles[task.external_id]
            self._tools.report(number, len(due), f"{member.name}: {title.title}")
            before, told_at = last.get(task.external_id, (None, 0.0))
            if not await asyncio.to_thread(os.path.isdir, title.folder):
                await self._fail(task, f"{title.title}: its folder {title.folder} is not there now")
                continue
            try:
                if task.textures_only:
                    outcome = await teller.drop_copies(title)
                else:
                    await teller.ready(f"telling it of {title.title}")
                    outcome = await teller.tell(title, before, told_at, task)
            except (PlayerOffError, PlayerBusyError):
                raise
            except PlayerError as error:
                await self._fail(task, str(error))
                continue
            await asyncio.shield(self._store(task, title, member, teller, waits=outcome.waits))
            self._count(member, title, outcome)
        await self._say(member, teller)

    async def _fail(self, task: PlayerTask, sentence: str) -> None:
        self._report.failed += 1
        self._report.note(sentence)
        await self._tools.database.write(player_tasks.fail, task, sentence, self._tools.clock())

    async def _store(
        self,
        task: PlayerTask,
        title: PlayerTitle,
        member: PlayerConfig,
        teller: PlayerTeller,
        *,
        waits: bool,
    ) -> None:
        """Take a note away that a player took; the others of its group drop their copies of pictures.

        Of a title that ``waits``, the note stays: it is tried again later.
        """
        now = self._tools.clock()
        last = None if task.textures_only else title.current
        if waits:
            why = f"{title.title}: what was watched is kept until the player has the video that replaced it"
            self._report.note(why)
            await self._tools.database.write(player_tasks.wait, task, title.current, why, now)
        else:
            await self._tools.database.write(player_tasks.done, task, last, now)
        others = [other.name for other in self._group.members if other.name != member.name]
        if others and teller.copies_pictures and not task.textures_only:
            await self._tools.database.write(_queue_copies, others, self._instance, task.external_id, now)

    def _count(self, member: PlayerConfig, title: PlayerTitle, outcome: TitleOutcome) -> None:
        self._report.delivered += 1
        self._report.taken.add(title.external_id)
        self._report.players.add(member.name)
        self._report.changed += outcome.changed
        self._report.carried += outcome.carried
        for sentence in outcome.notes:
            self._report.note(sentence)
        if outcome.is_new:
            self._new.append(title.title)
        elif outcome.changed:
            self._changed.append(title.title)

    async def _say(self, member: PlayerConfig, teller: PlayerTeller) -> None:
        """Show on the screen what is new, where that is wanted; a failure is only noted."""
        parts = [f"New: {name_some(self._new)}"] if self._new else []
        parts += [f"Changed: {name_some(self._changed)}"] if self._changed else []
        self._new, self._changed = [], []
        if member.messages and parts:
            try:
                await teller.show_message(". ".join(parts))
            except PlayerError as error:
                self._report.note(str(error))


def _forget_others(instance: str, titles: dict[str, PlayerTitle]) -> None:
    """Forget what is noted of titles that the instance has no more, but for what a player forgot of them."""
    noted = player_tasks.tasks(None, instance)
    player_tasks.drop(task for task in noted if task.external_id not in titles and not task.kept)
    player_tasks.forget_told(instance, titles)


def _postpone(due: Sequence[PlayerTask], error: str, now: float) -> None:
    for task in due:
        player_tasks.postpone(task, error, now)


def _queue_copies(names: Sequence[str], instance: str, external_id: str, now: float) -> None:
    player_tasks.queue(names, instance, [external_id], now, textures_only=True)


@asynccontextmanager
async def _alone(tools: TellingTools, member: PlayerConfig) -> AsyncIterator[bool]:
    """Keep others from telling the same player meanwhile; yield whether that is so.

    A job of this process that tells it of another instance is waited for, another process is not. The lock
    is the operating system's: a killed process leaves none behind. Raises JobCancelled.
    """
    mark = sha256(f"{member.kind} {member.url}".encode()).hexdigest()[:16]
    while mark in _being_told:
        tools.check()
        await asyncio.sleep(_LOOK)
    _being_told.add(mark)
    try:
        await asyncio.to_thread(ensure_private_dir, tools.locks)
        path = tools.locks / f".player-{mark}.lock"
        descriptor = await asyncio.to_thread(open_locked, path)
        try:
            yield descriptor is not None
        finally:
            if descriptor is not None:
                release(descriptor, path)
    finally:
        _being_told.discard(mark)
