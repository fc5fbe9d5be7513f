"""Routes of artists (`ArtistController`, `ArtistEditorController`)."""

from __future__ import annotations

from typing import Any

from arrtui.demo.app.live.events import TitleEdited, TitlesAdded
from arrtui.demo.app.rows import read_row, require_row, require_rows
from arrtui.demo.app.title_rules import check_path, check_profile, check_recycle_bin, check_root
from arrtui.demo.http.errors import broken, failure, invalid, refuse_if_any, unreadable
from arrtui.demo.http.routing import Table, accepted, check_types, created, integers
from arrtui.demo.http.wire import EMPTY, Obj, Reply
from arrtui.demo.lidarr.host_errors import require_host
from arrtui.demo.lidarr.monitoring import MONITOR_WORDS, NEW_ITEM_WORDS, read_word
from arrtui.demo.lidarr.resources import artist_resource, artist_with_albums
from arrtui.demo.lidarr.store import LidarrStore
from arrtui.demo.lidarr.views import Call
from arrtui.demo.world.music import is_uuid

_TYPES: dict[str, type] = {
    "foreignArtistId": str,
    "artistName": str,
    "qualityProfileId": int,
    "metadataProfileId": int,
    "monitored": bool,
    "path": str,
    "rootFolderPath": str,
    "tags": list,
    "addOptions": dict,
}


def read_artist_body(body: Obj) -> Obj:
    """Return an artist that was sent, with its enums as words. Raises ApiError 400 for a wrong type."""
    check_types(body, **_TYPES)
    if body.get("tags") is not None:
        body["tags"] = integers(body, "tags")
    if (word := read_word(body, "monitorNewItems", NEW_ITEM_WORDS)) is not None:
        body["monitorNewItems"] = word
    options = body.get("addOptions")
    if options and (word := read_word(options, "monitor", MONITOR_WORDS, "$.addOptions.")) is not None:
        options["monitor"] = word
    return body


def check_metadata_profile(store: LidarrStore, body: Obj) -> list[Obj]:
    """Return the broken rules of an artist's metadata profile."""
    number = body.get("metadataProfileId") or 0
    if number <= 0:
        text = "'Metadata Profile Id' must be greater than '0'."
        compared = {"comparisonValue": 0, "comparisonProperty": ""}
        return [failure("MetadataProfileId", text, number, "GreaterThanValidator", **compared)]
    if number not in store.metadata_profiles:
        text = "Metadata profile does not exist"
        return [failure("MetadataProfileId", text, number, "MetadataProfileExistsValidator")]
    return []


def check_place(store: LidarrStore, body: Obj, number: int = 0) -> list[Obj]:
    """Return the broken rules of the folder of an artist with this id, 0 for a new one."""
    path, root = ((body.get(key) or "").rstrip("/") for key in ("path", "rootFolderPath"))
    text = "Invalid Path: '{path}'"
    if path:
        return check_path(store, path, number) or check_recycle_bin(store, path)
    if number or not root:
        failures = [failure("Path", text, body.get("path"), "PathValidator")]
        return failures if number else [*failures, failure("RootFolderPath", text, None, "PathValidator")]
    return check_root(store, root)


def read_artists(call: Call) -> list[Obj]:
    """List the library, or the artist of a UUID."""
    store, uuid = call.store, call.text("mbId")
    rows = store.storage.ordered("titles", store.artists.values())
    if uuid:
        if not is_uuid(uuid):
            raise unreadable("mbId", f"The value '{uuid}' is not valid.")
        rows = [artist for artist in rows if artist["foreignArtistId"] == uuid.lower()]
    store.draw_once()
    return [artist_resource(store, artist, listed=True) for artist in rows]


def read_artist(call: Call) -> Obj:
    """Show one artist."""
    return artist_resource(call.store, read_row(call.store.artists, call.id, "Artist"))


def add_artist(store: LidarrStore, body: Obj) -> Obj:
    """Add an artist that has passed the rules, and queue its refresh.

    Raises ApiError: 503 without the metadata host, 500 for what is no UUID, 400 for an artist nobody knows.
    """
    uuid = str(body.get("foreignArtistId") or "").lower()
    require_host(store)
    store.host.asked += 1
    if not is_uuid(uuid):
        raise broken(uuid)
    if store.host.artist(uuid) is None:
        text = "An artist with this ID was not found"
        names = {"propertyName": "MusicbrainzId", "errorMessage": text}
        raise invalid(names | {"attemptedValue": uuid, "severity": "error"})
    path, root = ((body.get(key) or "").rstrip("/") or None for key in ("path", "rootFolderPath"))
    fields = {"path": path, "rootFolderPath": root}
    for key in (
        "qualityProfileId",
        "metadataProfileId",
        "monitored",
        "monitorNewItems",
        "tags",
        "addOptions",
    ):
        fields[key] = body.get(key)
    artist = store.add_title(uuid, **fields)
    refresh = {"name": "RefreshArtist", "artistIds": [artist["id"]], "isNewArtist": True}
    store.commands.post(refresh, "unspecified")
    store.publish(TitlesAdded([artist]))
    return artist


