"""What lies in an instance's folders: real ones with sparse files, or remembered where none are laid out."""

from __future__ import annotations

import re
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import count
from pathlib import Path

from arrtui.demo.http.wire import Obj
from arrtui.demo.world.neighbours import STYLES, UNREADABLE, put_neighbours
from arrtui.demo.world.own_folder import OwnFolder, write_sparse
from arrtui.demo.world.owners_art import put_owners_art
from arrtui.demo.world.scanning import is_media, is_scanned
from arrtui.demo.world.tables import Kind

_PAUSE = 0.0005
"""Seconds between two files, so that requests are served meanwhile."""

_KODI_ROOTS = (b"<movie>", b"<tvshow>", b"<episodedetails>")
"""What the apps look for in an NFO to know it as one of Kodi (`XbmcNfoDetector`)."""

_HEIGHT = re.compile(rb"height=(\d+)")
"""Stands for a picture of so many lines; the sparse files of a demo have none."""


class Disk(ABC):
    """The files of an instance, whether it has a real folder or not."""

    root_folders: dict[int, Obj]

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.real = None if folder is None else OwnFolder(folder)
        self.orphans: dict[str, list[Obj]] = {}
        """By folder the files in it that no title has: its own was removed or points elsewhere now."""
        self.missing_folders: set[str] = set()
        """Folders that the app cannot see: below a root folder that is offline everything stays as it was."""
        self.offline_seconds = 0.0
        """How long the list of root folders waits for each that is missing; the apps give up after five."""
        self.relocated: set[int] = set()
        """Titles whose folder was changed since it was scanned: their files may not be where they say."""
        self.is_laid_out = False
        self.laid_out: set[int] = set()
        """Titles whose files a scan has laid out, before the layout came to them."""

    @property
    @abstractmethod
    def kind(self) -> Kind:
        """Which app it is."""

    @property
    @abstractmethod
    def recycle_bin(self) -> Path | None:
        """Where deleted files go; None: nowhere."""

    @abstractmethod
    def file_sizes(self) -> Iterator[tuple[str, int]]:
        """Return path and bytes of every file, for laying them out."""

    def write_file(self, path: str, size: int) -> None:
        """Lay out a file."""
        if self.real and self.real.holds(Path(path)):
            write_sparse(Path(path), size)

    def lay_out(self, title: Obj, files: list[Obj]) -> None:
        """Write the files of a title that the layout has not come to yet, once."""
        if self.folder is None or self.is_laid_out or title["id"] in self.laid_out:
            return
        self.laid_out.add(title["id"])
        for file in files:
            path = f"{title['path']}/{file['relativePath']}"
            if title["id"] not in self.relocated and not Path(path).exists():
                self.write_file(path, file["size"])

    def remove_file(self, path: str, folder: str) -> None:
        """Delete a file of a title's folder, or move it into the recycle bin. Raises OSError."""
        if self.real:
            below = Path(path).parent.relative_to(Path(folder).parent)
            self.real.recycle_file(Path(path), self.recycle_bin, str(below))

    def rename_file(self, before: str, after: str, *, overwrite: bool = True) -> bool:
        """Give a file another name; return False if it is not there, or the name is taken and to stay."""
        return bool(self.real and self.real.move(Path(before), Path(after), overwrite=overwrite))

    def remove_tree(self, path: str) -> None:
        """Delete the folder of a title, or move it into the recycle bin. Raises OSError."""
        self.orphans.pop(path, None)
        if self.real:
            self.real.recycle_folder(Path(path), self.recycle_bin)

    def is_kodi_nfo(self, path: str) -> bool:
        """Return whether a file begins as the NFO files of Kodi do."""
        if self.real is None or not self.real.holds(Path(path)) or not Path(path).is_file():
            return False
        with Path(path).open("rb") as file:
            head = file.read(2048)
        return any(root in head for root in _KODI_ROOTS)

    def has_entries(self, path: str) -> bool:
        """Return whether anything lies in a root folder; a remembered one is never empty."""
        return self.folder is None or (Path(path).is_dir() and any(Path(path).iterdir()))

    def is_folder(self, path: str) -> bool:
        """Return whether the app sees a folder; where none are laid out, all but those missing are there."""
        if any(path == gone or path.startswith(f"{gone}/") for gone in self.missing_folders):
            return False
        return self.folder is None or Path(path).is_dir()

    def folders_below(self, path: str) -> list[str]:
        """Return the real folders in a root folder that the app lists: all but those with a dot first."""
        entries = sorted(Path(path).iterdir()) if self.real and Path(path).is_dir() else ()
        return [str(entry) for entry in entries if entry.is_dir() and not entry.name.startswith(".")]

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
        """Move what lies in a folder to another one. Raises OSError."""
        if before == after:
            return
        if self.real:
            self.real.merge(Path(before), Path(after))
        if files := self.orphans.pop(before, None):
            self.orphans[after] = [*self.orphans.get(after, ()), *files]

    def files_in(self, path: str) -> dict[str, Obj]:
        """Return the videos a scan sees in a folder by relative path, with what a probe finds."""
        orphans = {file["relativePath"]: file for file in self.orphans.get(path, ())}
        if self.folder is None:
            return orphans
        return {
            name: orphans.get(name, {}) | {"relativePath": name, **probe(Path(path, name))}
            for name in self._scanned(path)
            if is_media(self.kind, name) and Path(path, name).exists()
        }

    def others_in(self, path: str) -> list[str]:
        """Return the files a scan sees in a folder that are no videos, by relative path."""
        return [name for name in self._scanned(path) if not is_media(self.kind, name)]

    def _scanned(self, path: str) -> list[str]:
        """Return the paths below a folder that a scan looks at, links that lead nowhere among them."""
        files = self.real.files(Path(path)) if self.real else ()
        names = (str(file.relative_to(path)) for file in files)
        return [name for name in names if is_scanned(self.kind, name)]

    def adopt(self, path: str, names: set[str]) -> None:
        """Forget the orphans of a folder that have become a title's own."""
        orphans = [file for file in self.orphans.pop(path, ()) if file["relativePath"] not in names]
        if orphans:
            self.orphans[path] = orphans


