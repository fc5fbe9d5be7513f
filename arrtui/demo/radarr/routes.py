"""Routes of Radarr: movies, files, collections, and what both apps have."""

from __future__ import annotations

import re
from typing import ClassVar

from arrtui.demo.app.calendar import read_calendar_request
from arrtui.demo.app.routes import shared_routes
from arrtui.demo.app.routes_titles import TitleRoutes
from arrtui.demo.app.rows import require_row, require_rows
from arrtui.demo.http.errors import bad_request, broken, failure, unreadable
from arrtui.demo.http.routing import Table
from arrtui.demo.http.wire import Obj
from arrtui.demo.radarr import names, routes_collections, routes_extras
from arrtui.demo.radarr.resources import (
    bare_movie,
    draft_resource,
    file_resource,
    movie_resource,
    searched_resource,
)
from arrtui.demo.radarr.spec import RADARR
from arrtui.demo.radarr.store import RadarrStore
from arrtui.demo.radarr.views import Call, RadarrView
from arrtui.demo.world.catalogue import is_known, movie_with_imdb_id

_OPTIONS: Obj = {
    "searchForMovie": False,
    "addMethod": "manual",
    "ignoreEpisodesWithFiles": False,
    "ignoreEpisodesWithoutFiles": False,
    "monitor": "movieOnly",
}
"""What the options of an addition are where they are left out."""


