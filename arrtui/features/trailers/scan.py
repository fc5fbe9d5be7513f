"""Read the folders of an instance's titles and store what lies in them.

Facts of one instance are written in one transaction. Of a root folder that is not what it should be, before
the reading or after it, nothing is stored but that: a disk that goes away meanwhile takes no trailer with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from arrtui.core.config import InstanceConfig
from arrtui.core.text import DAY
from arrtui.core.trailers import MediaRoot, RootState
from arrtui.db import media, trailers
from arrtui.db.database import Database
from arrtui.db.media import TrailerTitle
from arrtui.features.trailers.reading import FolderReading, StoredFacts, TrailerReader
from arrtui.media.mapping import PathMapper
from arrtui.media.roots import RootWatch, read_below

YEAR = 365 * DAY
"""Seconds that attempts to fetch a trailer are kept."""
Progress = Callable[[int, int, str], Awaitable[None]]


class ScanCounts(msgspec.Struct, frozen=True):
    """What came of reading the folders of an instance."""

    titles: int
    read: int
    """Folders that were new or had changed."""
    gone: int
    """Titles that their app no longer has."""
    not_ready: int
    """Titles below root folders that are not mapped or not mounted."""


async def scan_instance(
    instance: InstanceConfig,
    rule: str,
    database: Database,
    progress: Progress,
    check: Callable[[], None],
    now: float,
) -> ScanCounts:
    """Read the folders of an instance's titles and store what changed; note the rule it has now.

    ``check`` raises when the work is to stop; nothing is stored then. Raises StorageError.
    """
    stored = await database.read(stored_facts, instance.name)
    by_root: defaultdict[str, list[TrailerTitle]] = defaultdict(list)
    for title in stored.titles:
        by_root[title.root_folder].append(title)
    app, mapper = instance.kind.app, PathMapper(instance.path_mapping)
    roots: list[MediaRoot] = []
    readings: list[FolderReading] = []
    done = 0
    reader = TrailerReader(stored, mapper, app.scan, has_seasons=app.has_children, now=now)
    for path, titles in by_root.items():
        folders = [title.path for title in titles if title.files]
        watch = RootWatch(path, folders, stored.roots.get(path), mapper, now)
        root, read = await read_below(watch, titles, reader.read, check)
        roots.append(root)
        readings += read
        done += len(titles)
        await progress(done, len(stored.titles), path)
    lost = {root.path for root in roots if root.state is not RootState.READY}
    counts = ScanCounts(
        titles=len(stored.titles),
        read=len(readings),
        gone=len(stored.folders.keys() - {title.external_id for title in stored.titles}),
        not_ready=sum(len(titles) for path, titles in by_root.items() if path in lost),
    )
    await database.write(_store, instance.name, rule, roots, readings, now)
    return counts


def stored_facts(instance: str) -> StoredFacts:
    """Return what is stored of an instance's titles and their folders."""
    return StoredFacts(
        media.trailer_titles([instance]),
        media.stored_folders(instance, contents=False),
        media.trailer_files(instance, measured=True),
        media.media_roots(instance),
    )


def _store(
    instance: str, rule: str, roots: Sequence[MediaRoot], readings: Sequence[FolderReading], now: float
) -> None:
    """Store what was read, except of titles that went or moved to another folder meanwhile."""
    paths = {title.external_id: title.path for title in media.trailer_titles([instance])}
    current = [read for read in readings if paths.get(read.title.external_id) == read.title.path]
    media.store_roots(instance, roots)
    files = (file for read in current for file in read.trailers)
    media.store_folders(instance, (read.folder for read in current), files)
    media.forget_titles(instance, paths.keys())
    trailers.note_rule(instance, rule, now)
    trailers.forget_old_attempts(instance, now - YEAR)
