"""Lidarr's artists, albums, tracks and files as JSON objects (`ArtistResource.cs`, `AlbumResource.cs`)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.wire import Obj
from arrtui.demo.lidarr.library import LidarrLibrary
from arrtui.demo.world.music import HostAlbum, HostArtist, HostRelease

_HOST = "https://images.music.example"
"""Where pictures are."""
ARTIST_PICTURES = ("poster", "fanart")
_ADD_OPTIONS: Obj = {
    "searchForMissingAlbums": False,
    "monitor": "unknown",
    "albumsToMonitor": [],
    "monitored": False,
}
"""What a new artist carries until its first scan, with the values of what was left out."""
_NEVER = "0001-01-01T00:00:00Z"


def clean_name(name: str) -> str:
    """Return only letters and digits, as the app compares names."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _remote(owner: str, kind: str) -> str:
    """Return where a picture of an artist or an album is from."""
    return f"{_HOST}/{owner}/{kind}.jpg"


def _picture(owner: str, kind: str, local: str = "") -> Obj:
    image: Obj = {"url": local or _remote(owner, kind), "coverType": kind, "extension": ".jpg"}
    return image | {"remoteUrl": _remote(owner, kind)} if local else image


# ---- artists --------------------------------------------------------------------------------------


def host_members(known: HostArtist) -> Obj:
    """Return what the host says of an artist."""
    return {
        "status": known.status,
        "ended": known.status == "ended",
        "artistName": known.name,
        "foreignArtistId": known.artist_id,
        "tadbId": 0,
        "discogsId": 0,
        "overview": known.overview,
        "artistType": known.kind,
        "disambiguation": known.disambiguation,
        "links": [{"url": f"https://music.example/{known.artist_id}", "name": "homepage"}],
        "nextAlbum": None,
        "lastAlbum": None,
        "images": [_picture(known.artist_id, kind) for kind in ARTIST_PICTURES],
        "genres": list(known.genres),
        "cleanName": clean_name(known.name),
        "sortName": known.sort_name,
        "ratings": {"votes": known.votes, "value": known.rating},
    }


def bare_artist(store: LidarrLibrary, artist: Obj) -> Obj:
    """Render an artist as it is inside of other resources: no statistics, root folder and local images."""
    own = (
        "path",
        "qualityProfileId",
        "metadataProfileId",
        "monitored",
        "monitorNewItems",
        "tags",
        "added",
        "id",
    )
    resource = host_members(store.host_artist(artist)) | {key: artist[key] for key in own}
    if options := artist.get("addOptions"):
        resource["addOptions"] = _ADD_OPTIONS | options
    return resource


def artist_with_albums(store: LidarrLibrary, artist: Obj) -> Obj:
    """Render an artist as the editor answers it: with the monitored albums around the present moment."""
    return bare_artist(store, artist) | _near_albums(store, artist)


def artist_resource(store: LidarrLibrary, artist: Obj, *, listed: bool = False) -> Obj:
    """Render an artist as it is read; `listed`: without tracks there are no statistics.

    Raises ApiError 500 while an album of the artist has two monitored releases.
    """
    number = artist["id"]
    resource = artist_with_albums(store, artist)
    resource["rootFolderPath"] = store.root_of(artist["path"])
    resource["images"] = [
        _picture(artist["foreignArtistId"], kind, f"/MediaCover/{number}/{kind}.jpg")
        for kind in ARTIST_PICTURES
    ]
    albums = store.albums_of(number)
    counts = [album_statistics(store, album) for album in albums]
    total = {
        key: sum(row[key] for row in counts) for key in ("trackFileCount", "trackCount", "totalTrackCount")
    }
    if total["totalTrackCount"] or not listed:
        size = sum(row["sizeOnDisk"] for row in counts)
        resource["statistics"] = {"albumCount": len(albums), **total, "sizeOnDisk": size} | _percent(total)
    return resource


def _near_albums(store: LidarrLibrary, artist: Obj) -> Obj:
    """Return the monitored albums that come out next and came out last."""
    now = now_iso()
    dated = [
        (date, album)
        for album in store.albums_of(artist["id"])
        if album["monitored"] and (date := store.facts(album).date)
    ]
    dated.sort(key=lambda row: (row[0], row[1]["id"]))
    coming = [album for date, album in dated if date > now]
    past = [album for date, album in dated if date <= now]
    return {
        "nextAlbum": inner_album(store, coming[0]) if coming else None,
        "lastAlbum": inner_album(store, past[-1]) if past else None,
    }


