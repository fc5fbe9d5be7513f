"""Routes of tracks and files (`TrackController`, `TrackFileController`), and of what would be written."""

from __future__ import annotations

from arrtui.demo.app.rows import read_row, require_row, require_rows
from arrtui.demo.app.title_rules import set_facts
from arrtui.demo.http.clock import time_span
from arrtui.demo.http.errors import absent, bad_request, rows_missing
from arrtui.demo.http.routing import Table, accepted, integers
from arrtui.demo.http.wire import EMPTY, Obj, Reply
from arrtui.demo.lidarr.library import LidarrLibrary
from arrtui.demo.lidarr.resources import bare_artist, file_resource, file_resources, track_resource
from arrtui.demo.lidarr.views import Call

_FACTS = ("quality", "releaseGroup", "sceneName", "indexerFlags")
"""What a PUT changes of a file."""


# ---- tracks ---------------------------------------------------------------------------------------


def read_tracks(call: Call) -> list[Obj]:
    """List the tracks of an artist's or an album's monitored releases, of a release, or of some ids.

    Of several artists, albums or releases the first counts. Raises ApiError 500 for ids that are missing or
    repeated, 400 if nothing is asked for.
    """
    store, ids = call.store, call.numbers("trackIds")
    if call.text("artistId"):
        albums = store.albums_of(call.number("artistId"))
    elif call.text("albumId"):
        album = store.albums.get(call.number("albumId"))
        albums = [album] if album else []
    elif call.text("albumReleaseId"):
        release = store.releases_by_id.get(call.number("albumReleaseId"))
        rows = store.track_ids(release) if release else range(0)
        return [track_resource(store, release, track) for track in rows if release]
    elif ids:
        return _tracks_by_id(store, ids)
    else:
        raise bad_request("One of artistId, albumId, albumReleaseId or trackIds must be provided")
    return [
        track_resource(store, release, track)
        for album in albums
        if (release := store.monitored_release(album))
        for track in store.track_ids(release)
    ]


def _tracks_by_id(store: LidarrLibrary, ids: list[int]) -> list[Obj]:
    pairs = [(track, store.release_of_track(track)) for track in dict.fromkeys(ids)]
    known = [(track, release) for track, release in pairs if release]
    if len(known) != len(ids):
        raise rows_missing(len(ids), len(known))
    return [track_resource(store, release, track) for track, release in known]


def read_track(call: Call) -> Obj:
    """Show one track, with its artist."""
    store = call.store
    release = store.release_of_track(call.id)
    if release is None:
        raise absent("Track", call.id)
    artist = store.artists[store.albums[release["albumId"]]["artistId"]]
    return track_resource(store, release, call.id) | {"artist": bare_artist(store, artist)}


# ---- files ----------------------------------------------------------------------------------------


def read_files(call: Call) -> list[Obj]:
    """List the files of an artist, of albums, of some ids, or those of nobody's.

    Files whose tracks do not count are in none of the first two. Of albums a repeated one has its files
    twice and an unknown one is a 404; ids of files that are missing or repeated are a 500.
    """
    store, ids, albums = call.store, call.numbers("trackFileIds"), call.numbers("albumId")
    if call.text("unmapped"):
        return file_resources(store, store.loose_files() if call.flag("unmapped") else [])
    if call.text("artistId"):
        artist = require_row(store.artists, call.number("artistId"), "Artist")
        return file_resources(store, store.files_of_albums(store.albums_of(artist["id"])))
    if albums:
        rows = [require_row(store.albums, number, "Album") for number in albums]
        return [row for album in rows for row in file_resources(store, store.files_of_albums([album]))]
    if ids:
        return file_resources(store, require_rows(store.files, ids))
    raise bad_request("artistId, albumId, trackFileIds or unmapped must be provided")


def read_file(call: Call) -> Obj:
    """Show one file with the tags in it, which are read from the disk."""
    return _with_tags(call.store, read_row(call.store.files, call.id, "TrackFile"))


