"""A simulated Radarr: its library as it is drawn, and what the app does with it."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from arrtui.demo.app.history import Row
from arrtui.demo.app.live.events import FileAdded, FileDeleted
from arrtui.demo.app.rows import require_row, require_some
from arrtui.demo.app.scans import adopt_all, drop_missing, may_scan, new_file, unknown_videos
from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.wire import Obj
from arrtui.demo.radarr import drawing
from arrtui.demo.radarr.library import RadarrLibrary
from arrtui.demo.radarr.named import movie_named, names_a_movie
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
        self.all_collections()  # those of the movies that were there before
        defaults = {"monitored": True, "tags": [], "qualityProfileId": min(self.profiles)}
        movie = self.new_title(external_id, defaults | {"minimumAvailability": "released"}, fields)
        movie["movieFileId"] = 0
        return movie

    def delete_children(self, title: Obj) -> None:
        """Forget a collection that has no other movie than the one that is gone."""
        self.drop_collection(title)

    def drop_file(self, title: Obj, file: Obj, reason: str) -> None:
        """Forget a file of a movie, and delete what was adopted with it."""
        self.history.draw()
        self.detach(file["id"])
        extra = {"reason": reason}
        self.history.add(self.history_row("movieFileDeleted", title, file, time.time(), extra=extra))
        self.publish(FileDeleted(title, file, f"{reason[0].lower()}{reason[1:]}"))
        self.extras.delete_with(title, file["id"])

    def named_by(self, folder: str, name: str) -> Obj:
        """Return the id of the movie that the folder of a download names."""
        movie = movie_named(self, folder) or movie_named(self, name)
        return {"movieId": movie["id"]} if movie else {}

    def replaced_by(self, title: Obj, entry: Obj) -> list[Obj]:
        """Return the file of a movie as a list."""
        file = self.file_of(title)
        return [file] if file else []

    def attach_imported(self, title: Obj, entry: Obj, file: Obj, name: str) -> Obj:
        """Add a movie's file that arrives from a download."""
        file = self.attach(title, file | {"relativePath": name, "edition": ""})
        file["relativePath"] = self.name_for(title, file)
        self.publish(FileAdded(title, file))
        return file

    def import_rows(self, title: Obj, file: Obj, at: float, paths: dict[str, str]) -> list[Row]:
        """Return the row of a movie's file that was imported."""
        return [self.history_row("downloadFolderImported", title, file, at, extra=paths)]

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
        title["title"], title["year"], _ = self.head(title["tmdbId"])
        self.collect(title)
        self.rescan(title)

    def rescan(self, title: Obj) -> None:
        """Scan a movie's folder; a new movie is searched for then, if that was asked for as it was added."""
        self.scan(title)
        options = title.pop("addOptions", None) or {}
        if options.get("searchForMovie"):
            self.commands.post({"name": "MoviesSearch", "movieIds": [title["id"]]}, "unspecified")

    def scan(self, movie: Obj) -> None:
        """Drop the files that are not in the movie's folder, take up others, and adopt what lies beside them.

        What is adopted belongs to the file that was the movie's as the scan began (`DiskScanService`).
        """
        known = movie["movieFileId"] and movie["id"] not in self.relocated
        if not may_scan(self, movie) or (known and self.folder is None):
            return
        began_with = movie["movieFileId"]
        present = drop_missing(self, movie)
        self._take_up_first(movie, unknown_videos(self, movie, present))
        folder = movie["path"].rsplit("/", 1)[-1]

        def owner(path: str) -> int | None:
            *folders, name = path.split("/")
            is_named = names_a_movie(name) or names_a_movie(folders[-1] if folders else folder)
            return began_with if is_named else None

        adopt_all(self, movie, owner)

    def _take_up_first(self, movie: Obj, videos: list[Obj]) -> None:
        """Add the first video that is no worse than what is there as a file of a movie: a scan takes one.

        At the top of the folder any name will do, below it only one of a movie (`ImportApprovedMovie`: "Movie
        has already been imported").
        """
        present = self.file_of(movie)
        for video in videos:
            *folders, name = video["relativePath"].split("/")
            file = new_file("radarr", video, self.head(movie["tmdbId"])[2]) | {"edition": ""}
            is_worse = present and self.is_worse(file, present, movie["qualityProfileId"])
            if not is_worse and (not folders or names_a_movie(name)):
                self.publish(FileAdded(movie, self.attach(movie, file)))
                return

    def search(self, command: str, body: Obj) -> str | None:
        """Note the time of a search on the movies it is for; the indexers have nothing."""
        if command != "MoviesSearch":
            return None
        movies = [require_row(self.movies, number, "Movie") for number in require_some(body["movieIds"])]
        for movie in movies:
            movie["lastSearchTime"] = now_iso()
        return f"Completed search for {len(movies)} movies. 0 reports downloaded."
