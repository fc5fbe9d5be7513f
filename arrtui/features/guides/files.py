"""Read the files of a guide from this machine: only what lies in its folder, and only so much.

A guide is whatever somebody has put into a folder. Links and paths out of it are refused, and so is what is
too large.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from arrtui.core.errors import UsageError
from arrtui.features.guides.checked import UnreadableError
from arrtui.features.guides.model import GuideFile

LARGEST_FILE = 2 * 1024 * 1024
"""Bytes; the largest file of the guides has 40,000."""
MOST_FILES = 5000
"""Of a folder; the guides have 240."""


class GuideFolder:
    """A folder of a guide."""

    def __init__(self, path: Path, name: str) -> None:
        """``name`` is that of the guide. Raises UsageError where there is no such folder."""
        self._name = name
        self._digest = sha256()
        try:
            self.root = path.resolve(strict=True)
        except (OSError, RuntimeError):  # a circle of links is a RuntimeError
            raise self._unusable(f"{path} is not there") from None
        if not self.root.is_dir():
            raise self._unusable(f"{path} is no folder")

    @property
    def digest(self) -> str:
        """The digest of all that was read so far."""
        return self._digest.hexdigest()

    def file(self, relative: str) -> GuideFile:
        """Return a file. Raises UnreadableError for one that is not there, elsewhere, or too large."""
        path = self._inside(relative)
        try:
            if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
                raise UnreadableError("it is no file")
            with path.open("rb") as stream:
                data = stream.read(LARGEST_FILE + 1)
        except OSError as error:
            raise UnreadableError(
                f"it cannot be read: {(error.strerror or 'no reason given').lower()}"
            ) from None
        if len(data) > LARGEST_FILE:
            raise UnreadableError("it is too large to be a file of a guide")
        self._digest.update(b"%s\0%d\0%s" % (relative.encode(errors="replace"), len(data), data))
        return GuideFile(relative, data)

    def has(self, relative: str) -> bool:
        """Return whether there is something at a path in the folder."""
        try:
            return self._inside(relative).exists()
        except UnreadableError:
            return True  # it is there, and leads elsewhere

    def names(self, relative: str, *endings: str) -> Iterator[str]:
        """Yield the files of a folder that end so, sorted; those of its folders are not among them.

        Raises UnreadableError for a folder that is elsewhere or holds too many.
        """
        folder = self._inside(relative)
        try:
            listed = sorted(path.name for path in folder.iterdir() if path.name.lower().endswith(endings))
        except OSError:
            return
        if len(listed) > MOST_FILES:
            raise UnreadableError("it holds too many files to be a folder of a guide")
        yield from (f"{relative}/{name}" if relative else name for name in listed)

    def _inside(self, relative: str) -> Path:
        """Return a path in the folder, with its links followed."""
        if "\0" in relative:
            raise UnreadableError("it is no path")
        try:
            path = (self.root / relative).resolve()
        except (OSError, RuntimeError):
            raise UnreadableError("its links lead in a circle") from None
        if not path.is_relative_to(self.root):
            raise UnreadableError("it leads out of the folder of the guide")
        return path

    def _unusable(self, why: str) -> UsageError:
        return UsageError(
            f"reading the guide {self._name}", why=why, advice="Check [guides] in the configuration."
        )
