"""Give a file another name without ever taking the place of another file."""

from __future__ import annotations

import errno
import os
from pathlib import Path

WORK_FOLDER = ".arrtui"
"""The folder for files that are not whole yet, beside their final place: apps and players skip it."""
NO_HARD_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EACCES})
"""What file systems without hard links answer (FAT, some network shares), and kernels that restrict them."""


def move_aside(source: Path, target: Path) -> None:
    """Move a file to a name that is free, within one file system.

    A hard link cannot replace a file, a rename always does; between its two steps the file has both names,
    and calling this again goes on from there. Raises FileExistsError if something else has the name,
    FileNotFoundError if the source is gone, OSError with ``errno.EXDEV`` across file systems.
    """
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        if not os.path.samestat(source.lstat(), target.lstat()):
            raise
        if not _are_two_entries(source, target):
            source.rename(target)
            return
    except OSError as error:
        if error.errno not in NO_HARD_LINKS:
            raise
        _claim_and_replace(source, target)
        return
    source.unlink()


def _are_two_entries(source: Path, target: Path) -> bool:
    """Return whether two names of one file are two: where case is ignored, they may be one."""
    if not source.parent.samefile(target.parent):
        return True
    names = {entry.name for entry in source.parent.iterdir()}
    return source.name != target.name and {source.name, target.name} <= names


def _claim_and_replace(source: Path, target: Path) -> None:
    """Move a file over an empty one that is made for it: nobody else can have made that."""
    source.lstat()
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        source.replace(target)
    except OSError:
        target.unlink(missing_ok=True)
        raise