def probe(path: Path) -> Obj:
    """Return bytes and height of a video; the height is what the file itself says: `height=1080`."""
    with path.open("rb") as file:
        height = _HEIGHT.match(file.read(16))
    return {"size": path.stat().st_size, **({"height": int(height[1])} if height else {})}


class Layout:
    """Creates the root folders at once and the files in the background."""

    def __init__(
        self,
        disks: Sequence[Disk],
        *,
        neighbours: bool,
        after: Callable[[Collection[Path]], None] | None = None,
    ) -> None:
        """`neighbours`: put trailers, and what looks like them, beside the videos.

        `after`: called at the end, with the artwork of the owner, of which there is none without it.
        """
        self._after = after
        self._disks = disks
        self._neighbours = neighbours
        self.styles: dict[str, str] = {}
        """By the folder of a title what lies beside its videos."""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="demo-files", daemon=True)

    def start(self) -> None:
        """Make the root folders, then begin with the files."""
        for disk in self._disks:
            for root in disk.root_folders.values():
                Path(root["path"]).mkdir(parents=True, exist_ok=True)
        self._thread.start()

    def stop(self) -> None:
        """Leave the remaining files out, and let the others be removed."""
        self._stop.set()
        self.join()
        for folder, style in self.styles.items():
            for closed in Path(folder).iterdir() if style == UNREADABLE and Path(folder).is_dir() else ():
                closed.chmod(0o755)

    def join(self) -> None:
        """Wait for the thread."""
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        for disk in self._disks:  # a root folder that stays empty for long looks like a disk that is away
            for path, _ in disk.file_sizes():
                if self._stop.is_set():
                    return
                Path(path).parent.mkdir(parents=True, exist_ok=True)
        owners = [path for disk in self._disks for path in self._put_owners_art(disk)] if self._after else ()
        for disk in self._disks:
            turns = count()
            for path, size in disk.file_sizes():
                if self._stop.wait(_PAUSE):
                    return
                if not Path(path).exists():
                    disk.write_file(path, size)
                if self._neighbours:
                    self._put_neighbours(disk, Path(path), turns)
            disk.is_laid_out = True
        if self._after and not self._stop.is_set():
            self._after(owners)

    def _put_owners_art(self, disk: Disk) -> list[Path]:
        """Write artwork into the folders of the first titles by name; return its files."""
        roots = {Path(root["path"]) for root in disk.root_folders.values()}
        videos: dict[Path, Path] = {}
        for path in (Path(path) for path, _ in disk.file_sizes()):
            if folder := _title_folder(path, roots):
                videos.setdefault(folder, path)
        real = disk.real
        own = {folder: video for folder, video in videos.items() if real and real.holds(folder)}
        return put_owners_art(disk.kind, own)

    def _put_neighbours(self, disk: Disk, video: Path, turns: Iterator[int]) -> None:
        """Write what lies beside the first video of a title, in the style whose turn it is."""
        folder = _title_folder(video, {Path(root["path"]) for root in disk.root_folders.values()})
        if folder is None or str(folder) in self.styles or not (disk.real and disk.real.holds(folder)):
            return
        styles = STYLES[disk.kind]
        neighbours = styles[next(turns) % len(styles)]
        self.styles[str(folder)] = neighbours.style
        put_neighbours(neighbours, folder, video)


def _title_folder(video: Path, roots: Collection[Path]) -> Path | None:
    """Return the folder of the title that a video belongs to, None for a video elsewhere."""
    return next((parent for parent in video.parents if parent.parent in roots), None)
