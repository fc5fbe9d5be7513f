"""Verify the cache of artwork: its files against their names, against the database, and what refers to them.

Times on the disk prove nothing, as the apps' recycle bin changes them through links: only hashes count. On
each run a share of the files is read, so that all of them are within a number of days. NFO, which are in the
database, are verified with them.
"""

from __future__ import annotations

import asyncio
import math
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field

from arrtui.core.artwork import NFO_EXTENSION, Asset
from arrtui.core.artwork_problems import ArtProblem, ArtProblemKind
from arrtui.core.batches import batched
from arrtui.core.text import DAY, HOUR, plural
from arrtui.db.artwork import assets, checks, nfo_contents
from arrtui.db.artwork.checks import AssetUse
from arrtui.db.database import Database
from arrtui.features.artwork.nfo_keeping import take_over
from arrtui.media.art_cache import ArtCache, AssetCheck, CachedFile

GRACE = HOUR
"""Seconds for which what is new is left alone: somebody may be about to note or to write it."""
BATCH = 16
"""Files that are read before progress is published and a cancellation is noticed."""
_KINDS = {
    AssetCheck.CHANGED: (ArtProblemKind.CACHE_CHANGED, "Its content is not what its name says."),
    AssetCheck.MISSING: (ArtProblemKind.CACHE_MISSING, "It is not in the cache."),
    AssetCheck.UNREADABLE: (ArtProblemKind.CACHE_UNREADABLE, "The system does not let it be read."),
}


@dataclass(frozen=True)
class VerifyTools:
    """What verifying needs."""

    database: Database
    cache: ArtCache
    progress: Callable[[int, int, str], Awaitable[None]]
    check: Callable[[], None]
    """Raises when the work is to stop."""
    now: float
    """UTC seconds."""


@dataclass
class CacheReport:
    """What came of verifying the cache."""

    files: int = 0
    """With the NFO."""
    due: int = 0
    """How many were to be read this time."""
    verified: list[str] = field(default_factory=list)
    """Hashes of those that are whole."""
    problems: list[ArtProblem] = field(default_factory=list)


def due_assets(known: Iterable[Asset], now: float, days: int) -> list[Asset]:
    """Return the files to be read now, the one read longest ago first. Pure.

    Due is what was not read for ``days``, and as large a share of the rest as of these days went by since
    something was read last. A time to come is none: the clock was set back.
    """
    read_at = {
        asset.sha256: max((at for at in (asset.verified_at, asset.added_at) if at <= now), default=0.0)
        for asset in known
    }
    if not read_at:
        return []
    verified = [asset.verified_at for asset in known if 0 < asset.verified_at <= now]
    last = max(verified) if verified else min(read_at.values())
    share = math.ceil(len(read_at) * min(1.0, (now - last) / (days * DAY)))
    overdue = sum(at <= now - days * DAY for at in read_at.values())
    return sorted(known, key=lambda asset: (read_at[asset.sha256], asset.sha256))[: max(share, overdue)]


async def verify_cache(tools: VerifyTools, days: int, *, since: float | None = None) -> CacheReport:
    """Verify the cache: read the share that is due, or everything that was not read ``since`` a time.

    Raises CacheError, StorageError.
    """
    await asyncio.to_thread(tools.cache.sweep)
    known, users = await tools.database.read(lambda: (assets.assets(), checks.uses()))
    files = await asyncio.to_thread(lambda: {file[:2]: file for file in tools.cache.files()})
    moved = await take_over(files.values(), tools.cache, tools.database)
    files = {name: file for name, file in files.items() if name not in moved}
    nfos = await tools.database.read(nfo_contents.stored)
    on_disk = {asset.sha256 for asset in known.values() if (asset.sha256, asset.extension) in files}
    settled = {sha256: asset for sha256, asset in known.items() if not is_fresh(asset.added_at, tools.now)}
    if not on_disk - nfos and (wanted := _wanted(settled, nfos)):
        why = f"{tools.cache.folder} is not there, or holds none of {plural(len(wanted), 'known file')}."
        return CacheReport(problems=[ArtProblem(kind=ArtProblemKind.CACHE_GONE, detail=why)])
    there = on_disk | (nfos & known.keys())
    report = CacheReport(files=len(files) + len(nfos))
    by_hash = defaultdict[str, list[AssetUse]](list)
    for use in users:
        by_hash[use.sha256].append(use)
    present = [known[sha256] for sha256 in there]
    if since is None:
        due = due_assets(present, tools.now, days)
    else:
        due = [asset for asset in present if not since <= asset.verified_at <= tools.now]
    resized = [a for a in present if a.sha256 not in nfos and files[a.sha256, a.extension].size != a.size]
    due += [asset for asset in resized if asset not in due]
    report.due = len(due)
    await _read_files(due, nfos, tools, by_hash, report)
    report.problems += [
        _cache_problem(asset, AssetCheck.MISSING, by_hash)
        for asset in settled.values()
        if asset.sha256 not in there
    ]
    unknown = await asyncio.to_thread(_orphans, files, known, tools)
    report.problems += unknown
    report.problems += _unknown_images(users, known)
    return report


