"""A simulated Radarr: its library as it is drawn, and what the app does with it."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from arrtui.demo.app.history import Row
from arrtui.demo.app.live.events import FileAdded, FileDeleted
from arrtui.demo.app.rows import require_row, require_some
from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.wire import Obj, without_nulls
from arrtui.demo.radarr import drawing
from arrtui.demo.radarr.library import RadarrLibrary
from arrtui.demo.world.catalogue import Catalogue
from arrtui.demo.world.releases import parse_name
from arrtui.demo.world.tables import languages


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
        self.all_collections()  # those of the movies that were there before
        defaults = {"monitored": True, "tags": [], "qualityProfileId": min(self.profiles)}
        movie = self.new_title(external_id, defaults | {"minimumAvailability": "released"}, fields)
        movie["movieFileId"] = 0
        return movie

    def delete_children(self, title: Obj) -> None:
        """Forget the file of a movie that is gone, and a collection that has no other movie."""
        self.files.pop(title["movieFileId"], None)
        self.drop_collection(title)

    def delete_file(self, file_id: int, folder: str = "") -> None:
        """Delete a file from disk; the movie stays."""
        self.history.draw()
        file = self.detach(file_id)
        movie = self.movies[file["movieId"]]
        self.remove_file(f"{folder or movie['path']}/{file['relativePath']}")
        extra = {"reason": "Manual"}
        self.history.add(self.history_row("movieFileDeleted", movie, file, time.time(), extra=extra))
        self.publish(FileDeleted(movie, file, "manual"))

    def note_rename(self, title: Obj, file: Obj, paths: dict[str, str]) -> None:
        """Add the row of a file that was renamed."""
        self.history.add(self.history_row("movieFileRenamed", title, file, time.time(), extra=paths))

    def clean_up(self) -> None:
        """Delete unused tags, and forget files whose rows are gone (`CleanupOrphanedMovieMovieFileIds`)."""
        super().clean_up()
        for movie in self.movies.values():
            if movie["movieFileId"] not in self.files:
                movie["movieFileId"] = 0

    def refresh(self, title: Obj, before: Obj) -> None:
        """Fetch what the metadata host says of a movie, its collection among it, and scan its folder.

        Edits made since `before` stay, as only metadata is written.
        """
        self.collect(title)
        self.rescan(title)

    def rescan(self, title: Obj) -> None:
        """Scan a movie's folder; a new movie is searched for then, if that was asked for as it was added."""
        self.scan(title)
        options = title.pop("addOptions", None) or {}
        if options.get("searchForMovie"):
            self.commands.post({"name": "MoviesSearch", "movieIds": [title["id"]]}, "unspecified")

    def scan(self, movie: Obj) -> None:
        """Drop the movie's file if it is not in the folder, and take up one that lies there.

        Nothing happens while the root folder is missing (`DiskScanService`).
        """
        known = movie["movieFileId"] and movie["id"] not in self.relocated
        if known or not self.is_folder(self.root_of(movie["path"])):
            return
        files = self.files_in(movie["path"])
        file = self.file_of(movie)
        if file and file["relativePath"] not in files:
            self.history.draw()
            self.detach(file["id"])
            missing = {"reason": "MissingFromDisk"}
            self.history.add(self.history_row("movieFileDeleted", movie, file, time.time(), extra=missing))
            self.publish(FileDeleted(movie, file, "missingFromDisk"))
            file = None
        self.relocated.discard(movie["id"])
        if file is None and files:  # all that is known of a new file is what its name and a probe say
            present = next(iter(files.values()))
            file = {"dateAdded": now_iso(), "edition": "", "indexerFlags": 0}
            file |= {key: present[key] for key in ("relativePath", "size", "mediaInfo") if key in present}
            file |= without_nulls(parse_name("radarr", present["relativePath"]))
            file["languages"] = [languages("radarr")[self.head(movie["tmdbId"])[2]]]
            file = self.attach(movie, file)
            self.publish(FileAdded(movie, file))
        if file:
            self.adopt(movie["path"], {file["relativePath"]})

    def search(self, command: str, body: Obj) -> str | None:
        """Note the time of a search on the movies it is for; the indexers have nothing."""
        if command != "MoviesSearch":
            return None
        movies = [require_row(self.movies, number, "Movie") for number in require_some(body["movieIds"])]
        for movie in movies:
            movie["lastSearchTime"] = now_iso()
        return f"Completed search for {len(movies)} movies. 0 reports downloaded."
