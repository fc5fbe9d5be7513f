"""Radarr's resources, rendered from the store (R `MovieResource.cs`, `MovieFileResource.cs`)."""

from __future__ import annotations

from collections.abc import Mapping

from arrtui.demo.app.history import Row
from arrtui.demo.app.view import history_base, release_base, release_verdict
from arrtui.demo.http.paging import Key
from arrtui.demo.http.routing import HandlerRequest
from arrtui.demo.http.wire import Obj
from arrtui.demo.radarr.store import RadarrStore
from arrtui.demo.world.catalogue import cover, movie_ratings, ticks
from arrtui.demo.world.clock import epoch, iso
from arrtui.demo.world.profiles import quality_cutoff_unmet


def movie_resource(
    store: RadarrStore, movie: Obj, url_base: str = "", *, covers: bool = True, with_file: bool = True
) -> Obj:
    """A movie as `GET /movie` shows it: its file without formats and score (R `MovieController.cs:154`)."""
    tmdb_id = movie["tmdbId"]
    known = store.metadata(tmdb_id)
    resource = {**known, **movie}
    file = store.file_of(movie)
    size = file["size"] if file else 0
    resource |= {"sizeOnDisk": size, "hasFile": file is not None, "folderName": movie["path"]}
    resource["rootFolderPath"] = store.root_of(movie["path"])
    resource["isAvailable"] = store.is_available(movie, known["status"])
    if "lastSearchTime" in movie and movie["id"] % 4 == 0:
        resource["lastSearchTime"] = iso(epoch(movie["lastSearchTime"]) + store.tick * 60)
    resource["images"] = _images(store, movie, url_base, covers)
    resource["ratings"] = movie_ratings(tmdb_id, store.tick)
    resource["popularity"] = round(1 + tmdb_id % 97 + store.tick % 50 / 100, 4)
    groups = [file["releaseGroup"]] if file and file.get("releaseGroup") else []
    resource["statistics"] = {
        "movieFileCount": int(file is not None),
        "sizeOnDisk": size,
        "releaseGroups": groups,
    }
    resource.pop("addOptions", None)
    if file and with_file:
        resource["movieFile"] = _plain_file(movie, file)
    return resource


def _images(store: RadarrStore, movie: Obj, url_base: str, covers: bool) -> list[Obj]:
    number, tmdb_id = movie["id"], movie["tmdbId"]
    stamp = ticks(store.today + store.tick * 60) if covers else None
    host = "https://image.films.example/t/p/original"
    kinds = ("poster", "fanart", "clearlogo") if tmdb_id % 3 == 0 else ("poster", "fanart")
    return [cover(number, kind, f"{host}/{kind}-{tmdb_id}.jpg", url_base, stamp) for kind in kinds]


def _plain_file(movie: Obj, file: Obj) -> Obj:
    return {**file, "path": f"{movie['path']}/{file['relativePath']}", "qualityCutoffNotMet": False}


def file_resource(store: RadarrStore, movie: Obj, file: Obj) -> Obj:
    """A file as `GET /moviefile` shows it: with formats and score of the profile the movie has now."""
    scores = store.scored(file, movie["qualityProfileId"], store.original_language(movie))
    return {**_plain_file(movie, file), **scores}


def collection_resource(store: RadarrStore, number: int) -> Obj:
    """A collection with the movies of it that the metadata host knows."""
    item = store.collection(number)
    members = [movie for movie in store.movies.values() if _collection_of(store, movie) == item["tmdbId"]]
    return item | {"movies": [_member(store, movie) for movie in members], "missingMovies": 0}


def _collection_of(store: RadarrStore, movie: Obj) -> int:
    return int((store.metadata(movie["tmdbId"]).get("collection") or {}).get("tmdbId", 0))


def _member(store: RadarrStore, movie: Obj) -> Obj:
    known = store.metadata(movie["tmdbId"])
    keys = (
        "tmdbId",
        "imdbId",
        "title",
        "cleanTitle",
        "sortTitle",
        "status",
        "overview",
        "runtime",
        "year",
        "genres",
    )
    member = {key: known[key] for key in keys if key in known}
    member |= {"images": [], "ratings": movie_ratings(movie["tmdbId"], store.tick)}
    return member | {"folder": movie["path"].rsplit("/", 1)[-1], "isExisting": True}


