"""Real folders with sparse files, so that scans of a disk have something to walk."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from arrtui.demo.world.disk import Disk, write_sparse

_PAUSE = 0.0005
"""Seconds between two files, so that requests are served meanwhile."""


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
