"""Where arrtui keeps its files, and how it creates them so that nobody else can read them."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
from pathlib import Path, PurePosixPath, PureWindowsPath

import platformdirs

from arrtui.core.errors import UsageError

APP_NAME = "arrtui"
CONFIG_NAME = "config.toml"
DATABASE_NAME = "arrtui.db"

_OTHERS_READ = stat.S_IRGRP | stat.S_IROTH
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)
_LONGEST_NAME = 255
"""Bytes; the limit of every common file system."""


def config_folder() -> Path:
    """Return the platform's folder for our configuration."""
    return platformdirs.user_config_path(APP_NAME, appauthor=False)


def data_folder() -> Path:
    """Return the platform's folder for the database and what belongs to it."""
    return platformdirs.user_data_path(APP_NAME, appauthor=False)


def cache_folder() -> Path:
    """Return the platform's folder for what can be fetched again."""
    return platformdirs.user_cache_path(APP_NAME, appauthor=False)


def log_folder() -> Path:
    """Return the platform's folder for logs."""
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
    """Put ``data`` in the place of ``target`` in one step, readable by its owner only.

    Whoever reads ``target`` sees the old content or the new, also after a power cut. ``like`` is the file
    whose owner the new one keeps. Raises OSError, in which case ``target`` is as it was.
    """
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        _write_synced(temporary, data)
        if like is not None:
            _keep_owner(temporary, like)
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _write_synced(path: Path, data: bytes) -> None:
    """Create ``path`` with mode 0600 and return once its bytes are on the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _keep_owner(path: Path, like: os.stat_result) -> None:
    """Give the file to the owner of ``like``: root saving for someone must not lock them out."""
    if os.name == "posix" and like.st_uid != path.stat().st_uid:
        os.chown(path, like.st_uid, like.st_gid)


def _sync_folder(folder: Path) -> None:
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


def safe_output_path(base: Path, name: str) -> Path:
    """Return ``base/name`` after proving that it stays below ``base`` on every platform.

    ``name`` may hold folders separated by ``/``. Raises UsageError for traversal, absolute names, control
    characters, device names, and links below ``base`` that lead out of it.
    """
    reason = _unsafe_reason(name)
    path = base / name if not reason else base
    if not reason and not path.resolve().is_relative_to(base.resolve()):
        reason = f"a link leads out of {base}"
    if reason:
        raise UsageError(
            "choosing a file name", why=reason, advice="Choose a plain name without special parts."
        )
    return path


def _unsafe_reason(name: str) -> str:
    """Return why ``name`` is no safe relative path, or nothing."""
    if not name.strip():
        return "the name is empty"
    if not name.isprintable():
        return "the name holds a control character"
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor:
        return "the name is absolute"
    return next(filter(None, map(_unsafe_part, name.split("/"))), "")


def _unsafe_part(part: str) -> str:
    """Return why one part of a path is not safe, or nothing."""
    if part in ("", ".", ".."):
        return "the name holds an empty part, '.' or '..'"
    if any(character in '\\:*?"<>|' for character in part):
        return 'the name holds one of \\ : * ? " < > |'
    if part != part.strip() or part.endswith("."):
        return "a part of the name starts or ends with a space or ends with a dot"
    if _DEVICE.fullmatch(part.split(".")[0].rstrip()):
        return "the name is that of a device"
    if len(part.encode("utf-8", "surrogatepass")) > _LONGEST_NAME:
        return f"a part of the name is longer than {_LONGEST_NAME} bytes"
    return ""
