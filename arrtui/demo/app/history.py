"""The release history of an instance: compact rows, spelled out when they are asked for."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

import msgspec

from arrtui.demo.app.providers import INDEXER_KEY
from arrtui.demo.app.spec import AppSpec
from arrtui.demo.http.clock import iso
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.formats import release_title

_INDEXERS = ("NZB Harbour", "Tracker Meridian", "Usenet Compass")
RowData = dict[str, str | None]
"""The `data` of a record: every value is a string or null."""


class Row(msgspec.Struct):
    """One history record; `release` is a file or the description of a release."""

    title_id: int
    event: str
    at: float
    """Seconds since 1970."""
    release: Obj
    source_title: str
    download_id: str | None
    score: int | None
    """The score at that moment; None for a row from before the estate started."""
    profile: int
    """The quality profile of the title at that moment."""
    file_id: int = 0
    episode_id: int = 0
    id: int = 0
    extra: dict[str, str] | None = None
    album_id: int = 0
    """Where titles have albums; `episode_id` is then the id of a track."""

    @property
    def date(self) -> str:
        """The moment in the apps' notation."""
        return iso(self.at)

    @property
    def judged(self) -> Obj:
        """What formats look at: the release by its title, whatever its file is called now."""
        return self.release | {"relativePath": f"{release_title(self.release)}.mkv"}


class HistoryLog:
    """All rows in order of date; drawn by `generate` on first use."""

    def __init__(self, generate: Callable[[], Iterable[Row]]) -> None:
        self._generate = generate
        self._rows: list[Row] | None = None
        self._next_id = 1
        self._played: dict[tuple[int, int], list[Row]] = {}
        """Rows that stand instead of drawn ones, by title and episode."""

    @property
    def drawn(self) -> bool:
        """Whether the rows from before the estate started exist."""
        return self._rows is not None

    @property
    def rows(self) -> list[Row]:
        """Every row, oldest first."""
        if self._rows is None:
            drawn = (row for row in self._generate() if (row.title_id, row.episode_id) not in self._played)
            played = (row for rows in self._played.values() for row in rows)
            self._rows = sorted((*drawn, *played), key=attrgetter("at"))
            for number, row in enumerate(self._rows, 1):
                row.id = number
            self._next_id = len(self._rows) + 1
        return self._rows

    def draw(self) -> None:
        """Draw the rows if that has not happened: called before a change, since they show what was before."""
        assert self.rows is self._rows

    def add(self, row: Row) -> None:
        """Append a row that happened now (or order it in, if it is older)."""
        rows = self.rows
        row.id, self._next_id = self._next_id, self._next_id + 1
        rows.append(row)
        rows.sort(key=attrgetter("at"))

    def replay(self, title_id: int, episode_id: int) -> None:
        """Have other rows than the drawn ones for a movie or an episode; :meth:`play` adds them."""
        self._played[title_id, episode_id] = []
        if self._rows is not None:
            subject = (title_id, episode_id)
            self._rows = [row for row in self._rows if (row.title_id, row.episode_id) != subject]

    def play(self, row: Row) -> None:
        """Add a row of a subject that is replayed, later than its last one."""
        if self._rows is not None:
            self.add(row)
        else:
            self._played[row.title_id, row.episode_id].append(row)

    def forget(self, title_id: int) -> None:
        """Drop the rows of a deleted title, as the apps do."""
        self._rows = [row for row in self.rows if row.title_id != title_id]

    def since(self, date: str, *, as_text: bool) -> list[Row]:
        """Return the rows from a second (in the apps' notation) on, oldest first.

        Compared as text, as SQLite does, those of that second are left out: `…57.84Z` is less than `…57Z`.
        """
        bisect = bisect_right if as_text else bisect_left
        return self.rows[bisect(self.rows, date, key=attrgetter("date")) :]


def make_download_id(*parts: Any) -> str:
    """Return the id of a download: 40 hexadecimal digits, the same for the same parts."""
    return hashlib.sha1(repr(parts).encode(), usedforsecurity=False).hexdigest().upper()


