"""Read the folder of a title: its videos or all its files, and what the owner should know of it.

A folder's change time moves when a name in it comes, goes or changes, or when its mode does. As long as
those of a title's folder and of all folders below it stand still, nothing is read again.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from arrtui.core.trailers import FolderNote, NoteKind, TitleFolder, VideoFile
from arrtui.media.access import reason_of
from arrtui.media.names import is_video

MISSING = "missing"
"""The error of a folder that is not there."""
_GRACE = 2_000_000_000
"""Nanoseconds: a change so fresh may be followed by another one with the same time (FAT counts in steps of
2 s), so that it proves nothing."""
_UNPROVEN = 0
"""In the place of a change time that proves nothing."""
_DEEPEST = 8


def is_unchanged(folder: TitleFolder, path: str) -> bool:
    """Return whether nothing changed in a title's folder since it was read; one with an error is unproven."""
    return folder.path == path and not folder.error and stand_still(folder.changes, path)


def stand_still(changes: Mapping[str, int], path: str) -> bool:
    """Return whether the change times of a folder and of those below it are what they were.

    ``changes`` is as a :class:`FolderWalk` noted it; an empty one proves nothing.
    """
    try:
        return bool(changes) and all(
            changed == _change_time(os.stat(f"{path}/{below}" if below else path))  # noqa: PTH116
            for below, changed in changes.items()
        )
    except OSError:
        return False


def is_same_file(path: str, size: int, mtime_ns: int) -> bool:
    """Return whether a file has the size and time that it had; a link counts as what it leads to."""
    try:
        status = os.stat(path)  # noqa: PTH116  # a string: as in the walk
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (size, mtime_ns)


def read_folder(external_id: str, path: str, now: float, seen_at: float | None = None) -> TitleFolder:
    """Return what lies in a title's folder. What cannot be read is in its error or in its notes.

    ``now`` is the time in UTC seconds; the title counts as seen first then, unless ``seen_at`` says more.
    """
    walk = FolderWalk(path, now, is_video)
    error = walk.read()
    return TitleFolder(
        external_id=external_id,
        path=path,
        changes={} if error else walk.changes,
        videos=tuple(sorted(walk.files, key=lambda video: video.relative_path)),
        notes=tuple(walk.notes),
        error=error,
        seen_at=now if seen_at is None else seen_at,
        read_at=now,
    )


def _change_time(status: os.stat_result) -> int:
    """Return when a folder changed last, nanoseconds; Windows keeps the time of its making there."""
    return status.st_mtime_ns if os.name == "nt" else status.st_ctime_ns


@dataclass
class FolderWalk:
    """The reading of one title's folder and of those below it, except for folders with a dot."""

    root: str
    now: float
    """UTC seconds; a change shortly before it proves nothing."""
    wants: Callable[[str], bool]
    """Whether a file of this name is of interest."""
    enters: Collection[str] = ()
    """Folders with a dot that are read all the same."""
    changes: dict[str, int] = field(default_factory=dict)
    """Change time in nanoseconds of the folder (``""``) and of each folder below it."""
    files: list[VideoFile] = field(default_factory=list)
    file_links: dict[str, str] = field(default_factory=dict)
    """Where those of the files that are links lead."""
    notes: list[FolderNote] = field(default_factory=list)
    _entered: set[tuple[int, int]] = field(default_factory=set)
    """Device and number of every folder gone into, so that links in a circle end."""

    def read(self) -> str:
        """Read the folder and everything below it; return why that is not possible, or nothing."""
        try:
            self._enter("", 0)
        except FileNotFoundError:
            return MISSING
        except OSError as error:
            return reason_of(error)
        if os.path.islink(self.root):  # noqa: PTH114
            self._note(NoteKind.LINK, "", os.readlink(self.root))  # noqa: PTH115
        if not is_utf8(self.root):
            self._note(NoteKind.ODD_NAME, "")
        return ""

    def _enter(self, below: str, depth: int) -> None:
        """Read one folder, unless it was read already by another name. Raises OSError."""
        path = f"{self.root}/{below}" if below else self.root
        status = os.stat(path)  # noqa: PTH116  # strings: a Path costs as much as the call
        if (status.st_dev, status.st_ino) in self._entered:
            return
        self._entered.add((status.st_dev, status.st_ino))
        changed = _change_time(status)
        with os.scandir(path) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
        self.changes[below] = changed if changed <= int(self.now * 1e9) - _GRACE else _UNPROVEN
        for entry in listed:
            self._take(entry, f"{below}/{entry.name}" if below else entry.name, depth)

    def _take(self, entry: os.DirEntry[str], below: str, depth: int) -> None:
        """Note what one entry of a folder is, and go into it if it is a folder without a dot."""
        try:
            is_link = entry.is_symlink()
            if is_link and not os.path.exists(entry.path):  # noqa: PTH110
                self._note(NoteKind.BROKEN_LINK, below, os.readlink(entry.path))  # noqa: PTH115
            elif entry.is_dir():
                if is_link:
                    self._note(NoteKind.LINK, below, os.readlink(entry.path))  # noqa: PTH115
                if (not entry.name.startswith(".") or entry.name in self.enters) and depth < _DEEPEST:
                    self._enter(below, depth + 1)
            elif self.wants(entry.name):
                self._take_file(entry, below, is_link=is_link)
        except FileNotFoundError:  # renamed or removed since it was listed
            self.changes[""] = _UNPROVEN
        except OSError as error:
            self._note(NoteKind.UNREADABLE, below, reason_of(error))
            self.changes[""] = _UNPROVEN
        if not is_utf8(entry.name):
            self._note(NoteKind.ODD_NAME, below)

    def _take_file(self, entry: os.DirEntry[str], below: str, *, is_link: bool) -> None:
        """Note a file, unless it is a pipe or a device, of which reading would not end. Raises OSError."""
        status = entry.stat()
        if not stat.S_ISREG(status.st_mode):
            return
        self.files.append(VideoFile(below, status.st_size, status.st_mtime_ns))
        if is_link:
            self.file_links[below] = os.readlink(entry.path)  # noqa: PTH115

    def _note(self, kind: NoteKind, below: str, detail: str = "") -> None:
        self.notes.append(FolderNote(kind, below, detail))


def is_utf8(name: str) -> bool:
    """Return whether every byte of a name is UTF-8: others are lone surrogates."""
    if name.isascii():
        return True
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
