"""Read the files of titles whose children came with the list of all: many children a request."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from arrtui.clients import ArrClient, Delivery, Fetched
from arrtui.core.batches import batched
from arrtui.core.domain import EntityType, Episode, MediaFile, doc_mark, encode
from arrtui.core.fan_out import fan_out
from arrtui.features.backup.collected import Collected, Progress, StoredState


class ListedChildrenReader:
    """Keeps the listed children of one instance for one backup, and reads their files."""

    def __init__(
        self,
        client: ArrClient,
        collected: Collected,
        stored: StoredState,
        *,
        width: int,
        progress: Progress,
    ) -> None:
        self._client = client
        self._collected = collected
        self._stored = stored
        self._width = width
        self._progress = progress
        self._children: defaultdict[int, dict[int, str]] = defaultdict(dict)
        """Canonical JSON by title and id."""
        self._files: defaultdict[int, set[int]] = defaultdict(set)

    async def read(self, children: Fetched[Episode], changed: Iterable[int]) -> None:
        """Take all children over, and read the files of the titles in ``changed`` and that turn out so.

        Raises the client's :class:`ArrError`, and :class:`PartialAnswerError` where too many titles came with
        less than the list announced.
        """
        await asyncio.to_thread(self._take, children)
        wanted = {*changed, *await asyncio.to_thread(self._with_changed_children)}
        due = [
            child
            for item_id in sorted(wanted)
            if self._has_files(item_id)
            for child in self._children[item_id]
        ]
        done, turn = 0, asyncio.Lock()

        async def read(batch: Sequence[int]) -> None:
            nonlocal done
            files = await self._client.files_of(batch, wanted)
            async with turn:
                await asyncio.to_thread(self._keep, files)
            done += len(batch)
            word = self._client.app.unit.plural
            await self._progress(done, len(due), f"reading files and scores of {word}")

        await fan_out(read, batched(due, self._client.children_per_request), width=self._width)
        await asyncio.to_thread(self._finish, wanted, len(children.skipped))

    def _take(self, children: Fetched[Episode]) -> None:
        for child in children.records:
            if child.item_id in self._collected.listed:  # or its title was added or deleted just now
                self._children[child.item_id][child.id] = encode(child)
        children.records.clear()  # with dozens of releases each they are as large again as their JSON
        self._collected.skip(EntityType.EPISODE, children.skipped)
        self._collected.note_odd(EntityType.EPISODE, children.odd)

    def _with_changed_children(self) -> set[int]:
        """Return the titles whose children are not those stored."""
        stored: defaultdict[int, dict[int, int]] = defaultdict(dict)
        for row in self._stored.episodes:
            stored[row.item_id][row.episode_id] = row.mark
        return {
            item_id
            for item_id in self._collected.listed
            if {number: doc_mark(doc) for number, doc in self._children[item_id].items()} != stored[item_id]
        }

    def _has_files(self, item_id: int) -> bool:
        listed = self._collected.listed[item_id]
        return bool(listed.files or listed.size)

    def _keep(self, files: Fetched[MediaFile]) -> None:
        for file in files.records:
            self._files[file.item_id].add(file.id)
        self._collected.take(EntityType.FILE, files)

    def _finish(self, wanted: Collection[int], unreadable: int) -> None:
        """Hand over what was read completely."""
        collected = self._collected
        collected.asked_items.update(wanted)
        for item_id in sorted(wanted):
            listed, children = collected.listed[item_id], self._children[item_id]
            delivery = Delivery(len(children), files=self._files[item_id])
            lacking = self._client.lacking(listed, delivery)
            known = self._stored.short.get(item_id) == lacking
            if lacking:
                collected.note_short(item_id, lacking, known=known, believed=known)
            if not lacking or known or unreadable:
                for number, doc in children.items():
                    collected.children[EntityType.EPISODE].add(item_id, str(number), doc)
                collected.read_items.add(item_id)
