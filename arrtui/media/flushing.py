"""Wait until a file system has on its disk what was written to it, once for many small files."""

from __future__ import annotations

import os
import sys


def flush_disk(descriptor: int) -> None:
    """Flush the file system that an open file or folder is on. Raises OSError.

    Linux has ``syncfs(2)`` for it, which waits for no other disk; elsewhere all disks are flushed.
    """
    if sys.platform.startswith("linux"):
        import ctypes

        if ctypes.CDLL(None, use_errno=True).syncfs(descriptor) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
    elif sys.platform != "win32":
        os.sync()
