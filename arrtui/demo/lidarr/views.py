"""Lidarr's records of history, wanted and queue."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from arrtui.demo.app.history import Row
from arrtui.demo.app.view import View
from arrtui.demo.http.clock import iso
from arrtui.demo.http.routing import HandlerRequest
from arrtui.demo.http.wire import Obj
from arrtui.demo.lidarr.resources import (
    ARTIST_PICTURES,
    album_resource,
    bare_artist,
    inner_album,
    track_resource,
)
from arrtui.demo.lidarr.store import LidarrStore
from arrtui.demo.world.music import number_of

Call = HandlerRequest[LidarrStore]
_OF_STORE = ("releaseGroup", "indexerFlags")
"""Members of a download that the queue does not show."""


_OF_RELEASES = ("grabbed", "downloadImported")
"""Events whose source title is that of a release, which alone names a group."""


def judged(row: Row) -> Obj:
    """Return what formats look at in a row: the name it has, parsed again, and the size that it tells."""
    name = row.source_title.rsplit("/", 1)[-1]
    file = row.release | {"relativePath": name if "/" in row.source_title else f"{name}.mp3"}
    if row.event not in _OF_RELEASES:
        file["releaseGroup"] = None
    if row.event == "downloadImported":
        file["size"] = 0
    return {key: value for key, value in file.items() if key != "sceneName"}


class LidarrView(View[LidarrStore]):
    """Lidarr's records for the shared routes."""

    history_table = "History"
    wanted_table = "Albums"
    cutoff_key = "Albums.Id"
    drawn_as: ClassVar = {"poster": "portrait"}
    history_keys: ClassVar = {
        "date": lambda row: row.at,
        "id": lambda row: row.id,
        "quality": lambda row: row.release["quality"]["quality"]["id"],
        "data": lambda row: str(row.extra),
        "eventType": lambda row: row.event,
        "sourceTitle": lambda row: row.source_title.lower(),
        "albums.title": lambda row: row.album_id,
        "artists.sortName": lambda row: row.title_id,
    }
    wanted_keys: ClassVar = {
        "releaseDate": lambda row: row["date"],
        "albums.releaseDate": lambda row: row["date"],
        "albums.title": lambda row: row["title"],
        "albums.lastSearchTime": lambda row: row["album"].get("lastSearchTime", ""),
        "artists.sortName": lambda row: (row["artist"], row["title"]),
        "Albums.Id": lambda row: row["album"]["id"],
        "id": lambda row: row["album"]["id"],
    }

    def cover_types(self, title: Obj) -> tuple[str, ...]:
        """Return the types of the pictures of an artist."""
        return ARTIST_PICTURES

    def picture_owner(self, title: Obj) -> str:
        """Return the artist, as its source calls it."""
        return f"a{number_of('a', title['foreignArtistId'])}"

    def external_ids(self, title: Obj) -> Obj:
        """Return the UUID."""
        return {"foreignArtistId": title["foreignArtistId"]}

    def included(self, call: Call, title: Obj, episode_id: int) -> Obj:
        """Return the artist if it is asked for."""
        return {"artist": bare_artist(call.store, title)} if call.flag("includeArtist") else {}

    def title_resource(self, call: Call, title: Obj) -> Obj:
        """Return the artist."""
        return bare_artist(call.store, title)

    def is_in_season(self, call: Call, row: Row) -> bool:
        """Return whether a row of an artist's history is of the album the request asks for, if it does."""
        return not call.number("albumId") or row.album_id == call.number("albumId")

    def row_filter(self, call: Call) -> Callable[[Row], bool] | None:
        """Return whether a row is of the album and of the qualities the request asks for."""
        qualities, album = set(call.numbers("quality")), call.number("albumId")
        if not qualities and not album:
            return None
        return lambda row: (
            (not album or row.album_id == album)
            and (not qualities or row.release["quality"]["quality"]["id"] in qualities)
        )

    def missing(self, call: Call, monitored: bool) -> list[Obj]:
        """Return the albums that lack a file."""
        return [_wanted(call.store, album) for album in call.store.missing_albums(monitored)]

    def cutoff_unmet(self, call: Call, monitored: bool) -> list[Obj]:
        """Return the albums of which a file is below the quality cutoff."""
        return [_wanted(call.store, album) for album in call.store.cutoff_albums(monitored)]

    def wanted_record(self, call: Call, wanted: Obj) -> Obj:
        """Render an album, always with its artist."""
        return album_resource(call.store, wanted["album"])

    def releases(self, call: Call) -> list[Obj]:
        """Return nothing: releases of music have routes of their own."""
        return []

    def search_command(self, entry: Obj, episode_ids: list[int]) -> Obj:
        """Return the search for the album of a failed download."""
        return {"name": "AlbumSearch", "albumIds": [entry["albumId"]]}

    def history_record(self, call: Call, row: Row) -> Obj:
        """Render a history record; its formats are those of its name now, `data` tells no score of files."""
        store, artist = call.store, call.store.titles[row.title_id]
        record: Obj = {
            "albumId": row.album_id,
            "artistId": row.title_id,
            "trackId": row.episode_id,
            "sourceTitle": row.source_title,
            "quality": row.release["quality"],
            **store.scored(judged(row), artist["qualityProfileId"], 0),
            "date": row.date,
            **({"downloadId": row.download_id} if row.download_id else {}),
            "eventType": row.event,
            "data": _data(store, row),
            "id": row.id,
        }
        if call.flag("includeArtist"):
            record["artist"] = bare_artist(store, artist)
        if call.flag("includeAlbum") and row.album_id in store.albums:
            record["album"] = inner_album(store, store.albums[row.album_id])
        release = store.release_of_track(row.episode_id) if call.flag("includeTrack") else None
        if release:
            record["track"] = track_resource(store, release, row.episode_id)
        return record

    def queue_record(self, call: Call, download: Obj) -> Obj:
        """Render a running download of an album."""
        store, artist = call.store, call.store.titles[download["artistId"]]
        facts = download | {"relativePath": f"{download['title']}.nzb"}
        scores = store.scored(facts, artist["qualityProfileId"], 0)
        record = {key: value for key, value in download.items() if key not in _OF_STORE}
        record |= {key: scores[key] for key in ("customFormats", "customFormatScore")}
        album = store.albums.get(download["albumId"])
        tracks = store.wanted_tracks(album) if album else range(0)
        record["trackFileCount"] = len(tracks)
        record["trackHasFileCount"] = sum(track in store.track_files for track in tracks)
        record["downloadForced"] = False
        record["estimatedCompletionTime"] = iso(store.today + store.tick)
        if call.flag("includeArtist"):
            record["artist"] = bare_artist(store, artist)
        if call.flag("includeAlbum") and album:
            record["album"] = inner_album(store, album)
        return record


