"""The tables of a simulated Radarr: movies, their files and collections."""

from __future__ import annotations

from pathlib import Path

from arrtui.demo.app.store import Store
from arrtui.demo.http.wire import Obj
from arrtui.demo.radarr.spec import RADARR
from arrtui.demo.world.catalogue import Catalogue
from arrtui.demo.world.releases import safe_name

_STATUSES = ("tba", "announced", "inCinemas", "released")
"""In the order a movie goes through them."""


class RadarrLibrary(Store):
    """`movies` and `files` by id; a movie names its file in `movieFileId` (0: none)."""

    spec = RADARR

    def __init__(self, instance: str, seed: int, catalogue: Catalogue, folder: Path | None) -> None:
        super().__init__(instance, seed, catalogue, folder)
        self.movies = self.titles
        self.collections: dict[int, Obj] = {}

    def folder_for(self, title: Obj, root: str) -> str:
        """Return the folder the app makes for a movie below a root folder."""
        return f"{root}/{safe_name(title['title'])} ({title['year']})"

    def file_of(self, movie: Obj) -> Obj | None:
        """Return the file of a movie."""
        return self.files.get(movie["movieFileId"])

    def files_of(self, title_id: int) -> list[Obj]:
        """Return the file of a movie as a list."""
        file = self.file_of(self.movies[title_id])
        return [file] if file else []

    def attach(self, movie: Obj, file: Obj) -> Obj:
        """Give a file its id and make it the movie's."""
        number = self.next_file_id()
        self.files[number] = file | {"id": number, "movieId": movie["id"]}
        movie["movieFileId"] = number
        return self.files[number]

    def detach(self, file_id: int) -> Obj:
        """Remove a file from the library; its movie has none."""
        file = self.files.pop(file_id)
        self.movies[file["movieId"]]["movieFileId"] = 0
        return file

    def profile_users(self) -> list[Obj]:
        """Return everything that names a quality profile in `qualityProfileId`."""
        return [*super().profile_users(), *self.collections.values()]

    def all_collections(self) -> dict[int, Obj]:
        """Return the collections the library's movies belong to; their settings are remembered."""
        collections = (self.metadata(movie["tmdbId"]).get("collection") for movie in self.movies.values())
        titles = {collection["tmdbId"]: collection["title"] for collection in collections if collection}
        present = {row["tmdbId"] for row in self.collections.values()}
        for tmdb_id in sorted(titles.keys() - present):
            number = self.next_id(self.collections)
            self.collections[number] = {
                "id": number,
                "title": titles[tmdb_id],
                "sortTitle": titles[tmdb_id].lower(),
                "tmdbId": tmdb_id,
                "images": [],
                "overview": "",
                "monitored": number % 5 == 0,
                "rootFolderPath": self.root_folders[1]["path"],
                "qualityProfileId": 1,
                "searchOnAdd": False,
                "minimumAvailability": "released",
                "tags": [],
            }
        return {number: row for number, row in self.collections.items() if row["tmdbId"] in titles}

    def is_available(self, movie: Obj, status: str) -> bool:
        """Return whether a movie has reached its minimum availability."""
        if status not in _STATUSES:
            return False
        return _STATUSES.index(status) >= _STATUSES.index(movie["minimumAvailability"])
