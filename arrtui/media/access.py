"""What this user may do in a folder: asked of the system, and tried where that harms nothing.

A new entry directly in a root folder is never made: in a mount point with nothing mounted, one stray entry is
enough for the apps to take every title below it for gone (``DiskScanService``).
"""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

TRIAL_PREFIX = ".arrtui-trial-"
"""Begins the name of the folder that is made and removed: scans of apps and players leave dot folders out."""


@dataclass(frozen=True)
class FolderAccess:
    """A folder, as far as this user can see it."""

    exists: bool
    readable: bool
    """Whether its entries can be listed and gone into."""
    writable: bool
    """Whether the system says that entries may be made in it; a read-only file system counts."""
    owner: str
    """User, group and mode, e.g. ``alice:media drwxrwxr-x``; empty where the system does not tell."""
    reason: str = ""
    """Why it cannot be read, in the system's words."""


def folder_access(path: Path) -> FolderAccess:
    """Return what may be done in a folder, without changing anything."""
    try:
        status = path.stat()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        return FolderAccess(not missing, readable=False, writable=False, owner="", reason=reason_of(error))
    if not stat.S_ISDIR(status.st_mode):
        return FolderAccess(True, readable=False, writable=False, owner=owner_of(status), reason="no folder")
    writable = os.access(path, os.W_OK | os.X_OK)
    try:
        with os.scandir(path) as entries:
            next(entries, None)
    except OSError as error:
        return FolderAccess(True, False, writable, owner_of(status), reason_of(error))
    readable = os.access(path, os.R_OK | os.X_OK)
    return FolderAccess(True, readable, writable, owner_of(status), "" if readable else "permission denied")


def try_writing(title_folder: Path) -> str:
    """Make and remove a dot folder with a file in an existing title's folder; return why that failed, or "".

    Never to be called with a root folder.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=TRIAL_PREFIX, dir=title_folder) as trial:
            Path(trial, "trial").write_bytes(b"arrtui")
    except OSError as error:
        return reason_of(error)
    return ""


def owner_of(status: os.stat_result) -> str:
    """Return user, group and mode of a file; numbers where they have no name here, as in containers."""
    user, group = str(status.st_uid), str(status.st_gid)
    with suppress(ImportError, KeyError):
        from pwd import getpwuid

        user = getpwuid(status.st_uid).pw_name
    with suppress(ImportError, KeyError):
        from grp import getgrgid

        group = getgrgid(status.st_gid).gr_name
    return f"{user}:{group} {stat.filemode(status.st_mode)}"


def reason_of(error: OSError) -> str:
    """Return the system's words for an error, without path and number."""
    return (error.strerror or "it cannot be used").lower()
