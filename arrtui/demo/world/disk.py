"""What lies in an instance's folders: real ones with sparse files, or remembered where none are laid out."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from arrtui.demo.http.wire import Obj

VIDEO = (".mkv", ".mp4", ".avi", ".m4v")


def write_sparse(path: Path, size: int) -> None:
    """Create a file of this many bytes that takes no space."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        os.truncate(file.fileno(), size)


class Disk:
    """The files of an instance, whether it has a real folder or not."""

    folder: Path | None
    known_files: dict[str, list[Obj]]
    """By folder the files in it that no title has: left by one that was removed or points elsewhere now."""
    relocated: set[int]
    """Titles whose folder was changed since the disk was looked at: their files may not be where they say."""

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
        self.known_files.pop(path, None)
        if self.folder is not None:
            shutil.rmtree(path, ignore_errors=True)

    def move_file(self, before: str, after: str) -> None:
        """Rename a file, if it is there."""
        if self.folder is not None and Path(before).exists():
            Path(after).parent.mkdir(parents=True, exist_ok=True)
            Path(before).rename(after)

    # ---- folders of titles --------------------------------------------------------------------

    def leave(self, title: Obj, files: list[Obj]) -> None:
        """The files of a title stay where they are while the title goes, or points elsewhere."""
        if title["id"] in self.relocated:
            return
        path = title["path"]
        self.known_files[path] = [*self.known_files.get(path, ()), *(dict(file) for file in files)]
        for file in files:
            place = f"{path}/{file['relativePath']}"
            if self.folder is not None and not Path(place).exists():  # the layout has not come to it yet
                self.write_file(place, file["size"])

    def point_elsewhere(self, title: Obj, path: str, files: list[Obj]) -> None:
        """Give a title another folder; its files stay in the old one until somebody moves them."""
        if path != title["path"]:
            self.leave(title, files)
            self.relocated.add(title["id"])
            title["path"] = path

    def move_tree(self, before: str, after: str) -> None:
        """Move what lies in a folder to another one."""
        if before == after:
            return
        if files := self.known_files.pop(before, None):
            self.known_files[after] = [*self.known_files.get(after, ()), *files]
        if self.folder is not None and Path(before).is_dir():
            shutil.copytree(before, after, dirs_exist_ok=True, copy_function=shutil.move)
            shutil.rmtree(before, ignore_errors=True)

    def lying_in(self, path: str) -> list[Obj]:
        """The files in a folder; what is remembered of one is in it as a probe would find it again."""
        remembered = {file["relativePath"]: file for file in self.known_files.get(path, ())}
        if self.folder is None:
            return list(remembered.values())
        folder = Path(path)
        found = sorted(item for item in folder.rglob("*") if item.suffix in VIDEO) if folder.is_dir() else []
        names = ((str(item.relative_to(folder)), item.stat().st_size) for item in found)
        return [remembered.get(name, {}) | {"relativePath": name, "size": size} for name, size in names]

    def taken_up(self, path: str, names: set[str]) -> None:
        """Forget files that have become a title's own."""
        rest = [file for file in self.known_files.pop(path, ()) if file["relativePath"] not in names]
        if rest:
            self.known_files[path] = rest
