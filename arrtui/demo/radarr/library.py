"""The tables of a simulated Radarr: movies, their files and collections."""

from __future__ import annotations

from operator import itemgetter
from pathlib import Path

from arrtui.demo.app.live.events import CollectionChanged
from arrtui.demo.app.store import Store
from arrtui.demo.http.errors import broken
from arrtui.demo.http.wire import Obj
from arrtui.demo.radarr.consumers import CONSUMERS
from arrtui.demo.radarr.spec import RADARR
from arrtui.demo.world.catalogue import Catalogue
from arrtui.demo.world.naming import (
    Values,
    clean_name,
    file_name,
    file_values,
    folder_below,
    shorten,
    title_values,
    tokens_of,
)

_STATUSES = ("tba", "announced", "inCinemas", "released")
"""In the order a movie goes through them."""


class RadarrLibrary(Store):
    """`movies` and `files` by id; a movie names its file in `movieFileId` (0: none).

    `file_ids` lists the files of each movie; after adding or removing any by hand call `touch()`.
    """

    spec = RADARR
    consumers = CONSUMERS

    def __init__(self, instance: str, seed: int, catalogue: Catalogue, folder: Path | None) -> None:
        super().__init__(instance, seed, catalogue, folder)
        self.movies = self.titles
        self.collections: dict[int, Obj] = {}
        self._drew_collections = False

    def all_titles(self) -> list[Obj]:
        """Return every movie; 500 for all while the profile of one is gone (R `MovieRepository.All`).

        So it is while a profile has a language that is not known.
        """
        self.require_languages()
        gone = (row["qualityProfileId"] for row in self.movies.values())
        missing = next((number for number in gone if number not in self.profiles), None)
        if missing is not None:
            raise broken(f"The given key '{missing}' was not present in the dictionary.")
        return super().all_titles()

    def readable_titles(self) -> dict[int, Obj]:
        """Return the movies whose profile is there: a query for few of them joins the profiles."""
        profiles = self.profiles
        return {number: row for number, row in self.movies.items() if row["qualityProfileId"] in profiles}

    def folder_for(self, title: Obj, root: str) -> str:
        """Return the folder the app makes for a movie below a root folder."""
        naming = self.configs["naming"]
        pattern = naming["movieFolderFormat"]
        values = title_values("movie", title["title"]) | {"release year": str(title["year"] or "")}
        if tokens_of(pattern) - values.keys():  # most formats name no more, and metadata costs time
            metadata = self.metadata(title["tmdbId"])
            values |= {"tmdbid": str(title["tmdbId"]), "imdbid": metadata.get("imdbId", "")}
            values["movie originaltitle"] = metadata["originalTitle"]
            values["movie collection"] = metadata.get("collection", {}).get("title", "")
            values["movie certification"] = metadata.get("certification", "")
        return folder_below(root, pattern, values, naming)

    def name_for(self, title: Obj, file: Obj) -> str:
        """Return the name that the naming format gives the file of a movie."""
        naming = self.configs["naming"]
        if not naming["renameMovies"]:
            return str(file["relativePath"])
        values: Values = {
            "movie title": shorten(clean_name(title["title"], naming), 110),
            "release year": str(title["year"]),
            **file_values(file, self.quality_title(file), naming),
        }
        name = file_name(naming["standardMovieFormat"], values)
        return f"{name}.{file['relativePath'].rsplit('.', 1)[-1]}"

    def file_of(self, movie: Obj) -> Obj | None:
        """Return the file of a movie; of several the one with the lowest id, whatever `movieFileId` says."""
        if len(self.file_ids.get(movie["id"], ())) > 1 and (several := self.files_of(movie["id"])):
            return min(several, key=itemgetter("id"))
        return self.files.get(movie["movieFileId"])

    def touch(self) -> None:
        """Forget what is derived, the lists per movie among it."""
        super().touch()
        self.file_ids.clear()
        for file in self.files.values():
            self.file_ids.setdefault(file["movieId"], []).append(file["id"])

    def attach(self, movie: Obj, file: Obj) -> Obj:
        """Give a file its id and make it the movie's."""
        number = self.next_file_id()
        self.files[number] = file | {"id": number, "movieId": movie["id"]}
        self.file_ids.setdefault(movie["id"], []).append(number)
        movie["movieFileId"] = number
        return self.files[number]

    def detach(self, file_id: int) -> Obj:
        """Remove a file from the library; its movie has none, unless it names another one."""
        file = self.files.pop(file_id)
        movie = self.movies[file["movieId"]]
        self.file_ids[movie["id"]].remove(file_id)
        if movie["movieFileId"] == file_id:
            movie["movieFileId"] = 0
        return file

    def profile_users(self) -> list[Obj]:
        """Return everything that names a quality profile in `qualityProfileId`."""
        return [*super().profile_users(), *self.collections.values()]

    def all_collections(self) -> dict[int, Obj]:
        """Return every collection; those of the movies the estate began with are drawn on first use."""
        if not self._drew_collections:
            self._drew_collections = True
            collections = (self.metadata(movie["tmdbId"]).get("collection") for movie in self.movies.values())
            by_tmdb_id = {collection["tmdbId"]: collection for collection in collections if collection}
            for _, collection in sorted(by_tmdb_id.items()):
                row = self._add_collection(collection)
                row |= {"monitored": row["id"] % 5 == 0, "qualityProfileId": 1}
        return self.collections

    def _add_collection(self, collection: Obj) -> Obj:
        """Add a collection as the metadata host names it, with the defaults of its settings."""
        number = self.next_id(self.collections)
        self.collections[number] = {
            "id": number,
            "title": collection["title"],
            "sortTitle": collection["title"].lower(),
            "tmdbId": collection["tmdbId"],
            "images": [],
            "overview": "",
            "monitored": False,
            "rootFolderPath": next((root["path"] for root in self.root_folders.values()), ""),
            "qualityProfileId": 0,
            "searchOnAdd": False,
            "minimumAvailability": "released",
            "tags": [],
        }
        return self.collections[number]

    def _collection_of(self, movie: Obj) -> Obj:
        """Return what the metadata host says of a movie's collection; empty where it is in none."""
        return self.metadata(movie["tmdbId"]).get("collection") or {}

    def collect(self, movie: Obj) -> None:
        """Make the collection of a movie that is the first of it, with the movie's own settings.

        The app does so as it refreshes the movie (R `RefreshMovieService.RefreshMovieInfo`).
        """
        collection = self._collection_of(movie)
        present = {row["tmdbId"] for row in self.all_collections().values()}
        if collection and collection["tmdbId"] not in present:
            options = movie.get("addOptions") or {}
            row = self._add_collection(collection)
            row |= {key: movie[key] for key in ("qualityProfileId", "minimumAvailability")}
            row["monitored"] = options.get("monitor") == "movieAndCollection"
            row["searchOnAdd"] = bool(options.get("searchForMovie"))
            row |= {"rootFolderPath": self.root_of(movie["path"]), "tags": list(movie["tags"])}
            self.publish(CollectionChanged(row, "created"))

    def drop_collection(self, movie: Obj) -> None:
        """Delete the collection of a movie that was the last of it (R `MovieCollectionService`)."""
        tmdb_id = self._collection_of(movie).get("tmdbId")
        if not any(self._collection_of(other).get("tmdbId") == tmdb_id for other in self.movies.values()):
            for row in [row for row in self.all_collections().values() if row["tmdbId"] == tmdb_id]:
                self.publish(CollectionChanged(self.collections.pop(row["id"]), "deleted"))

    def is_available(self, movie: Obj, status: str) -> bool:
        """Return whether a movie has reached its minimum availability."""
        if status not in _STATUSES:
            return False
        return _STATUSES.index(status) >= _STATUSES.index(movie["minimumAvailability"])
