"""Radarr's resources, rendered from the store (R `MovieResource.cs`, `MovieFileResource.cs`)."""

from __future__ import annotations

import hashlib

from arrtui.demo.http.clock import epoch, iso
from arrtui.demo.http.wire import Obj
from arrtui.demo.radarr.store import RadarrStore
from arrtui.demo.world.catalogue import cover, drawn_pictures, movie_ratings, ticks
from arrtui.demo.world.pictures import DrawnPicture
from arrtui.demo.world.words import listed

_IMAGE_HOST = "https://image.films.example/t/p/original"
"""Where pictures are, unless the catalogue has a host that serves them."""
_MEMBER_KEYS = listed("tmdbId imdbId title cleanTitle sortTitle status overview runtime year genres")
"""What a movie has inside its collection."""
_NOT_LOOKED_UP = ("id", "path", "rootFolderPath")


def bare_movie(store: RadarrStore, movie: Obj, url_base: str = "", *, covers: bool = True) -> Obj:
    """Render a movie without anything about its file or its root folder, as import and editor answer."""
    tmdb_id = movie["tmdbId"]
    metadata = store.metadata(tmdb_id)
    resource = {**metadata, **movie, "folderName": movie["path"]}
    resource["isAvailable"] = store.is_available(movie, metadata["status"])
    if "lastSearchTime" in movie and movie["id"] % 4 == 0:
        resource["lastSearchTime"] = iso(epoch(movie["lastSearchTime"]) + store.tick * 60)
    last_write = ticks(store.today + store.tick * 60) if covers else None
    host = store.catalogue.image_host or _IMAGE_HOST
    resource["images"] = [
        cover(movie["id"], type_, f"{host}/{DrawnPicture(f'm{tmdb_id}', type_).name}", url_base, last_write)
        for type_ in cover_types(tmdb_id)
    ]
    resource["ratings"] = movie_ratings(tmdb_id, store.tick)
    resource["popularity"] = round(1 + tmdb_id % 97 + store.tick % 50 / 100, 4)
    return resource


def cover_types(tmdb_id: int) -> tuple[str, ...]:
    """Return the kinds of picture the metadata host has of a movie."""
    return drawn_pictures("radarr", tmdb_id)


def wanted_movie(store: RadarrStore, movie: Obj, url_base: str = "", *, covers: bool = True) -> Obj:
    """Render a movie as the lists of what is wanted: with counts, without file and root folder."""
    file = store.file_of(movie)
    files = store.files_of(movie["id"]) if file and len(store.file_ids.get(movie["id"], ())) > 1 else [file]
    size = sum(row["size"] for row in files if row)
    has_file = movie["movieFileId"] > 0  # also when the row of the file is gone
    groups = [file["releaseGroup"]] if file and file.get("releaseGroup") else []
    counts = {"movieFileCount": int(has_file), "sizeOnDisk": size, "releaseGroups": groups}
    resource = bare_movie(store, movie, url_base, covers=covers)
    return resource | {"sizeOnDisk": size, "hasFile": has_file, "statistics": counts}


def movie_resource(store: RadarrStore, movie: Obj, url_base: str = "", *, covers: bool = True) -> Obj:
    """Render a movie as `GET /movie`: its file without formats and score (R `MovieController.cs:154`)."""
    resource = wanted_movie(store, movie, url_base, covers=covers)
    resource["rootFolderPath"] = store.root_of(movie["path"])
    if file := store.file_of(movie):
        unmet = store.is_cutoff_unmet(file, movie["qualityProfileId"])
        resource["movieFile"] = _plain_file(movie, file) | {"qualityCutoffNotMet": unmet}
    return resource


def draft_resource(store: RadarrStore, movie: Obj) -> Obj:
    """Render a movie that the metadata host knows and the library does not have."""
    resource = bare_movie(store, movie, covers=False)
    return {key: value for key, value in resource.items() if key not in _NOT_LOOKED_UP}


def searched_resource(store: RadarrStore, movie: Obj) -> Obj:
    """Render a movie of a search: its folder by the naming format, pictures through the app's proxy."""
    resource = movie_resource(store, movie) if movie["id"] else draft_resource(store, movie)
    for image in resource["images"]:
        remote = image["remoteUrl"]
        proxied = hashlib.sha256(remote.encode()).hexdigest()
        image.setdefault("url", f"/MediaCoverProxy/{proxied}/{remote.rsplit('/', 1)[-1]}")
    resource["remotePoster"] = resource["images"][0]["remoteUrl"]
    return resource | {"folder": store.folder_for(resource, "").strip("/")}


def _plain_file(movie: Obj, file: Obj) -> Obj:
    return {**file, "path": f"{movie['path']}/{file['relativePath']}"}


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
            members.append(
                member | {"folder": movie["path"].rsplit("/", 1)[-1], "isExisting": True, "isExcluded": False}
            )
    return collection | {"movies": members, "missingMovies": 0}
