"""List the folders of this machine in which a library may lie, to find the one that an app means."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

MOST_FOLDERS = 2_000
"""Folders that are listed at most: a guess is worth a second, not a walk of the whole disk."""
MOST_ENTERED = 200
"""Folders of one folder that are gone into; one with more is a library, or nothing that holds one."""
DEPTH = 4
"""Levels below a base that are listed."""
_MOUNTS = Path("/proc/self/mounts")
_BASES = ("/mnt", "/media", "/srv", "/data", "/Volumes", "/home", "/opt", "/storage", "/share", "/nas")
"""Where media lie on Linux, macOS and storage devices."""
_SYSTEM = ("/proc", "/sys", "/dev", "/run", "/boot", "/snap", "/var/lib/docker", "/etc", "/usr", "/tmp")  # noqa: S108
"""Where none lie: what is mounted there is passed over."""


def likely_bases() -> list[Path]:
    """Return folders below which libraries lie: mount points, and where media usually are."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        lines = []
    mounts = (line.split(" ")[1].replace("\\040", " ") for line in lines if line.count(" ") > 1)
    media = [mount for mount in mounts if mount != "/" and not mount.startswith(_SYSTEM)]
    volumes = [str(path) for path in Path("/").glob("volume[0-9]*")]
    return [Path(base) for base in dict.fromkeys((*media, *_BASES, *volumes))]


def list_folders(bases: Iterable[Path]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield folders below the bases with the names of the folders in them, the nearest to a base first.

    Links and dot folders are not gone into; what cannot be read is passed over.
    """
    waiting = deque((str(base), 0) for base in dict.fromkeys(bases))
    seen: set[str] = set()
    while waiting and len(seen) < MOST_FOLDERS:
        folder, depth = waiting.popleft()
        if folder in seen:
            continue
        seen.add(folder)
        names = _folders_in(folder)
        yield folder, frozenset(names)
        if depth < DEPTH and len(names) <= MOST_ENTERED:
            waiting.extend((os.path.join(folder, name), depth + 1) for name in names)  # noqa: PTH118


def _folders_in(folder: str) -> list[str]:
    """Return the names of the folders in a folder, none where it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            return sorted(
                entry.name
                for entry in entries
                if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)
            )
    except OSError:
        return []