def _with_tags(store: LidarrLibrary, file: Obj) -> Obj:
    """Render a file with its tags; one of nobody's is read no further."""
    resource = file_resource(store, file)
    release = store.release_of_track(file["trackIds"][0]) if file["trackIds"] else None
    if release is None:
        return resource
    track, listed = (
        store.track_facts(release, file["trackIds"][0]),
        store.facts(store.albums[file["albumId"]]),
    )
    name, year = store.artists[file["artistId"]]["title"], int(listed.date[:4] or 0)
    probed = resource["mediaInfo"]
    tags: Obj = {
        "title": track.title,
        "cleanTitle": track.title,
        "artistTitle": name,
        "albumTitle": listed.title,
        "artistTitleInfo": {"title": name, "year": year},
        "discNumber": track.medium,
        "discCount": 0,
        "year": year,
        "duration": time_span(track.duration / 1000),
        "quality": file["quality"],
        "mediaInfo": {
            "audioFormat": probed["audioCodec"],
            "audioBitrate": int(probed["audioBitRate"].split()[0]),
            "audioChannels": probed["audioChannels"],
            "audioBits": int(probed["audioBits"].removesuffix("bit") or 0),
            "audioSampleRate": int(float(probed["audioSampleRate"].removesuffix("kHz")) * 1000),
        },
        "trackNumbers": [track.position],
    }
    return resource | {"audioTags": tags}


def put_file(call: Call) -> Reply:
    """Set facts of a file."""
    file = require_row(call.store.files, call.body_id, "TrackFile")
    set_facts("lidarr", file, call.object, _FACTS)
    return accepted(_with_tags(call.store, file), "trackfile")


def edit_files(call: Call) -> Reply:
    """Set the same facts of many files; 500 for an id that is missing or repeated."""
    store, body = call.store, call.object
    files = require_rows(store.files, integers(body, "trackFileIds"))
    for file in files:
        set_facts("lidarr", file, body, ("quality", "releaseGroup", "sceneName"))
    return accepted(file_resources(store, files))


def delete_file(call: Call) -> Reply:
    """Delete a file from the disk."""
    require_row(call.store.files, call.id, "TrackFile")
    call.store.delete_file(call.id)
    return Reply(EMPTY)


def delete_files(call: Call) -> Obj:
    """Delete many files from the disk; 500 for an id that is missing or repeated."""
    for file in require_rows(call.store.files, integers(call.object, "trackFileIds")):
        call.store.delete_file(file["id"])
    return {}


# ---- previews -------------------------------------------------------------------------------------


def renames(call: Call) -> list[Obj]:
    """List the files of an artist (and album) whose names are not what the naming format says, last first."""
    store = call.store
    artist = require_row(store.artists, call.number("artistId"), "Artist")
    rows = []
    for file in store.files_of(artist["id"]):
        name = store.name_for(artist, file)
        if file["trackIds"] and name != file["relativePath"] and _is_asked_for(call, file):
            row = _preview(store, artist, file) | {"existingPath": store.path_of(file)}
            rows.append(row | {"newPath": f"{artist['path']}/{name}"})
    return sorted(rows, key=lambda row: (-row["albumId"], [-number for number in row["trackNumbers"]]))


def retags(call: Call) -> list[Obj]:
    """List what writing the tags of an artist's files would change; every file is read for it."""
    store = call.store
    artist = require_row(store.artists, call.number("artistId"), "Artist")
    rows = []
    for file in store.files_of(artist["id"]):
        if file["trackIds"] and _is_asked_for(call, file):
            date = store.facts(store.albums[file["albumId"]]).date[:10]
            changes = [
                {"field": "Disc Count", "oldValue": "0", "newValue": "1"},
                {"field": "Date", "newValue": date},
            ]
            row = _preview(store, artist, file) | {"path": store.path_of(file), "changes": changes}
            rows.append(row)
    return rows


def _is_asked_for(call: Call, file: Obj) -> bool:
    return call.number("albumId") in (0, file["albumId"])


def _preview(store: LidarrLibrary, artist: Obj, file: Obj) -> Obj:
    release = store.release_of_track(file["trackIds"][0])
    numbers = [store.track_facts(release, track).position for track in file["trackIds"] if release]
    return {
        "artistId": artist["id"],
        "albumId": file["albumId"],
        "trackNumbers": numbers,
        "trackFileId": file["id"],
    }


TABLE: Table = [
    ("GET", "/api/v3/track", read_tracks),
    ("GET", "/api/v3/track/{id:int}", read_track),
    ("GET", "/api/v3/trackfile", read_files),
    ("PUT", "/api/v3/trackfile/editor", edit_files),
    ("DELETE", "/api/v3/trackfile/bulk", delete_files),
    ("GET", "/api/v3/trackfile/{id:int}", read_file),
    ("PUT", "/api/v3/trackfile/{id:int}", put_file),
    ("DELETE", "/api/v3/trackfile/{id:int}", delete_file),
    ("GET", "/api/v3/rename", renames),
    ("GET", "/api/v3/retag", retags),
]
