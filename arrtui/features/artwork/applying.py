"""Write, replace, rename and remove what a plan says in a title's folder.

What is to be written is noted before and confirmed afterwards, so that a run that was killed is seen: what is
there with the right content counts as written, everything else as not begun. What the owner or an app put
there goes to the recycle bin before anything takes its place. A file counts as ours only as long as it is
the one that was published.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from arrtui.core.artwork import NFO, Asset, Placement, PublishAction, PublishEntry
from arrtui.core.errors import ArrtuiError
from arrtui.features.artwork.naming import base_of
from arrtui.features.artwork.set_sharing import is_elsewhere
from arrtui.media.art_cache import ArtCache
from arrtui.media.art_placing import (
    ACTORS_FOLDER,
    FileFacts,
    PlacingError,
    PlacingRules,
    facts_of,
    hash_of,
    open_folder,
    place_copy,
    remove_own,
    rename_own,
    replace_copy,
    set_folder_open,
)


class BinnedFile(NamedTuple):
    """A file of somebody else that is to go to the recycle bin."""

    external_id: str
    folder: str
    """Name of the title's folder."""
    path: Path
    facts: FileFacts


Recycle = Callable[[Sequence[BinnedFile]], Awaitable[Sequence[ArrtuiError]]]
"""Moves files into the recycle bin; returns why some are not there."""
GiveBack = Callable[[str, Sequence[Path]], Awaitable[Sequence[ArrtuiError]]]
"""Moves files of a title, by external id and where they were, back from the bin; returns why some are not."""


@dataclass(frozen=True)
class ApplyTools:
    """What applying needs."""

    cache: ArtCache
    rules: PlacingRules
    recycle: Recycle
    give_back: GiveBack


@dataclass
class Applied:
    """What came of a title's entries."""

    placed: list[Placement] = field(default_factory=list)
    """As they are to be noted."""
    forgotten: list[str] = field(default_factory=list)
    """Paths of published files that are no longer."""
    errors: list[str] = field(default_factory=list)
    """Sentences."""
    removed: int = 0


class TitleWork(NamedTuple):
    """What is to be done in a title's folder."""

    folder: Path
    like: str
    """Path of the video whose mode and group published files take, below the folder; empty for none."""
    bases: Sequence[str]
    """Of its videos: their paths without extensions."""
    entries: Sequence[PublishEntry]
    placements: Mapping[str, Placement]
    """Those that are known, by path."""
    assets: Mapping[str, Asset]
    marks: Mapping[str, str]
    """What each NFO is made of, by path."""


def leave_folders(folder: Path, entries: Iterable[PublishEntry]) -> None:
    """Remove the folders of actors' and sets' pictures of which files were removed, unless they hold more.

    ``folder``: of the title. What made room for such files must be back by then. Blocks.
    """
    removed = (entry.relative_path for entry in entries if entry.action is PublishAction.REMOVE)
    for path in removed:
        parent = (folder / path).parent
        if parent.name == ACTORS_FOLDER or is_elsewhere(path):
            with suppress(OSError):
                parent.rmdir()


def begun(work: TitleWork) -> list[Placement]:
    """Return what is to be noted before anything is written: files that may be half there. Pure."""
    writing = (PublishAction.WRITE, PublishAction.REPLACE, PublishAction.RENAME)
    entries = (entry for entry in work.entries if entry.action in writing and entry.sha256)
    return [_placement(entry, work, FileFacts(entry.size, 0), 0.0) for entry in entries]


async def apply_title(work: TitleWork, tools: ApplyTools, now: float) -> Applied:
    """Do what the entries of a title say; what fails is told and stays as it was.

    What made room for a file that could not be written comes back at once.
    """
    replaced = [entry for entry in work.entries if entry.action is PublishAction.REPLACE]
    errors = await _recycle(work, tools, [entry for entry in replaced if entry.sha256])
    applied = await asyncio.to_thread(_apply, work, tools, now)
    written = {(placement.relative_path, placement.sha256) for placement in applied.placed}
    failed = [entry for entry in replaced if (entry.relative_path, entry.sha256) not in written]
    if vacant := [work.folder / entry.relative_path for entry in failed if entry.sha256]:
        errors += map(str, await tools.give_back(replaced[0].external_id, vacant))
    leaving = [entry for entry in replaced if not entry.sha256]
    if not applied.errors:
        errors += await _recycle(work, tools, leaving)
        applied.removed += len(leaving)
    applied.errors[:0] = errors
    return applied


