"""What befalls published artwork while the demo runs, once each.

The first film with published artwork is upgraded, and the app deletes what lies beside its old file; of the
second one somebody deletes the poster.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from arrtui.demo.app.importing import import_by_hand
from arrtui.demo.app.store import Store
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.catalogue import sort_title
from arrtui.demo.world.own_folder import write_sparse
from arrtui.demo.world.parsing import parse_release
from arrtui.demo.world.releases import scene_stem

PATIENCE = 15.0
"""Seconds that published artwork lies in a folder before something befalls it."""
_PAUSE = 2.0
_MOST = 80
"""Films that are watched, the first ones by name."""
_SIZE = 9_000_000_000
"""Bytes of the file that an upgrade brings."""


class Mishaps:
    """Watches the films of a Radarr in a thread, until both things have happened."""

    def __init__(self, store: Store, owners: Collection[Path], downloads: Path) -> None:
        """``owners``: artwork that was there before; ``downloads``: a folder for what an upgrade brings."""
        self._store = store
        self._owners = owners
        self._downloads = downloads
        self._since: dict[int, float] = {}
        """When published artwork of a film was first seen, by its id."""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="demo-mishaps", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        for happen in (self.upgrade, self.delete_poster):
            while True:
                if self._stop.wait(_PAUSE):
                    return
                film = next(self._published(time.monotonic()), None)
                if film is not None and happen(film):
                    self._since[film["id"]] = float("inf")
                    break

    def _published(self, now: float) -> Iterator[Obj]:
        """Yield the films whose published artwork has lain in their folders for a while."""
        with self._store.lock:
            films = sorted(self._store.titles.values(), key=lambda film: sort_title(film["title"]))[:_MOST]
        for film in films:
            if any(self._images(film)) and now - self._since.setdefault(film["id"], now) >= PATIENCE:
                yield film

    def _images(self, film: Obj) -> Iterator[Path]:
        """Yield the published images beside a film's file."""
        for file in self._store.files_of(film["id"]):
            video = Path(film["path"], file["relativePath"])
            for path in video.parent.glob("*-*.[jp][pn]g") if video.parent.is_dir() else ():
                if path.name.startswith(f"{video.stem}-") and path not in self._owners:
                    yield path

    def upgrade(self, film: Obj) -> bool:
        """Import a better file of a film: what the app holds as belonging to the old one goes with that."""
        store = self._store
        name = f"{scene_stem(film['title'])}.{film['year']}.2160p.UHD.BluRay.REMUX.HEVC-FraMeSToR"
        path = self._downloads / name / f"{name}.mkv"
        write_sparse(path, _SIZE)
        release = parse_release(store.kind, path.name)
        with store.lock:
            (file,) = store.files_of(film["id"])
            store.rescan(film)
            entry = {"path": str(path), "folderName": name, "quality": release.quality}
            entry |= {"languages": file["languages"], "releaseGroup": release.group}
            import_by_hand(store, [entry | {store.spec.id_key: film["id"]}], "move")
        return True

    def delete_poster(self, film: Obj) -> bool:
        """Delete the poster of a film, as somebody with a file manager does."""
        posters = [path for path in self._images(film) if path.stem.endswith("-poster")]
        for path in posters:
            path.unlink(missing_ok=True)
        return bool(posters)
