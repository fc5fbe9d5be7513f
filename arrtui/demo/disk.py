"""What an instance does to its real folders; nothing where none are laid out."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def write_sparse(path: Path, size: int) -> None:
    """Create a file of this many bytes that takes no space."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        os.truncate(file.fileno(), size)


class Disk:
    """The files of an instance, if it has a folder."""

    folder: Path | None

    def write_file(self, path: str, size: int) -> None:
        """Lay out a file."""
        if self.folder is not None:
            write_sparse(Path(path), size)

    def remove_file(self, path: str) -> None:
        """Delete a file, if it is there."""
        if self.folder is not None:
            Path(path).unlink(missing_ok=True)

    def remove_tree(self, path: str) -> None:
        """Delete the folder of a title."""
        if self.folder is not None:
            shutil.rmtree(path, ignore_errors=True)

    def move_file(self, before: str, after: str) -> None:
        """Rename a file, if it is there."""
        if self.folder is not None and Path(before).exists():
            Path(after).parent.mkdir(parents=True, exist_ok=True)
            Path(before).rename(after)
