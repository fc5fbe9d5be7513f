"""The lock that keeps two processes from saving the configuration at the same time."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from arrtui.core.errors import ConfigError

_PATIENCE = 3.0
"""Seconds to wait for another arrtui that is saving the same file; saving takes milliseconds."""
_INTERVAL = 0.05
"""Seconds between two tries."""
_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EINVAL)


@contextlib.contextmanager
def locked(target: Path, what: str) -> Iterator[None]:
    """Keep other processes from saving the same file. Raises ConfigError when one does not finish.

    The lock is the operating system's, so a killed process leaves no lock behind, only its empty file, which
    the next one to save uses and removes.
    """
    path = target.with_name(f".{target.name}.lock")
    deadline = time.monotonic() + _PATIENCE
    while (descriptor := open_locked(path)) is None:
        if time.monotonic() > deadline:
            advice = "Nothing was changed. Try again."
            raise ConfigError(what, why="another arrtui is saving it", advice=advice)
        time.sleep(_INTERVAL)
    try:
        yield
    finally:
        release(descriptor, path)


def open_locked(path: Path) -> int | None:
    """Return the open lock file, None while another process has it. Raises OSError when it cannot be used.

    A lock on a file that its last holder has removed excludes nobody, so only one that still has its name
    counts. It keeps its name from then on, because nobody removes the file without holding its lock.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    held = False
    try:
        held = _try_lock(descriptor) and os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return None
    finally:
        if not held:
            os.close(descriptor)
    return descriptor if held else None


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        """Take the lock if it is free; closing the file releases it."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def release(descriptor: int, path: Path) -> None:
        """Release the lock and remove its file, which Windows refuses while another process has it open."""
        os.close(descriptor)
        with contextlib.suppress(OSError):
            path.unlink()

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        """Take the lock if it is free; closing the file releases it.

        File systems without locks are let through: the comparison of digests still guards the file there.
        """
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
        return True

    def release(descriptor: int, path: Path) -> None:
        """Remove the lock's file while the lock is held, then release it."""
        with contextlib.suppress(OSError):
            path.unlink()
        os.close(descriptor)