def _wanted(store: LidarrStore, album: Obj) -> Obj:
    """Return an album with what the wanted lists are sorted by."""
    listed, artist = store.facts(album), store.titles[album["artistId"]]
    row = {"album": album, "date": listed.date, "title": listed.title.lower()}
    return row | {"artist": store.host_artist(artist).sort_name}


def _data(store: LidarrStore, row: Row) -> dict[str, str | None]:
    """Return the `data` of a record, which depends on its event (`EntityHistoryService`): text, or null."""
    group: str | None = row.release.get("releaseGroup")
    size = str(row.release["size"])
    extra: dict[str, str | None] = dict(row.extra or {})
    facts: dict[str, str | None] = {"releaseGroup": group, "size": size}
    facts["indexerFlags"] = str(row.release.get("indexerFlags", 0))
    match row.event:
        case "grabbed":
            artist = store.titles[row.title_id]
            score = store.score_now(judged(row), artist["qualityProfileId"], 0)
            data: dict[str, str | None] = {
                "indexer": "NZB Harbour",
                "nzbInfoUrl": None,
                "releaseGroup": group,
            }
            data |= {
                "age": "1",
                "ageHours": "27.1",
                "ageMinutes": "1626",
                "publishedDate": iso(row.at - 97_560),
            }
            data |= {
                "downloadClient": "sab",
                "size": size,
                "downloadUrl": f"https://nzb.example/get/{row.id}",
                "guid": f"https://nzb.example/{row.id}",
            }
            data |= {"protocol": "1", "downloadForced": "False", "customFormatScore": str(score)}
            data |= {"releaseSource": "Unknown", "indexerFlags": "0"}
            return data | extra
        case "trackFileImported":
            paths = {"droppedPath": f"/downloads/{row.source_title}", "importedPath": _path(store, row)}
            client = {"downloadClient": "sab"}
            return {"fileId": str(row.file_id), **paths, **client, **facts} | extra
        case "downloadFailed":  # no record: as its `HistoryService` writes it
            return {"downloadClient": "sab", "indexer": "NZB Harbour"} | extra | facts
        case "trackFileDeleted":
            return {"reason": "Upgrade"} | extra | facts
        case "trackFileRenamed" | "trackFileRetagged":
            return extra | facts if row.event == "trackFileRenamed" else extra
        case _:
            return {"releaseGroup": group} | extra


def _path(store: LidarrStore, row: Row) -> str:
    return f"{store.titles[row.title_id]['path']}/{row.release['relativePath']}"
