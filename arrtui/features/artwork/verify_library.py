"""Verify published files: what is gone, what somebody changed, what of somebody else stands beside them."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from arrtui.core.artwork import NFO, ArtFolder, ArtNoteKind, FileClass, Placement
from arrtui.core.artwork_problems import ArtProblem, ArtProblemKind
from arrtui.core.config import InstanceConfig
from arrtui.core.trailers import MediaRoot, RootState
from arrtui.db import media
from arrtui.db.artwork import folders, placements
from arrtui.db.media import TrailerTitle
from arrtui.features.artwork.applying import BinnedFile
from arrtui.features.artwork.naming import MOVIE_NFO
from arrtui.features.artwork.planning import is_as_placed
from arrtui.features.artwork.verify import VerifyTools
from arrtui.media.access import reason_of
from arrtui.media.art_placing import facts_of, hash_of
from arrtui.media.mapping import PathMapper
from arrtui.media.roots import RootWatch, read_below


class PublishedTitle(NamedTuple):
    """A title with published files."""

    external_id: str
    folder: str
    """On this machine."""
    placements: Sequence[Placement]
    scanned: ArtFolder | None


@dataclass
class LibraryReport:
    """What came of verifying published files."""

    titles: int = 0
    files: int = 0
    problems: list[ArtProblem] = field(default_factory=list)
    touched: list[Placement] = field(default_factory=list)
    """Files as they are to be noted now: with another time than before, or as lost."""
    roots: list[MediaRoot] = field(default_factory=list)
    """Root folders that are not what they should be: nothing below them was looked at."""


async def verify_library(
    instance: InstanceConfig,
    tools: VerifyTools,
    external_ids: Collection[str],
    reread: Collection[str],
    limit: int = 0,
) -> LibraryReport:
    """Verify the published files of titles, of all when none are given, and of at most ``limit`` unless 0.

    ``reread``: hashes of files that are read although their size and time are as noted. Raises StorageError.
    """
    report = LibraryReport()
    mapper = PathMapper(instance.path_mapping)
    titles, known_roots, by_title, scanned = await tools.database.read(
        lambda: (
            media.trailer_titles([instance.name]),
            media.media_roots(instance.name),
            placements.placements(instance.name),
            folders.folders(instance.name),
        )
    )
    by_root: defaultdict[str, list[TrailerTitle]] = defaultdict(list)
    for title in titles:
        by_root[title.root_folder].append(title)
    for path, below in by_root.items():
        published = [
            PublishedTitle(title.external_id, folder, placed, scanned.get(title.external_id))
            for title in below
            if (not external_ids or title.external_id in external_ids)
            and (placed := by_title.get(title.external_id, ()))
            and (folder := mapper.local(title.path)) is not None
        ][: limit - report.titles if limit else None]
        if not published:
            continue
        await tools.progress(report.titles, len(by_title), path)
        with_files = [title.path for title in below if title.files]
        watch = RootWatch(path, with_files, known_roots.get(path), mapper, tools.now)
        look = partial(_look_at_all, instance=instance.name, reread=reread, now=tools.now)
        root, parts = await read_below(watch, published, look, tools.check)
        if root.state is not RootState.READY:
            report.roots.append(root)
            continue
        report.titles += len(published)
        report.files += sum(len(title.placements) for title in published)
        for part in parts:
            report.problems += part.problems
            report.touched += part.touched
    await tools.database.write(placements.note, instance.name, report.touched)
    return report


def local_folders(instances: Iterable[InstanceConfig]) -> dict[tuple[str, str], Path]:
    """Return the folders of titles on this machine by instance and external id. Runs in a database thread."""
    known = {}
    for instance in instances:
        mapper = PathMapper(instance.path_mapping)
        for title in media.trailer_titles([instance.name]):
            if (folder := mapper.local(title.path)) is not None:
                known[instance.name, title.external_id] = Path(folder)
    return known


class ChangedFiles(NamedTuple):
    """What stands where files were published, so that it can make room for these."""

    leaving: Sequence[BinnedFile] = ()
    """What stands in the place of NFO, which are composed anew, and of images of which there is none left."""
    images: Collection[str] = ()
    """Hashes of what stands in the place of other images."""


async def changed_files(
    instance: InstanceConfig, problems: Iterable[ArtProblem], tools: VerifyTools, gone: Collection[str]
) -> ChangedFiles:
    """Return the files that stand where files were published, as they are now.

    ``gone``: hashes of images that could not be repaired.

    What was published since, below a root folder that is not ready, or is no plain file, is left out.
    """
    changed = {
        (problem.external_id, problem.relative_path)
        for problem in problems
        if problem.kind is ArtProblemKind.LIBRARY_CHANGED
    }
    ids = {external_id for external_id, _ in changed}
    report = await verify_library(instance, tools, ids, ()) if ids else LibraryReport()
    known = await tools.database.read(local_folders, [instance])

    def look() -> ChangedFiles:
        leaving, images = list[BinnedFile](), set[str]()
        for problem in report.problems:
            key = (problem.external_id, problem.relative_path)
            if problem.kind is ArtProblemKind.LIBRARY_CHANGED and key in changed:
                folder = known[instance.name, problem.external_id]
                facts = facts_of(folder / problem.relative_path)
                path = folder / problem.relative_path
                if facts is None or not facts.is_plain:
                    continue
                if problem.slot == NFO or problem.sha256 in gone:
                    leaving.append(BinnedFile(problem.external_id, folder.name, path, facts))
                else:
                    images.add(hash_of(path))
        return ChangedFiles(leaving, images - {""})

    return await asyncio.to_thread(look)


def _look_at_all(
    titles: Sequence[PublishedTitle], *, instance: str, reread: Collection[str], now: float
) -> list[LibraryReport]:
    return [_look_at(title, instance, reread, now) for title in titles]


def _look_at(title: PublishedTitle, instance: str, reread: Collection[str], now: float) -> LibraryReport:
    """Compare the published files of a title with what is in its folder. Blocks."""
    report = LibraryReport()
    folder = Path(title.folder)
    if not folder.is_dir():
        problem = ArtProblem(
            kind=ArtProblemKind.LIBRARY_MISSING,
            instance=instance,
            external_id=title.external_id,
            detail=f"The folder {title.folder} is not there.",
        )
        report.problems.append(problem)
        return report
    for placement in title.placements:
        if not placement.placed_at:
            unfinished, path = ArtProblemKind.LIBRARY_UNFINISHED, placement.relative_path
            detail = "Publishing it was interrupted."
            report.problems.append(_problem(unfinished, instance, placement, path, detail))
            continue
        kind, detail, now_there = _compare(folder / placement.relative_path, placement, reread)
        if kind is not None:
            report.problems.append(_problem(kind, instance, placement, placement.relative_path, detail))
        if kind is ArtProblemKind.LIBRARY_MISSING:
            now_there = replace(placement, lost_at=placement.lost_at or now)
        if now_there != placement:
            report.touched.append(now_there)
    report.problems += _foreign_files(title, instance)
    return report


def _compare(
    path: Path, placement: Placement, reread: Collection[str]
) -> tuple[ArtProblemKind | None, str, Placement]:
    """Return what is wrong with a published file and why, and how it is to be noted if nothing is."""
    try:
        facts = facts_of(path)
    except OSError as error:
        detail = f"It cannot be looked at: {reason_of(error)}."
        return ArtProblemKind.LIBRARY_UNREADABLE, detail, placement
    if facts is None:
        return ArtProblemKind.LIBRARY_MISSING, "It was published and is gone.", placement
    if not facts.is_plain:
        return ArtProblemKind.LIBRARY_CHANGED, "A link or a folder is in its place.", placement
    if not is_as_placed(facts, placement) or placement.sha256 in reread:
        sha256 = hash_of(path) if facts.size == placement.size else "another"
        if not sha256:
            return ArtProblemKind.LIBRARY_UNREADABLE, "It cannot be read.", placement
        if sha256 != placement.sha256:
            detail = "Somebody else wrote another content into it."
            return ArtProblemKind.LIBRARY_CHANGED, detail, placement
    times = {"mtime_ns": facts.mtime_ns, "changed_ns": facts.changed_ns}
    return None, "", replace(placement, size=facts.size, lost_at=None, **times)


def _foreign_files(title: PublishedTitle, instance: str) -> list[ArtProblem]:
    """Return the files of somebody else for slots that are published, as the last scan saw them."""
    if title.scanned is None:
        return []
    ours = {placement.relative_path for placement in title.placements}
    by_slot: Mapping[str, Placement] = {placement.slot: placement for placement in title.placements}
    problems = []
    for file in title.scanned.files:
        path = file.relative_path
        is_nfo = file.kind is FileClass.NFO and path.lower() == MOVIE_NFO
        placement = by_slot.get(NFO if is_nfo else file.slot)
        if placement is None or path in ours or file.sha256 == placement.sha256:
            continue
        if (Path(title.folder) / path).exists():
            detail = f"It stands for the same as {placement.relative_path}, and players may prefer it."
            problems.append(_problem(ArtProblemKind.LIBRARY_FOREIGN, instance, placement, path, detail))
    listed = {problem.relative_path for problem in problems}
    anywhere = replace(title.placements[0], slot="", sha256="")
    problems += [
        _problem(ArtProblemKind.LIBRARY_FOREIGN, instance, anywhere, note.relative_path, note.detail)
        for note in title.scanned.notes
        if note.kind is ArtNoteKind.FOREIGN_NAME
        and note.relative_path not in listed
        and (Path(title.folder) / note.relative_path).exists()
    ]
    return problems


def _problem(kind: ArtProblemKind, instance: str, placement: Placement, path: str, detail: str) -> ArtProblem:
    return ArtProblem(
        kind=kind,
        instance=instance,
        external_id=placement.external_id,
        slot=placement.slot,
        relative_path=path,
        sha256=placement.sha256,
        detail=detail,
    )
