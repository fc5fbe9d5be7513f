"""Read some titles of an instance again, and store what has changed as a live snapshot.

Something was heard of these titles; what an app pushes is not believed, only asked for. A live snapshot is
one like any other: it can be rebuilt, compared and restored, and the next one follows from it. Titles that
were not read are in it as in the one before. A reading that finds nothing new stores no snapshot.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial

import msgspec

from arrtui.clients import ArrClient, Fetched
from arrtui.core.domain import ChangeKind, EntityType, Episode
from arrtui.core.errors import NotFoundError, OvertakenError
from arrtui.core.fan_out import fan_out
from arrtui.db.database import Database
from arrtui.features.backup import live_store
from arrtui.features.backup.albums import ListedChildrenReader
from arrtui.features.backup.backup import Clock
from arrtui.features.backup.clock import check_stored_time
from arrtui.features.backup.collect import (
    collect_movie_files,
    collect_settings,
    due_settings,
    take_titles,
    titles_to_read,
)
from arrtui.features.backup.collected import Collected, Opening, Progress
from arrtui.features.backup.plausible import check_complete
from arrtui.features.backup.recent import RecentHistory, read_recent_history
from arrtui.features.backup.series import SeriesReader
from arrtui.features.backup.store import BackupRules, BackupRun, SnapshotHook, no_hook

SINGLES = 4
"""Titles that are asked for one by one: the list of more is one request."""
MANY = 250
"""Titles whose files are read whether their rows differ or not; of more only those whose rows do."""
SERIES_AT_ONCE = 20
"""Series whose episodes are read one by one: the calendar has those of all in a few requests."""
OVERLAP = timedelta(minutes=10)
"""How far before the newest event the history is read again; the next backup goes further back."""
ATTEMPTS = 3
"""Readings before a refresh gives way to other processes that store snapshots of the same instance."""


class RefreshRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What to read again."""

    titles: frozenset[int] = frozenset()
    """The app's ids, gone ones among them."""
    whole: bool = False
    """Read the list of titles: there may be new ones, or any may have changed. Without ``titles`` episodes
    are compared too."""
    settings: bool = False
    """Read the settings."""

    def __or__(self, other: RefreshRequest) -> RefreshRequest:
        """Return what reads as much as both."""
        return RefreshRequest(
            titles=self.titles | other.titles,
            whole=self.whole or other.whole,
            settings=self.settings or other.settings,
        )


class RefreshOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of reading titles again."""

    instance: str
    titles: int = 0
    """Titles whose files and episodes were read."""
    added: int = 0
    changed: int = 0
    removed: int = 0
    """Records."""
    changed_titles: tuple[int, ...] = ()
    """The app's ids of the titles with a change, gone ones among them."""
    new_history: int = 0
    requests: int = 0
    seconds: float = 0.0
    snapshot: int | None = None
    """None where nothing had changed."""
    backed_up: bool = True
    """False before the first backup: there is nothing to compare with, and nothing was read."""
    warnings: tuple[str, ...] = ()
    ok: bool = True
    error: str = ""
    """Why it could not be read, as a sentence."""
    error_code: str = ""


async def refresh(
    client: ArrClient,
    database: Database,
    rules: BackupRules,
    request: RefreshRequest,
    *,
    width: int,
    progress: Progress,
    clock: Clock = time.time,
    on_stored: SnapshotHook = no_hook,
) -> RefreshOutcome:
    """Read what is requested, store what differs, and return the outcome.

    A title is taken as gone when the app itself says so for its id, or the complete list lacks it. Raises
    :class:`ArrError` or :class:`GuardError` with everything stored as before.
    """
    reader = _Refresh(client, database, rules, request, width=width, progress=progress, clock=clock)
    for _ in range(ATTEMPTS - 1):
        with suppress(OvertakenError):
            return await reader.run(on_stored)
    return await reader.run(on_stored)