def looked_up_artist(known: HostArtist, store: LidarrLibrary, *, proxied: bool) -> Obj:
    """Render an artist of a look-up; `proxied`: the app serves the pictures."""
    present = next((row for row in store.artists.values() if row["foreignArtistId"] == known.artist_id), None)
    resource = host_members(known)
    if present:
        resource = bare_artist(store, present)
    else:
        folder = {"title": known.name, "foreignArtistId": known.artist_id}
        resource |= {
            "qualityProfileId": 0,
            "metadataProfileId": 0,
            "monitored": False,
            "monitorNewItems": "all",
            "folder": store.folder_for(folder, "").lstrip("/"),
            "tags": [],
            "added": _NEVER,
        }
    if proxied:
        resource["images"] = [
            _picture(known.artist_id, kind, _proxy(_remote(known.artist_id, kind), kind))
            for kind in ARTIST_PICTURES
        ]
    else:
        resource = {key: value for key, value in resource.items() if key not in ("cleanName", "sortName")}
        resource["remotePoster"] = _remote(known.artist_id, "poster")
    return resource


def _proxy(url: str, kind: str) -> str:
    return f"/MediaCoverProxy/{hashlib.sha256(url.encode()).hexdigest()}/{kind}.jpg"


# ---- albums ---------------------------------------------------------------------------------------


def release_resource(
    edition: HostRelease, *, number: int = 0, album_id: int = 0, monitored: bool = False
) -> Obj:
    """Render a release; one of a look-up has no ids."""
    return {
        "id": number,
        "albumId": album_id,
        "foreignReleaseId": edition.release_id,
        "title": edition.title,
        "status": edition.status,
        "duration": edition.duration,
        "trackCount": len(edition.tracks),
        "media": media_of(edition),
        "mediumCount": len(edition.media),
        "disambiguation": edition.disambiguation,
        "country": list(edition.countries),
        "label": list(edition.labels),
        "format": edition.format,
        "monitored": monitored,
    }


def media_of(edition: HostRelease) -> list[Obj]:
    """Render the media of a release."""
    names = edition.media_names or ("",) * len(edition.media)
    return [
        {"mediumNumber": number, "mediumName": name, "mediumFormat": form}
        for number, (form, name) in enumerate(zip(edition.media, names, strict=True), 1)
    ]


def album_members(listed: HostAlbum) -> Obj:
    """Return what the host says of an album."""
    resource: Obj = {
        "title": listed.title,
        "disambiguation": listed.disambiguation,
        "overview": listed.overview,
        "foreignAlbumId": listed.album_id,
        "albumType": listed.primary_type,
        "secondaryTypes": list(listed.secondary_types),
        "ratings": {"votes": listed.votes, "value": listed.rating},
        "genres": list(listed.genres),
        "images": [_picture(listed.album_id, "cover")],
        "links": [],
    }
    return resource | ({"releaseDate": listed.date} if listed.date else {})


def inner_album(store: LidarrLibrary, album: Obj) -> Obj:
    """Render an album as it is inside of other resources: with its artist, without statistics."""
    monitored = store.monitored_release(album)
    edition = store.edition(monitored) if monitored else None
    artist = store.artists[album["artistId"]]
    rows = sorted(store.releases_of(album), key=lambda row: int(row["id"]))
    resource = album_members(store.facts(album)) | {
        "artistId": album["artistId"],
        "monitored": album["monitored"],
        "anyReleaseOk": album["anyReleaseOk"],
        "profileId": 0 if album.get("addedAlone") else artist["qualityProfileId"],
        "duration": edition.duration if edition else 0,
        "mediumCount": len(edition.media) if edition else 0,
        "releases": [
            release_resource(
                store.edition(row), number=row["id"], album_id=album["id"], monitored=row["monitored"]
            )
            for row in rows
        ],
        "media": media_of(edition) if edition else [],
        "artist": bare_artist(store, artist),
        "id": album["id"],
    }
    if "lastSearchTime" in album:
        resource["lastSearchTime"] = album["lastSearchTime"]
    return resource


def album_resource(store: LidarrLibrary, album: Obj) -> Obj:
    """Render an album as it is read: with statistics and a local cover."""
    resource = inner_album(store, album)
    local = f"/MediaCover/Albums/{album['id']}/cover.jpg"
    resource["images"] = [_picture(album["foreignAlbumId"], "cover", local)]
    return resource | {"statistics": album_statistics(store, album)}


