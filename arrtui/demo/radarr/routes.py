"""Routes of Radarr's library: movies, files, collections, exclusions."""

from __future__ import annotations

from typing import Any

from arrtui.demo.app.routes_titles import (
    change_path,
    check_edit,
    check_enums,
    check_path,
    check_place,
    check_profile,
    edit_titles,
    fetch_metadata,
    place_of,
    set_facts,
)
from arrtui.demo.app.store import exactly
from arrtui.demo.http.errors import (
    absent,
    bad_request,
    broken,
    failure,
    not_found,
    refuse_if_any,
)
from arrtui.demo.http.routing import HandlerRequest, Table, accepted, created, integers, typed
from arrtui.demo.http.wire import EMPTY, Obj, Reply
from arrtui.demo.radarr.store import RadarrStore
from arrtui.demo.radarr.views import collection_resource, file_resource, movie_resource
from arrtui.demo.world import catalogue

EDITABLE = ("qualityProfileId", "monitored", "minimumAvailability")
"""What PUT changes besides path, tags and addOptions; all else is ignored (`Movie.ApplyChanges`)."""
EDITED = ("monitored", "qualityProfileId", "minimumAvailability")


def _shown(call: HandlerRequest, movie: Obj) -> Obj:
    return movie_resource(call.store, movie, call.app.url_base)


def movies(call: HandlerRequest) -> list[Obj]:
    """The whole library, or the one movie of a TMDb id; 500 where a profile is missing."""
    store: RadarrStore = call.store
    lost = [item["qualityProfileId"] for item in store.movies.values()]
    if missing := next((number for number in lost if number not in store.profiles), None):
        raise broken(f"The given key '{missing}' was not present in the dictionary.")
    wanted = call.number("tmdbId")
    covers = not call.flag("excludeLocalCovers")
    chosen = [movie for movie in store.movies.values() if not wanted or movie["tmdbId"] == wanted]
    return [movie_resource(store, movie, call.app.url_base, covers=covers) for movie in chosen]


def movie(call: HandlerRequest) -> Obj:
    """One movie."""
    found = call.store.movies.get(call.id)
    if found is None:
        raise absent()
    return _shown(call, found)


def lookup(call: HandlerRequest) -> list[Obj]:
    """Search the metadata host: `tmdb:603`, or words of a title in the library."""
    store: RadarrStore = call.store
    term = call.text("term").strip()
    if term.lower().startswith(("tmdb:", "tmdbid:")):
        number = int(term.split(":")[1]) if term.split(":")[1].isdigit() else 0
        return [_candidate(store, number)] if catalogue.known(number) else []
    found = [item["tmdbId"] for item in store.movies.values() if term.lower() in item["title"].lower()]
    return [_candidate(store, number) for number in found[:20]]


def lookup_tmdb(call: HandlerRequest) -> Obj:
    """One movie of the metadata host."""
    number = call.number("tmdbId")
    if not catalogue.known(number):
        raise absent()
    return _candidate(call.store, number)


def _candidate(store: RadarrStore, tmdb_id: int) -> Obj:
    present = next((item for item in store.movies.values() if item["tmdbId"] == tmdb_id), None)
    if present:
        return movie_resource(store, present)
    draft = {
        "id": 0,
        "tmdbId": tmdb_id,
        "path": "",
        "qualityProfileId": 0,
        "monitored": False,
        "movieFileId": 0,
    }
    draft |= {"minimumAvailability": "released", "tags": [], "added": "0001-01-01T00:00:00Z"}
    resource = movie_resource(store, draft, covers=False)
    return {key: value for key, value in resource.items() if key not in ("id", "path", "rootFolderPath")}


# ---- adding ---------------------------------------------------------------------------------------


def _check_new(store: RadarrStore, body: Obj) -> list[Obj]:
    """The validators of POST (R `MovieController.cs:83-113`)."""
    tmdb_id = body.get("tmdbId") or 0
    found = check_profile(store, body)
    if tmdb_id <= 0:
        found.append(failure("TmdbId", "'Tmdb Id' must not be empty.", tmdb_id, "NotEmptyValidator"))
    elif any(item["tmdbId"] == tmdb_id for item in store.movies.values()):
        found.append(failure("TmdbId", "This movie has already been added", tmdb_id, "MovieExistsValidator"))
    return found + check_place(store, store.movies, body)


def _read_movie(call: HandlerRequest) -> Obj:
    body = call.object
    typed(
        body,
        tmdbId=int,
        qualityProfileId=int,
        monitored=bool,
        path=str,
        rootFolderPath=str,
        tags=list,
        title=str,
    )
    check_enums(body)
    return body


