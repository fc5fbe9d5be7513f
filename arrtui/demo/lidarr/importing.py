"""Downloads of albums: grabbed, finished, and imported file by file (`ImportApprovedTracks`)."""

from __future__ import annotations

from pathlib import Path

from arrtui.demo.app.history import make_download_id
from arrtui.demo.app.live.events import AlbumImported, FileAdded, QueueChanged, ReleaseGrabbed
from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.wire import Obj
from arrtui.demo.lidarr import drawing
from arrtui.demo.lidarr.library import LidarrLibrary
from arrtui.demo.world.music import HostRelease
from arrtui.demo.world.profiles import quality_index

_RATES = {"FLAC": 900, "FLAC 24bit": 1600, "MP3-320": 320, "MP3-192": 192}
"""Kilobits a second of files that a download brings, by their quality."""


def grab(store: LidarrLibrary, artist: Obj, album: Obj, release: Obj) -> Obj:
    """Send a release to the download client; return its row of the queue."""
    number = store.next_id(store.queue)
    name = release["title"]
    facts = {"quality": release["quality"], "releaseGroup": release.get("releaseGroup"), "indexerFlags": 0}
    facts |= {"rate": 320, "medium": "WEB", "name": name, "size": release["size"]}
    entry = drawing.queue_entry(store, number, artist, album, facts)
    entry["downloadId"] = f"SABnzbd_nzo_{make_download_id(name, number)[:12].lower()}"
    store.queue[number] = entry
    file = {**facts, "relativePath": f"{name}.nzb", "sceneName": name, "albumId": album["id"]}
    extra = {"indexer": release["indexer"], "guid": release["guid"], "downloadUrl": release["downloadUrl"]}
    store.add_row("grabbed", artist, file, 0, extra, entry["downloadId"])
    store.publish(ReleaseGrabbed(artist, release | {"albumIds": [album["id"]]}, [album]))
    store.publish(QueueChanged())
    return entry


def finish_downloads(store: LidarrLibrary, folder: str = "") -> int:
    """Import the downloads that are under way, all or those in a folder; return how many albums arrive."""
    entries = [row for row in store.queue.values() if row["trackedDownloadState"] == "downloading"]
    wanted = [row for row in entries if f"{row['outputPath']}/".startswith(f"{folder}/") or not folder]
    return sum(import_album(store, entry) for entry in wanted)


def import_album(store: LidarrLibrary, entry: Obj, edition: HostRelease | None = None) -> bool:
    """Import the files of a finished download, as an edition of its album: the monitored one unless told.

    Only quality and revision decide: files of a higher quality stay, others go whatever their score. The
    files have no scene name, so that what only the name of the release said of formats is lost.
    """
    artist, album = store.artists.get(entry["artistId"]), store.albums.get(entry["albumId"])
    if artist is None or album is None:
        return False
    release = store.monitored_release(album)
    if edition is not None:
        rows = store.releases_of(album)
        release = next((row for row in rows if row["foreignReleaseId"] == edition.release_id), None)
    if release is None:
        return False
    profile = store.profiles[artist["qualityProfileId"]]
    before = [store.files[number] for number in store.album_files[album["id"]]]

    def rank(model: Obj) -> tuple[int, int, int]:
        revision = model["revision"]
        return quality_index(profile, model["quality"]["id"]), revision["real"], revision["version"]

    if any(rank(file["quality"]) > rank(entry["quality"]) for file in before):
        text = "Not an upgrade for existing track file(s)."
        entry |= {
            "status": "completed",
            "trackedDownloadState": "importBlocked",
            "trackedDownloadStatus": "warning",
        }
        entry["statusMessages"] = [{"title": entry["title"], "messages": [text]}]
        return False
    _replace(store, artist, before, store.track_ids(release))
    for other in store.releases_of(album):
        other["monitored"] = other is release
    files = [_import_file(store, artist, album, release, track, entry) for track in store.track_ids(release)]
    whole = {**files[0], "sceneName": entry["title"], "size": entry["size"], "albumId": album["id"]}
    store.add_row("downloadImported", artist, whole, 0, {}, entry["downloadId"])
    store.queue.pop(entry["id"], None)
    store.publish(AlbumImported(artist, album, files, before))
    store.publish(QueueChanged())
    return True


def _replace(store: LidarrLibrary, artist: Obj, files: list[Obj], tracks: range) -> None:
    """Delete the files that others come for: the history has each twice where they are of the same tracks."""
    for _ in range(2):
        for file in files:
            again = set(file["trackIds"]) & set(tracks)
            if _ == 0 or again:
                for track in file["trackIds"]:
                    store.add_row("trackFileDeleted", artist, file, track, {"reason": "Upgrade"})
    for file in files:
        store.remove_file(store.path_of(file), artist["path"])
        linked = list(file["trackIds"])
        file["trackIds"] = []  # whose rows are there already
        for track in linked:
            store.track_files.pop(track, None)
        store.drop_file(artist, file, "Upgrade")


def _import_file(store: LidarrLibrary, artist: Obj, album: Obj, release: Obj, track: int, entry: Obj) -> Obj:
    """Import one file of a download: into the folder of the artist itself unless tracks are renamed."""
    quality = entry["quality"]["quality"]["name"]
    facts = {"quality": entry["quality"], "releaseGroup": entry.get("releaseGroup"), "indexerFlags": 0}
    facts["rate"] = _RATES.get(quality, 256)
    file = drawing.make_file(store, album, release, track, facts)
    known = store.track_facts(release, track)
    ending = drawing.EXTENSIONS.get(quality, "mp3")
    place = f"{known.medium}{known.position:02}" if known.medium > 1 else f"{known.position:02}"
    name = f"{place} - {known.title.replace('/', '+')}.{ending}"
    file |= {"relativePath": name, "dateAdded": now_iso()}
    file = store.attach(artist, album, [track], file)
    file["relativePath"] = store.name_for(artist, file)
    path = store.path_of(file)
    store.write_file(path, file["size"])
    extra = {"droppedPath": f"{entry['outputPath']}/{name}", "importedPath": path}
    extra["downloadClient"] = entry["downloadClient"]
    store.add_row("trackFileImported", artist, file, track, extra, entry["downloadId"])  # type: ignore[arg-type]
    store.publish(FileAdded(artist, file, [{"id": track}]))
    return file


def retag(store: LidarrLibrary, file: Obj) -> None:
    """Write the tags of a file anew: its size and its times change, its place does not."""
    file["size"] += 2_360
    path = Path(store.path_of(file))
    if store.real and path.exists():
        store.real.write_in_place(path, path.read_bytes()[:4096] + b"\0" * 2_360)
