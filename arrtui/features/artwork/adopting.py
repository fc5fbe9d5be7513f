"""Take what lies in titles' folders into the cache and the database: the owner's images, what NFO say."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence

import msgspec

from arrtui.core.artwork import ArtFile, ArtFolder, SlotChoice
from arrtui.core.batches import batched
from arrtui.core.config import InstanceConfig
from arrtui.db.artwork import app_files, assets, folders, metadata, placements, slots
from arrtui.db.database import Database
from arrtui.features.artwork.content_reading import (
    NFO_SOURCE,
    ContentReader,
    FolderContents,
    with_contents,
)
from arrtui.features.artwork.nfo_notes import with_nfo_notes
from arrtui.features.artwork.recognizing import by_preference
from arrtui.media.art_cache import ArtCache
from arrtui.media.roots import READERS

BATCH = 40
"""Titles whose contents are stored at once."""
OWNER = "owner"
"""The provider of images that lay in the title's folder."""
Progress = Callable[[int, int, str], Awaitable[None]]


class Adoption(msgspec.Struct, frozen=True):
    """What came of reading images and NFO."""

    images: int = 0
    """That are the owner's and are in the cache now."""
    nfos: int = 0
    locked: int = 0
    """Slots that a lock kept as they are."""

    def __add__(self, other: Adoption) -> Adoption:
        return Adoption(self.images + other.images, self.nfos + other.nfos, self.locked + other.locked)


class Adopting:
    """Reads the images and NFO of an instance's titles."""

    def __init__(
        self, instance: InstanceConfig, cache: ArtCache, database: Database, *, most_bytes: int, now: float
    ) -> None:
        """``most_bytes``: a larger image is none; ``now``: UTC seconds."""
        self._instance = instance
        self._cache = cache
        self._database = database
        self._most_bytes = most_bytes
        self._now = now

    async def run(
        self, external_ids: Sequence[str], progress: Progress, check: Callable[[], None]
    ) -> Adoption:
        """Read what is to be read in the folders of some titles, and store it batch by batch.

        ``check`` raises when the work is to stop: what was stored stays. Raises CacheError where the cache
        takes no more, StorageError.
        """
        total = Adoption()
        for number, ids in enumerate(batched(external_ids, BATCH)):
            check()
            await progress(number * BATCH, len(external_ids), "images and NFO")
            contents = await self._read(ids)
            total += await self._database.write(self._store, contents)
            if fault := next((read.fault for read in contents if read.fault), None):
                raise fault
        return total

    async def _read(self, ids: Sequence[str]) -> list[FolderContents]:
        name = self._instance.name
        listed = await self._database.read(folders.folders, name, ids)
        files = await self._database.read(app_files.app_files, name, ids)
        reader = ContentReader(
            self._cache,
            self._instance.kind.app.art,
            await self._database.read(placements.placements, name, ids),
            {
                key: {path: file[:2] for path, file in row.items() if file.episode}
                for key, row in files.items()
            },
            most_bytes=self._most_bytes,
            now=self._now,
        )
        size = -(-len(listed) // READERS)
        parts = batched(listed.values(), max(size, 1))
        results = await asyncio.gather(*(asyncio.to_thread(reader.read, part) for part in parts))
        return [contents for part in results for contents in part]

    def _store(self, contents: Sequence[FolderContents]) -> Adoption:
        """Store what was read, of folders that are still where they were."""
        name, app = self._instance.name, self._instance.kind.app
        ids = [read.folder.external_id for read in contents]
        present = folders.folders(name, ids)
        current = [
            read
            for read in contents
            if (folder := present.get(read.folder.external_id)) and folder.path == read.folder.path
        ]
        known = app_files.known_ids(name, app.external_id.provider, ids)
        stored = [with_contents(present[read.folder.external_id], read) for read in current]
        folders.store(name, (with_nfo_notes(folder, known.get(folder.external_id, {})) for folder in stored))
        assets.record(asset for read in current for asset in read.assets)
        described = {read.folder.external_id: read.parts for read in current if read.parts}
        metadata.store_titles(name, described, {NFO_SOURCE})
        return Adoption(
            images=sum(len(read.owned) for read in current),
            nfos=sum(len(read.nfos) for read in current),
            locked=self._choose(current, {folder.external_id: folder for folder in stored}),
        )

    def _choose(self, contents: Iterable[FolderContents], stored: Mapping[str, ArtFolder]) -> int:
        """Fill slots with images of the owner that are new; return how many slots are locked."""
        name = self._instance.name
        new = {read.folder.external_id: read.owned for read in contents if read.owned}
        present, locked = slots.choices(name, [*new]), slots.locks(name, [*new])
        ours = placements.placements(name, [*new])
        kept = 0
        for external_id, paths in new.items():
            published = {placement.sha256 for placement in ours.get(external_id, ())}
            for slot, file in self._preferred(stored[external_id], published).items():
                before = present.get(external_id, {}).get(slot)
                if file.relative_path not in paths:
                    continue
                if slots.is_locked(locked.get(external_id, set()), slot):
                    kept += 1
                elif before is None or not before.by_owner or before.provider == OWNER:
                    slots.choose_as_owner(name, self._choice(external_id, file))
        return kept

    def _preferred(self, folder: ArtFolder, published: Collection[str]) -> dict[str, ArtFile]:
        """Return of each slot the image of the owner that players prefer."""
        preferred: dict[str, ArtFile] = {}
        for file in by_preference(folder.files, self._instance.kind.app.art):
            if file.sha256 and file.sha256 not in published:
                preferred.setdefault(file.slot, file)
        return preferred

    def _choice(self, external_id: str, file: ArtFile) -> SlotChoice:
        return SlotChoice(
            external_id=external_id,
            slot=file.slot,
            sha256=file.sha256,
            provider=OWNER,
            by_owner=True,
            chosen_at=self._now,
        )
