"""List everything in a title's folder, as a person would with ``ls -R``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from arrtui.media.access import reason_of

MOST_ENTRIES = 1_000
"""Entries that are listed at most."""


class FolderEntry(NamedTuple):
    """A file, folder or link below a title's folder."""

    relative_path: str
    """With ``/`` at the end of a folder."""
    size: int | None = None
    """Bytes; None for what is no file."""
    about: str = ""
    """Where a link leads, or why something cannot be read."""


def list_folder(path: str) -> list[FolderEntry]:
    """Return the entries below a folder, each folder before what is in it; links are not gone into."""
    entries: list[FolderEntry] = []
    for entry in _entries(path, ""):
        if len(entries) == MOST_ENTRIES:
            entries.append(FolderEntry("...", about=f"only the first {MOST_ENTRIES:,} are listed"))
            break
        entries.append(entry)
    return entries


def _entries(path: str, prefix: str) -> Iterator[FolderEntry]:
    try:
        with os.scandir(path) as scan:
            listed = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        yield FolderEntry(prefix or f"{path}/", about=reason_of(error))
        return
    for entry in listed:
        name = f"{prefix}{entry.name}"
        try:
            if entry.is_symlink():
                yield FolderEntry(name, about=f"-> {os.readlink(entry.path)}")  # noqa: PTH115
            elif entry.is_dir():
                yield FolderEntry(f"{name}/")
                yield from _entries(entry.path, f"{name}/")
            else:
                yield FolderEntry(name, entry.stat().st_size)
        except OSError as error:
            yield FolderEntry(name, about=reason_of(error))