async def _recycle(work: TitleWork, tools: ApplyTools, entries: Sequence[PublishEntry]) -> list[str]:
    """Move the files that make room into the recycle bin; return why some are not there."""
    files = []
    for entry in entries:
        path = work.folder / entry.relative_path
        facts = await asyncio.to_thread(facts_of, path)
        if facts is not None:
            files.append(BinnedFile(entry.external_id, work.folder.name, path, facts))
    return [str(error) for error in await tools.recycle(files)] if files else []


def _apply(work: TitleWork, tools: ApplyTools, now: float) -> Applied:
    applied = Applied()
    for entry in work.entries:
        if not entry.sha256:
            continue
        try:
            _apply_entry(entry, work, tools, applied, now)
        except ArrtuiError as error:
            applied.errors.append(str(error))
            if entry.relative_path not in work.placements:
                applied.forgotten.append(entry.relative_path)
            elif entry.action is not PublishAction.REMOVE:
                applied.placed.append(work.placements[entry.relative_path])
    return applied


def _apply_entry(
    entry: PublishEntry, work: TitleWork, tools: ApplyTools, applied: Applied, now: float
) -> None:
    """Do what one entry says. Raises ArrtuiError."""
    target = work.folder / entry.relative_path
    if entry.action is PublishAction.REMOVE:
        if facts_of(target) is not None:
            _require_ours(target, entry.sha256)
            remove_own(target)
            applied.removed += 1
        applied.forgotten.append(entry.relative_path)
        return
    if entry.action is PublishAction.RENAME:
        source = work.folder / entry.before
        _require_ours(source, entry.sha256)
        facts = rename_own(source, target)
        applied.forgotten.append(entry.before)
    else:
        asset = work.assets[entry.sha256]
        source = tools.cache.path_of(asset.sha256, asset.extension)
        like = work.folder / work.like if work.like else None
        put = place_copy
        if entry.action is PublishAction.UPDATE:
            _require_ours(target, work.placements[entry.relative_path].sha256)
            put = replace_copy
        rules = tools.rules._replace(links="copy") if entry.slot == NFO else tools.rules
        if is_elsewhere(entry.relative_path):
            with set_folder_open(target.parent):
                if hash_of(target) == entry.sha256:
                    applied.forgotten.append(entry.relative_path)  # another instance was first
                    return
                facts = put(source, entry.sha256, target, target.parent.parent, like, rules)
        else:
            if target.parent.name == ACTORS_FOLDER:
                open_folder(target.parent)
            facts = put(source, entry.sha256, target, work.folder, like, rules)
    applied.placed.append(_placement(entry, work, facts, now))


def _require_ours(path: Path, sha256: str) -> None:
    """Raise PlacingError unless a file is the one that was published."""
    if hash_of(path) != sha256:
        why = "it is not the file that arrtui published: it was changed or replaced since"
        raise PlacingError(f"changing {path}", why=why, advice="It is left as it is.")


def _placement(entry: PublishEntry, work: TitleWork, facts: FileFacts, placed_at: float) -> Placement:
    name = entry.relative_path
    bases = [base for base in work.bases if name.startswith(f"{base}-") or base_of(name) == base]
    return Placement(
        external_id=entry.external_id,
        relative_path=name,
        slot=entry.slot,
        sha256=entry.sha256,
        size=facts.size,
        mtime_ns=facts.mtime_ns,
        placed_at=placed_at,
        base=max(bases, key=len, default=""),
        mark=work.marks.get(name, ""),
    )
