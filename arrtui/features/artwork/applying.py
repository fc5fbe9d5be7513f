"""Write, replace, rename and remove what a plan says in a title's folder.

What is to be written is noted before and confirmed afterwards, so that a run that was killed is seen: what is
there with the right content counts as written, everything else as not begun. What the owner or an app put
there goes to the recycle bin before anything takes its place, and so does what is ours and leaves. What is
replaced keeps its name until the new file takes it in one step: no moment, and no kill, leaves neither. An
NFO of ours is rewritten so too, with all that it said and arrtui does not know. A file counts as ours only as
long as it is the one that was published.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from arrtui.core.art_layouts import TitleForm
from arrtui.core.artwork import NFO, Placement, PublishAction, PublishEntry
from arrtui.core.errors import ArrtuiError
from arrtui.features.artwork.naming import base_of
from arrtui.features.artwork.set_sharing import is_elsewhere
from arrtui.features.artwork.wanting import is_named_after
from arrtui.media.art_cache import ArtCache
from arrtui.media.art_placing import (
    ACTORS_FOLDER,
    FileFacts,
    KeptFile,
    PlacingError,
    PlacingRules,
    Source,
    facts_of,
    hash_of,
    open_folder,
    place_copy,
    rename_own,
    replace_copy,
    set_folder_open,
)


class BinnedFile(NamedTuple):
    """A file that is to go to the recycle bin."""

    external_id: str
    folder: str
    """Name of the title's folder."""
    path: Path
    facts: FileFacts
    is_ours: bool = False
    """Whether arrtui published it."""


Recycle = Callable[[Sequence[BinnedFile]], Awaitable[Sequence[ArrtuiError]]]
"""Moves files into the recycle bin; returns why some are not there."""
Keep = Callable[[Sequence[BinnedFile]], Awaitable[tuple[Mapping[Path, Path], Sequence[ArrtuiError]]]]
"""Has files in the recycle bin that keep their names; returns where those are, and why others are not."""
GiveBack = Callable[[str, Sequence[Path]], Awaitable[Sequence[ArrtuiError]]]
"""Moves files of a title, by external id and where they were, back from the bin; returns why some are not."""


@dataclass(frozen=True)
class ApplyTools:
    """What applying needs."""

    cache: ArtCache
    rules: PlacingRules
    recycle: Recycle
    keep: Keep
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
    """Of its videos: their paths without extensions; of albums their folders, with a slash at the end."""
    entries: Sequence[PublishEntry]
    placements: Mapping[str, Placement]
    """Those that are known, by path."""
    marks: Mapping[str, str]
    """What each NFO is made of, by path."""
    sources: Mapping[str, Source] = {}
    """What its files are copied from, by hash."""


def leave_folders(folder: Path, entries: Iterable[PublishEntry], form: TitleForm) -> None:
    """Remove folders that files of ours left, unless they hold more: of actors, sets and albums.

    ``folder``: of the title. What made room for such files must be back by then. Blocks.
    """
    left = (entry.before or entry.relative_path for entry in entries if entry.action in _LEAVING)
    for path in left:
        parent = (folder / path).parent
        is_of_album = form.has_part_folders and parent != folder
        if parent.name == ACTORS_FOLDER or is_elsewhere(path) or is_of_album:
            with suppress(OSError):
                parent.rmdir()


_LEAVING = (PublishAction.REMOVE, PublishAction.RENAME)
"""What takes files of ours away from where they are."""


def begun(work: TitleWork) -> list[Placement]:
    """Return what is to be noted before anything is written: files that may be half there. Pure."""
    entries = (entry for entry in work.entries if entry.action is not PublishAction.REMOVE and entry.sha256)
    placements = ((entry, _placement(entry, work, FileFacts(entry.size, 0), 0.0)) for entry in entries)
    return [
        replace(placement, replaces=_own_hash(entry, work))
        if entry.action is PublishAction.UPDATE
        else placement
        for entry, placement in placements
    ]


async def apply_title(work: TitleWork, tools: ApplyTools, now: float) -> Applied:
    """Do what the entries of a title say; what fails is told and stays as it was.

    What was to be replaced by a file that could not be written leaves the bin again.
    """
    parts = (entry for entry in work.entries if entry.slot != NFO or entry.action is PublishAction.REPLACE)
    making_room = (PublishAction.UPDATE, PublishAction.REPLACE)
    vacating = [entry for entry in parts if entry.action in making_room and entry.sha256]
    kept, errors = await _keep(work, tools, vacating)
    applied = await asyncio.to_thread(_apply, work, tools, kept, now)
    written = {(placement.relative_path, placement.sha256) for placement in applied.placed}
    if left := [
        path
        for entry in vacating
        if (entry.relative_path, entry.sha256) not in written
        and (path := work.folder / entry.relative_path) in kept
    ]:
        errors += map(str, await tools.give_back(vacating[0].external_id, left))
    leaving = [entry for entry in work.entries if entry.action is PublishAction.REPLACE and not entry.sha256]
    if not applied.errors:
        errors += await _recycle(work, tools, leaving)
        applied.removed += len(leaving)
    await _remove(work, tools, applied)
    applied.errors[:0] = errors
    return applied