class MovieRoutes(TitleRoutes[RadarrStore]):
    """The routes of movies and their files."""

    spec = RADARR
    types: ClassVar = {"title": str}
    editable = ("qualityProfileId", "monitored", "minimumAvailability")
    new_fields = (*editable, "tags", "addOptions")
    file_facts = ("quality", "languages", "edition", "releaseGroup", "sceneName", "indexerFlags")
    draft: ClassVar = {"monitored": False, "movieFileId": 0, "minimumAvailability": "released", "tags": []}

    def table(self) -> Table:
        """Return the routes."""
        path = "/api/v3/movie/lookup"
        own = [("GET", f"{path}/tmdb", self.lookup_tmdb), ("GET", f"{path}/imdb", self.lookup_imdb)]
        return [*super().table(), *own]

    def resource(self, call: Call, title: Obj) -> Obj:
        """Render a movie."""
        return movie_resource(call.store, title, call.app.url_base)

    def list_resources(self, call: Call, titles: list[Obj]) -> list[Obj]:
        """Render the movies of a list, without local covers if that is asked for."""
        covers, url_base = not call.flag("excludeLocalCovers"), call.app.url_base
        return [movie_resource(call.store, movie, url_base, covers=covers) for movie in titles]

    def bare_resource(self, call: Call, title: Obj) -> Obj:
        """Render a movie as editor and import answer it: the root folder only where it was sent.

        An import has no local pictures yet.
        """
        is_import = isinstance(call.body, list)
        resource = bare_movie(call.store, title, call.app.url_base, covers=not is_import)
        if is_import or call.body.get("rootFolderPath"):
            resource["rootFolderPath"] = call.store.root_of(title["path"])
        return resource

    def lookup_resource(self, store: RadarrStore, title: Obj) -> Obj:
        """Render a movie of a search."""
        return searched_resource(store, title)

    def lookup_tmdb(self, call: Call) -> Obj:
        """Show one movie of the metadata host. Raises ApiError 500 for one it does not know."""
        number = call.number("tmdbId")
        if not is_known(number):
            raise broken(f"Movie with tmdbId {number} was not found, it may have been removed from TMDb.")
        return self._known_movie(call.store, number)

    def lookup_imdb(self, call: Call) -> Obj:
        """Show the movie of an IMDb id: `tt0133093`, or its digits. Raises ApiError 500 for any other."""
        text = call.text("imdbId")
        if not re.fullmatch(r"\d{3,10}|tt\d{1,10}", text):  # it looks up nothing, and looks into that
            raise broken("Object reference not set to an instance of an object.")
        imdb_id = f"tt{text.removeprefix('tt').zfill(7)}"
        number = movie_with_imdb_id(imdb_id)
        if not number:
            raise broken(f"Movie with IMDBId {imdb_id} was not found, it may have been removed from TMDb.")
        return self._known_movie(call.store, number)

    def _known_movie(self, store: RadarrStore, tmdb_id: int) -> Obj:
        """Render a movie as the metadata host knows it. Raises ApiError 503 while it does not answer."""
        self.require_host(store, str(tmdb_id))
        movie = self.known_title(store, tmdb_id)
        return movie_resource(store, movie) if movie["id"] else draft_resource(store, movie)

    def check_body(self, body: Obj) -> None:
        """Refuse a way to monitor that Radarr does not have; complete the options of an addition."""
        options = body.get("addOptions")
        if options is None:
            return
        if options.get("monitor", "movieOnly") not in ("movieOnly", "movieAndCollection", "none"):
            text = "The JSON value could not be converted to NzbDrone.Core.Movies.MonitorTypes."
            raise unreadable("$.addOptions.monitor", text)
        body["addOptions"] = _OPTIONS | options

    def check_new(self, store: RadarrStore, body: Obj) -> list[Obj]:
        """Return the broken rules of a new movie's TMDb id (R `MovieController.cs:83-113`)."""
        tmdb_id = body.get("tmdbId") or 0
        if tmdb_id <= 0:
            bad = [failure("TmdbId", "'Tmdb Id' must not be empty.", tmdb_id, "NotEmptyValidator")]
            if not body.get("title"):
                text = "'Title' must not be empty."
                bad.append(failure("Title", text, body.get("title"), "NotEmptyValidator"))
            return bad
        if any(movie["tmdbId"] == tmdb_id for movie in store.movies.values()):
            text = "This movie has already been added"
            return [failure("TmdbId", text, tmdb_id, "MovieExistsValidator")]
        return []

    def new_of(self, store: RadarrStore, prepared: list[Obj]) -> list[Obj]:
        """Return all of the movies; 409 for one that is in the batch twice, or in the library."""
        ids = {fields["external_id"] for fields in prepared}
        if len(ids) < len(prepared):
            raise store.storage.constraint_failed("MovieMetadata", "TmdbId")
        if any(movie["tmdbId"] in ids for movie in store.movies.values()):
            raise store.storage.constraint_failed("Movies", "MovieMetadataId")
        return prepared

    def edit(self, store: RadarrStore, title: Obj, body: Obj) -> bool:
        """Change the fields of a movie as PUT does; omitted tags and options are cleared."""
        episodes_changed = super().edit(store, title, body)
        title.pop("addOptions", None)
        if body.get("addOptions"):
            title["addOptions"] = body["addOptions"]
        return episodes_changed

    def file_resource(self, store: RadarrStore, title: Obj, file: Obj) -> Obj:
        """Render a file."""
        return file_resource(store, title, file)

    def read_files(self, call: Call) -> list[Obj]:
        """List files of movies (unknown ones are left out) or by id (unknown ones are a 500).

        Rows of a movie that was just deleted remain for a moment: until then a request for it is a 404.
        """
        store = call.store
        movie_ids, file_ids = call.numbers("movieId"), call.numbers("movieFileIds")
        if not movie_ids and not file_ids:
            raise bad_request("movieId or movieFileIds must be provided")
        if movie_ids:
            asked = set(movie_ids)
            files = [file for file in store.files.values() if file["movieId"] in asked]
            for file in files:
                require_row(store.movies, file["movieId"], "Movie")
        else:
            files = require_rows(store.files, file_ids)
        files = store.storage.ordered("files", files)
        return [self.own_file_resource(store, file) for file in files]


def calendar(call: Call) -> list[Obj]:
    """List the movies with one of their dates in a window; their files have formats and score here."""
    store, request, base = call.store, read_calendar_request(call), call.app.url_base
    resources = []
    for movie in store.movies.values():
        metadata = store.metadata(movie["tmdbId"])
        dates = [metadata.get(name) for name in ("inCinemas", "physicalRelease", "digitalRelease")]
        if (movie["monitored"] or request.unmonitored) and request.takes(movie) and request.has_date(*dates):
            resource = movie_resource(store, movie, base)
            if file := store.file_of(movie):
                resource["movieFile"] = file_resource(store, movie, file)
            resources.append(resource)
    return resources


TABLE: Table = [
    *names.TABLE,
    *MovieRoutes().table(),
    ("GET", "/api/v3/calendar", calendar),
    *routes_collections.TABLE,
    *routes_extras.TABLE,
    *shared_routes(RADARR, RadarrView()),
]
