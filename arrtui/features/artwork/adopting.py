"""Take what lies in titles' folders into the cache and the database: the owner's images, what NFO say."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence

import msgspec

from arrtui.core.art_sources import OWNER
from arrtui.core.artwork import ArtFile, ArtFolder, Asset, AssetOrigin, SlotChoice
from arrtui.core.batches import batched
from arrtui.core.config import InstanceConfig
from arrtui.core.errors import ArrError
from arrtui.db.artwork import app_files, assets, folders, metadata, placements, slots
from arrtui.db.database import Database
from arrtui.features.artwork.app_images import AppImages, cover_of
from arrtui.features.artwork.content_reading import (
    NFO_SOURCE,
    ContentReader,
    FolderContents,
    with_contents,
)
from arrtui.features.artwork.nfo_keeping import keep
from arrtui.features.artwork.nfo_notes import with_nfo_notes
from arrtui.features.artwork.recognizing import by_preference
from arrtui.media.art_cache import ArtCache
from arrtui.media.roots import READERS

BATCH = 160
"""Titles whose contents are stored at once."""
APP = "app"
"""The provider of images that the app's own metadata consumer wrote there."""
Progress = Callable[[int, int, str], Awaitable[None]]


class Adoption(msgspec.Struct, frozen=True):
    """What came of reading images and NFO."""

    images: int = 0
    """That are in the cache now: the owner's, and those that the app wrote."""
    nfos: int = 0
    locked: int = 0
    """Slots that a lock kept as they are."""
    waiting: int = 0
    """Images that may be the app's, which did not answer."""

    def __add__(self, other: Adoption) -> Adoption:
        return Adoption(
            self.images + other.images,
            self.nfos + other.nfos,
            self.locked + other.locked,
            self.waiting + other.waiting,
        )


class Adopting:
    """Reads the images and NFO of an instance's titles."""

    def __init__(
        self,
        instance: InstanceConfig,
        cache: ArtCache,
        database: Database,
        *,
        app_images: AppImages | None = None,
        app_nfos: Collection[str] = (),
        most_bytes: int,
        now: float,
    ) -> None:
        """Prepare to read the images and NFO of an instance's titles.

        Args:
            instance: Whose titles these are.
            cache: Where the owner's images are kept.
            database: Where what is read is stored.
            app_images: What the app keeps of its titles, where it writes images itself.
            app_nfos: Roots of the NFO that the app writes itself.
            most_bytes: A larger image is none.
            now: UTC seconds.
        """
        self._instance = instance
        self._cache = cache
        self._database = database
        self._app_images = app_images
        self._app_nfos = app_nfos
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
            waiting = [await self._ask_app(read) for read in contents]
            total += await self._database.write(self._store, contents)
            total += Adoption(waiting=sum(waiting))
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
                key: {path: file.numbers for path, file in row.items() if file.numbers}
                for key, row in files.items()
            },
            app_nfos=self._app_nfos,
            most_bytes=self._most_bytes,
            now=self._now,
            of_others=await self._database.read(placements.of_others, name, ids),
        )
        size = -(-len(listed) // READERS)
        parts = batched(listed.values(), max(size, 1))
        results = await asyncio.gather(*(asyncio.to_thread(reader.read, part) for part in parts))
        return [contents for part in results for contents in part]

    async def _ask_app(self, contents: FolderContents) -> int:
        """Tell which images of a folder are the app's; return how many are left as it does not answer."""
        candidates = [file for file in contents.new_images() if cover_of(file)]
        if self._app_images is None or not candidates:
            return 0
        try:
            of_app = await self._app_images.of_app(contents.folder.external_id, candidates)
        except ArrError:
            contents.leave([file.relative_path for file in candidates])
            return len(candidates)
        contents.give_to_app(of_app)
        return 0

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
        new = [(asset, read, path) for read in current for path, asset in read.assets.items()]
        assets.record(asset for asset, read, path in new if path not in read.kept_nfos)
        keep((asset, read.kept_nfos[path]) for asset, read, path in new if path in read.kept_nfos)
        described = {read.folder.external_id: read.parts for read in current if read.parts}
        metadata.store_titles(name, described, {NFO_SOURCE})
        return Adoption(
            images=sum(len(read.owned) + len(read.of_app) for read in current),
            nfos=sum(len(read.nfos) - read.published_nfos for read in current),
            locked=self._choose(current, {folder.external_id: folder for folder in stored}),
        )

    def _choose(self, contents: Iterable[FolderContents], stored: Mapping[str, ArtFolder]) -> int:
        """Fill slots with images that are new; return how many slots are locked.

        The owner's take the place of any that nobody chose by hand, the app's fill empty slots.
        """
        name = self._instance.name
        new = {read.folder.external_id: read for read in contents if read.owned or read.of_app}
        present, locked = slots.choices(name, [*new]), slots.locks(name, [*new])
        ours = placements.placements(name, [*new])
        hashes = {file.sha256 for external_id in new for file in stored[external_id].files if file.sha256}
        known = assets.assets(sorted(hashes))
        chosen, kept = list[SlotChoice](), 0
        for external_id, read in new.items():
            published = {placement.sha256 for placement in ours.get(external_id, ())}
            for file in self._preferred(stored[external_id], known, published):
                before = present.get(external_id, {}).get(file.slot)
                by_owner = file.relative_path in read.owned
                if not by_owner and (before is not None or file.relative_path not in read.of_app):
                    continue
                if slots.is_locked(locked.get(external_id, set()), file.slot):
                    kept += 1
                elif before is None or not before.by_owner or before.provider == OWNER:
                    chosen.append(self._choice(external_id, file, by_owner=by_owner))
        slots.store_unlocked(name, chosen)
        return kept

    def _preferred(
        self, folder: ArtFolder, known: Mapping[str, Asset], published: Collection[str]
    ) -> Iterable[ArtFile]:
        """Return of each slot the image that players prefer, the owner's before the app's."""
        images = by_preference(folder.files, self._instance.kind.app.art)
        preferred: dict[str, ArtFile] = {}
        for origin in (AssetOrigin.OWNER, AssetOrigin.APP):
            for file in images:
                asset = known.get(file.sha256)
                if asset is not None and asset.origin is origin and file.sha256 not in published:
                    preferred.setdefault(file.slot, file)
        return preferred.values()

    def _choice(self, external_id: str, file: ArtFile, *, by_owner: bool) -> SlotChoice:
        return SlotChoice(
            external_id=external_id,
            slot=file.slot,
            sha256=file.sha256,
            provider=OWNER if by_owner else APP,
            by_owner=by_owner,
            chosen_at=self._now,
        )
