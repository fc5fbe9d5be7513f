"""Rename files in the folders of titles, on this machine: nothing is overwritten, what changed is left."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from arrtui.core.errors import CannotWriteError
from arrtui.db.journal import NewStep
from arrtui.features.sync.apply.context import ApplyTarget
from arrtui.features.sync.apply.journal import EntryWrite, Result
from arrtui.features.sync.model import EntryOutcome, Fields, PlannedEntry
from arrtui.media.moving import move_aside

MADE_FOLDER = "made_folder"
"""Among the facts of a file before it was renamed: whether the folder of its new name was made then."""


class FileRename(NamedTuple):
    """A renaming within a title's folder."""

    folder: Path
    before: str
    """Path below the folder; of ``after`` too."""
    after: str
    facts: tuple[int, int]
    """Size and time of the file when the plan was made."""
    leaves_folder: bool = False
    """Whether the old name is in a folder that was made for it, which goes once it is empty."""

    def was_made(self) -> bool:
        """Return whether the file has its new name, and the old one is free."""
        return not os.path.lexists(self.folder / self.before) and self._has_facts(self.after)

    def conflict(self) -> str:
        """Return why the file must not be renamed now; empty if it may."""
        if not self.folder.is_dir():
            return f"the folder {self.folder} is not there"
        if not self._has_facts(self.before):
            return f"{self.before} is not there any more, or was changed since"
        target = self.folder / self.after
        if os.path.lexists(target) and not os.path.samestat(
            target.lstat(), (self.folder / self.before).lstat()
        ):
            return f"{self.after} is there already"
        if not Path(os.path.realpath(target.parent)).is_relative_to(os.path.realpath(self.folder)):
            return f"{self.after} leads out of the folder"
        return ""

    def make(self) -> None:
        """Rename the file; its new folder may be missing, that of the title may not. Raises OSError."""
        target = self.folder / self.after
        if target.parent != self.folder:
            target.parent.mkdir(exist_ok=True)
        move_aside(self.folder / self.before, target)
        self.drop_folder()

    def needs_folder(self) -> bool:
        """Return whether the folder of the new name has to be made."""
        return not os.path.lexists((self.folder / self.after).parent)

    def drop_folder(self) -> None:
        """Remove the folder that was made for the old name, unless something else is in it."""
        old = (self.folder / self.before).parent
        if self.leaves_folder and old != self.folder:
            with suppress(OSError):
                old.rmdir()

    def _has_facts(self, path: str) -> bool:
        try:
            status = (self.folder / path).lstat()
        except OSError:
            return False
        return (status.st_size, status.st_mtime_ns) == self.facts


def rename_of(now: Fields, after: Fields) -> FileRename:
    """Return the renaming that an entry asks for."""
    facts = (int(now["size"]), int(now["mtime_ns"]))
    leaves = bool(after.get(MADE_FOLDER))
    return FileRename(Path(now["folder"]), str(now["file"]), str(after["file"]), facts, leaves)


async def rename_file(target: ApplyTarget, batch: Sequence[PlannedEntry]) -> None:
    """Rename the file of the batch's only entry, unless something changed since the plan was made."""
    (planned,) = batch
    await target.report_entry(planned)
    rename = rename_of(planned.entry.now, planned.after)
    was_made = await asyncio.to_thread(rename.was_made)
    if (begun := target.journal.begun(planned.position, "rename")) is not None:
        await target.journal.settle_begun(begun, carried_out=was_made)
    if was_made:
        await asyncio.to_thread(rename.drop_folder)
        await target.journal.nothing_to_write(planned.position, "rename")
        return
    conflict = await asyncio.to_thread(rename.conflict) or await _held_as_film(target, planned, rename)
    if conflict:
        message = f"Nothing was renamed: {conflict}."
        await target.journal.outcome(planned.position, EntryOutcome.CONFLICTED, message)
        return

    async def send(_batch: Sequence[EntryWrite]) -> dict[int, Result | CannotWriteError]:
        try:
            await asyncio.to_thread(rename.make)
        except OSError as error:
            why = error.strerror or str(error)
            return {planned.position: CannotWriteError(f"renaming {rename.before}", why=why)}
        return {planned.position: {}}

    before = planned.entry.now
    if await asyncio.to_thread(rename.needs_folder):
        before = before | {MADE_FOLDER: True}
    step = NewStep(planned.position, "rename", target.instance, before, dict(planned.after))
    await target.journal.write([EntryWrite(planned, step)], send)


async def _held_as_film(target: ApplyTarget, planned: PlannedEntry, rename: FileRename) -> str:
    """Return that the app holds a file as the film or an episode: renamed, it would count as deleted.

    With it the app deletes the pictures and subtitles that it adopted (`ExtraFileService`).
    """
    files = (await target.client.files([planned.entry.item_id])).records
    if rename.before not in {file.relative_path.replace("\\", "/") for file in files}:
        return ""
    app = target.kind.app.name
    return f"{app} holds {rename.before} as {planned.entry.title}; delete it there first, without its file"
