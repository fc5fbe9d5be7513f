"""Find the process that holds the write lock of an SQLite file, where Linux tells."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

_LOCKS = Path("/proc/locks")
_WRITE_BYTE = 120
"""Byte of the ``-shm`` file that the one writer of a database in WAL mode locks (SQLite's WAL_WRITE_LOCK)."""


class LockHolder(NamedTuple):
    """A process that writes to a database, or began to."""

    pid: int
    command: str
    """Name of its program; ``arrtui`` where it is one."""
    is_stopped: bool
    """Whether it does nothing until somebody lets it go on, as after Ctrl+Z."""

    @property
    def name(self) -> str:
        """What people call it: ``arrtui (pid 42)``."""
        return f"{self.command} (pid {self.pid})"


def find_lock_holder(database: str) -> LockHolder | None:
    """Return the other process that holds the write lock of a database file; None where that is not known.

    The kernel's list is read rather than the lock tested: closing another handle of the file would release
    the locks that SQLite has on it in this process.
    """
    file = Path(database).expanduser()
    try:
        whole = file.stat().st_ino
        shared_memory = file.with_name(f"{file.name}-shm").stat().st_ino
        locks = _LOCKS.read_text().splitlines()
    except OSError:
        return None
    for lock in locks:
        match lock.split():
            case [_, "POSIX", _, "WRITE", pid, place, first, last] if pid.isdecimal():
                inode = int(place.rpartition(":")[2])
                is_write_byte = int(first) <= _WRITE_BYTE and (last == "EOF" or int(last) >= _WRITE_BYTE)
                if inode == whole or (inode == shared_memory and is_write_byte):
                    return _process(int(pid))
    return None


def _process(pid: int) -> LockHolder | None:
    """Return a process by its id; None for this one, one of another container, or one that has ended."""
    if pid in (0, os.getpid()):
        return None
    folder = Path(f"/proc/{pid}")
    try:
        words = folder.joinpath("cmdline").read_bytes().decode(errors="replace").split("\0")
        command = folder.joinpath("comm").read_text().strip()
        state = folder.joinpath("stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return None
    is_arrtui = any(Path(word).name == "arrtui" for word in words[:3])
    return LockHolder(pid, "arrtui" if is_arrtui else command, is_stopped=state in "Tt")
