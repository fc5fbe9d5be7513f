"""Read the episodes and files of all series: by windows of air dates, singly where that does not suffice.

The calendar gives every episode that has a date in a few requests, equal to what ``/episode`` says of it
(ARR_API 2.3). A series that has more episodes than came is asked for by itself. Files are read of series of
which anything changed, and of the others in turns, since edits by hand of a file show nowhere.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import NamedTuple

from arrtui.clients import ArrClient, Delivery, ListedItem, Skipped
from arrtui.clients.arr import IDS_PER_REQUEST
from arrtui.core.batches import batched
from arrtui.core.domain import EntityType, Episode, MediaFile, doc_mark, encode
from arrtui.core.errors import BadRequestError, ServerFaultError
from arrtui.core.fan_out import fan_out
from arrtui.features.backup.collected import Collected, Progress, StoredState
from arrtui.features.backup.files import read_files
from arrtui.features.backup.packed import PackedRecords
from arrtui.features.backup.windows import (
    FILES_PER_WINDOW,
    Window,
    plain_windows,
    weekly,
    windows,
)


class EpisodeFacts(NamedTuple):
    """What is needed to know of an episode whose record is packed away."""

    file_id: int
    dated: bool
    mark: int
    """`doc_mark` of its canonical JSON."""


@dataclass
class SeriesContent:
    """What was read of a series, apart from the records themselves."""

    episodes: dict[int, EpisodeFacts] = field(default_factory=dict)
    files: dict[int, int] = field(default_factory=dict)
    """Id → bytes."""
    skipped_episodes: list[Skipped] = field(default_factory=list)
    skipped_files: list[Skipped] = field(default_factory=list)

    @property
    def delivery(self) -> Delivery:
        """What came of the series, to be compared with what the list announces."""
        named = [episode.file_id for episode in self.episodes.values() if episode.file_id]
        return Delivery(
            len(self.episodes), named, self.files.keys(), self.skipped_episodes, self.skipped_files
        )


class SeriesReader:
    """Reads the series of one instance for one backup."""

    def __init__(
        self,
        client: ArrClient,
        collected: Collected,
        stored: StoredState,
        *,
        width: int,
        progress: Progress,
        only: Collection[int] | None = None,
    ) -> None:
        """Prepare to read all listed series, or ``only`` some of them."""
        self._client = client
        self._collected = collected
        self._stored = stored
        self._width = width
        self._progress = progress
        self._contents = {
            item_id: SeriesContent() for item_id in (collected.listed if only is None else only)
        }
        self._packed = {EntityType.EPISODE: PackedRecords(), EntityType.FILE: PackedRecords()}
        self._packing = Lock()
        self._unclear: set[int] = set()
        """Series with an episode whose file could not be read in a window."""

    async def read(self, changed: Iterable[int]) -> None:
        """Read all episodes, and the files of the series in ``changed`` and of those that turn out to be.

        Raises the client's :class:`ArrError`, and :class:`PartialAnswerError` where too many series came with
        less than the list announced.
        """
        turn = self._stored.turn
        times = await asyncio.to_thread(self._known_times)
        with_files = windows(times, FILES_PER_WINDOW)
        wanted = set(changed)
        all_files_read = self._is_cheaper(with_files, wanted)
        if all_files_read:
            await self._read_windows(with_files, files=True)
        else:
            due = turn.windows if turn else ()
            await self._read_windows(plain_windows(times, due), files=False)
            await self._read_windows(due, files=True)
        await self._read_undated()
        await self._read_incomplete_episodes()
        wanted |= self._unclear
        wanted |= await asyncio.to_thread(self._with_changed_episodes)
        if not all_files_read and self._is_cheaper(with_files, wanted):
            await self._read_windows(with_files, files=True)
        if turn and turn.ends_round:
            await self._read_hidden_files()
        await self._read_files(wanted)
        await asyncio.to_thread(self._finish, wanted)

    async def read_singly(self) -> None:
        """Read all episodes and files of each series by itself. Raises the client's :class:`ArrError`."""
        wanted = set(self._contents)
        await self._read_incomplete_episodes()
        await self._read_files(wanted)
        await asyncio.to_thread(self._finish, wanted)

    # --- by windows -------------------------------------------------------------------------------------

    def _known_times(self) -> list[str]:
        """Return the times of the episodes that are stored, and a guess at those of new ones, sorted."""
        times = [episode.air_date for episode in self._stored.episodes if episode.air_date]
        stored = Counter(episode.item_id for episode in self._stored.episodes)
        today = f"{datetime.now(UTC):%Y-%m-%d}"
        for item_id, listed in self._collected.listed.items():
            first = today if item_id in stored else listed.item.first_aired[:10]
            first = first or f"{listed.item.year or 2000:04}-01-01"
            times += weekly(first, listed.total_episodes - stored[item_id])
        return sorted(times)

    def _is_cheaper(self, with_files: Sequence[Window], wanted: Collection[int]) -> bool:
        """Return whether to read the files of some series by windows: half of all files, fewer requests."""
        listed = self._collected.listed
        due = [listed[item_id].files for item_id in wanted if _has_files(listed[item_id])]
        return len(due) > len(with_files) and 2 * sum(due) > sum(series.files for series in listed.values())

    async def _read_windows(self, due: Sequence[Window], *, files: bool) -> None:
        done = 0

        async def read(window: Window) -> None:
            nonlocal done
            fetched = await self._client.aired_episodes(window.start, window.end, files=files)
            await asyncio.to_thread(
                self._keep,
                (aired.episode for aired in fetched.records),
                (aired.file for aired in fetched.records if aired.file),
            )
            self._collected.note_odd(EntityType.EPISODE, fetched.odd)
            unread = {skipped.key for skipped in fetched.skipped}
            if files and unread:
                stored = self._stored.episodes
                self._unclear.update(row.item_id for row in stored if str(row.episode_id) in unread)
            done += 1
            await self._progress(done, len(due), "reading episodes, files and scores")

        await fan_out(read, due, width=self._width)

    def _keep(self, episodes: Iterable[Episode] = (), files: Iterable[MediaFile] = ()) -> None:
        """Pack records away and note their facts; threads take turns.

        A series that is not in the list was added or deleted just now.
        """
        with self._packing:
            for episode in episodes:
                if content := self._contents.get(episode.item_id):
                    doc = encode(episode)
                    facts = EpisodeFacts(episode.file_id, bool(episode.air_date), doc_mark(doc))
                    content.episodes[episode.id] = facts
                    self._packed[EntityType.EPISODE].add(episode.item_id, str(episode.id), doc)
            for file in files:
                if content := self._contents.get(file.item_id):
                    content.files[file.id] = file.size
                    self._packed[EntityType.FILE].add(file.item_id, str(file.id), encode(file))

    # --- singly -----------------------------------------------------------------------------------------

    def _incomplete(self) -> list[ListedItem]:
        """Return the series of which another number of episodes came than the list announces."""
        listed = self._collected.listed
        return [
            listed[item_id]
            for item_id, content in self._contents.items()
            if len(content.episodes) != listed[item_id].total_episodes
        ]

    async def _read_undated(self) -> None:
        """Read the episodes that had no date when they were stored, many series a request.

        One that is gone makes the app refuse the whole request: its series are asked for singly then.
        """
        incomplete = {listed.item.id for listed in self._incomplete()}
        ids = [
            row.episode_id for row in self._stored.episodes if not row.air_date and row.item_id in incomplete
        ]
        for batch in batched(ids, IDS_PER_REQUEST):
            try:
                fetched = await self._client.episodes_by_id(batch)
            except (ServerFaultError, BadRequestError):
                continue
            self._keep(episodes=fetched.records)

    async def _read_incomplete_episodes(self) -> None:
        async def read(listed: ListedItem) -> None:
            fetched = await self._client.episodes(listed.item.id)
            content = self._contents[listed.item.id]
            content.episodes, content.skipped_episodes = {}, fetched.skipped
            self._packed[EntityType.EPISODE].discard(listed.item.id)
            self._keep(episodes=fetched.records)
            self._collected.note_odd(EntityType.EPISODE, fetched.odd)

        await fan_out(read, self._incomplete(), width=self._width)

    def _with_changed_episodes(self) -> set[int]:
        """Return the series whose episodes are not those stored."""
        stored: dict[int, dict[int, int]] = {}
        for row in self._stored.episodes:
            stored.setdefault(row.item_id, {})[row.episode_id] = row.mark
        return {
            item_id
            for item_id, content in self._contents.items()
            if {number: facts.mark for number, facts in content.episodes.items()} != stored.get(item_id, {})
        }

    async def _read_hidden_files(self) -> None:
        """Read the stored files that no window shows: their episodes have no date, or there are none."""
        shown = {
            episode.file_id
            for content in self._contents.values()
            for episode in content.episodes.values()
            if episode.dated
        }
        for batch in batched(sorted(self._stored.file_ids - shown), IDS_PER_REQUEST):
            try:
                fetched = await self._client.files_by_id(batch)
            except (ServerFaultError, BadRequestError):
                continue
            self._keep(files=fetched.records)

    async def _read_files(self, wanted: Collection[int]) -> None:
        """Read the files of the wanted series that no window gave completely: one request each."""
        due = [self._collected.listed[item_id] for item_id in sorted(wanted)]
        due = [listed for listed in due if _has_files(listed) and not self._has_all_files(listed)]
        done = 0

        async def read(listed: ListedItem) -> None:
            nonlocal done
            fetched, gone = await read_files(self._client, [listed.item.id])
            if gone:
                del self._contents[listed.item.id]
                self._collected.forget(gone)
                return
            content = self._contents[listed.item.id]
            content.files, content.skipped_files = {}, fetched.skipped
            self._packed[EntityType.FILE].discard(listed.item.id)
            self._keep(files=fetched.records)
            self._collected.note_odd(EntityType.FILE, fetched.odd)
            done += 1
            await self._progress(done, len(due), "reading files and scores")

        await fan_out(read, due, width=self._width)

    def _has_all_files(self, listed: ListedItem) -> bool:
        """Return whether windows gave every file of a series, those that no episode names included.

        ``sizeOnDisk`` is the sum over all rows of files (``SeriesStatisticsRepository.FilesBuilder``).
        """
        content = self._contents[listed.item.id]
        named = {episode.file_id for episode in content.episodes.values()} - {0}
        size = sum(content.files.values())
        return listed.item.id not in self._unclear and named == content.files.keys() and size == listed.size

    # --- the outcome ------------------------------------------------------------------------------------

    def _finish(self, wanted: Set[int]) -> None:
        """Hand over what was read completely, and what turns gave of the other series."""
        collected = self._collected
        collected.asked_items.update(wanted & self._contents.keys())
        for item_id, content in self._contents.items():
            if item_id not in wanted:
                self._hand_over(EntityType.FILE, item_id, content.skipped_files)
                collected.turn_items.update([item_id] if content.files else [])
            elif self._is_believed(collected.listed[item_id], content.delivery):
                self._hand_over(EntityType.EPISODE, item_id, content.skipped_episodes)
                self._hand_over(EntityType.FILE, item_id, content.skipped_files)
                collected.read_items.add(item_id)

    def _hand_over(self, kind: EntityType, item_id: int, skipped: Sequence[Skipped]) -> None:
        self._packed[kind].hand_over(item_id, self._collected.children[kind])
        self._collected.skip(kind, skipped)

    def _is_believed(self, listed: ListedItem, delivery: Delivery) -> bool:
        """Return whether what came of a series is all of it; note what it lacks.

        Files that lack as they did the last time are gone for the app as well. Episodes are counted where
        they are read from, so that some lack only in half an answer.
        """
        lacking = self._client.lacking(listed, delivery)
        if not lacking:
            return True
        known = self._stored.short.get(listed.item.id) == lacking
        came = delivery.episodes + len(delivery.skipped_episodes)
        believed = known and came >= listed.total_episodes
        self._collected.note_short(listed.item.id, lacking, known=known, believed=believed)
        return believed


def _has_files(listed: ListedItem) -> bool:
    return bool(listed.files or listed.size)