async def _keep(
    work: TitleWork, tools: ApplyTools, entries: Sequence[PublishEntry]
) -> tuple[dict[Path, KeptFile], list[str]]:
    """Have files that are to be replaced in the recycle bin too; return them, and why others are not."""
    files = {file.path: file for file in await asyncio.to_thread(_leaving, work, entries)}
    if not files:
        return {}, []
    places, errors = await tools.keep(list(files.values()))
    kept = {path: KeptFile(place, files[path].facts) for path, place in places.items()}
    return kept, [str(error) for error in errors]


async def _recycle(work: TitleWork, tools: ApplyTools, entries: Sequence[PublishEntry]) -> list[str]:
    """Move files into the recycle bin, ours only as they were published; return why some are not there."""
    files = await asyncio.to_thread(_leaving, work, entries)
    return [str(error) for error in await tools.recycle(files)] if files else []


def _leaving(work: TitleWork, entries: Sequence[PublishEntry]) -> list[BinnedFile]:
    """Return the files that are to go to the recycle bin. Blocks."""
    files = []
    for entry in entries:
        path = work.folder / entry.relative_path
        facts, is_ours = facts_of(path), entry.action is not PublishAction.REPLACE
        if facts is not None and not (is_ours and hash_of(path) != _own_hash(entry, work)):
            files.append(BinnedFile(entry.external_id, work.folder.name, path, facts, is_ours))
    return files


def _own_hash(entry: PublishEntry, work: TitleWork) -> str:
    """Return the hash of what was published under the name of an entry."""
    if entry.action is PublishAction.UPDATE:
        return work.placements[entry.relative_path].sha256
    return entry.sha256


async def _remove(work: TitleWork, tools: ApplyTools, applied: Applied) -> None:
    """Move files of ours that leave into the recycle bin; what is not ours by now stays and is told."""
    entries = [entry for entry in work.entries if entry.action is PublishAction.REMOVE]

    def present() -> dict[str, PublishEntry]:
        there = {entry.relative_path: entry for entry in entries}
        return {path: entry for path, entry in there.items() if facts_of(work.folder / path) is not None}

    before = await asyncio.to_thread(present)
    applied.errors += await _recycle(work, tools, list(before.values()))
    after = await asyncio.to_thread(present)
    applied.removed += len(before) - len(after)
    applied.forgotten += [entry.relative_path for entry in entries if entry.relative_path not in after]
    for path, entry in after.items():
        if hash_of(work.folder / path) != entry.sha256:
            applied.errors.append(str(_not_ours(work.folder / path)))
        if path not in work.placements:
            applied.forgotten.append(path)


def _apply(work: TitleWork, tools: ApplyTools, kept: Mapping[Path, KeptFile], now: float) -> Applied:
    applied = Applied()
    for entry in work.entries:
        if not entry.sha256 or entry.action is PublishAction.REMOVE:
            continue
        try:
            _apply_entry(entry, work, tools, applied, kept, now)
        except ArrtuiError as error:
            applied.errors.append(str(error))
            if entry.relative_path in work.placements:
                applied.placed.append(work.placements[entry.relative_path])
            else:
                applied.forgotten.append(entry.relative_path)
    return applied


def _apply_entry(
    entry: PublishEntry,
    work: TitleWork,
    tools: ApplyTools,
    applied: Applied,
    kept: Mapping[Path, KeptFile],
    now: float,
) -> None:
    """Write, replace or rename as one entry says. Raises ArrtuiError."""
    target = work.folder / entry.relative_path
    if entry.action is PublishAction.RENAME:
        before = work.folder / entry.before
        _require_ours(before, entry.sha256)
        facts = rename_own(before, target)
        applied.forgotten.append(entry.before)
    else:
        if (source := work.sources.get(entry.sha256)) is None:
            why = "its content is not kept any more"
            raise PlacingError(f"publishing {target}", why=why, advice="Run: arrtui --run artwork verify")
        like = work.folder / work.like if work.like else None
        put: Callable[..., FileFacts] = place_copy
        if target in kept:
            put = partial(replace_copy, kept=kept[target])
        if entry.action is PublishAction.UPDATE and facts_of(target) is not None:
            _require_ours(target, _own_hash(entry, work))
            put = replace_copy if entry.slot == NFO else put
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
        raise _not_ours(path)


def _not_ours(path: Path) -> PlacingError:
    why = "it is not the file that arrtui published: it was changed or replaced since"
    return PlacingError(f"changing {path}", why=why, advice="It is left as it is.")


def _placement(entry: PublishEntry, work: TitleWork, facts: FileFacts, placed_at: float) -> Placement:
    name = entry.relative_path
    bases = [base for base in work.bases if is_named_after(name, base) or base_of(name) == base]
    return Placement(
        external_id=entry.external_id,
        relative_path=name,
        slot=entry.slot,
        sha256=entry.sha256,
        size=facts.size,
        mtime_ns=facts.mtime_ns,
        changed_ns=facts.changed_ns,
        placed_at=placed_at,
        base=max(bases, key=len, default=""),
        mark=work.marks.get(name, ""),
    )