class RadarrView:
    """Radarr's records for the shared routes."""

    history_keys: Mapping[str, Key] = {
        "date": lambda row: row.at,
        "languages": lambda row: row.release["languages"][0]["id"],
        "movieMetadata.sortTitle": lambda row: row.title.lower(),
        "quality": lambda row: row.release["quality"]["quality"]["id"],
    }
    wanted_keys: Mapping[str, Key] = {
        "movieMetadata.sortTitle": lambda movie: movie["title"].lower(),
        "movieMetadata.year": lambda movie: movie["year"],
        "movieMetadata.digitalRelease": lambda movie: movie["year"],
        "movieMetadata.inCinemas": lambda movie: movie["year"],
        "movieMetadata.physicalRelease": lambda movie: movie["year"],
        "movies.lastSearchTime": lambda movie: movie.get("lastSearchTime", ""),
    }

    def history_record(self, call: HandlerRequest, row: Row) -> Obj:
        """A history record, with the movie if it is asked for."""
        store: RadarrStore = call.store
        movie = store.movies[row.item]
        original = store.original_language(movie)
        scores = store.scored(row.release, movie["qualityProfileId"], original)
        external = {"tmdbId": movie["tmdbId"], "imdbId": f"tt{1_000_000 + movie['tmdbId'] * 7:07}"}
        path = f"{movie['path']}/{row.release['relativePath']}"
        record = history_base(store, row, scores, path, external, original) | {"movieId": row.item}
        if call.flag("includeMovie"):
            record["movie"] = movie_resource(store, movie, call.app.url_base, covers=False)
        return record

    def missing(self, call: HandlerRequest, monitored: bool) -> list[Obj]:
        """Movies without a file, whether available or not."""
        movies = call.store.movies.values()
        return [movie for movie in movies if movie["monitored"] == monitored and not movie["movieFileId"]]

    def cutoff_unmet(self, call: HandlerRequest, monitored: bool) -> list[Obj]:
        """Movies whose file is below the quality cutoff of their profile."""
        store: RadarrStore = call.store
        return [
            movie
            for movie in store.movies.values()
            if movie["monitored"] == monitored
            and (file := store.file_of(movie))
            and _below_cutoff(store, movie, file)
        ]

    def wanted_record(self, call: HandlerRequest, item: Obj) -> Obj:
        """A movie without its file (R `MovieRepository.PagedQuery` does not load it)."""
        return movie_resource(call.store, item, call.app.url_base, with_file=False)

    def queue_record(self, call: HandlerRequest, item: Obj) -> Obj:
        """A download with the score its title's profile gives it now."""
        store: RadarrStore = call.store
        movie = store.movies[item["movieId"]]
        facts = item | {"relativePath": item["title"]}
        scores = store.scored(facts, movie["qualityProfileId"], store.original_language(movie))
        record = item | {key: scores[key] for key in ("customFormats", "customFormatScore")}
        if call.flag("includeMovie"):
            record["movie"] = movie_resource(store, movie, call.app.url_base, covers=False)
        return record

    def releases(self, call: HandlerRequest) -> list[Obj]:
        """Four releases of a movie, the same ones every time."""
        store: RadarrStore = call.store
        movie = store.movies.get(call.number("movieId"))
        return [self._release(store, movie, number) for number in range(1, 5)] if movie else []

    def _release(self, store: RadarrStore, movie: Obj, number: int) -> Obj:
        file = store.draw_release(movie, number)
        title = file.get("sceneName") or file["relativePath"].rsplit(".", 1)[0]
        original = store.original_language(movie)
        scores = store.scored(file, movie["qualityProfileId"], original)
        present = store.file_of(movie)
        beaten = store.scored(present, movie["qualityProfileId"], original) if present else None
        guid = f"https://nzb.example/release/{movie['tmdbId']}/{number}"
        own = {
            "movieTitles": [movie["title"]],
            "mappedMovieId": movie["id"],
            "tmdbId": movie["tmdbId"],
            "edition": "",
        }
        own |= {"movieRequested": True, "indexerFlags": [], "customFormats": scores["customFormats"]}
        own["customFormatScore"] = scores["customFormatScore"]
        return release_base(store, number, title, file, guid) | own | release_verdict(number, scores, beaten)


def _below_cutoff(store: RadarrStore, movie: Obj, file: Obj) -> bool:
    profile = store.profiles[movie["qualityProfileId"]]
    return quality_cutoff_unmet(profile, file["quality"]["quality"]["id"])
