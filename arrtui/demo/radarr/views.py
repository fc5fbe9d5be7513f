"""Radarr's records of history, wanted, queue and releases."""

from __future__ import annotations

from typing import ClassVar

from arrtui.demo.app.release_book import OfferedRelease
from arrtui.demo.app.view import View
from arrtui.demo.http.errors import broken
from arrtui.demo.http.routing import HandlerRequest
from arrtui.demo.http.wire import Obj
from arrtui.demo.radarr.drawing import draw_release
from arrtui.demo.radarr.resources import cover_types, movie_resource, wanted_movie
from arrtui.demo.radarr.store import RadarrStore
from arrtui.demo.world.catalogue import movie_imdb_id

Call = HandlerRequest[RadarrStore]


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

    def cover_types(self, title: Obj) -> tuple[str, ...]:
        """Return the types of the pictures of a movie."""
        return cover_types(title["tmdbId"])

    def picture_owner(self, title: Obj) -> str:
        """Return the movie, as its source calls it."""
        return f"m{title['tmdbId']}"

    def external_ids(self, title: Obj) -> Obj:
        """Return TMDb and IMDb id."""
        return {"tmdbId": title["tmdbId"], "imdbId": movie_imdb_id(title["tmdbId"])}

    def included(self, call: Call, title: Obj, episode_id: int) -> Obj:
        """Return the movie if it is asked for."""
        if not call.flag("includeMovie"):
            return {}
        return {"movie": movie_resource(call.store, title, call.app.url_base, covers=False)}

    def title_resource(self, call: Call, title: Obj) -> Obj:
        """Return the movie."""
        return movie_resource(call.store, title, call.app.url_base, covers=False)

    def missing(self, call: Call, monitored: bool) -> list[Obj]:
        """Return the movies without a file, whether available or not."""
        movies = call.store.movies.values()
        return [movie for movie in movies if movie["monitored"] == monitored and not movie["movieFileId"]]

    def cutoff_unmet(self, call: Call, monitored: bool) -> list[Obj]:
        """Return the movies whose file is below the quality cutoff of their profile."""
        store = call.store
        store.require_languages()
        return [
            movie
            for movie in store.movies.values()
            if movie["monitored"] == monitored
            and (file := store.file_of(movie))
            and store.is_cutoff_unmet(file, movie["qualityProfileId"])
        ]

    def wanted_record(self, call: Call, wanted: Obj) -> Obj:
        """Render a movie without its file (R `MovieRepository.PagedQuery` does not load it)."""
        return wanted_movie(call.store, wanted, call.app.url_base)

    def search_command(self, entry: Obj, episode_ids: list[int]) -> Obj:
        """Return the search for the movie of a failed download."""
        return {"name": "MoviesSearch", "movieIds": [entry["movieId"]]}

    def releases(self, call: Call) -> list[Obj]:
        """Return four releases of a movie, the same every time, and what was grabbed of it last."""
        store, rows = call.store, []
        if not call.text("movieId"):
            return []
        movie = store.movies.get(call.number("movieId"))
        if movie is None:
            raise broken(f"Movie with ID {call.number('movieId')} does not exist")
        drawn = [draw_release(store, movie, number) for number in range(1, 5)]
        named = [(file.get("sceneName") or file["relativePath"].rsplit(".", 1)[0], file) for file in drawn]
        present = store.file_of(movie)
        for number, (name, file) in enumerate(named + self.past_releases(store, movie), 1):
            guid = f"https://nzb.example/release/{movie['tmdbId']}/{number}"
            details = {
                "movieTitles": [movie["title"]],
                "mappedMovieId": movie["id"],
                "tmdbId": movie["tmdbId"],
                "edition": "",
                "movieRequested": True,
                "indexerFlags": [],
            }
            offered = OfferedRelease(movie, number, name, file, guid, [present] if present else [])
            rows.append(self.release_record(store, offered, details))
        return rows
