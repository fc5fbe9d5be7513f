"""What Radarr's commands do once their time has come: look for files, move them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from arrtui.demo.http.errors import not_found
from arrtui.demo.http.wire import Obj, without_nulls
from arrtui.demo.world.clock import now_iso
from arrtui.demo.world.releases import parse_name
from arrtui.demo.world.tables import languages

if TYPE_CHECKING:
    from arrtui.demo.radarr.store import RadarrStore


def run(store: RadarrStore, command: Obj) -> None:
    """Do what a command is for; those not named here only take their time.

    Raises ApiError for a movie that is not there.
    """
    body, name = command["body"], command["name"]
    if name in ("RefreshMovie", "RescanMovie"):
        ids = body.get("movieIds") or ([body["movieId"]] if body.get("movieId") else list(store.movies))
        for number in ids:
            scan(store, _movie(store, number))
            _search_if_wanted(store, store.movies[number])
    elif name == "MoviesSearch":
        for number in body.get("movieIds", ()):
            _movie(store, number)["lastSearchTime"] = now_iso()
    elif name == "MoveMovie":
        store.move_tree(body["sourcePath"], body["destinationPath"])
    elif name == "BulkMoveMovie":
        for item in body["movies"]:
            store.move_tree(item["sourcePath"], _movie(store, item["movieId"])["path"])


def _movie(store: RadarrStore, number: int) -> Obj:
    """A movie by id. Raises ApiError (`ModelNotFoundException`), which makes a command fail."""
    if number not in store.movies:
        raise not_found("Movie", number)
    return store.movies[number]


def _search_if_wanted(store: RadarrStore, movie: Obj) -> None:
    """Search for a new movie once its folder was looked at, if that was asked for when it was added."""
    options = movie.pop("addOptions", None) or {}
    if options.get("searchForMovie"):
        store.commands.post("radarr", {"name": "MoviesSearch", "movieIds": [movie["id"]]}, "unspecified")


def scan(store: RadarrStore, movie: Obj) -> None:
    """Look into a movie's folder: a file that is gone leaves, one that lies there is taken up."""
    if movie["movieFileId"] and movie["id"] not in store.relocated:
        return
    path = movie["path"]
    lying = {item["relativePath"]: item for item in store.lying_in(path)}
    file = store.file_of(movie)
    if file and file["relativePath"] not in lying:
        _lose(store, movie, file)
    store.relocated.discard(movie["id"])
    if not movie["movieFileId"]:
        for found in list(lying.values())[:1]:
            _take_up(store, movie, found)
    if file := store.file_of(movie):
        store.taken_up(path, {file["relativePath"]})


def _lose(store: RadarrStore, movie: Obj, file: Obj) -> None:
    """Drop a file that is no longer in its movie's folder."""
    store.history.draw()
    del store.files[file["id"]]
    movie["movieFileId"] = 0
    reason = {"reason": "MissingFromDisk"}
    store.history.add(store.row("movieFileDeleted", movie, file, time.time(), extra=reason))


def _take_up(store: RadarrStore, movie: Obj, found: Obj) -> None:
    """Take up a file that lies in a movie's folder, with what its name tells and nothing more."""
    kept: Obj = {key: found[key] for key in ("relativePath", "size", "mediaInfo") if key in found}
    told = without_nulls(parse_name("radarr", found["relativePath"]))
    file: Obj = {"dateAdded": now_iso(), "edition": "", "indexerFlags": 0, **kept, **told}
    file["languages"] = [languages("radarr")[store.catalogue.movie_head(movie["tmdbId"])[2]]]
    store.attach(movie, file)
