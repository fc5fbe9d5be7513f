"""How the library of a simulated Lidarr is drawn: artists, albums, files and history, all from the seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

from arrtui.demo.app.history import Row
from arrtui.demo.http.clock import DAY, epoch, iso
from arrtui.demo.http.wire import Obj
from arrtui.demo.lidarr.library import LidarrLibrary
from arrtui.demo.lidarr.profiles import allows
from arrtui.demo.lidarr.regrabs import AlbumDownload, regrabbed
from arrtui.demo.world.music import uuid_of
from arrtui.demo.world.naming import clean_name
from arrtui.demo.world.releases import quality_model, scene_stem

GROUPS = ("HARBOUR", "MERIDIAN", "ORCHARD", "LANTERN", "COMPASS", "")
"""Who makes releases; the last one does not say."""
_QUALITIES = {
    "FLAC": (30, 900),
    "FLAC 24bit": (15, 1600),
    "MP3-320": (25, 320),
    "MP3-VBR-V0": (10, 245),
    "MP3-192": (12, 192),
    "AAC-256": (8, 256),
}
"""Qualities with how often they are drawn, and their kilobits a second."""
EXTENSIONS = {"FLAC": "flac", "FLAC 24bit": "flac", "AAC-256": "m4a", "ALAC": "m4a", "WAV": "wav"}
"""Of files by their quality; `mp3` for all others."""
_DRAWN_DOWNLOADS = 3
_FAILING = 16
"""One album in so many had a download that failed."""


def draw_library(store: LidarrLibrary, numbers: list[int]) -> None:
    """Fill a new library with the artists of these numbers; albums come on first use."""
    rng = random.Random(f"{store.seed}:{store.instance}")
    number = 0
    for place in numbers:
        number += 1 if rng.random() < 0.97 else rng.randint(2, 4)
        store.artists[number] = _draw_artist(store, rng, number, uuid_of("a", place))
    for place in (700_001, 700_002):
        artist = store.host.artist(uuid_of("a", place))
        if artist:
            store.exclude(artist.artist_id, artist.name)
    for number in (1, 2):
        profile = {"id": number, "enabled": number == 1, "required": [], "ignored": ["DEMO"]}
        store.release_profiles[number] = profile | {"indexerId": 0, "tags": []}
    store.remember_ids()


def _draw_artist(store: LidarrLibrary, rng: random.Random, number: int, artist_id: str) -> Obj:
    roots = [root["path"] for root in store.root_folders.values()]
    artist: Obj = {"id": number, "foreignArtistId": artist_id, "title": store.head(artist_id)[0], "year": 0}
    artist["path"] = store.folder_for(artist, rng.choices(roots, weights=(85, 15)[: len(roots)])[0])
    profiles = list(store.profiles)
    artist["qualityProfileId"] = rng.choices(profiles, weights=(50, 20, 20, 10)[: len(profiles)])[0]
    artist["metadataProfileId"] = rng.choice((1, 1, 3))
    artist |= {"monitored": rng.random() < 0.88, "monitorNewItems": rng.choice(("all", "all", "new", "none"))}
    artist["tags"] = sorted(rng.sample(range(1, 6), rng.choice((0, 0, 1, 1, 2))))
    artist["added"] = iso(store.today - rng.randint(100, 1900) * DAY + rng.randint(0, DAY - 1))
    return artist


def draw_children(store: LidarrLibrary) -> None:
    """Draw albums and files of every artist, then the downloads of a few missing albums."""
    missing: list[tuple[Obj, Obj]] = []
    for artist in store.artists.values():
        rng = random.Random(f"{store.seed}:{store.instance}:{artist['id']}")
        profile = store.metadata_profiles[artist["metadataProfileId"]]
        store.file_ids.setdefault(artist["id"], [])
        for listed in store.host_artist(artist).albums:
            if not allows(profile, listed):
                continue
            album = store.add_album(artist, listed, monitored=artist["monitored"] and rng.random() < 0.85)
            is_out = bool(listed.date) and listed.date < iso(store.today)
            if is_out and rng.random() < 0.85:
                _draw_album_files(store, rng, artist, album)
            elif is_out and album["monitored"]:
                missing.append((artist, album))
    for number, (artist, album) in enumerate(missing[:_DRAWN_DOWNLOADS], 1):
        rng = random.Random(f"{store.seed}:{store.instance}:queue:{number}")
        store.queue[number] = queue_entry(store, number, artist, album, make_facts(rng))


def make_facts(rng: random.Random) -> Obj:
    """Invent a release: quality, group and flags, with kilobits a second and the medium it was made of."""
    name = rng.choices(list(_QUALITIES), weights=[weight for weight, _ in _QUALITIES.values()])[0]
    return {
        "quality": quality_model("lidarr", name),
        "releaseGroup": rng.choice(GROUPS) or None,
        "indexerFlags": 8 if rng.random() < 0.03 else 0,
        "rate": _QUALITIES[name][1],
        "medium": rng.choice(("WEB", "CD", "Vinyl")),
    }


def release_name(artist: str, album: str, year: str, facts: Obj) -> str:
    """Return what a release of an album is called at an indexer."""
    quality = facts["quality"]["quality"]["name"].replace(" ", "-").upper()
    words = f"{scene_stem(artist)}-{scene_stem(album)}-{facts['medium']}-{quality}-{year}"
    return f"{words}-{facts['releaseGroup']}" if facts["releaseGroup"] else words


def queue_entry(store: LidarrLibrary, number: int, artist: Obj, album: Obj, facts: Obj) -> Obj:
    """Return the download of an album as the store keeps it."""
    listed = store.facts(album)
    size = facts["rate"] * 125 * sum(track.duration for track in listed.releases[0].tracks) // 1000
    name = facts.get("name") or release_name(artist["title"], listed.title, listed.date[:4], facts)
    return {
        "id": number,
        "artistId": artist["id"],
        "albumId": album["id"],
        "quality": facts["quality"],
        "size": facts.get("size") or size,
        "title": name,
        "sizeleft": size // 3,
        "timeleft": "00:06:09",
        "status": "downloading",
        "trackedDownloadStatus": "ok",
        "trackedDownloadState": "downloading",
        "statusMessages": [],
        "downloadId": f"SABnzbd_nzo_{number:08}",
        "protocol": "usenet",
        "downloadClient": "sab",
        "downloadClientHasPostImportCategory": False,
        "indexer": "NZB Harbour",
        "outputPath": f"/downloads/{name}",
        "releaseGroup": facts["releaseGroup"],
        "indexerFlags": facts["indexerFlags"],
    }


@cache
def media_info(rate: int, quality: str) -> Obj:
    """Return what a probe of a track says; shared by all of one quality."""
    lossless = quality.startswith("FLAC")
    bits = "24bit" if "24bit" in quality else "16bit" if lossless else ""
    return {
        "audioChannels": 2,
        "audioBitRate": f"{rate} kbps",
        "audioCodec": quality.split("-")[0].split()[0],
        "audioBits": bits,
        "audioSampleRate": "96kHz" if bits == "24bit" else "44.1kHz",
    }


def track_name(store: LidarrLibrary, release: Obj, track_id: int) -> str:
    """Return what a track is called in a folder that somebody keeps in order: medium, number and title."""
    track = store.track_facts(release, track_id)
    title = clean_name(track.title, store.configs["naming"])
    return f"{track.medium}{track.position:02} - {title}"


def album_folder(store: LidarrLibrary, album: Obj) -> str:
    """Return what the folder of an album is called."""
    listed = store.facts(album)
    title = clean_name(listed.title, store.configs["naming"]).strip(" .")
    return f"{title} ({listed.date[:4]})" if listed.date else title


def make_file(store: LidarrLibrary, album: Obj, release: Obj, track_id: int, facts: Obj) -> Obj:
    """Return a file of a track, without its path and its date; it is in no table yet."""
    track = store.track_facts(release, track_id)
    quality, rate = facts["quality"]["quality"]["name"], facts["rate"]
    file = {
        "size": rate * 125 * track.duration // 1000,
        "quality": facts["quality"],
        "indexerFlags": facts["indexerFlags"],
        "mediaInfo": media_info(rate, quality),
        "tags": (release["foreignReleaseId"], track.recording_id),
    }
    return file | ({"releaseGroup": facts["releaseGroup"]} if facts["releaseGroup"] else {})


def _draw_album_files(store: LidarrLibrary, rng: random.Random, artist: Obj, album: Obj) -> None:
    """Draw the files of an album that somebody has: of all its tracks, or of most."""
    release = store.monitored_release(album)
    if release is None:
        return
    facts, folder = make_facts(rng), album_folder(store, album)
    is_whole = rng.random() < 0.93
    earliest = max(epoch(store.facts(album).date), epoch(artist["added"]))
    added = iso(min(store.today, earliest + rng.randint(600, 40 * DAY)))
    ending = EXTENSIONS.get(facts["quality"]["quality"]["name"], "mp3")
    for track_id in store.track_ids(release):
        if is_whole or rng.random() < 0.7:
            file = make_file(store, album, release, track_id, facts)
            file["relativePath"] = f"{folder}/{track_name(store, release, track_id)}.{ending}"
            file["dateAdded"] = added
            store.attach(artist, album, [track_id], file)


def draw_history(store: LidarrLibrary) -> Iterator[Row]:
    """Return the rows from before the estate started: a grab for an album, one import for each track."""
    again = regrabbed(store) if store.goes_round else {}
    for album_id, numbers in store.album_files.items():
        unseen = random.Random(store.seed * 7_919 + album_id).random() < 0.1 and album_id not in again
        if not numbers or unseen:
            continue  # found by a scan, of which the history has nothing
        album = store.albums[album_id]
        artist, files = store.artists[album["artistId"]], [store.files[number] for number in numbers]
        listed, first = store.facts(album), files[0]
        facts = {"medium": "WEB", "releaseGroup": first.get("releaseGroup"), "quality": first["quality"]}
        name = release_name(artist["title"], listed.title, listed.date[:4], facts)
        size = sum(file["size"] for file in files)
        grabbed = {**facts, "relativePath": f"{name}.nzb", "sceneName": name, "size": size, "indexerFlags": 0}
        download = AlbumDownload(store, album, name, grabbed, files)
        at = float(epoch(first["dateAdded"]))
        if album_id % _FAILING == 0:
            yield from download.broken_off(at)
        yield from download.earlier(at, again.get(album_id, 0))
        yield from download.rows(at)