def _wanted(settled: Mapping[str, Asset], nfos: Set[str]) -> list[Asset]:
    """Return what can only be in the cache: images, and NFO as long as none was moved from there. Pure."""
    absent = [asset for sha256, asset in settled.items() if sha256 not in nfos]
    return [asset for asset in absent if not nfos or asset.extension != NFO_EXTENSION]


async def _read_files(
    due: list[Asset],
    nfos: Set[str],
    tools: VerifyTools,
    by_hash: Mapping[str, list[AssetUse]],
    report: CacheReport,
) -> None:
    """Read files in batches, and store at once which are whole: a run that is killed was not for nothing."""
    done = 0
    for batch in batched(due, BATCH):
        tools.check()
        await tools.progress(done, len(due), "cache")
        files = [asset for asset in batch if asset.sha256 not in nfos]
        results = await asyncio.to_thread(_check_all, files, tools.cache)
        contents = [asset for asset in batch if asset.sha256 in nfos]
        results += await tools.database.read(_check_contents, contents)
        whole = [asset.sha256 for asset, result in results if result is AssetCheck.WHOLE]
        await tools.database.write(checks.mark_verified, whole, tools.now)
        report.verified += whole
        report.problems += [
            _cache_problem(asset, result, by_hash)
            for asset, result in results
            if result is not AssetCheck.WHOLE
        ]
        done += len(batch)


def _check_all(batch: list[Asset], cache: ArtCache) -> list[tuple[Asset, AssetCheck]]:
    return [(asset, cache.check(asset.sha256, asset.extension, asset.size)) for asset in batch]


def _check_contents(batch: list[Asset]) -> list[tuple[Asset, AssetCheck]]:
    """Return how NFO are whose contents are in the database."""
    whole = nfo_contents.contents([asset.sha256 for asset in batch])
    return [(a, AssetCheck.WHOLE if a.sha256 in whole else AssetCheck.CHANGED) for a in batch]


def _orphans(
    files: Mapping[tuple[str, str], CachedFile], known: Mapping[str, Asset], tools: VerifyTools
) -> list[ArtProblem]:
    """Return the files that the database does not know, except those that somebody may be about to note."""
    problems = []
    for file in files.values():
        if file.sha256 in known and known[file.sha256].extension == file.extension:
            continue
        path = tools.cache.path_of(file.sha256, file.extension)
        if path.exists() and not is_fresh(path.stat().st_mtime, tools.now):
            problems.append(
                ArtProblem(
                    kind=ArtProblemKind.CACHE_ORPHAN,
                    sha256=file.sha256,
                    relative_path=path.name,
                    detail="The database does not know it.",
                )
            )
    return problems


def _unknown_images(users: Iterable[AssetUse], known: Mapping[str, Asset]) -> list[ArtProblem]:
    """Return the slots and published files whose image the database does not know, each image once."""
    missing: dict[str, AssetUse] = {}
    for use in users:
        if use.sha256 not in known:
            missing.setdefault(use.sha256, use)
    return [
        ArtProblem(
            kind=ArtProblemKind.UNKNOWN_IMAGE,
            instance=use.instance,
            external_id=use.external_id,
            slot=use.slot,
            relative_path=use.relative_path,
            sha256=use.sha256,
            detail="It refers to an image that the database does not know.",
        )
        for use in missing.values()
    ]


def _cache_problem(asset: Asset, result: AssetCheck, by_hash: Mapping[str, list[AssetUse]]) -> ArtProblem:
    kind, detail = _KINDS[result]
    use = next(iter(by_hash.get(asset.sha256, ())), AssetUse("", "", "", ""))
    return ArtProblem(
        kind=kind,
        instance=use.instance,
        external_id=use.external_id,
        slot=use.slot,
        relative_path=f"{asset.sha256}{asset.extension}",
        sha256=asset.sha256,
        detail=detail,
    )


def is_fresh(at: float, now: float) -> bool:
    """Return whether something happened just now; a time to come is no reason to wait for it."""
    return 0 <= now - at < GRACE