def post_artist(call: Call) -> Reply:
    """Add an artist; an exclusion of it stays."""
    store, body = call.store, read_artist_body(call.object)
    uuid = body.get("foreignArtistId")
    failures = check_profile(store, body) + check_metadata_profile(store, body) + check_place(store, body)
    if not uuid:
        text = "'Foreign Artist Id' must not be empty."
        failures.append(failure("ForeignArtistId", text, uuid, "NotEmptyValidator"))
    if any(artist["foreignArtistId"] == uuid for artist in store.artists.values()):
        text = "This artist has already been added."
        failures.append(failure("ForeignArtistId", text, uuid, "ArtistExistsValidator"))
    if not body.get("artistName"):
        text = "'Artist Name' must not be empty."
        failures.append(failure("ArtistName", text, body.get("artistName"), "NotEmptyValidator"))
    refuse_if_any(failures)
    reply = created("artist", artist_resource(store, add_artist(store, body)))
    reply.held_back = store.host.seconds
    return reply


def put_artist(call: Call) -> Reply:
    """Change an artist; what is left out becomes false, empty or `all`.

    A command to move its files is queued each time, and a refresh where the metadata profile has changed.
    """
    store, body, number = call.store, read_artist_body(call.object), call.body_id
    failures = check_profile(store, body) + check_metadata_profile(store, body)
    refuse_if_any(failures + check_place(store, body, number))
    artist = require_row(store.artists, number, "Artist")
    before, profile = artist["path"], artist["metadataProfileId"]
    artist |= {key: body[key] for key in ("qualityProfileId", "metadataProfileId")}
    artist |= {"monitored": bool(body.get("monitored")), "tags": list(body.get("tags") or ())}
    artist["monitorNewItems"] = body.get("monitorNewItems") or "all"
    path = body["path"].rstrip("/")
    store.relocate(artist, path)
    move = {"name": "MoveArtist", "artistId": number, "sourcePath": before, "destinationPath": path}
    store.commands.post(move | {"moveFiles": call.flag("moveFiles")})
    if artist["metadataProfileId"] != profile:
        store.commands.post({"name": "RefreshArtist", "artistIds": [number]}, "unspecified")
    store.publish(TitleEdited(artist, by_itself=True))
    return accepted(artist_resource(store, artist), "artist")


def edit_artists(call: Call) -> Reply:
    """Change many artists at once; 500 if one id is missing or repeated, and nothing is written."""
    store, body = call.store, read_artist_body(call.object)
    word = read_word(body, "applyTags", ("add", "remove", "replace"))
    failures = check_profile(store, body) if body.get("qualityProfileId") is not None else []
    if body.get("metadataProfileId") is not None:
        failures += check_metadata_profile(store, body)
    root = (body.get("rootFolderPath") or "").rstrip("/")
    refuse_if_any(failures + (check_root(store, root) if root else []))
    artists = require_rows(store.artists, _ids(body))
    for artist in artists:
        for key in ("monitored", "monitorNewItems", "qualityProfileId", "metadataProfileId"):
            if body.get(key) is not None:
                artist[key] = body[key]
        if body.get("tags") is not None:
            artist["tags"] = _tags(artist["tags"], body["tags"], word or "add")
    if root and artists:
        _change_root(store, artists, root, moves=bool(body.get("moveFiles")))
    for artist in artists:
        store.publish(TitleEdited(artist))
    return accepted([artist_with_albums(store, artist) for artist in artists])


def _tags(present: list[int], given: list[int], word: str) -> list[int]:
    """Return the tags after an edit, in the order they were put in."""
    if word == "replace":
        return list(given)
    if word == "remove":
        return [tag for tag in present if tag not in given]
    return list(dict.fromkeys([*present, *given]))


def _change_root(store: LidarrStore, artists: list[Obj], root: str, *, moves: bool) -> None:
    """Point artists below another root folder at once, and queue the command that moves their files."""
    rows = [{"artistId": artist["id"], "sourcePath": artist["path"]} for artist in artists]
    for artist in artists:
        store.relocate(artist, store.folder_for(artist, root))
    command: dict[str, Any] = {"name": "BulkMoveArtist", "artist": rows, "destinationRootFolder": root}
    store.commands.post(command | {"moveFiles": moves})


def _ids(body: Obj) -> list[int]:
    """Return the artists an editor is to change. Raises ApiError 500 if the list was left out."""
    if body.get("artistIds") is None:
        raise broken("Value cannot be null. (Parameter 'source')")
    return integers(body, "artistIds")


def delete_artist(call: Call) -> Reply:
    """Delete an artist; without its files their rows become nobody's."""
    require_row(call.store.artists, call.id, "Artist")
    files, exclude = call.flag("deleteFiles"), call.flag("addImportListExclusion")
    call.store.delete_title(call.id, delete_files=files, exclude=exclude)
    return Reply(EMPTY)


def delete_artists(call: Call) -> Obj:
    """Delete many artists; 500 if one id is missing or repeated."""
    body, store = call.object, call.store
    files, exclude = bool(body.get("deleteFiles")), bool(body.get("addImportListExclusion"))
    artists = require_rows(store.artists, _ids(body))
    store.delete_titles([artist["id"] for artist in artists], delete_files=files, exclude=exclude)
    return {}


TABLE: Table = [
    ("GET", "/api/v3/artist", read_artists),
    ("POST", "/api/v3/artist", post_artist),
    ("PUT", "/api/v3/artist", put_artist),
    ("PUT", "/api/v3/artist/editor", edit_artists),
    ("DELETE", "/api/v3/artist/editor", delete_artists),
    ("GET", "/api/v3/artist/{id:int}", read_artist),
    ("PUT", "/api/v3/artist/{id:int}", put_artist),
    ("DELETE", "/api/v3/artist/{id:int}", delete_artist),
]
