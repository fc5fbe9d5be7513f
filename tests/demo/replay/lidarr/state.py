"""What a recorded request presupposes that the recorded library does not show."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from arrtui.demo.app.history import Row
from arrtui.demo.http.clock import epoch
from tests.demo.replay.lidarr.library import LidarrBench, recorded
from tests.demo.replay.records import Record

Step = Callable[[LidarrBench, Record], object]


def is_prepared(record: Record) -> bool:
    """Return whether a request was sent to another state than the library shows."""
    return any(fnmatchcase(record.name, pattern) for pattern, _ in _TABLE)


def prepare(bench: LidarrBench, record: Record) -> None:
    """Bring an app into the state that a request was sent to."""
    for pattern, step in _TABLE:
        if fnmatchcase(record.name, pattern):
            step(bench, record)


def _ended_command(bench: LidarrBench, record: Record) -> None:
    """Have the command that the answer shows, under its number."""
    queue = bench.store.commands
    queue._next_id = record.answer["id"]
    queue.post({**record.answer["body"], "name": record.answer["name"]})
    bench.store.settle()


def _without(table: str, number: int) -> Step:
    return lambda bench, record: getattr(bench.store, table).pop(number)


def _host_down(bench: LidarrBench, record: Record) -> None:
    bench.store.metadata_host_down = True


def _without_format(bench: LidarrBench, record: Record) -> None:
    bench.store.delete_format(5)


def _without_folder(bench: LidarrBench, record: Record) -> None:
    bench.store.missing_folders.add("/nope")


def _excluded(bench: LidarrBench, record: Record) -> None:
    bench.store.exclude("0000003c-aaaa-4aaa-8aaa-00000000003c", "Excluded 60")


def _posted_album(bench: LidarrBench, record: Record) -> None:
    """Have the album of the body, and its artist, in the library."""
    store, uuid = bench.store, record.body["foreignAlbumId"]
    listed = store.host.album(uuid)
    assert listed is not None
    artist = store.add_title(listed.artist_id, path="/data/lidarr1/a/posted")
    store.add_album(artist, listed, monitored=True)


def _deleted_album(bench: LidarrBench, record: Record) -> None:
    bench.store.delete_album(bench.store.albums[18], delete_files=False, exclude=False)


def _second_file(bench: LidarrBench, record: Record) -> None:
    bench.add_file(recorded("read.files-ids")[1])


def _deaf_receiver(bench: LidarrBench, record: Record) -> None:
    """Have a receiver that takes every call."""
    courier: Any = bench.store.courier
    courier.deliver = lambda notification, payload: None


def _history(bench: LidarrBench, record: Record) -> None:
    """Have the history that was recorded; the albums of some downloads were posted later."""
    store = bench.store
    store.history.draw()
    store.history.rows.clear()
    rows = {row["id"]: row for row in recorded("read.since-all")}
    if record.name in ("read.history-download", "read.history-grabbed"):
        rows |= {row["id"]: row for row in record.answer["records"]}
    for number, row in sorted(rows.items()):
        release = {
            "quality": row["quality"],
            "size": int(row["data"].get("size") or 0),
            "relativePath": "x.mp3",
        }
        release |= {"releaseGroup": row["data"].get("releaseGroup"), "indexerFlags": 0}
        entry = Row(
            title_id=row["artistId"],
            event=row["eventType"],
            at=float(epoch(row["date"])),
            release=release,
            source_title=row["sourceTitle"],
            download_id=row.get("downloadId"),
            score=0,
            profile=1,
            episode_id=row["trackId"],
            extra=row["data"],
            album_id=row["albumId"],
        )
        store.history.add(entry)
        entry.id = number


_TABLE: list[tuple[str, Step]] = [
    ("cmd.*-end", _ended_command),
    ("album.post-again", _posted_album),
    ("artist.post", _without("artists", 1)),
    ("delete.album-twice", _deleted_album),
    ("down.*", _host_down),
    ("excl.post-again", _excluded),
    ("excl.put", _excluded),
    ("format.post-4", _without_format),
    ("metaprofile.post", _without("metadata_profiles", 3)),
    ("notif.*", _deaf_receiver),
    ("profile.post", _without("profiles", 4)),
    ("read.files-ids", _second_file),
    ("*history*", _history),
    ("read.since*", _history),
    ("root.post-a", _without("root_folders", 1)),
    ("root.post-b", _without("root_folders", 2)),
    ("root.post-missing", _without_folder),
    ("tag.put", _without("tags", 3)),
]
