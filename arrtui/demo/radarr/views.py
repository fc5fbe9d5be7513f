"""Radarr's resources, rendered from the store (R `MovieResource.cs`, `MovieFileResource.cs`)."""

from __future__ import annotations

from typing import ClassVar

from arrtui.demo.app.view import OfferedRelease, View
from arrtui.demo.http.clock import epoch, iso
from arrtui.demo.http.routing import HandlerRequest
from arrtui.demo.http.wire import Obj
from arrtui.demo.radarr.drawing import draw_release
from arrtui.demo.radarr.store import RadarrStore
from arrtui.demo.world.catalogue import cover, movie_imdb_id, movie_ratings, ticks
from arrtui.demo.world.words import listed

Call = HandlerRequest[RadarrStore]

_IMAGE_HOST = "https://image.films.example/t/p/original"
_MEMBER_KEYS = listed("tmdbId imdbId title cleanTitle sortTitle status overview runtime year genres")
"""What a movie has inside its collection."""


def movie_resource(
    store: RadarrStore, movie: Obj, url_base: str = "", *, covers: bool = True, with_file: bool = True
) -> Obj:
    """Render a movie as `GET /movie`: its file without formats and score (R `MovieController.cs:154`)."""
    tmdb_id = movie["tmdbId"]
    metadata = store.metadata(tmdb_id)
    resource = {**metadata, **movie}
    file = store.file_of(movie)
    size = file["size"] if file else 0
    has_file = movie["movieFileId"] > 0  # also when the row of the file is gone
    resource |= {"sizeOnDisk": size, "hasFile": has_file, "folderName": movie["path"]}
    resource["rootFolderPath"] = store.root_of(movie["path"])
    resource["isAvailable"] = store.is_available(movie, metadata["status"])
    if "lastSearchTime" in movie and movie["id"] % 4 == 0:
        resource["lastSearchTime"] = iso(epoch(movie["lastSearchTime"]) + store.tick * 60)
    last_write = ticks(store.today + store.tick * 60) if covers else None
    resource["images"] = [
        cover(movie["id"], type_, f"{_IMAGE_HOST}/{type_}-{tmdb_id}.jpg", url_base, last_write)
        for type_ in (("poster", "fanart", "clearlogo") if tmdb_id % 3 == 0 else ("poster", "fanart"))
    ]
    resource["ratings"] = movie_ratings(tmdb_id, store.tick)
    resource["popularity"] = round(1 + tmdb_id % 97 + store.tick % 50 / 100, 4)
    groups = [file["releaseGroup"]] if file and file.get("releaseGroup") else []
    counts = {"movieFileCount": int(has_file), "sizeOnDisk": size}
    resource["statistics"] = counts | {"releaseGroups": groups}
    resource.pop("addOptions", None)
    if file and with_file:
        resource["movieFile"] = _plain_file(movie, file)
    return resource


def _plain_file(movie: Obj, file: Obj) -> Obj:
    return {**file, "path": f"{movie['path']}/{file['relativePath']}", "qualityCutoffNotMet": False}


def file_resource(store: RadarrStore, movie: Obj, file: Obj) -> Obj:
    """Render a file as `GET /moviefile`: with formats and score of the profile the movie has now."""
    scores = store.scored(file, movie["qualityProfileId"], store.original_language(movie))
    return {**_plain_file(movie, file), **scores}


def collection_resource(store: RadarrStore, collection: Obj) -> Obj:
    """Render a collection with those of its movies that are in the library."""
    members = []
    for movie in store.movies.values():
        metadata = store.metadata(movie["tmdbId"])
        if metadata.get("collection", {}).get("tmdbId") == collection["tmdbId"]:
            member = {key: metadata[key] for key in _MEMBER_KEYS if key in metadata}
            member |= {"images": [], "ratings": movie_ratings(movie["tmdbId"], store.tick)}
            members.append(member | {"folder": movie["path"].rsplit("/", 1)[-1], "isExisting": True})
    return collection | {"movies": members, "missingMovies": 0}


class RadarrView(View[RadarrStore]):
    """Radarr's records for the shared routes."""

    history_keys: ClassVar = {
        "date": lambda row: row.at,
        "languages": lambda row: row.release["languages"][0]["id"],
        "movieMetadata.sortTitle": lambda row: row.source_title.lower(),
        "quality": lambda row: row.release["quality"]["quality"]["id"],
    }
    wanted_keys: ClassVar = {
        "movieMetadata.sortTitle": lambda movie: movie["title"].lower(),
        "movieMetadata.year": lambda movie: movie["year"],
        "movieMetadata.digitalRelease": lambda movie: movie["year"],
        "movieMetadata.inCinemas": lambda movie: movie["year"],
        "movieMetadata.physicalRelease": lambda movie: movie["year"],
        "movies.lastSearchTime": lambda movie: movie.get("lastSearchTime", ""),
    }

    def external_ids(self, title: Obj) -> Obj:
        """Return TMDb and IMDb id."""
        return {"tmdbId": title["tmdbId"], "imdbId": movie_imdb_id(title["tmdbId"])}

    def included(self, call: Call, title: Obj, episode_id: int) -> Obj:
        """Return the movie if it is asked for."""
        if not call.flag("includeMovie"):
            return {}
        return {"movie": movie_resource(call.store, title, call.app.url_base, covers=False)}

    def missing(self, call: Call, monitored: bool) -> list[Obj]:
        """Return the movies without a file, whether available or not."""
        movies = call.store.movies.values()
        return [movie for movie in movies if movie["monitored"] == monitored and not movie["movieFileId"]]

    def cutoff_unmet(self, call: Call, monitored: bool) -> list[Obj]:
        """Return the movies whose file is below the quality cutoff of their profile."""
        store = call.store
        return [
            movie
            for movie in store.movies.values()
            if movie["monitored"] == monitored
            and (file := store.file_of(movie))
            and store.is_cutoff_unmet(file, movie["qualityProfileId"])
        ]

    def wanted_record(self, call: Call, wanted: Obj) -> Obj:
        """Render a movie without its file (R `MovieRepository.PagedQuery` does not load it)."""
        return movie_resource(call.store, wanted, call.app.url_base, with_file=False)

    def releases(self, call: Call) -> list[Obj]:
        """Return four releases of a movie, the same every time."""
        store, rows = call.store, []
        movie = store.movies.get(call.number("movieId"))
        if movie is None:
            return []
        for number in range(1, 5):
            file = draw_release(store, movie, number)
            name = file.get("sceneName") or file["relativePath"].rsplit(".", 1)[0]
            guid = f"https://nzb.example/release/{movie['tmdbId']}/{number}"
            details = {
                "movieTitles": [movie["title"]],
                "mappedMovieId": movie["id"],
                "tmdbId": movie["tmdbId"],
                "edition": "",
                "movieRequested": True,
                "indexerFlags": [],
            }
            offered = OfferedRelease(movie, number, name, file, guid, store.file_of(movie))
            rows.append(self.release_record(store, offered, details))
        return rows