def looked_up_album(store: LidarrLibrary, listed: HostAlbum, *, proxied: bool = True) -> Obj:
    """Render an album of a look-up that is not in the library."""
    best = max(listed.releases, key=lambda edition: len(edition.tracks))
    known = store.host.artist(listed.artist_id)
    artist = host_members(known) if known else {}
    artist |= {"qualityProfileId": 0, "metadataProfileId": 0, "monitored": False, "monitorNewItems": "all"}
    artist |= {"tags": [], "added": _NEVER}
    left_out = ("cleanName", "sortName")
    resource = album_members(listed) | {
        "artistId": 0,
        "monitored": False,
        "anyReleaseOk": True,
        "profileId": 0,
        "duration": best.duration,
        "mediumCount": len(best.media),
        "releases": [release_resource(edition, monitored=edition is best) for edition in listed.releases],
        "media": media_of(best),
        "artist": {key: value for key, value in artist.items() if key not in left_out},
    }
    url = _remote(listed.album_id, "cover")
    if proxied:
        resource["images"] = [_picture(listed.album_id, "cover", _proxy(url, "cover"))]
    return resource | {"remoteCover": url}


def album_statistics(store: LidarrLibrary, album: Obj) -> Obj:
    """Count the tracks of the monitored release and the bytes of all files of the album.

    A track counts when its album is monitored and out, or it has a file.
    """
    tracks = store.wanted_tracks(album)
    with_file = sum(track in store.track_files for track in tracks)
    date = store.facts(album).date
    counted = len(tracks) if album["monitored"] and date and date <= now_iso() else with_file
    files = store.files
    count = {"trackFileCount": with_file, "trackCount": counted, "totalTrackCount": len(tracks)}
    size = sum(files[number]["size"] for number in store.album_files[album["id"]])
    return count | {"sizeOnDisk": size} | _percent(count)


def _percent(count: Obj) -> Obj:
    share = count["trackFileCount"] / count["trackCount"] * 100 if count["trackCount"] else 0
    return {"percentOfTracks": share}


# ---- tracks and files -----------------------------------------------------------------------------


def track_resource(store: LidarrLibrary, release: Obj, track_id: int) -> Obj:
    """Render a track."""
    album, track = store.albums[release["albumId"]], store.track_facts(release, track_id)
    file_id = store.track_files.get(track_id, 0)
    return {
        "artistId": album["artistId"],
        "foreignTrackId": track.track_id,
        "foreignRecordingId": track.recording_id,
        "trackFileId": file_id,
        "albumId": album["id"],
        "explicit": False,
        "absoluteTrackNumber": track.position,
        "trackNumber": track.number,
        "title": track.title,
        "duration": track.duration,
        "mediumNumber": track.medium,
        "hasFile": bool(file_id),
        "ratings": {"votes": 0, "value": 0},
        "id": track_id,
    }


_OF_FILE = ("size", "dateAdded", "sceneName", "releaseGroup", "quality", "mediaInfo", "id")


def file_resources(store: LidarrLibrary, files: Iterable[Obj]) -> list[Obj]:
    """Render files with formats and score of the profile their artist has now."""
    weights = {row["quality"]["id"]: row["weight"] for row in store.quality_definitions.values()}
    return [_file(store, file, weights) for file in files]


def file_resource(store: LidarrLibrary, file: Obj) -> Obj:
    """Render one file."""
    return file_resources(store, [file])[0]


def _file(store: LidarrLibrary, file: Obj, weights: dict[int, int]) -> Obj:
    """Render a file; one of nobody's has neither formats nor flags."""
    resource = {"artistId": file["artistId"], "albumId": file["albumId"], "path": store.path_of(file)}
    resource |= {key: file[key] for key in _OF_FILE if file.get(key) is not None}
    revision = file["quality"]["revision"]
    resource["qualityWeight"] = weights.get(file["quality"]["quality"]["id"], 0) + revision["version"]
    if not file["artistId"]:
        return resource | {"customFormatScore": 0, "qualityCutoffNotMet": False}
    profile = store.artists[file["artistId"]]["qualityProfileId"]
    return resource | store.scored(file, profile, 0) | {"indexerFlags": file["indexerFlags"]}
