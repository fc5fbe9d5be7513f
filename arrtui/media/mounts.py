"""Whether a root folder is what it should be, or only the place where a disk is not mounted now.

Of a root that is not what it should be nothing is concluded: no folder in it counts as missing, nothing is
written. The apps drop every record of a root whose mount point holds as much as one stray entry.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import NamedTuple

import msgspec

from arrtui.core.text import plural
from arrtui.core.trailers import MediaRoot, RootState
from arrtui.media.access import reason_of

NOT_THERE = "it is not there"
NO_PATH_HERE = "it is no path of this machine"
_UNKNOWN = frozenset((NOT_THERE, NO_PATH_HERE))
"""Errors of a root folder that may be somewhere else on this machine."""


class RootLook(NamedTuple):
    """A root folder as it is now."""

    names: frozenset[str] = frozenset()
    """Of its entries."""
    is_mount: bool = False
    """Whether it lies on another device than its parent."""
    identity: tuple[int, int] = (0, 0)
    """Device and number, to compare within one scan: over time devices change their numbers."""
    error: str = ""
    """Why it cannot be listed; empty if it can."""


class Expected(NamedTuple):
    """What should be in a root folder."""

    folders: int
    """Titles with files below it."""
    there: int
    """How many of their folders are there."""


def look_at_root(path: str) -> RootLook:
    """Return a root folder as it is now."""
    try:
        status = os.stat(path)  # noqa: PTH116
        with os.scandir(path) as entries:
            names = frozenset(entry.name for entry in entries)
        is_mount = os.path.ismount(path)
    except FileNotFoundError:
        return RootLook(error=NOT_THERE)
    except OSError as error:
        return RootLook(error=reason_of(error))
    return RootLook(names, is_mount, (status.st_dev, status.st_ino))


def count_there(folders: Collection[str], root: str, look: RootLook) -> int:
    """Return how many of some folders are there; those directly in the root need no further request."""
    prefix = root.rstrip(os.sep) + os.sep
    return sum(
        (folder.startswith(prefix) and folder[len(prefix) :] in look.names) or os.path.isdir(folder)  # noqa: PTH112
        for folder in folders
    )


def judge_root(
    path: str, look: RootLook, expected: Expected, known: MediaRoot | None, *, is_mapped: bool, now: float
) -> MediaRoot:
    """Return what has to be thought of a root folder. Pure.

    ``known`` is what was thought of it before: a root that was there once is not mounted now, one that never
    was has no mapping. What its owner accepted is no reason against it until it is as it should be again.
    """
    known = known or MediaRoot(path=path, state=RootState.UNMAPPED)
    was_there = is_mapped or known.state is not RootState.UNMAPPED
    if look.error in _UNKNOWN and not was_there:
        reason = f"{path} of the app is no folder of this machine ({look.error})"
        return msgspec.structs.replace(known, checked_at=now, state=RootState.UNMAPPED, reason=reason)
    usual = expected.folders if known.accepted_folders is None else known.accepted_folders
    reason = look.error or _doubt(look, expected._replace(folders=usual), known)
    if reason:
        return msgspec.structs.replace(known, checked_at=now, state=RootState.NOT_MOUNTED, reason=reason)
    recovered = 2 * expected.there >= expected.folders
    return MediaRoot(
        path=path,
        was_mount=known.was_mount or look.is_mount if known.accepted_at is None else look.is_mount,
        accepted_at=None if recovered else known.accepted_at,
        accepted_folders=None if recovered else known.accepted_folders,
        checked_at=now,
    )


def _doubt(look: RootLook, expected: Expected, known: MediaRoot) -> str:
    """Return why a root folder seems not to be mounted; nothing if it seems to be."""
    is_accepted = known.accepted_folders is not None
    if not look.names and not is_accepted:
        return "it is empty"
    if known.was_mount and not look.is_mount and not is_accepted:
        return "it was a mount point and lies on the disk of its parent now"
    if 2 * expected.there < expected.folders:
        return f"only {expected.there:,} of the folders of {plural(expected.folders, 'title')} are there"
    return ""


def accept_root(known: MediaRoot, look: RootLook, there: int, now: float) -> MediaRoot:
    """Return a root folder that its owner says is right as it is. Pure."""
    return MediaRoot(
        path=known.path,
        was_mount=look.is_mount,
        accepted_at=now,
        accepted_folders=there,
        checked_at=now,
    )
