"""Bring a file that grew in a title's work folder to its final name, whole, and never over another file."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from arrtui.core.paths import sync_folder
from arrtui.media.access import reason_of
from arrtui.media.moving import WORK_FOLDER, move_aside

_OWN_NAME = re.compile(r"[0-9a-f]{16}\..+")
"""A file in a work folder that :func:`work_stem` named, with whatever yt-dlp and ffmpeg append."""
_ACCESS = 0o666
_MAGIC = (
    (re.compile(rb".{4}ftyp(?!qt)", re.DOTALL), ".mp4"),
    (re.compile(rb".{4}(ftypqt|moov)", re.DOTALL), ".mov"),
    (re.compile(rb"\x1a\x45\xdf\xa3.{0,60}webm", re.DOTALL), ".webm"),
    (re.compile(rb"\x1a\x45\xdf\xa3"), ".mkv"),
    (re.compile(rb"RIFF.{4}AVI ", re.DOTALL), ".avi"),
)


def container_of(path: Path) -> str:
    """Return the extension that belongs to a video by its first bytes; empty for what is no video.

    Raises OSError when the file cannot be read.
    """
    with path.open("rb") as file:
        start = file.read(80)
    return next((extension for magic, extension in _MAGIC if magic.match(start)), "")


def work_stem(address: str, format: str) -> str:
    """Return the name, without extension, under which a download grows: the same for the same download."""
    return sha256(f"{address}\n{format}".encode()).hexdigest()[:16]


def open_work_folder(title: Path) -> Path:
    """Return the work folder in a title's folder, made when it is not there: apps remove empty ones.

    The title's folder itself is never made. Raises FileNotFoundError when it is gone, NotADirectoryError when
    something else has the name, OSError when it cannot be made.
    """
    folder = title / WORK_FOLDER
    with suppress(FileExistsError):
        folder.mkdir()
    if not stat.S_ISDIR(folder.lstat().st_mode):
        raise NotADirectoryError(f"{folder} is no folder")
    return folder


def sweep(title: Path, keep: Collection[str] = ()) -> int:
    """Remove what downloads left in the work folder of a title; return how many files that were.

    Only files with names of ours are touched, and none of the stems in ``keep``. The folder goes when it is
    empty. What cannot be removed stays.
    """
    folder, removed = title / WORK_FOLDER, 0
    with suppress(OSError):
        if not stat.S_ISDIR(folder.lstat().st_mode):
            return 0
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
        for name in names:
            if _OWN_NAME.fullmatch(name) and name.partition(".")[0] not in keep:
                with suppress(OSError):
                    (folder / name).unlink()
                    removed += 1
        folder.rmdir()
    return removed


def place(source: Path, target: Path, film: Path | None) -> list[str]:
    """Give a whole file its final name in one step, with mode and group of the film; return remarks.

    Remarks are sentences about what the system refused. Raises FileExistsError when something has the name,
    FileNotFoundError when the file or the target's folder is gone, OSError otherwise; the source stays then.
    """
    remarks = take_after(source, film) if film is not None else []
    with source.open("rb") as file:
        os.fsync(file.fileno())
    move_aside(source, target)
    sync_folder(target.parent)
    return remarks


def take_after(source: Path, film: Path) -> list[str]:
    """Give a file the group and the mode of a film, but no right to run it; return remarks, as sentences."""
    try:
        like = film.stat()
        if os.name == "posix" and like.st_gid != source.stat().st_gid:
            os.chown(source, -1, like.st_gid)
        source.chmod(stat.S_IMODE(like.st_mode) & _ACCESS)
    except OSError as error:
        return [f"It could not be given the group and the mode of {film.name}: {reason_of(error)}."]
    return []
