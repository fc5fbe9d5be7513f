"""Where arrtui keeps its files, and how it creates them so that nobody else can read them."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import platformdirs

APP_NAME = "arrtui"
CONFIG_NAME = "config.toml"
DATABASE_NAME = "arrtui.db"

_OTHERS_READ = stat.S_IRGRP | stat.S_IROTH


def config_folder() -> Path:
    """Return the platform's folder for our configuration."""
    return platformdirs.user_config_path(APP_NAME, appauthor=False)


def data_folder() -> Path:
    """Return the platform's folder for the database and what belongs to it."""
    return platformdirs.user_data_path(APP_NAME, appauthor=False)


def log_folder() -> Path:
    """Return the platform's folder for what is written for whoever looks into a fault."""
    return platformdirs.user_log_path(APP_NAME, appauthor=False)


def default_database() -> Path:
    """Return the SQLite file used when the configuration names none."""
    return data_folder() / DATABASE_NAME


def ensure_private_dir(path: Path) -> Path:
    """Create a folder only its owner may enter, parents included; a folder that exists keeps its mode.

    Raises OSError when it cannot be created or something else has its name.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def create_private(path: Path) -> bool:
    """Create an empty file only its owner may read; return False and leave it alone if it is there already.

    Raises OSError when it cannot be created.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return False
    return True


def replace_private(target: Path, data: bytes, *, like: os.stat_result | None = None) -> None:
    """Put ``data`` in the place of ``target`` in one step; see :func:`replacing`."""
    with replacing(target, like=like) as file:
        file.write(data)


@contextlib.contextmanager
def replacing(target: Path, *, like: os.stat_result | None = None) -> Iterator[BinaryIO]:
    """Yield a file that takes the place of ``target`` in one step when the block ends, 0600.

    Whoever reads ``target`` sees the old content or the new, also after a power cut. ``like`` is the file
    whose owner the new one keeps. Raises OSError, in which case ``target`` is as it was. A link of that name
    is replaced, not followed; so is nothing that somebody else made under the name of the temporary file.
    """
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        # Root saving for someone must not lock them out.
        if like is not None and os.name == "posix" and like.st_uid != temporary.stat().st_uid:
            os.chown(temporary, like.st_uid, like.st_gid)
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make the renaming itself durable, where the platform lets a folder be synced.

    The new file is in place by now, so a file system that refuses is no failure of the write.
    """
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def readable_by_others(path: Path) -> bool:
    """Return whether the file's group or everybody may read it; False where modes mean nothing (Windows).

    Raises OSError when the file cannot be looked at.
    """
    return os.name == "posix" and bool(path.stat().st_mode & _OTHERS_READ)
