"""Take pictures that the owner put into Kodi's folder of sets into the cache, as theirs: they stay.

A file is read again once it changed after it was adopted, by the time that no copy takes along
(``st_ctime``).
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import PurePath

from msgspec.structs import replace

from arrtui.core.art_sources import OWNER
from arrtui.core.artwork import ArtFile, ArtFolder, ArtKind, ArtSlot, FileClass, SlotChoice
from arrtui.core.config import InstanceConfig
from arrtui.db.artwork import assets, slots
from arrtui.db.artwork.sets import SetFile, set_files, sets_of
from arrtui.db.database import Database
from arrtui.features.artwork.adopting import Adoption
from arrtui.features.artwork.composing import set_title
from arrtui.features.artwork.content_reading import ContentReader, FolderContents
from arrtui.features.artwork.image_names import SLOT_EXTENSIONS
from arrtui.features.artwork.naming import set_folder
from arrtui.features.artwork.publish_titles import KnownTitle, stored_facts, titles_of
from arrtui.media.art_cache import ArtCache

SURELY = 60.0
"""Seconds that a file must be older than its adoption to be known without reading it: disks round times."""
_POSTERS = ("poster", "folder")
"""Names of a set's poster in Kodi, the one that counts first."""


class SetAdopting:
    """Reads the owner's pictures of the sets of an instance's films."""

    def __init__(
        self,
        instance: InstanceConfig,
        cache: ArtCache,
        database: Database,
        folder: str,
        *,
        most_bytes: int,
        now: float,
    ) -> None:
        """``folder``: of sets; ``most_bytes``: a larger picture is none; ``now``: UTC seconds."""
        self._instance = instance
        self._cache = cache
        self._database = database
        self._folder = folder
        self._most_bytes = most_bytes
        self._now = now

    async def run(self, external_ids: Sequence[str]) -> Adoption:
        """Adopt what is new or changed of the sets of some films. Raises CacheError, StorageError."""
        name = self._instance.name
        films = await self._database.read(sets_of, name)
        wanted = [external_id for external_id in external_ids if external_id in films]
        places = await self._database.read(titles_of, self._instance, wanted) if wanted else []
        firsts = {films[place.title.external_id].collection_id: place for place in reversed(places)}
        facts, _ = await self._database.read(stored_facts, name, [*firsts.values()])
        ours = await self._database.read(set_files)
        read = await asyncio.to_thread(self._read, facts, ours)
        await self._database.write(self._store, read)
        if fault := next((contents.fault for contents in read if contents.fault), None):
            raise fault
        return Adoption(images=sum(len(contents.owned) for contents in read))

    def _read(self, titles: Iterable[KnownTitle], ours: Mapping[str, SetFile]) -> list[FolderContents]:
        """Read what is new in the folders of the sets of some films, one of each set."""
        read = []
        for title in titles:
            name = title.nfo_set or set_title(title.records.item, title.fields.get("", ()))
            folder = f"{self._folder}/{set_folder(name)}"
            if not set_folder(name) or not (files := tuple(self._new_files(folder, title))):
                continue
            placed = [
                replace(file.placement, relative_path=path.removeprefix(f"{folder}/"))
                for path, file in ours.items()
                if path.startswith(f"{folder}/")
            ]
            external_id = title.place.title.external_id
            reader = ContentReader(
                *(self._cache, self._instance.kind.app.art, {external_id: placed}, {}),
                most_bytes=self._most_bytes,
                now=self._now,
            )
            read += reader.read([ArtFolder(external_id=external_id, path=folder, files=files)])
            if read[-1].fault is not None:
                break
        return read

    def _new_files(self, folder: str, title: KnownTitle) -> Iterable[ArtFile]:
        """Yield the pictures in the folder of a set that may be others than those that were adopted."""
        for kind, path, status in _pictures(folder, self._instance.kind.app.art.of_set):
            slot = ArtSlot(kind, of_set=True).text
            choice = title.choices.get(slot)
            is_known = (
                choice is not None
                and choice.by_owner
                and (
                    choice.provider != OWNER
                    or (choice.address == f"{folder}/{path}" and status.st_ctime < choice.chosen_at - SURELY)
                )
            )
            if not is_known and not slots.is_locked(title.locks, slot):
                yield ArtFile(path, FileClass.IMAGE, status.st_size, status.st_mtime_ns, slot)

    def _store(self, read: Sequence[FolderContents]) -> None:
        """Store what was read, with where it lies: the films of a set share what is chosen for it."""
        assets.record(asset for contents in read for asset in contents.assets.values())
        chosen = [
            SlotChoice(
                external_id=contents.folder.external_id,
                slot=file.slot,
                sha256=file.sha256,
                provider=OWNER,
                address=f"{contents.folder.path}/{file.relative_path}",
                by_owner=True,
                chosen_at=self._now,
            )
            for contents in read
            for file in contents.new_images()
        ]
        slots.store_unlocked(self._instance.name, chosen)


def _pictures(folder: str, kinds: Iterable[ArtKind]) -> list[tuple[ArtKind, str, os.stat_result]]:
    """Return the pictures that Kodi takes out of the folder of a set: kind, name and status. Blocks."""
    files: dict[str, tuple[str, os.stat_result]] = {}
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            stem, ending = PurePath(entry.name.lower()).stem, PurePath(entry.name.lower()).suffix
            if ending in SLOT_EXTENSIONS and entry.is_file(follow_symlinks=False):
                files.setdefault(stem, (entry.name, entry.stat(follow_symlinks=False)))
    pictures = []
    for kind in kinds:
        names = _POSTERS if kind is ArtKind.POSTER else (kind.value,)
        if file := next((files[name] for name in names if name in files), None):
            pictures.append((kind, *file))
    return pictures
