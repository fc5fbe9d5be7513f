"""The release history of an instance: compact rows, spelled out when they are asked for."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

import msgspec

from arrtui.demo.http.wire import Obj
from arrtui.demo.world.clock import iso, parse_moment
from arrtui.demo.world.tables import Kind

EVENTS: dict[str, dict[int, str]] = {
    "radarr": {
        0: "unknown",
        1: "grabbed",
        3: "downloadFolderImported",
        4: "downloadFailed",
        6: "movieFileDeleted",
        7: "movieFolderImported",
        8: "movieFileRenamed",
        9: "downloadIgnored",
    },
    "sonarr": {
        0: "unknown",
        1: "grabbed",
        2: "seriesFolderImported",
        3: "downloadFolderImported",
        4: "downloadFailed",
        5: "episodeFileDeleted",
        6: "episodeFileRenamed",
        7: "downloadIgnored",
    },
}
"""The numbers of history events, which differ between the apps."""

_INDEXERS = ("NZB Harbour", "Tracker Meridian", "Usenet Compass")
INDEXER_KEY = "SECRETINDEXERKEY0123"
"""The fake indexer key inside download addresses, so that tests can look for it where it must not be."""


class Row(msgspec.Struct):
    """One history record; `release` is a file or the description of a release."""

    item: int
    event: str
    at: float
    release: Obj
    title: str
    download_id: str | None
    score: int | None
    """The score at that moment; None for a row from before the estate started."""
    profile: int
    """The quality profile of the title at that moment."""
    file_id: int = 0
    episode: int = 0
    id: int = 0
    extra: dict[str, str] | None = None

    @property
    def date(self) -> str:
        """The moment in the apps' notation."""
        return iso(self.at)


class HistoryLog:
    """All rows in order of date; drawn by `generate` on first use."""

    def __init__(self, generate: Callable[[], Iterable[Row]]) -> None:
        self._generate = generate
        self._rows: list[Row] | None = None
        self._next = 1

    @property
    def drawn(self) -> bool:
        """Whether the rows from before the estate started exist."""
        return self._rows is not None

    @property
    def rows(self) -> list[Row]:
        """Every row, oldest first."""
        if self._rows is None:
            self._rows = sorted(self._generate(), key=attrgetter("at"))
            for number, row in enumerate(self._rows, 1):
                row.id = number
            self._next = len(self._rows) + 1
        return self._rows

    def draw(self) -> None:
        """Make sure the rows exist: called before a change, because they tell what was before it."""
        assert self.rows is self._rows

    def add(self, row: Row) -> Row:
        """Append a row that happened now (or order it in, if it is older)."""
        rows = self.rows
        row.id, self._next = self._next, self._next + 1
        rows.append(row)
        rows.sort(key=attrgetter("at"))
        return row

    def forget(self, items: set[int]) -> None:
        """Drop the rows of deleted titles, as the apps do."""
        self._rows = [row for row in self.rows if row.item not in items]

    def since(self, date: str) -> Iterator[Row]:
        """Rows at or after a moment, oldest first."""
        wanted = parse_moment(date)
        start = bisect_left(self.rows, wanted, key=lambda row: row.date)
        return iter(self.rows[start:])


def download_id(*parts: Any) -> str:
    """The id of a download: 40 hexadecimal digits, the same for the same parts."""
    return hashlib.sha1(repr(parts).encode(), usedforsecurity=False).hexdigest().upper()


def row_data(kind: Kind, row: Row, score: int, path: str, external: Obj) -> dict[str, str | None]:
    """The `data` of a record; every value is a string or null."""
    match row.event:
        case "grabbed":
            return _grabbed(kind, row, score, external)
        case "downloadFolderImported":
            return _imported(kind, row, score, path)
        case "movieFileDeleted" | "episodeFileDeleted":
            return _deleted(row, score)
        case "movieFileRenamed" | "episodeFileRenamed":
            return dict(row.extra or {})
        case _:
            return _failed(row)


def _grabbed(kind: Kind, row: Row, score: int, external: Obj) -> dict[str, str | None]:
    number = int((row.download_id or "0")[:6], 16)
    torrent = number % 3 == 1
    host = "tracker.example" if torrent else "nzb.example"
    guid = f"https://{host}/details/{number}?apikey={INDEXER_KEY}"
    kind_match = "movieMatchType" if kind == "radarr" else "seriesMatchType"
    data: dict[str, str | None] = {
        "indexer": _INDEXERS[number % 3],
        "nzbInfoUrl": None if torrent else f"https://{host}/details/{number}",
        "releaseGroup": row.release.get("releaseGroup"),
        "age": str(number % 900),
        "ageHours": f"{number % 900 * 24 + 1.5}",
        "ageMinutes": f"{number % 900 * 1440 + 90.5}",
        "publishedDate": iso(row.at - number % 900 * 86_400),
        "downloadClient": "qBittorrent" if torrent else "SABnzbd",
        "downloadClientName": "qbit" if torrent else "sab",
        "size": str(row.release["size"]),
        "downloadUrl": f"https://{host}/getnzb/{number}.nzb&i=1&r={INDEXER_KEY}&apikey={INDEXER_KEY}",
        "guid": guid,
        **{key: str(value) for key, value in external.items()},
        "tvRageId": "0",
        "protocol": "2" if torrent else "1",
        "customFormatScore": str(score),
        kind_match: "title",
        "releaseSource": "Rss",
        "indexerFlags": str(row.release.get("indexerFlags", 0)),
        "releaseHash": None,
        "torrentInfoHash": row.download_id if torrent else None,
    }
    return data | _own_key(kind, row, number)


def _own_key(kind: Kind, row: Row, number: int) -> dict[str, str | None]:
    if kind == "radarr":
        return {"indexerId": str(1 + number % 3)}
    return {"releaseType": row.release.get("releaseType", "singleEpisode")}


def _imported(kind: Kind, row: Row, score: int, path: str) -> dict[str, str | None]:
    torrent = int((row.download_id or "0")[:6], 16) % 3 == 1
    data: dict[str, str | None] = {
        "fileId": str(row.file_id),
        "droppedPath": f"/downloads/complete/{row.title}/{row.title}.mkv",
        "importedPath": path,
        "downloadClient": "qBittorrent" if torrent else "SABnzbd",
        "downloadClientName": "qbit" if torrent else "sab",
        "releaseGroup": row.release.get("releaseGroup"),
        "customFormatScore": str(score),
        "size": str(row.release["size"]),
        "indexerFlags": str(row.release.get("indexerFlags", 0)),
    }
    if kind == "sonarr":
        data["releaseType"] = row.release.get("releaseType", "singleEpisode")
    return data


def _deleted(row: Row, score: int) -> dict[str, str | None]:
    return {
        "reason": (row.extra or {}).get("reason", "Upgrade"),
        "releaseGroup": row.release.get("releaseGroup"),
        "customFormatScore": str(score),
        "size": str(row.release["size"]),
        "indexerFlags": str(row.release.get("indexerFlags", 0)),
    }


def _failed(row: Row) -> dict[str, str | None]:
    return {
        "downloadClient": "SABnzbd",
        "downloadClientName": "sab",
        "message": "Aborted, cannot be completed - https://sabnzbd.example/not-complete",
        "releaseGroup": row.release.get("releaseGroup"),
        "size": str(row.release["size"]),
        "indexer": _INDEXERS[0],
    }
