"""Folders and their files, as the recordings write them: folder, name, and what lies there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

Tree = dict[str, dict[str, Any]]
"""By folder and name: `[bytes, …]` of a file, `-> path` of a link, `absent`, or the mode of a folder."""

KODI = {"movie": b"<movie>", "tvshow": b"<tvshow>", "episode": b"<episodedetails>"}


def lay_out(base: Path, tree: Tree) -> None:
    """Make folders hold what a tree says; what it does not name goes from the folders of titles."""
    for folder, names in tree.items():
        if folder.count("/"):
            _clear(base / folder, names)
        for name, content in names.items():
            path = base / folder / name
            if content == "absent":
                shutil.rmtree(path, ignore_errors=True)
            elif name.endswith("/"):
                path.mkdir(parents=True, exist_ok=True)
            elif isinstance(content, str):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.unlink(missing_ok=True)
                path.symlink_to(base / content.removeprefix("-> "))
            else:
                _write(path, content[0], is_download=folder.startswith("dl"))


def _clear(folder: Path, names: dict[str, Any]) -> None:
    """Remove what lies in a folder and is not named."""
    for entry in list(folder.iterdir()) if folder.is_dir() else ():
        if f"{entry.name}/" in names or entry.name in names:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


_SMALL_PICTURES = {"trailer.mp4", "long.trailer.mkv"}
"""Videos that were recorded with 480 lines whatever their names say."""


def _write(path: Path, size: int, *, is_download: bool) -> None:
    """Write a file of some bytes; an NFO of a library is one of Kodi, some videos tell their height."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size == size:
        return
    if path.suffix == ".nfo" and not is_download:
        path.write_bytes(b"<movie><tvshow><episodedetails>")
    else:
        path.write_bytes(b"height=480" if path.name in _SMALL_PICTURES else b"")
    os.truncate(path, size)


def differences(base: Path, tree: Tree) -> list[str]:
    """Return in what folders differ from a tree."""
    lines = []
    for folder, names in tree.items():
        for name, content in names.items():
            path = base / folder / name
            if content == "absent":
                lines += [f"{folder}/{name} is there"] if os.path.lexists(path) else []
            elif not os.path.lexists(path):
                lines.append(f"{folder}/{name} is gone")
            elif isinstance(content, list) and path.stat().st_size != content[0]:
                lines.append(f"{folder}/{name} has {path.stat().st_size} bytes instead of {content[0]}")
        if folder.count("/") and (base / folder).is_dir():
            known = {name.rstrip("/") for name in names}
            left = sorted(entry.name for entry in (base / folder).iterdir() if entry.name not in known)
            lines += [f"{folder}/{name} is too much" for name in left]
    return lines


def below(tree: Any, start: str) -> Tree:
    """Return a tree of a recording with its folders below the one that stands for all."""
    return {
        folder.removeprefix(start).lstrip("/"): {
            name: content.replace(start + "/", "") if isinstance(content, str) else content
            for name, content in names.items()
        }
        for folder, names in tree.items()
    }
