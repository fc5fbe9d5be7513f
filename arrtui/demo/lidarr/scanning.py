"""What a scan of folders finds: files by the tags in them (`DiskScanService`, `ImportDecisionMaker`)."""

from __future__ import annotations

import json
from pathlib import Path

from arrtui.demo.app.live.events import FileAdded
from arrtui.demo.app.scans import may_scan
from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.wire import Obj
from arrtui.demo.lidarr import drawing
from arrtui.demo.lidarr.library import LidarrLibrary
from arrtui.demo.lidarr.named import parse_quality
from arrtui.demo.world.music import uuid_of
from arrtui.demo.world.scanning import is_media

Tags = tuple[str, str]
"""The UUIDs of release and recording that a file carries."""
_MARK = b'{"release"'
"""What a file begins with whose tags somebody has written for the demo; sparse files have none."""


def write_tags(path: Path, release_id: str, recording_id: str) -> None:
    """Make a file that carries tags, as a tagger leaves it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"release": release_id, "recording": recording_id}) + "\n" + "\0" * 4096)


def read_tags(path: Path) -> Tags | None:
    """Return the tags of a file, None for one without."""
    with path.open("rb") as file:
        head = file.read(400)
    if not head.startswith(_MARK):
        return None
    tags = json.loads(head.split(b"\n")[0])
    return str(tags["release"]), str(tags["recording"])


def artist_of(store: LidarrLibrary, tags: Tags) -> str:
    """Return the UUID of the artist whose release a file is of; empty if the host has no such release."""
    number = int(tags[0][-12:], 16) // 1000
    artist = store.host.artist(uuid_of("a", number))
    releases = (row for album in artist.albums for row in album.releases) if artist else ()
    return artist.artist_id if artist and any(row.release_id == tags[0] for row in releases) else ""


def scan_artist(store: LidarrLibrary, artist: Obj, filter_: str = "known") -> int:
    """Drop the rows of files that are gone, take up files that are new; return how many.

    `none` takes every file anew, with another id; `known` leaves alone what has a row, `matched` what has a
    track.
    """
    if not may_scan(store, artist):
        return 0
    store.history.draw()  # of the files there were before
    store.lay_out(artist, store.files_of(artist["id"]))
    present = store.files_in(artist["path"])
    if store.real or artist["id"] in store.relocated:
        _drop_missing(store, artist, present)
    store.relocated.discard(artist["id"])
    for file in store.files_of(artist["id"]):
        if filter_ == "none" or (filter_ == "matched" and not file["trackIds"]):
            store.cut_loose(file)
    loose = [file for file in store.loose_files() if file["folder"] == artist["path"]]
    for file in loose:
        del store.files[file["id"]]
    known = {file["relativePath"] for file in (*store.files_of(artist["id"]), *loose)}
    new_files = loose + [_read(store, artist, row) for name, row in present.items() if name not in known]
    store.adopt(artist["path"], set(present))
    return sum(take_up(store, artist, file) for file in new_files)


def _drop_missing(store: LidarrLibrary, artist: Obj, present: dict[str, Obj]) -> None:
    """Drop the files of an artist's folder that are not there."""
    for file in store.files_of(artist["id"]):
        if file["relativePath"] not in present:
            store.drop_file(artist, file, "MissingFromDisk")
    for file in store.loose_files():
        if store.real and file["folder"] == artist["path"] and file["relativePath"] not in present:
            del store.files[file["id"]]


def _read(store: LidarrLibrary, artist: Obj, probed: Obj) -> Obj:
    """Return an audio file in the folder of an artist with what its name and its tags say."""
    name = probed["relativePath"]
    file: Obj = {"relativePath": name, "size": probed["size"], "indexerFlags": 0}
    file |= {"quality": parse_quality(name), "folder": artist["path"], "trackIds": []}
    file |= {key: probed[key] for key in ("quality", "mediaInfo", "releaseGroup", "tags") if key in probed}
    if "tags" not in file:
        path = Path(artist["path"], name)
        file["tags"] = (read_tags(path) if store.real else None) or _named(store, artist, name)
    if "mediaInfo" not in file:
        file["mediaInfo"] = drawing.media_info(320, file["quality"]["quality"]["name"])
    return file


