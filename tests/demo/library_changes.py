"""Changes of a simulated library that no request makes: upgrades and renames by the app, edits by hand."""

from __future__ import annotations

import random
import time
from typing import Any

from arrtui.demo.app.history import make_download_id
from arrtui.demo.app.store import Store
from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.wire import Obj
from arrtui.demo.radarr import drawing as radarr_drawing
from arrtui.demo.radarr.store import RadarrStore
from arrtui.demo.sonarr import drawing as sonarr_drawing
from arrtui.demo.sonarr.store import SonarrStore


def upgrade_movie(store: RadarrStore, movie_id: int, **facts: Any) -> Obj:
    """Upgrade: a new file id; rows of a grab, of the deletion without a download, and of the import."""
    movie = store.movies[movie_id]
    old = store.detach(movie["movieFileId"]) if movie["movieFileId"] else None
    rng = random.Random(f"{store.seed}:{store.instance}:{movie_id}:{store.last_file_id}")
    file = radarr_drawing.draw_file(store, rng, movie) | {"dateAdded": now_iso()}
    store.history.draw()
    new, now = store.attach(movie, file | facts), time.time()
    store.write_file(f"{movie['path']}/{new['relativePath']}", new["size"])
    download = make_download_id(store.seed, store.instance, new["id"])
    store.history.add(store.history_row("grabbed", movie, new, now - 60, download_id=download))
    if old:
        store.remove_file(f"{movie['path']}/{old['relativePath']}", movie["path"])
        extra = {"reason": "Upgrade"}
        store.history.add(store.history_row("movieFileDeleted", movie, old, now, extra=extra))
    store.history.add(store.history_row("downloadFolderImported", movie, new, now, download_id=download))
    return new


def upgrade_episodes(store: SonarrStore, file_id: int, **facts: Any) -> Obj:
    """Upgrade: a new file id; rows of a grab, of the deletion without a download, and of the import."""
    store.history.draw()
    covered = store.episodes_of_file(store.files[file_id])
    old = store.detach(file_id)
    series = store.series[old["seriesId"]]
    store.remove_file(f"{series['path']}/{old['relativePath']}", series["path"])
    rng = random.Random(f"{store.seed}:{store.instance}:{store.last_file_id}")
    new = store.attach(series, covered, sonarr_drawing.draw_file(store, rng, series, covered))
    new |= {"dateAdded": now_iso(), **facts}
    store.write_file(f"{series['path']}/{new['relativePath']}", new["size"])
    download = make_download_id(store.seed, store.instance, new["id"])
    now, extra = time.time(), {"reason": "Upgrade"}
    for episode in covered:
        number: Any = {"episode_id": episode["id"]}
        ids = number | {"download_id": download}
        store.history.add(store.history_row("grabbed", series, new, now - 60, **ids))
        store.history.add(store.history_row("episodeFileDeleted", series, old, now, **number, extra=extra))
        store.history.add(store.history_row("downloadFolderImported", series, new, now, **ids))
    return new


def rename_movie_file(store: RadarrStore, movie_id: int, name: str) -> Obj:
    """Rename a movie's file inside its folder; the app writes a renamed row and keeps the file id."""
    movie = store.movies[movie_id]
    file = store.files[movie["movieFileId"]]
    store.rename(movie, file, name)
    return file


def set_score(store: Store, profile_id: int, format_id: int, score: int) -> None:
    """Change what a profile gives a format."""
    for row in store.profiles[profile_id]["formatItems"]:
        if row["format"] == format_id:
            row["score"] = score


def toggle_monitored(store: Store, title_id: int) -> bool:
    """Flip whether a title is monitored; returns the new state."""
    title = store.titles[title_id]
    title["monitored"] = not title["monitored"]
    return bool(title["monitored"])
