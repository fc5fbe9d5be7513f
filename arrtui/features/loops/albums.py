"""Rows of an album's history as those of one file: it is grabbed once, and each track has rows then. Pure.

The app decides by the first file of an album (LIDARR_API 5), so that its rows stand for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from arrtui.db.chain_rows import ChainRow

IMPORTED, DELETED, RENAMED = "trackFileImported", "trackFileDeleted", "trackFileRenamed"
_OF_TRACKS = frozenset({IMPORTED, DELETED, RENAMED})
_LEFT_OUT = frozenset({"downloadImported"})
"""The end of an import whose tracks have rows."""


class _TrackData(msgspec.Struct, rename="camel", gc=False):
    """What is read of the ``data`` of a track's row."""

    file_id: str | None = None
    track_id: str | int | None = None
    dropped_path: str | None = None


_decoder = msgspec.json.Decoder(_TrackData)


def one_row_each(rows: Iterable[ChainRow]) -> Iterator[ChainRow]:
    """Yield the rows of an album in their order, one for each import, deletion and rename of its tracks.

    Of an import it is the row of the file with the lowest id, the one that the app takes for the album's.
    Deletions that one import brings about stand between its rows or before them: they come first.
    """
    track: str | int | None = None
    in_place = False
    kept = (row for row in rows if row.event not in _LEFT_OUT)
    of_seconds = groupby(kept, key=lambda row: (row.date, row.event in (IMPORTED, DELETED)))
    ordered = (row for _, own in of_seconds for row in sorted(own, key=lambda row: row.event == IMPORTED))
    for (event, _), group in groupby(ordered, key=lambda row: (row.event, _run_of(row))):
        run = list(group)
        if event not in _OF_TRACKS:
            yield from run
        elif event == IMPORTED:
            first = min(run, key=_file_number)
            track, in_place = _decoder.decode(first.data_doc).track_id, True
            yield first
        elif event == DELETED:
            if in_place:
                yield run[0]
            in_place = False
        else:
            yield from [row for row in run if _decoder.decode(row.data_doc).track_id == track] or run[:1]


def _run_of(row: ChainRow) -> str:
    """Return what rows of one import share: its download, else the folder that it came from."""
    if row.event != IMPORTED:
        return ""
    folder = (_decoder.decode(row.data_doc).dropped_path or "").replace("\\", "/").rpartition("/")[0]
    return row.download_id or folder


def _file_number(row: ChainRow) -> tuple[int, int]:
    number = _decoder.decode(row.data_doc).file_id or ""
    return (int(number) if number.isdecimal() else 0), row.id
