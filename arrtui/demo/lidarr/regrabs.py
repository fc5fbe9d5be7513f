"""Albums that are downloaded again and again: their release scores, and its files do not (LIDARR_API 5.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from arrtui.demo.app.history import Row, make_download_id
from arrtui.demo.http.clock import DAY
from arrtui.demo.http.wire import Obj
from arrtui.demo.lidarr.library import LidarrLibrary

PAUSE = 9 * DAY
"""Seconds between two downloads of a release."""
_TIMES = (2, 3, 1)
"""How often the release of each album was downloaded before."""


class AlbumDownload:
    """What the history has of a release of an album, whenever it is downloaded."""

    def __init__(
        self, store: LidarrLibrary, album: Obj, name: str, grabbed: Obj, files: Sequence[Obj]
    ) -> None:
        """`name` and `grabbed` describe the release, `files` are what it became."""
        self._store, self._album, self._name = store, album, name
        self._grabbed, self._files = grabbed, files

    def rows(self, at: float, time: int = 0) -> Iterator[Row]:
        """Yield what it leaves behind once imported; `time` tells apart how often it was."""
        seed = self._store.seed + 104_729 * time
        download = make_download_id(seed, self._store.instance, self._album["id"])
        yield self._row("grabbed", at - 1900, self._grabbed, download)
        for file in self._files:
            for track in file["trackIds"]:
                yield self._row("trackFileImported", at, file, download, track)
        yield self._row("downloadImported", at, self._grabbed, download)

    def earlier(self, at: float, times: int) -> Iterator[Row]:
        """Yield what led to the download at a time: the same so often before, each replaced by the next."""
        for time in range(1, times + 1):
            imported = at - time * PAUSE
            yield from self.rows(imported, time)
            for file in 2 * list(self._files):  # an upgrade deletes each twice
                for track in file["trackIds"]:
                    yield self._row("trackFileDeleted", imported + PAUSE - 1, file, None, track)

    def broken_off(self, at: float) -> Iterator[Row]:
        """Yield the download that failed, whose search found what was imported at a time."""
        seed, number = self._store.seed, -int(self._album["id"])
        download = make_download_id(seed, self._store.instance, number)
        yield self._row("grabbed", at - 9_000, self._grabbed, download)
        failed = self._row("downloadFailed", at - 7_200, self._grabbed, download)
        failed.extra = {"message": "Aborted, cannot be completed - https://sabnzbd.org/not-complete"}
        yield failed

    def _row(self, event: str, at: float, release: Obj, download: str | None, track: int = 0) -> Row:
        """Return a row of the whole, or of one track."""
        artist = self._store.artists[self._album["artistId"]]
        source = release["relativePath"].rsplit("/", 1)[-1].rsplit(".", 1)[0] if track else self._name
        row = Row(artist["id"], event, at, release, source, download, None, artist["qualityProfileId"])
        row.album_id, row.episode_id, row.file_id = self._album["id"], track, release.get("id", 0)
        return row


def regrabbed(store: LidarrLibrary) -> dict[int, int]:
    """Return the latest albums whose profile wants a score, with how often each was downloaded before."""
    scoring = {number for number, profile in store.profiles.items() if profile["cutoffFormatScore"] > 0}
    filed = [
        album_id
        for album_id, numbers in store.album_files.items()
        if numbers and store.artists[store.albums[album_id]["artistId"]]["qualityProfileId"] in scoring
    ]

    def added(album_id: int) -> str:
        return str(store.files[store.album_files[album_id][0]]["dateAdded"])

    return dict(zip(sorted(filed, key=added, reverse=True), _TIMES, strict=False))
