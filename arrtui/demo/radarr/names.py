"""Names of Radarr's files and folders, and what it reads from names of releases."""

from __future__ import annotations

import re

from arrtui.demo.app.named_releases import scored_name, words_of
from arrtui.demo.app.rows import require_row, require_rows
from arrtui.demo.http.routing import Table
from arrtui.demo.http.wire import EMPTY, Obj, Reply
from arrtui.demo.radarr.named import DATED, movie_named
from arrtui.demo.radarr.resources import movie_resource
from arrtui.demo.radarr.views import Call
from arrtui.demo.world.parsing import ParsedRelease, parse_release
from arrtui.demo.world.tables import languages


def movie_folder(call: Call) -> Obj:
    """Show the name that the folder of a movie would get."""
    movie = require_row(call.store.movies, call.id, "Movie")
    return {"folder": call.store.folder_for(movie, "").lstrip("/")}


def renames(call: Call) -> list[Obj]:
    """List the files of movies whose names are not what the naming format says; 500 for an unknown one."""
    store = call.store
    rows = []
    for movie in require_rows(store.movies, call.numbers("movieId")):
        for file in store.files_of(movie["id"]):
            if (name := store.name_for(movie, file)) != file["relativePath"]:
                row = {"movieId": movie["id"], "movieFileId": file["id"]}
                rows.append(row | {"existingPath": file["relativePath"], "newPath": name})
    return rows


def parse(call: Call) -> Obj | Reply:
    """Show what a name says, which movie it is of and what score it would have with its profile.

    A blank one is answered 204; size and flags are not known.
    """
    title, store = call.text("title"), call.store
    if not title.strip():
        return Reply(EMPTY, 204)
    match = DATED.match(title)
    if match is None:
        return {"title": title, "customFormatScore": 0}
    release = parse_release("radarr", title)
    parsed = _parsed(match, release)
    movie = movie_named(store, title)
    resource: Obj = {"title": title, "parsedMovieInfo": parsed}
    if movie:
        resource["movie"] = movie_resource(store, movie, covers=False)
    return resource | scored_name(store, movie, title, release)


def _parsed(match: re.Match[str], release: ParsedRelease) -> Obj:
    """Return the `parsedMovieInfo` of a name (`ParsedMovieInfo`)."""
    name = words_of(match["title"])
    return {
        "movieTitles": [name],
        "originalTitle": match[0],
        "releaseTitle": match[0],
        "simpleReleaseTitle": f"A.Movie.{match['year']}{match['rest'] or ''}",
        "quality": release.quality,
        "languages": release.languages or [languages("radarr")["Unknown"]],
        "releaseGroup": release.group,
        "releaseHash": "",
        "edition": "",
        "year": int(match["year"]),
        "imdbId": "",
        "tmdbId": 0,
        "movieTitle": name,
        "primaryMovieTitle": name,
    }


TABLE: Table = [
    ("GET", "/api/v3/movie/{id:int}/folder", movie_folder),
    ("GET", "/api/v3/rename", renames),
    ("GET", "/api/v3/parse", parse),
]