class _Refresh:
    """One refresh of one instance."""

    def __init__(
        self,
        client: ArrClient,
        database: Database,
        rules: BackupRules,
        request: RefreshRequest,
        *,
        width: int,
        progress: Progress,
        clock: Clock,
    ) -> None:
        self._client = client
        self._database = database
        self._rules = rules
        self._request = request
        self._width = width
        self._progress = progress
        self._clock = clock

    async def run(self, on_stored: SnapshotHook) -> RefreshOutcome:
        """Read and store once. Raises :class:`OvertakenError` when another snapshot was stored meanwhile."""
        client, name = self._client, self._client.config.name
        started, requests_before = time.monotonic(), client.requests
        begin = partial(live_store.begin, settings=self._request.settings)
        run = await self._database.read(begin, name, self._clock())
        if run is None or run.previous is None:
            return RefreshOutcome(instance=name, backed_up=False)
        check_stored_time(name, run.previous.taken_at, run.started_at)
        recent = await self._recent(run)
        collected, by_list, children = await self._titles(run, recent)
        if children is None:
            await self._contents(run, collected, recent, by_list=by_list)
        else:
            await self._children(run, collected, recent, children)
        check_complete(name, library=len(run.stored.fingerprints), short=collected.newly_short)
        asked = None if by_list else self._request.titles | recent.items
        accepted = await self._database.read(live_store.compare, run, collected, asked, self._rules)
        record = partial(live_store.record, on_stored=on_stored)
        snapshot, new_history = await self._database.write(record, run, collected, accepted, recent)
        return RefreshOutcome(
            instance=name,
            titles=len(collected.read_items),
            added=accepted.count(ChangeKind.ADDED),
            changed=accepted.count(ChangeKind.CHANGED),
            removed=accepted.count(ChangeKind.REMOVED),
            changed_titles=tuple(sorted({change.item_id for change in accepted.changes} - {0})),
            new_history=new_history,
            requests=client.requests - requests_before,
            seconds=round(time.monotonic() - started, 3),
            snapshot=snapshot,
            warnings=tuple(collected.warnings),
        )

    async def _recent(self, run: BackupRun) -> RecentHistory:
        """Return the release events that are new, where they are kept: their titles are read as well."""
        if not self._rules.history or not (self._request.titles or self._request.whole):
            return RecentHistory()
        return await read_recent_history(self._client, self._database, run, kept=True, overlap=OVERLAP)

    async def _titles(
        self, run: BackupRun, recent: RecentHistory
    ) -> tuple[Collected, bool, Fetched[Episode] | None]:
        """Return the rows of titles, whether they are those of all, and what lists tell of their children."""
        titles, client = self._request.titles | recent.items, self._client
        collected = Collected(status=run.stored.status or await client.status())
        if self._request.settings:
            await self._settings(run, collected)
        by_list = self._request.whole or self._request.settings or len(titles) > SINGLES
        if by_list:
            await self._progress(0, 0, f"listing {client.app.title.plural}")
            library = await client.library()
            take_titles(collected, library.titles, run.stored)
            children = library.children
        else:
            lists: list[Fetched[Episode]] = []
            await fan_out(partial(self._read_row, run, collected, lists), titles, width=self._width)
            children = _joined(lists) if client.children_per_request else None
        collected.status = await client.status_unless(run.stored.status)
        return collected, by_list, children

    async def _children(
        self, run: BackupRun, collected: Collected, recent: RecentHistory, children: Fetched[Episode]
    ) -> None:
        """Read the files of what was asked for, and of titles whose row, rules or children differ."""
        asked = self._request.titles | recent.items
        due = titles_to_read(collected, run.stored, asked)
        stored = await self._database.read(live_store.with_episodes, run)
        reader = ListedChildrenReader(
            self._client, collected, stored, width=self._width, progress=self._progress
        )
        await reader.read(children, (listed.item.id for listed in due))

    async def _settings(self, run: BackupRun, collected: Collected) -> None:
        """Read the settings; scores follow from some of them, so that all titles are listed with them."""
        opening = Opening(collected.status, *await self._client.tags())
        collected.take(EntityType.SETTING, opening.tags)
        kinds = due_settings(self._client, run.stored, opening)
        await collect_settings(self._client, collected, kinds, self._width)

    async def _read_row(
        self, run: BackupRun, collected: Collected, lists: list[Fetched[Episode]], item_id: int
    ) -> None:
        """Read the row of a title, and into ``lists`` the children that its app lists with it.

        One of which the app itself says that there is none is left out.
        """
        try:
            read = await self._client.title_with_children(item_id)
        except NotFoundError as error:
            if not error.message:
                raise
            return
        take_titles(collected, read.titles, run.stored)
        if read.children is not None:
            lists.append(read.children)

    async def _contents(
        self, run: BackupRun, collected: Collected, recent: RecentHistory, *, by_list: bool
    ) -> None:
        """Read episodes and files of what was asked for, and of titles whose row or score rules differ."""
        client, titles = self._client, self._request.titles
        asked = recent.items if len(titles) > MANY else titles | recent.items
        due = titles_to_read(collected, run.stored, asked)
        if not client.app.has_children:
            collected.asked_items.update(listed.item.id for listed in due)
            await collect_movie_files(client, collected, run.stored, due, self._width, self._progress)
        elif by_list and (len(due) > SERIES_AT_ONCE or not titles):
            stored = await self._database.read(live_store.with_episodes, run)
            reader = SeriesReader(client, collected, stored, width=self._width, progress=self._progress)
            await reader.read(listed.item.id for listed in due)
        else:
            only = [listed.item.id for listed in due]
            reader = SeriesReader(
                client, collected, run.stored, width=self._width, progress=self._progress, only=only
            )
            await reader.read_singly()


def _joined(lists: Sequence[Fetched[Episode]]) -> Fetched[Episode]:
    """Return the children of several titles as one answer."""
    return Fetched(
        [child for fetched in lists for child in fetched.records],
        [skipped for fetched in lists for skipped in fetched.skipped],
        [odd for fetched in lists for odd in fetched.odd],
    )
