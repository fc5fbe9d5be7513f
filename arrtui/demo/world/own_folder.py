"""Changes to real files, all of them inside the folder of the demo."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path


def write_sparse(path: Path, size: int) -> None:
    """Create a file of this many bytes that takes no space."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        os.truncate(file.fileno(), size)


class OwnFolder:
    """The real folder of a demo; what lies elsewhere, behind a link too, is neither read nor changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.read_only: set[Path] = set()
        """Folders that not even their owner can write, themselves and all that lies in them."""
        self.other_mounts: set[Path] = set()
        """Folders of another file system than the rest."""

    def holds(self, path: Path) -> bool:
        """Return whether a path lies in the folder, with every link on the way to it resolved."""
        plain = Path(os.path.normpath(path))
        return plain.parent.resolve().is_relative_to(self.folder.resolve()) and plain != self.folder

    def files(self, folder: Path) -> Iterator[Path]:
        """Yield the files below a folder in the order of their names; links to folders are followed.

        A folder that cannot be read has none (`EnumerationOptions.IgnoreInaccessible`).
        """
        if not self.holds(folder) or not folder.is_dir() or not os.access(folder, os.R_OK | os.X_OK):
            return
        for entry in sorted(folder.iterdir()):
            if not entry.is_dir():
                yield entry
                continue
            target = entry.resolve()
            leads_back = folder.resolve().is_relative_to(target)
            if self.folder.resolve() in target.parents and not leads_back:
                yield from self.files(entry)

    def move(self, before: Path, after: Path, *, overwrite: bool) -> bool:
        """Move a file; return False if it is not there, or if the other one is and is to stay.

        Raises PermissionError.
        """
        if not (self.holds(before) and self.holds(after) and os.path.lexists(before)):
            return False
        if os.path.lexists(after) and not overwrite:
            return False
        self._require_writable(before, after)
        after.parent.mkdir(parents=True, exist_ok=True)
        before.replace(after)
        return True

    def transfer(self, before: Path, after: Path, *, moves: bool) -> None:
        """Move or copy a file over what has the other name. Raises OSError if either lies elsewhere."""
        if not (self.holds(before) and self.holds(after)):
            raise PermissionError(f"Access to the path '{after}' is denied.")
        self._require_writable(after, *([before] if moves else ()))
        after.parent.mkdir(parents=True, exist_ok=True)
        if moves:
            before.replace(after)
        else:
            shutil.copy2(before, after)

    def is_taken(self, path: Path) -> bool:
        """Return whether anything has a name, a link that leads nowhere included."""
        return os.path.lexists(path)

    def write_in_place(self, path: Path, content: bytes) -> None:
        """Write a file as it is opened: what a link leads to, hard or symbolic, is what changes.

        What lies outside of the folder is left. Raises PermissionError.
        """
        if not path.resolve().is_relative_to(self.folder.resolve()):
            return
        self._require_writable(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(content)

    def set_permissions(self, file: Path, folder_mode: str, *, with_folder: bool) -> None:
        """Give an imported file, and a folder that was made for it, the mode of folders: octal digits.

        A file is not executable (`MediaFileAttributeService`).
        """
        mode = int(folder_mode, 8)
        file.chmod(mode & 0o666)
        if with_folder:
            file.parent.chmod(mode)

    def remove_empty_folders(self, folder: Path, *, itself: bool) -> None:
        """Remove the empty folders below a folder, then itself if it is empty too."""
        if not self.holds(folder) or not folder.is_dir() or folder.is_symlink():
            return
        for entry in list(folder.iterdir()):
            self.remove_empty_folders(entry, itself=True)
        if itself and not any(folder.iterdir()):
            folder.rmdir()

    # ---- recycle bin (`RecycleBinProvider`) ------------------------------------------------------

    def recycle_file(self, path: Path, recycle_bin: Path | None, below: str) -> None:
        """Delete a file, or move it below the bin under a name that is free. Raises OSError."""
        if not self.holds(path) or not os.path.lexists(path):
            return
        self._require_writable(path)
        if recycle_bin is None:
            path.unlink()
            return
        target = recycle_bin / below
        if not self.holds(target):
            raise PermissionError(f"Access to the path '{target}' is denied.")
        target.mkdir(parents=True, exist_ok=True)
        names = (
            f"{path.stem}_{number}{path.suffix}" if number > 1 else path.name for number in range(1, 999)
        )
        free = next(target / name for name in names if not os.path.lexists(target / name))
        path.rename(free)
        if not free.is_symlink():
            os.utime(free)

    def recycle_folder(self, path: Path, recycle_bin: Path | None) -> None:
        """Delete a folder, or move it into the bin, over what is there; a bin keeps what links lead to.

        Raises OSError as `merge` does.
        """
        if not self.holds(path) or not path.is_dir():
            return
        self._require_writable(path)
        if recycle_bin is None:
            for file in list(self.files(path)):
                file.unlink()
        elif self.holds(recycle_bin / path.name):
            self.merge(path, recycle_bin / path.name)
        shutil.rmtree(path, ignore_errors=True)

    # ---- whole folders (`DiskTransferService.TransferFolder`) --------------------------------------

    def merge(self, before: Path, after: Path) -> None:
        """Move a folder: at once within a file system, else into the other one, over what is there.

        Raises PermissionError where it cannot be written, FileNotFoundError at a link that leads nowhere;
        what came before that has gone over.
        """
        if not (self.holds(before) and self.holds(after) and before.is_dir()):
            return
        self._require_writable(before, after)
        after.parent.mkdir(parents=True, exist_ok=True)
        is_one_system = self._mount_of(before) == self._mount_of(after)
        if is_one_system and not after.exists():
            before.rename(after)
            return
        after.mkdir(exist_ok=True)
        folders = [entry for entry in before.iterdir() if entry.is_dir() and not entry.is_symlink()]
        for entry in sorted(folders):
            self.merge(entry, after / entry.name)
        for entry in sorted(before.iterdir()):
            if not (after / entry.name).is_dir():
                _carry(entry, after / entry.name, is_one_system=is_one_system)
        shutil.rmtree(before, ignore_errors=True)

    def _mount_of(self, path: Path) -> Path | None:
        return next((mount for mount in self.other_mounts if path.is_relative_to(mount)), None)

    def _require_writable(self, *paths: Path) -> None:
        """Raise PermissionError if one of the paths lies in a folder that cannot be written."""
        for path in paths:
            if any(path.is_relative_to(folder) for folder in self.read_only):
                raise PermissionError(f"Access to the path '{path}' is denied.")


def _carry(file: Path, target: Path, *, is_one_system: bool) -> None:
    """Move a file over what has the other name; another file system has a copy of it.

    There a hard link is a file of its own, and a link absolute: it leads to the place that was left.
    """
    if not file.exists():
        raise FileNotFoundError(f"Could not find file '{file}'.")
    if is_one_system:
        file.replace(target)
    elif file.is_symlink():
        target.unlink(missing_ok=True)
        target.symlink_to(file.parent / file.readlink())
        file.unlink()
    else:
        shutil.copy2(file, target)
        file.unlink()
