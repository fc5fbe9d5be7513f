"""A simulated Radarr: its library as it is drawn, and what the app does with it."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from arrtui.demo.app.history import Row, make_download_id
from arrtui.demo.app.rows import require_row
from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.wire import Obj
from arrtui.demo.radarr import drawing
from arrtui.demo.radarr.library import RadarrLibrary
from arrtui.demo.radarr.scanning import scan
from arrtui.demo.world.catalogue import Catalogue


class RadarrStore(RadarrLibrary):
    """The state of one Radarr."""

    def __init__(
        self, instance: str, seed: int, catalogue: Catalogue, folder: Path | None, positions: list[int]
    ) -> None:
        super().__init__(instance, seed, catalogue, folder)
        drawing.draw_library(self, positions)

    def draw_history(self) -> Iterable[Row]:
        """Return the rows from before the estate started."""
        return drawing.draw_history(self)

    def add_title(self, external_id: int, **fields: Any) -> Obj:
        """Add a movie by TMDb id; `path` or `rootFolderPath` and everything else may be given."""
        defaults = {"monitored": True, "tags": [], "qualityProfileId": min(self.profiles)}
        movie = self.new_title(external_id, defaults | {"minimumAvailability": "released"}, fields)
        movie["movieFileId"] = 0
        return movie

    def delete_children(self, title: Obj) -> None:
        """Forget the file of a movie that is gone."""
        self.files.pop(title["movieFileId"], None)

    def replace_file(self, movie_id: int, **facts: Any) -> Obj:
        """Upgrade: a new file id; grabbed, deleted (Upgrade) and imported rows share one download."""
        movie = self.movies[movie_id]
        old = self.files.pop(movie["movieFileId"], None)
        rng = random.Random(f"{self.seed}:{self.instance}:{movie_id}:{self.last_file_id}")
        file = drawing.draw_file(self, rng, movie) | {"dateAdded": now_iso()}
        self.history.draw()
        new, now = self.attach(movie, file | facts), time.time()
        self.write_file(f"{movie['path']}/{new['relativePath']}", new["size"])
        download = make_download_id(self.seed, self.instance, new["id"])
        self.history.add(self.history_row("grabbed", movie, new, now - 60, download_id=download))
        if old:
            self.remove_file(f"{movie['path']}/{old['relativePath']}")
            extra = {"reason": "Upgrade"}
            row = self.history_row("movieFileDeleted", movie, old, now, download_id=download, extra=extra)
            self.history.add(row)
        self.history.add(self.history_row("downloadFolderImported", movie, new, now, download_id=download))
        return new

    def rename_file(self, movie_id: int, name: str) -> Obj:
        """Rename a movie's file inside its folder; the app writes a renamed row and keeps the file id."""
        movie = self.movies[movie_id]
        file = self.files[movie["movieFileId"]]
        paths = self.rename_in_folder(movie, file, name)
        self.history.add(self.history_row("movieFileRenamed", movie, file, time.time(), extra=paths))
        return file

    def delete_file(self, file_id: int) -> None:
        """Delete a file from disk; the movie stays."""
        self.history.draw()
        file = self.detach(file_id)
        movie = self.movies[file["movieId"]]
        self.remove_file(f"{movie['path']}/{file['relativePath']}")
        extra = {"reason": "Manual"}
        self.history.add(self.history_row("movieFileDeleted", movie, file, time.time(), extra=extra))

    def refresh(self, title: Obj) -> None:
        """Scan a movie's folder; a new movie is searched for then, if that was asked for as it was added."""
        scan(self, title)
        options = title.pop("addOptions", None) or {}
        if options.get("searchForMovie"):
            self.commands.post({"name": "MoviesSearch", "movieIds": [title["id"]]}, "unspecified")

    rescan = refresh

    def search(self, command: str, body: Obj) -> None:
        """Note the time of a search on the movies it is for."""
        if command == "MoviesSearch":
            for number in body.get("movieIds", ()):
                require_row(self.movies, number, "Movie")["lastSearchTime"] = now_iso()
