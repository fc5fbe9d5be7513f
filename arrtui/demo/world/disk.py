"""What lies in an instance's folders: real ones with sparse files, or remembered where none are laid out."""

from __future__ import annotations

import os
import shutil
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path

from arrtui.demo.http.wire import Obj

_PAUSE = 0.0005
"""Seconds between two files, so that requests are served meanwhile."""

VIDEO = (".mkv", ".mp4", ".avi", ".m4v")


def write_sparse(path: Path, size: int) -> None:
    """Create a file of this many bytes that takes no space."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        os.truncate(file.fileno(), size)


class Disk(ABC):
    """The files of an instance, whether it has a real folder or not."""

    root_folders: dict[int, Obj]

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.orphans: dict[str, list[Obj]] = {}
        """By folder the files in it that no title has: its own was removed or points elsewhere now."""
        self.missing_folders: set[str] = set()
        """Folders that the app cannot see: below a root folder that is offline everything stays as it was."""
        self.relocated: set[int] = set()
        """Titles whose folder was changed since it was scanned: their files may not be where they say."""

    @abstractmethod
    def file_sizes(self) -> Iterator[tuple[str, int]]:
        """Return path and bytes of every file, for laying them out."""

    def write_file(self, path: str, size: int) -> None:
        """Lay out a file."""
        if self.folder is not None:
            write_sparse(Path(path), size)

    def remove_file(self, path: str) -> None:
        """Delete a file, if it is there."""
        if self.folder is not None:
            Path(path).unlink(missing_ok=True)

    def rename_file(self, before: str, after: str) -> None:
        """Give a file another name, if it is there."""
        if self.folder is not None and Path(before).exists():
            Path(after).parent.mkdir(parents=True, exist_ok=True)
            Path(before).rename(after)

    def remove_tree(self, path: str) -> None:
        """Delete the folder of a title."""
        self.orphans.pop(path, None)
        if self.folder is not None:
            shutil.rmtree(path, ignore_errors=True)

    def is_folder(self, path: str) -> bool:
        """Return whether the app sees a folder; where none are laid out, all but those missing are there."""
        if any(path == gone or path.startswith(f"{gone}/") for gone in self.missing_folders):
            return False
        return self.folder is None or Path(path).is_dir()

    # ---- folders of titles --------------------------------------------------------------------

    def leave_behind(self, title: Obj, files: list[Obj]) -> None:
        """Keep the files of a title where they are while the title goes, or points elsewhere."""
        if title["id"] in self.relocated:
            return
        folder = title["path"]
        self.orphans[folder] = [*self.orphans.get(folder, ()), *(dict(file) for file in files)]
        for file in files:
            path = f"{folder}/{file['relativePath']}"
            if self.folder is not None and not Path(path).exists():  # the layout has not come to it yet
                self.write_file(path, file["size"])

    def point_elsewhere(self, title: Obj, path: str, files: list[Obj]) -> None:
        """Give a title another folder; its files stay in the old one until a command moves them."""
        if path != title["path"]:
            self.leave_behind(title, files)
            self.relocated.add(title["id"])
            title["path"] = path

    def move_tree(self, before: str, after: str) -> None:
        """Move what lies in a folder to another one."""
        if before == after:
            return
        if files := self.orphans.pop(before, None):
            self.orphans[after] = [*self.orphans.get(after, ()), *files]
        if self.folder is not None and Path(before).is_dir():
            shutil.copytree(before, after, dirs_exist_ok=True, copy_function=shutil.move)
            shutil.rmtree(before, ignore_errors=True)

    def files_in(self, path: str) -> dict[str, Obj]:
        """Return the files in a folder by relative path, orphans with what a probe would find again."""
        orphans = {file["relativePath"]: file for file in self.orphans.get(path, ())}
        if self.folder is None:
            return orphans
        folder, present = Path(path), {}
        for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if file.suffix in VIDEO:
                name = str(file.relative_to(folder))
                present[name] = orphans.get(name, {}) | {"relativePath": name, "size": file.stat().st_size}
        return present

    def adopt(self, path: str, names: set[str]) -> None:
        """Forget the orphans of a folder that have become a title's own."""
        orphans = [file for file in self.orphans.pop(path, ()) if file["relativePath"] not in names]
        if orphans:
            self.orphans[path] = orphans


class Layout:
    """Creates the root folders at once and the files in the background."""

    def __init__(self, disks: Sequence[Disk]) -> None:
        self._disks = disks
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="demo-files", daemon=True)

    def start(self) -> None:
        """Make the root folders, then begin with the files."""
        for disk in self._disks:
            for root in disk.root_folders.values():
                Path(root["path"]).mkdir(parents=True, exist_ok=True)
        self._thread.start()

    def stop(self) -> None:
        """Leave the remaining files out."""
        self._stop.set()
        self.join()

    def join(self) -> None:
        """Wait for the thread."""
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        for disk in self._disks:
            for path, size in disk.file_sizes():
                if self._stop.wait(_PAUSE):
                    return
                if not Path(path).exists():
                    write_sparse(Path(path), size)
