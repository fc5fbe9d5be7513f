"""Routes of collections, which Radarr makes itself for the movies of its library."""

from __future__ import annotations

from arrtui.demo.app.live.events import ResourceChanged
from arrtui.demo.app.rows import read_row, require_row, require_rows
from arrtui.demo.http.routing import Table, accepted, check_types, integers
from arrtui.demo.http.wire import Obj, Reply
from arrtui.demo.radarr.resources import collection_resource
from arrtui.demo.radarr.views import Call
from arrtui.demo.world.words import listed

_FIELDS = listed("monitored qualityProfileId rootFolderPath searchOnAdd minimumAvailability tags")
"""What PUT changes of a collection."""
_MANY_FIELDS = listed("monitored qualityProfileId rootFolderPath searchOnAdd minimumAvailability")


def collections(call: Call) -> list[Obj]:
    """List every collection of the library."""
    return [collection_resource(call.store, row) for row in call.store.all_collections().values()]


def collection(call: Call) -> Obj:
    """Show one collection."""
    return collection_resource(call.store, read_row(call.store.all_collections(), call.id))


def put_collection(call: Call) -> Reply:
    """Change the settings of a collection."""
    body = call.object
    check_types(body, monitored=bool, qualityProfileId=int, rootFolderPath=str, searchOnAdd=bool)
    row = require_row(call.store.all_collections(), call.body_id, "MovieCollection")
    before = dict(row)
    row |= {key: body[key] for key in _FIELDS if body.get(key) is not None}
    resource = collection_resource(call.store, row)
    if row != before:
        call.store.publish(ResourceChanged("collection", "updated", resource))
    return accepted(resource, "collection")


def put_collections(call: Call) -> Reply:
    """Change the settings of many collections; `monitorMovies` sets the flag of their movies too."""
    store, body = call.store, call.object
    rows = require_rows(store.all_collections(), integers(body, "collectionIds"))
    for row in rows:
        row |= {key: body[key] for key in _MANY_FIELDS if body.get(key) is not None}
        store.publish(ResourceChanged("collection", "updated", collection_resource(store, row)))
        for movie in store.movies.values() if body.get("monitorMovies") is not None else ():
            if store.metadata(movie["tmdbId"]).get("collection", {}).get("tmdbId") == row["tmdbId"]:
                movie["monitored"] = bool(body["monitorMovies"])
    return accepted([row | {"movies": [], "missingMovies": 0} for row in rows])


TABLE: Table = [
    ("GET", "/api/v3/collection", collections),
    ("PUT", "/api/v3/collection", put_collections),
    ("GET", "/api/v3/collection/{id:int}", collection),
    ("PUT", "/api/v3/collection/{id:int}", put_collection),
]