def _named(store: LidarrLibrary, artist: Obj, path: str) -> Tags | None:
    """Return the tags that a file of the demo would have, by the names of its folder and itself."""
    for album in store.albums_of(artist["id"]):
        if drawing.album_folder(store, album) != path.split("/")[0]:
            continue
        release = store.monitored_release(album)
        for track in store.track_ids(release) if release else ():
            if release and path.rsplit("/", 1)[-1].startswith(
                f"{drawing.track_name(store, release, track)}."
            ):
                return release["foreignReleaseId"], store.track_facts(release, track).recording_id
    return None


def take_up(store: LidarrLibrary, artist: Obj, file: Obj) -> bool:
    """Add a file that a scan has found: to the track that its tags name, else to nobody.

    Its tags' release becomes the monitored one where the album takes any; else the file may belong to tracks
    that do not count, and no list shows it.
    """
    place = track_for(store, artist, file.get("tags"))
    row = {key: value for key, value in file.items() if key not in ("id", "folder", "artistId", "albumId")}
    row |= {"dateAdded": now_iso(), "trackIds": []}
    if place is None:
        row |= {"id": store.next_file_id(), "artistId": 0, "albumId": 0, "folder": artist["path"]}
        store.files[row["id"]] = row
        return False
    album, release, track = place
    if album["anyReleaseOk"]:
        for other in store.releases_of(album):
            other["monitored"] = other is release
    row = store.attach(artist, album, [track], row)
    store.publish(FileAdded(artist, row, [{"id": track}]))
    return True


def track_for(store: LidarrLibrary, artist: Obj, tags: Tags | None) -> tuple[Obj, Obj, int] | None:
    """Return album, release and track of some tags, None if the artist has no such track."""
    for album in store.albums_of(artist["id"]) if tags else ():
        for release in store.releases_of(album):
            if tags and release["foreignReleaseId"] == tags[0]:
                for track in store.track_ids(release):
                    if store.track_facts(release, track).recording_id == tags[1]:
                        return album, release, track
    return None


def add_unknown_artists(store: LidarrLibrary, folders: list[str]) -> list[Obj]:
    """Add an artist for each tagged file of nobody's in these folders, with the defaults of its root."""
    added: dict[str, Obj] = {}
    known = {artist["foreignArtistId"] for artist in store.artists.values()}
    files = [(file["folder"], file.get("tags")) for file in store.loose_files()]
    files += [(str(path.parent), read_tags(path)) for path in _loose_paths(store, folders)]
    for folder, tags in files:
        root = next((row for row in store.root_folders.values() if _is_below(folder, row["path"])), None)
        wanted = tags is not None and any(_is_below(folder, asked) for asked in folders)
        artist_id = artist_of(store, tags) if tags and wanted else ""
        if root is None or not artist_id or artist_id in known | added.keys():
            continue
        path = "/".join([root["path"], folder.removeprefix(f"{root['path']}/").split("/")[0]])
        added[artist_id] = store.add_title(
            artist_id,
            path=path,
            monitored=True,
            qualityProfileId=root["defaultQualityProfileId"],
            metadataProfileId=root["defaultMetadataProfileId"],
            monitorNewItems=root["defaultNewItemMonitorOption"],
            tags=list(root["defaultTags"]),
            addOptions={"monitor": root["defaultMonitorOption"], "albumsToMonitor": []},
        )
    return list(added.values())


def _is_below(path: str, folder: str) -> bool:
    return f"{path}/".startswith(f"{folder}/")


def _loose_paths(store: LidarrLibrary, folders: list[str]) -> list[Path]:
    """Return the audio files on the disk, below these folders, that lie in the folder of no artist."""
    taken = [artist["path"] for artist in store.artists.values()]
    return [
        file
        for folder in folders
        for file in (store.real.files(Path(folder)) if store.real and Path(folder).is_dir() else ())
        if is_media(store.kind, file.name) and not any(_is_below(str(file), path) for path in taken)
    ]
