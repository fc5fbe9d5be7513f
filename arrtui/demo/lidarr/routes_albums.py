"""Routes of albums (`AlbumController`, `AlbumStudioController`)."""

from __future__ import annotations

from arrtui.demo.app.live.events import AlbumUpdated, TitleEdited
from arrtui.demo.app.rows import read_row, require_row
from arrtui.demo.app.title_rules import check_profile
from arrtui.demo.http.errors import broken, failure, invalid, refuse_if_any, rows_missing
from arrtui.demo.http.routing import Table, accepted, check_types, created, integers
from arrtui.demo.http.wire import EMPTY, Obj, Reply
from arrtui.demo.lidarr.host_errors import require_host
from arrtui.demo.lidarr.monitoring import MONITOR_WORDS, NEW_ITEM_WORDS, apply_monitor, read_word
from arrtui.demo.lidarr.resources import album_resource
from arrtui.demo.lidarr.routes_artists import (
    add_artist,
    check_metadata_profile,
    check_place,
    read_artist_body,
)
from arrtui.demo.lidarr.store import LidarrStore
from arrtui.demo.lidarr.views import Call
from arrtui.demo.world.music import is_uuid


def read_albums(call: Call) -> list[Obj]:
    """List the albums of an artist, those of some ids, the one of a UUID, or the whole library.

    Raises ApiError 500 for ids that are missing or repeated, and while one has two monitored releases.
    """
    store, uuid = call.store, call.text("foreignAlbumId")
    artist_id, ids = call.number("artistId"), call.numbers("albumIds")
    if artist_id:
        rows = store.albums_of(artist_id)
    elif ids:
        rows = store.require_albums(ids)
    elif uuid:
        rows = [album for album in store.albums.values() if album["foreignAlbumId"] == uuid.lower()]
        if rows and call.flag("includeAllArtistAlbums"):
            rows = store.albums_of(rows[0]["artistId"])
    else:
        rows = store.storage.ordered("albums", store.albums.values())
    return [album_resource(store, album) for album in rows]


def read_album(call: Call) -> Obj:
    """Show one album."""
    return album_resource(call.store, read_row(call.store.albums, call.id, "Album"))


def put_album(call: Call) -> Reply:
    """Replace what may be edited of an album; flags that are left out are false.

    Raises ApiError: 409 without a UUID; 500 for two monitored releases, which are written all the same.
    """
    store, body = call.store, call.object
    check_types(body, monitored=bool, anyReleaseOk=bool, releases=list, foreignAlbumId=str)
    album = require_row(store.albums, call.body_id, "Album")
    if body.get("foreignAlbumId") is None:
        raise store.storage.value_missing("Albums", "ForeignAlbumId")
    before = {release["id"] for release in store.releases_of(album) if release["monitored"]}
    took_any = album["anyReleaseOk"]
    album |= {"monitored": bool(body.get("monitored")), "anyReleaseOk": bool(body.get("anyReleaseOk"))}
    album["foreignAlbumId"] = body["foreignAlbumId"]
    flags = {row.get("id"): bool(row.get("monitored")) for row in body.get("releases") or ()}
    for release in store.releases_of(album):
        release["monitored"] = flags.get(release["id"], release["monitored"])
    after = {release["id"] for release in store.releases_of(album) if release["monitored"]}
    if before != after or (album["anyReleaseOk"] and not took_any):
        _cut_files_loose(store, album)
    store.monitored_release(album)
    store.publish(AlbumUpdated(store.artists[album["artistId"]], album))
    return accepted(album_resource(store, album), "album")


def _cut_files_loose(store: LidarrStore, album: Obj) -> None:
    """Take the files of an album from their tracks, and queue the scan that imports them anew."""
    for number in store.album_files[album["id"]]:
        store.unlink(store.files[number])
    folder = store.artists[album["artistId"]]["path"]
    scan = {"name": "RescanFolders", "folders": [folder], "filter": "matched", "addNewArtists": False}
    store.commands.post(scan, "unspecified")


def monitor_albums(call: Call) -> Reply:
    """Set whether albums are monitored; those that are there are written before a bad id is a 500."""
    store, body = call.store, call.object
    check_types(body, monitored=bool)
    ids = integers(body, "albumIds")
    for number in ids:
        if number in store.albums:
            store.albums[number]["monitored"] = bool(body.get("monitored"))
            store.publish(AlbumUpdated(store.artists[store.albums[number]["artistId"]], store.albums[number]))
    return accepted([album_resource(store, album) for album in store.require_albums(ids)])


