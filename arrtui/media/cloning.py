"""Copy a file without copying its blocks, where the file system can (Btrfs, XFS, ZFS, APFS by its own means).

A clone shares blocks until one of the two is written to; then the writer gets blocks of its own, so that
unlike a hard link neither ever changes the other.
"""

from __future__ import annotations

import sys
from typing import BinaryIO

_FICLONE = 0x40049409
"""``ioctl_ficlone(2)``."""


def clone(source: BinaryIO, target: BinaryIO) -> bool:
    """Make an empty file a clone of another; return False, with nothing changed, where that is not possible.

    Both are open, in one file system, the target for writing.
    """
    if not sys.platform.startswith("linux"):
        return False
    import fcntl

    try:
        fcntl.ioctl(target.fileno(), _FICLONE, source.fileno())
    except OSError:
        return False
    return True