def _prepared(store: RadarrStore, body: Obj) -> Obj:
    """A new movie's fields, as the service that adds it completes and checks them.

    Raises ApiError: the metadata host does not know it, or its folder is used.
    """
    tmdb_id = body.get("tmdbId") or 0
    fetch_metadata("TmdbId", "movie", tmdb_id, body.get("path") or body.get("rootFolderPath") or "")
    title, year, _ = store.catalogue.movie_head(tmdb_id)
    path = place_of(store, store.movies, body, {"title": title, "year": year})
    names = ("tmdbId", "qualityProfileId", "monitored", "minimumAvailability", "tags", "addOptions")
    fields = {key: body.get(key) for key in names} | {"path": path}
    if (body.get("addOptions") or {}).get("monitor") == "none":
        fields["monitored"] = False
    return fields


def _refresh_new(call: HandlerRequest, added: list[Obj]) -> None:
    if added:
        command = {"name": "RefreshMovie", "movieIds": [item["id"] for item in added], "isNewMovie": True}
        call.store.commands.post("radarr", command, "unspecified")


def post_movie(call: HandlerRequest) -> Reply:
    """Add a movie; a RefreshMovie is queued, whose scan finds files that are there already."""
    body = _read_movie(call)
    refuse_if_any(_check_new(call.store, body))
    movie = call.store.add_movie(**_named(_prepared(call.store, body)))
    _refresh_new(call, [movie])
    return created("movie", _shown(call, movie))


def _named(fields: Obj) -> Obj:
    return {("tmdb_id" if key == "tmdbId" else key): value for key, value in fields.items()}


def import_movies(call: HandlerRequest) -> list[Obj]:
    """Add many: no controller rules, the first movie that fails stops all before any is inserted."""
    store: RadarrStore = call.store
    present = {item["tmdbId"] for item in store.movies.values()}
    wanted = {
        item.get("tmdbId"): item for item in reversed(call.objects) if item.get("tmdbId") not in present
    }
    prepared = [_prepared(store, item) for item in reversed(wanted.values())]
    added = [store.add_movie(**_named(fields)) for fields in prepared]
    _refresh_new(call, added)
    return [_shown(call, item) for item in added]


# ---- changing -------------------------------------------------------------------------------------


def put_movie(call: HandlerRequest) -> Reply:
    """Change what may be changed; omitted tags are cleared."""
    store: RadarrStore = call.store
    body = _read_movie(call)
    number = int(body.get("id") or call.params.get("id") or 0)
    path = (body.get("path") or "").rstrip("/")
    refuse_if_any(check_profile(store, body) + check_path(store, store.movies, path, number))
    movie = store.movies.get(number)
    if movie is None:
        raise not_found("Movie", number)
    movie |= {key: body[key] for key in EDITABLE if body.get(key) is not None}
    movie["tags"] = body.get("tags") or []
    movie.pop("addOptions", None)
    if body.get("addOptions"):
        movie["addOptions"] = body["addOptions"]
    change_path(call, movie, path)
    return accepted(_shown(call, movie))


def edit_movies(call: HandlerRequest) -> Reply:
    """Change many movies at once; 500 if one id is missing or repeated."""
    store: RadarrStore = call.store
    body = call.object
    check_enums(body)
    chosen = exactly(store.movies, integers(body, "movieIds"))
    refuse_if_any(check_edit(store, body))
    edit_titles(call, chosen, body, EDITED)
    return accepted([_shown(call, movie) for movie in chosen])


def delete_movie(call: HandlerRequest) -> Reply:
    """Delete a movie; 404 for an unknown id."""
    if call.id not in call.store.movies:
        raise not_found("Movie", call.id)
    call.store.delete_movie(
        call.id, delete_files=call.flag("deleteFiles"), exclude=call.flag("addImportExclusion")
    )
    return Reply(EMPTY)


def delete_movies(call: HandlerRequest) -> Obj:
    """Delete many movies; 500 if one id is missing or repeated."""
    body = call.object
    for movie in exactly(call.store.movies, integers(body, "movieIds")):
        files, exclude = bool(body.get("deleteFiles")), bool(body.get("addImportExclusion"))
        call.store.delete_movie(movie["id"], delete_files=files, exclude=exclude)
    return {}


# ---- files ----------------------------------------------------------------------------------------


def _file(store: RadarrStore, file: Obj) -> Obj:
    return file_resource(store, store.movies[file["movieId"]], file)


