"""Real folders with sparse files, so that scans of a disk have something to walk."""

from __future__ import annotations

import threading
from pathlib import Path

from arrtui.demo.radarr.store import RadarrStore
from arrtui.demo.sonarr.store import SonarrStore
from arrtui.demo.world.disk import write_sparse

PAUSE = 0.0005
"""Seconds between two files, so that requests are served meanwhile."""


class Layout:
    """Creates the root folders at once and the files in the background."""

    def __init__(self, stores: list[RadarrStore | SonarrStore]) -> None:
        self._stores = stores
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="demo-files", daemon=True)

    def start(self) -> None:
        """Make the root folders, then begin with the files."""
        for store in self._stores:
            for root in store.root_folders.values():
                Path(root["path"]).mkdir(parents=True, exist_ok=True)
        self._thread.start()

    def stop(self) -> None:
        """Leave the rest undone."""
        self._stop.set()
        self.join()

    def join(self) -> None:
        """Wait for the thread."""
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        for store in self._stores:
            for path, size in store.file_sizes():
                if self._stop.wait(PAUSE):
                    return
                if not Path(path).exists():
                    write_sparse(Path(path), size)