def post_album(call: Call) -> Reply:
    """Add an album; its artist is that of the metadata, added too if the library has not got it.

    Exclusions of both go. Raises ApiError 400 for an album that is there or that nobody knows.
    """
    store, body = call.store, call.object
    uuid, sent = str(body.get("foreignAlbumId") or "").lower(), body.get("artist")
    failures = []
    if not uuid:
        text = "'Foreign Album Id' must not be empty."
        failures.append(failure("ForeignAlbumId", text, body.get("foreignAlbumId"), "NotEmptyValidator"))
    if any(album["foreignAlbumId"] == uuid for album in store.albums.values()):
        text = "This album has already been added."
        failures.append(failure("ForeignAlbumId", text, uuid, "AlbumExistsValidator"))
    if sent is None:
        failures.append(failure("Artist", "'Artist' must not be empty.", None, "NotNullValidator"))
        refuse_if_any(failures)
    artist_body = read_artist_body(dict(sent or {}))
    failures += check_profile(store, artist_body) + check_metadata_profile(store, artist_body)
    failures += [row for row in check_place(store, artist_body) if row["errorCode"] != "ArtistPathValidator"]
    refuse_if_any(failures)
    require_host(store)
    store.host.asked += 1
    if not is_uuid(uuid):
        raise broken(uuid)
    listed = store.host.album(uuid)
    if listed is None:
        text = "An album with this ID was not found"
        names = {"propertyName": "MusicbrainzId", "errorMessage": text}
        raise invalid(names | {"attemptedValue": uuid, "severity": "error"})
    there = (row for row in store.artists.values() if row["foreignArtistId"] == listed.artist_id)
    artist = next(there, None) or add_artist(store, artist_body | {"foreignArtistId": listed.artist_id})
    for number in [row["id"] for row in store.exclusions.values()]:
        if store.exclusions[number]["foreignId"] in (listed.album_id, listed.artist_id):
            del store.exclusions[number]
    album = store.add_album(artist, listed, monitored=bool(body.get("monitored")), addedAlone=True)
    refresh = {"name": "RefreshAlbum", "albumId": album["id"], "isNewAlbum": True}
    store.commands.post(refresh, "unspecified")
    store.publish(AlbumUpdated(artist, album))
    reply = created("album", album_resource(store, album))
    reply.held_back = store.host.seconds
    return reply


def delete_album(call: Call) -> Reply:
    """Delete an album; it comes back with the next refresh unless it is excluded."""
    album = require_row(call.store.albums, call.id, "Album")
    files, exclude = call.flag("deleteFiles"), call.flag("addImportListExclusion")
    call.store.delete_album(album, delete_files=files, exclude=exclude)
    return Reply(EMPTY)


def post_album_studio(call: Call) -> Reply:
    """Set what of artists is monitored, by a word. Raises ApiError 500 for an unknown artist."""
    store, body = call.store, call.object
    check_types(body, artist=list, monitoringOptions=dict)
    if body.get("artist") is None:
        raise broken("Value cannot be null. (Parameter 'source')")
    options, new_items = body.get("monitoringOptions"), read_word(body, "monitorNewItems", NEW_ITEM_WORDS)
    word = read_word(options, "monitor", MONITOR_WORDS, "$.monitoringOptions.") if options else None
    ids = [int(row.get("id") or 0) for row in body["artist"]]
    artists = [store.artists[number] for number in dict.fromkeys(ids) if number in store.artists]
    if len(artists) != len(ids):
        raise rows_missing(len(ids), len(artists))
    if options is not None and (word or "unknown") == "unknown":
        return accepted({})
    for artist, row in zip(artists, body["artist"], strict=True):
        if row.get("monitored") is not None:
            artist["monitored"] = bool(row["monitored"])
        if new_items is not None:
            artist["monitorNewItems"] = new_items
        for album in apply_monitor(store, artist, word) if word else ():
            store.publish(AlbumUpdated(artist, album))
        store.publish(TitleEdited(artist))
    return accepted({})


TABLE: Table = [
    ("GET", "/api/v3/album", read_albums),
    ("POST", "/api/v3/album", post_album),
    ("PUT", "/api/v3/album", put_album),
    ("PUT", "/api/v3/album/monitor", monitor_albums),
    ("GET", "/api/v3/album/{id:int}", read_album),
    ("PUT", "/api/v3/album/{id:int}", put_album),
    ("DELETE", "/api/v3/album/{id:int}", delete_album),
    ("POST", "/api/v3/albumstudio", post_album_studio),
]