def movie_files(call: HandlerRequest) -> list[Obj]:
    """Files of movies (unknown ones are left out) or by id (unknown ones are a 500)."""
    store: RadarrStore = call.store
    movie_ids, file_ids = call.numbers("movieId"), call.numbers("movieFileIds")
    if not movie_ids and not file_ids:
        raise bad_request("movieId or movieFileIds must be provided")
    if movie_ids:
        chosen = [store.movies[number] for number in movie_ids if number in store.movies]
        return [_file(store, file) for movie in chosen if (file := store.file_of(movie))]
    return [_file(store, file) for file in exactly(store.files, file_ids)]


def movie_file(call: HandlerRequest) -> Obj:
    """One file."""
    if call.id not in call.store.files:
        raise absent()
    return _file(call.store, call.store.files[call.id])


FILE_FACTS = ("quality", "languages", "edition", "releaseGroup", "sceneName", "indexerFlags")


def put_files(call: HandlerRequest) -> Reply:
    """Set facts of files (`PUT /moviefile/bulk`); a scene name is taken only if it looks like one."""
    store: RadarrStore = call.store
    rows = call.objects
    chosen = exactly(store.files, [int(row.get("id") or 0) for row in rows])
    for file, row in zip(chosen, rows, strict=True):
        set_facts("radarr", file, row, FILE_FACTS)
    first = store.movies[chosen[0]["movieId"]] if chosen else {}
    return accepted([file_resource(store, first, file) for file in chosen])


def put_file(call: HandlerRequest) -> Reply:
    """Set facts of one file."""
    if call.id not in call.store.files:
        raise not_found("MovieFile", call.id)
    set_facts("radarr", call.store.files[call.id], call.object, FILE_FACTS)
    return accepted(_file(call.store, call.store.files[call.id]))


def delete_file(call: HandlerRequest) -> Reply:
    """Delete a file from disk."""
    if call.id not in call.store.files:
        raise not_found("MovieFile", call.id)
    call.store.delete_file(call.id)
    return Reply(EMPTY)


def delete_files(call: HandlerRequest) -> Obj:
    """Delete many files from disk."""
    for file in exactly(call.store.files, integers(call.object, "movieFileIds")):
        call.store.delete_file(file["id"])
    return {}


# ---- collections and exclusions -------------------------------------------------------------------


def collections(call: HandlerRequest) -> list[Obj]:
    """Every collection of the library."""
    return [collection_resource(call.store, number) for number in call.store.all_collections()]


def collection(call: HandlerRequest) -> Obj:
    """One collection."""
    if call.id not in call.store.all_collections():
        raise absent()
    return collection_resource(call.store, call.id)


_COLLECTION = (
    "monitored",
    "qualityProfileId",
    "rootFolderPath",
    "searchOnAdd",
    "minimumAvailability",
    "tags",
)


def put_collection(call: HandlerRequest) -> Reply:
    """Change the settings of a collection."""
    body: Any = call.object
    number = int(body.get("id") or call.params["id"])
    if number not in call.store.all_collections():
        raise not_found("MovieCollection", number)
    call.store.collections[number] |= {key: body[key] for key in _COLLECTION if key in body}
    return accepted(collection_resource(call.store, number))


TABLE: Table = [
    ("GET", "/api/v3/movie", movies),
    ("POST", "/api/v3/movie", post_movie),
    ("PUT", "/api/v3/movie", put_movie),
    ("GET", "/api/v3/movie/lookup", lookup),
    ("GET", "/api/v3/movie/lookup/tmdb", lookup_tmdb),
    ("POST", "/api/v3/movie/import", import_movies),
    ("PUT", "/api/v3/movie/editor", edit_movies),
    ("DELETE", "/api/v3/movie/editor", delete_movies),
    ("GET", "/api/v3/movie/{id:int}", movie),
    ("PUT", "/api/v3/movie/{id:int}", put_movie),
    ("DELETE", "/api/v3/movie/{id:int}", delete_movie),
    ("GET", "/api/v3/moviefile", movie_files),
    ("PUT", "/api/v3/moviefile/bulk", put_files),
    ("DELETE", "/api/v3/moviefile/bulk", delete_files),
    ("GET", "/api/v3/moviefile/{id:int}", movie_file),
    ("PUT", "/api/v3/moviefile/{id:int}", put_file),
    ("DELETE", "/api/v3/moviefile/{id:int}", delete_file),
    ("GET", "/api/v3/collection", collections),
    ("GET", "/api/v3/collection/{id:int}", collection),
    ("PUT", "/api/v3/collection/{id:int}", put_collection),
]