def row_data(spec: AppSpec, row: Row, score: int, path: str, external_ids: Obj) -> RowData:
    """Return the `data` of a record, which depends on its event (`HistoryService.Handle`)."""
    match row.event:
        case "grabbed":
            return _grabbed(spec, row, score, external_ids)
        case "downloadFolderImported":
            return _imported(spec, row, score, path)
        case "movieFileDeleted" | "episodeFileDeleted":
            reason = (row.extra or {}).get("reason", "Upgrade")
            return {"reason": reason, **_file_facts(row), **_release_type(spec, row)}
        case "movieFileRenamed" | "episodeFileRenamed":
            return {**(row.extra or {}), **_file_facts(row), **_release_type(spec, row)}
        case _:
            return _given_up(spec, row)


def _file_facts(row: Row) -> RowData:
    return {
        "releaseGroup": row.release.get("releaseGroup"),
        "size": str(row.release["size"]),
        "indexerFlags": str(row.release.get("indexerFlags", 0)),
    }


def _release_type(spec: AppSpec, row: Row) -> RowData:
    """Return what kind of release it was, in PascalCase, where the app tells it."""
    if not spec.has_release_type:
        return {}
    kind = str(row.release.get("releaseType", "singleEpisode"))
    return {"releaseType": kind[0].upper() + kind[1:]}


def _given_up(spec: AppSpec, row: Row) -> RowData:
    """Return the data of a download that failed, or that the app was told to leave alone."""
    ignored = row.event == "downloadIgnored"
    message = "Manually ignored" if ignored else "Aborted, cannot be completed"
    data: RowData = {
        "downloadClient": "SABnzbd",
        "downloadClientName": "sab",
        "message": (row.extra or {}).get("message", message),
        "releaseGroup": row.release.get("releaseGroup"),
        "size": str(row.release["size"]),
    }
    if spec.kind == "radarr":
        return data | {"indexer": _INDEXERS[0]}
    return data | _release_type(spec, row) if ignored else data


def _download_number(row: Row) -> int:
    """Return a number that follows from the download; every third one is a torrent (remainder 1).

    The ids of SABnzbd are no hexadecimal numbers: its downloads are no torrents.
    """
    number = row.download_id or "0"
    return 0 if number.startswith("SABnzbd") else int(number[:6], 16)


def _grabbed(spec: AppSpec, row: Row, score: int, external_ids: Obj) -> RowData:
    number = _download_number(row)
    torrent = number % 3 == 1
    host = "tracker.example" if torrent else "nzb.example"
    data: RowData = {
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
        "guid": f"https://{host}/details/{number}?apikey={INDEXER_KEY}",
        **{key: str(value) for key, value in external_ids.items()},
        **({"tvRageId": "0"} if spec.has_release_type else {}),
        "protocol": "2" if torrent else "1",
        "customFormatScore": str(score),
        f"{spec.noun}MatchType": "Title",
        "releaseSource": "Rss",
        "indexerFlags": str(row.release.get("indexerFlags", 0)),
    }
    data |= row.extra or {}
    if torrent:
        data["torrentInfoHash"] = row.download_id
    if spec.has_release_type:
        return data | _release_type(spec, row)
    return data | {"indexerId": str(1 + number % 3)}


def _imported(spec: AppSpec, row: Row, score: int, path: str) -> RowData:
    torrent = _download_number(row) % 3 == 1
    data: RowData = {
        "fileId": str(row.file_id),
        "droppedPath": f"/downloads/complete/{row.source_title}/{row.source_title}.mkv",
        "importedPath": path,
        "downloadClient": "qBittorrent" if torrent else "SABnzbd",
        "downloadClientName": "qbit" if torrent else "sab",
        "releaseGroup": row.release.get("releaseGroup"),
        "customFormatScore": str(score),
        "size": str(row.release["size"]),
        "indexerFlags": str(row.release.get("indexerFlags", 0)),
    }
    return data | (row.extra or {}) | _release_type(spec, row)
