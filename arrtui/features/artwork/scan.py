"""Read the folders of an instance's titles, and store what is in them.

What is read is stored in one transaction. Of a root folder that is not what it should be, before the reading
or after it, nothing is stored but that.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import msgspec

from arrtui.core.artwork import ArtFolder
from arrtui.core.batches import batched
from arrtui.core.config import Config, InstanceConfig
from arrtui.core.trailers import MediaRoot, RootState
from arrtui.db import media
from arrtui.db.artwork import app_files, folders
from arrtui.db.database import Database
from arrtui.db.media import TrailerTitle
from arrtui.features.artwork.content_reading import unread
from arrtui.features.artwork.naming import players_of
from arrtui.features.artwork.nfo_notes import with_nfo_notes
from arrtui.features.artwork.reading import ArtReader, StoredArt
from arrtui.features.artwork.taken_notes import note_before_storing
from arrtui.media.mapping import PathMapper
from arrtui.media.roots import BATCH, READERS, RootWatch, read_below
from arrtui.media.walk import MISSING

Progress = Callable[[int, int, str], Awaitable[None]]


class ScanScope(msgspec.Struct, frozen=True):
    """Which titles are read."""

    external_ids: tuple[str, ...] = ()
    """All of the instance when empty."""
    limit: int = 0
    """How many folders are read at most; 0 for all."""
    reads_again: bool = False
    """Whether folders and files that did not change are read as well."""

    def of(self, titles: Sequence[TrailerTitle]) -> Sequence[TrailerTitle]:
        """Return those of some titles that are in the scope."""
        wanted = frozenset(self.external_ids)
        return [title for title in titles if title.external_id in wanted] if wanted else titles


class ArtScan(msgspec.Struct, frozen=True):
    """What came of reading folders."""

    titles: int
    """In the scope."""
    read: tuple[ArtFolder, ...] = ()
    """Folders that were new or had changed."""
    ready: tuple[str, ...] = ()
    """Titles whose root folder is what it should be, by external id."""
    gone: int = 0
    """Titles that their app no longer has."""
    roots: tuple[MediaRoot, ...] = ()
    unread: tuple[str, ...] = ()
    """Titles with images or NFO that are still to be read, by external id."""

    @property
    def not_ready(self) -> int:
        """How many titles lie below root folders that are not mapped or not mounted."""
        return self.titles - len(self.ready)

    @property
    def failed_folders(self) -> list[ArtFolder]:
        """The folders that are there and cannot be read."""
        return [folder for folder in self.read if folder.error not in ("", MISSING)]


async def scan_folders(
    instance: InstanceConfig,
    config: Config,
    scope: ScanScope,
    database: Database,
    progress: Progress,
    check: Callable[[], None],
    now: float,
) -> ArtScan:
    """Read the folders of titles that are new or have changed, and store what is in them.

    ``check`` raises when the work is to stop; nothing is stored then. Raises StorageError.
    """
    stored = await database.read(stored_art, instance.name)
    by_root: defaultdict[str, list[TrailerTitle]] = defaultdict(list)
    for title in stored.titles:
        by_root[title.root_folder].append(title)
    mapper = PathMapper(instance.path_mapping)
    players = players_of(config.artwork.names_for, (player.kind for player in config.players))
    earlier = {} if scope.reads_again else stored.folders
    reader = ArtReader(earlier, mapper, instance.kind.app.art, players, now)
    roots: list[MediaRoot] = []
    read: list[ArtFolder] = []
    ready: list[str] = []
    done = 0
    for path, all_titles in by_root.items():
        titles = scope.of(all_titles)
        changed = await _in_threads(reader.changed, titles, check)
        if scope.limit:
            changed = changed[: scope.limit - len(read)]
        ids = [title.external_id for title in changed]
        files = await database.read(app_files.app_files, instance.name, ids)
        with_files = [title.path for title in all_titles if title.files]
        watch = RootWatch(path, with_files, stored.roots.get(path), mapper, now)
        root, part = await read_below(watch, changed, partial(reader.read, app_files=files), check)
        roots.append(root)
        read += part
        ready += [title.external_id for title in titles] if root.state is RootState.READY else []
        done += len(titles)
        await progress(done, len(scope.of(stored.titles)), path)
    await database.write(_store, instance, stored, roots, read, now)
    gone = len(stored.folders.keys() - {title.external_id for title in stored.titles})
    listed = {**stored.folders, **{folder.external_id: folder for folder in read}}
    waiting = unread(listed[external_id] for external_id in ready if external_id in listed)
    return ArtScan(done, tuple(read), tuple(ready), gone, tuple(roots), tuple(waiting))


def stored_art(instance: str) -> StoredArt:
    """Return what is stored of an instance's titles and their folders."""
    return StoredArt(media.trailer_titles([instance]), folders.folders(instance), media.media_roots(instance))


async def _in_threads(
    work: Callable[[Sequence[TrailerTitle]], list[TrailerTitle]],
    titles: Sequence[TrailerTitle],
    check: Callable[[], None],
) -> list[TrailerTitle]:
    """Return what some work says of titles in batches, a few at a time."""
    results: list[TrailerTitle] = []
    for batches in batched(batched(titles, BATCH), READERS):
        check()
        for part in await asyncio.gather(*(asyncio.to_thread(work, batch) for batch in batches)):
            results += part
    return results


def _store(
    instance: InstanceConfig,
    before: StoredArt,
    roots: Sequence[MediaRoot],
    read: Sequence[ArtFolder],
    now: float,
) -> None:
    """Store what was read, except of titles that went or moved to another folder meanwhile.

    What an app took of the owner's files by then is noted first, as nothing tells of it afterwards.
    """
    name, provider = instance.name, instance.kind.app.external_id.provider
    paths = {title.external_id: title.path for title in media.trailer_titles([name])}
    moved = {title.external_id for title in before.titles if paths.get(title.external_id) != title.path}
    media.store_roots(name, roots)
    read = note_before_storing(instance.kind.app, name, before.folders, read, paths.keys(), now)
    ids = app_files.known_ids(name, provider, [folder.external_id for folder in read])
    stayed = (folder for folder in read if folder.external_id not in moved)
    folders.store(name, (with_nfo_notes(folder, ids.get(folder.external_id, {})) for folder in stayed))
    folders.forget(name, paths.keys())
