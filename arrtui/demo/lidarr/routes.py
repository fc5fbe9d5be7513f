"""Routes of Lidarr, below its own version of the API."""

from __future__ import annotations

from arrtui.demo.app import (
    routes_autotags,
    routes_backups,
    routes_configs,
    routes_delays,
    routes_filesystem,
    routes_formats,
    routes_profiles,
    routes_providers,
    routes_qualities,
    routes_system,
    routes_tags,
    routes_upkeep,
)
from arrtui.demo.app import (
    routes_settings as shared_settings,
)
from arrtui.demo.app.calendar import read_calendar_request
from arrtui.demo.app.routes_covers import cover_routes, picture_reply
from arrtui.demo.app.routes_history import HistoryRoutes
from arrtui.demo.app.routes_queue import QueueRoutes
from arrtui.demo.http.errors import absent
from arrtui.demo.http.routing import Table, at_version, with_any_word
from arrtui.demo.http.wire import Obj, Reply
from arrtui.demo.lidarr import routes_albums, routes_artists, routes_files, routes_search, routes_settings
from arrtui.demo.lidarr.resources import album_resource
from arrtui.demo.lidarr.spec import LIDARR
from arrtui.demo.lidarr.views import Call, LidarrView

_VIEW = LidarrView()


def calendar(call: Call) -> list[Obj]:
    """List the albums that come out in a window."""
    store, request = call.store, read_calendar_request(call)
    return [
        album_resource(store, album)
        for album in store.albums.values()
        if request.has_date(store.facts(album).date or None)
        and request.takes(owner := store.artists[album["artistId"]])
        and (request.unmonitored or (album["monitored"] and owner["monitored"]))
    ]


def album_cover(call: Call) -> Reply:
    """Show the cover of an album, the same that its release group has elsewhere. Raises ApiError 404."""
    album = call.store.albums.get(call.id)
    if album is None:
        raise absent()
    owner = f"g{album['foreignAlbumId'][:8]}"
    return picture_reply(call, owner, {"cover": "cover"}, call.store.facts(album).title)


def picture_path(path: str) -> str:
    """Return where the API has a picture of the web interface (`MediaCoverController`)."""
    place = path.lower().removeprefix("/mediacover/")
    is_album = place.startswith("albums/")
    return f"/mediacover/{'album' if is_album else 'artist'}/{place.removeprefix('albums/')}"


def manual_import(call: Call) -> list[Obj]:
    """List what could be imported of a folder: nothing, since downloads are imported whole."""
    return []


_OWN: Table = [
    *routes_search.TABLE,
    *routes_artists.TABLE,
    *routes_albums.TABLE,
    *routes_files.TABLE,
    *routes_settings.TABLE,
    ("GET", "/api/v3/calendar", calendar),
    ("GET", "/api/v3/manualimport", manual_import),
    ("GET", "/api/v3/mediacover/album/{id:int}/{file}", album_cover),
]
_SHARED: Table = [
    *HistoryRoutes(LIDARR, _VIEW).table(),
    *QueueRoutes(LIDARR, _VIEW).table(),
    *cover_routes(_VIEW, "artist/"),
    *routes_tags.TABLE,
    *routes_profiles.TABLE,
    *routes_formats.TABLE,
    *routes_delays.TABLE,
    *routes_qualities.TABLE,
    *shared_settings.TABLE,
    *routes_autotags.TABLE,
    *routes_configs.TABLE,
    *routes_providers.TABLE,
    *routes_system.TABLE,
    *routes_backups.TABLE,
    *routes_upkeep.TABLE,
    *routes_filesystem.TABLE,
]
_REPLACED = {(verb, path) for verb, path, _ in _OWN}
_KEPT = [
    route
    for route in _SHARED
    if (route[0], route[1]) not in _REPLACED and not route[1].startswith("/api/v3/language")
]
TABLE: Table = with_any_word(at_version(LIDARR.api, [*_OWN, *_KEPT]))
"""Routes that Lidarr has in a way of its own, and the shared ones; it knows no languages."""
