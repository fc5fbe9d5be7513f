"""How a simulated Radarr scans the folder of a movie: files that are gone, files that lie there."""

from __future__ import annotations

import time

from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.wire import Obj, without_nulls
from arrtui.demo.radarr.library import RadarrLibrary
from arrtui.demo.world.releases import parse_name
from arrtui.demo.world.tables import languages


def scan(store: RadarrLibrary, movie: Obj) -> None:
    """Drop the movie's file if it is not in the folder, and take up one that lies there."""
    if movie["movieFileId"] and movie["id"] not in store.relocated:
        return
    present = store.files_in(movie["path"])
    file = store.file_of(movie)
    if file and file["relativePath"] not in present:
        store.history.draw()
        store.detach(file["id"])
        missing = {"reason": "MissingFromDisk"}
        store.history.add(store.history_row("movieFileDeleted", movie, file, time.time(), extra=missing))
        file = None
    store.relocated.discard(movie["id"])
    if file is None and present:
        file = _import_file(store, movie, next(iter(present.values())))
    if file:
        store.adopt(movie["path"], {file["relativePath"]})


def _import_file(store: RadarrLibrary, movie: Obj, present: Obj) -> Obj:
    """Add a file that lies in a movie's folder, with what its name and a probe say and nothing more."""
    probed: Obj = {key: present[key] for key in ("relativePath", "size", "mediaInfo") if key in present}
    parsed = without_nulls(parse_name("radarr", present["relativePath"]))
    file: Obj = {"dateAdded": now_iso(), "edition": "", "indexerFlags": 0, **probed, **parsed}
    file["languages"] = [languages("radarr")[store.head(movie["tmdbId"])[2]]]
    return store.attach(movie, file)
