"""Join the rows of a history into chains: which import came of which grab, which file replaced which. Pure.

``data`` of deletions has no download id: they belong to the file that is there. Several episodes whose files
are the same are one chain.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter

import msgspec

from arrtui.core.queued import QueuedDownload
from arrtui.core.text import parse_iso
from arrtui.db.chain_rows import ChainRow
from arrtui.features.loops.model import Attempt, Chain, FileLife, Outcome
from arrtui.features.loops.releases import release_key

_UPGRADE = "Upgrade"
_CHOSEN = '"InteractiveSearch"'
_SAME_QUEUE = 120.0
"""Seconds that the queue may have been seen before the row of the grab has its date."""


class RowData(msgspec.Struct, rename="camel", gc=False):
    """What is read of a row's ``data``."""

    file_id: str | None = None
    release_source: str | None = None
    dropped_path: str | None = None
    imported_path: str | None = None
    path: str | None = None
    indexer_flags: str | None = None
    release_type: str | None = None


_decoder = msgspec.json.Decoder(RowData)


def data_of(row: ChainRow) -> RowData:
    """Return the ``data`` of a row."""
    return _decoder.decode(row.data_doc)


def row_order(row: ChainRow) -> tuple[bool, int, str]:
    """Return what rows are sorted by: their ids, then those that did not come from the app's history yet."""
    return (True, 0, row.date) if row.id < 0 else (False, row.id, row.date)


QueueRows = Mapping[tuple[str, int], QueuedDownload]
"""Download id and episode id → how it stood in the queue last."""


def join_rows(rows: Iterable[ChainRow], queued: Iterable[QueuedDownload] = ()) -> list[Chain]:
    """Return the chains of an instance, from rows in any order: their ids tell it.

    Rows that did not come from the app's history yet are the last ones.
    """
    by_subject: dict[tuple[str | int, int], list[ChainRow]] = defaultdict(list)
    rows = sorted(rows, key=itemgetter(0))
    provisional = bisect_left(rows, 0, key=itemgetter(0))
    rows = rows[provisional:] + sorted(rows[:provisional], key=itemgetter(1, 0))
    names: dict[int, str] = {row.item_id: row.external_id for row in rows if row.external_id}
    for row in rows:
        by_subject[names.get(row.item_id) or row.item_id, row.episode_id].append(row)
    queue = {(download.download_id, download.episode_id): download for download in queued}
    chains: list[Chain] = []
    by_first: dict[object, list[Chain]] = {}
    for of_subject in by_subject.values():
        chain = _Joiner(queue).join(of_subject)
        if chain is None:
            continue
        same = by_first.setdefault(_first_of(chain), [])
        known = next((other for other in same if _are_one(other, chain)), None)
        if known is None:
            chains.append(chain)
            same.append(chain)
        else:
            known.episode_ids += chain.episode_ids
    return chains


def _first_of(chain: Chain) -> object:
    """Return what begins a chain of episodes: its first file, else its first download."""
    if not chain.episode_ids:
        return id(chain)
    first = chain.files[0].file_id if chain.files else chain.attempts[0].row.download_id
    return (chain.item_id, first) if first else id(chain)


def _are_one(chain: Chain, other: Chain) -> bool:
    """Return whether two chains of episodes are of the same files; without files, of the same grabs."""
    if chain.files or other.files:
        return [life.file_id for life in chain.files] == [life.file_id for life in other.files]
    return [grab.row.download_id for grab in chain.attempts] == [
        grab.row.download_id for grab in other.attempts
    ]


class _Joiner:
    """Goes through the rows of one movie or one episode, oldest first."""

    def __init__(self, queue: QueueRows) -> None:
        self._queue = queue
        self._attempts: list[Attempt] = []
        self._files: list[FileLife] = []
        self._by_download: dict[str, Attempt] = {}
        self._current: FileLife | None = None
        self._upgraded: FileLife | None = None
        """The file that has just gone because a better one comes."""

    def join(self, rows: Sequence[ChainRow]) -> Chain | None:
        """Return the chain of a subject; None where nothing was grabbed or imported."""
        for row in rows:
            if handler := _HANDLERS.get(row.event):
                handler(self, row)
        if not self._attempts and not self._files:
            return None
        if self._queue:
            for attempt in self._attempts:
                self._note_queue(attempt)
        last = rows[-1]
        external_id = last.external_id or next((row.external_id for row in rows if row.external_id), "")
        episodes = (last.episode_id,) if last.episode_id else ()
        return Chain(last.item_id, external_id, episodes, self._attempts, self._files, last)

    def _grab(self, row: ChainRow) -> None:
        by_person = _CHOSEN in row.data_doc
        attempt = Attempt(row, by_person, self._current)
        self._attempts.append(attempt)
        if row.download_id:
            self._by_download[row.download_id] = attempt

    def _import(self, row: ChainRow) -> None:
        data = data_of(row)
        attempt = self._attempt_of(row, data)
        replaced = self._current or self._upgraded
        number = data.file_id or ""
        life = FileLife(row, attempt, int(number) if number.isdecimal() else 0, replaced)
        life.path = life.path_now = data.imported_path or ""
        if attempt is not None:
            attempt.outcome, attempt.file = Outcome.IMPORTED, life
        self._files.append(life)
        self._current, self._upgraded = life, None

    def _attempt_of(self, row: ChainRow, data: RowData) -> Attempt | None:
        """Return what was grabbed of an import: by download id, by title where the client gave the grab none.

        ``sourceTitle`` is the job's name, or the file's; the folder of a client without ids bears the
        release's name (Usenet Blackhole).
        """
        known = self._by_download.get(row.download_id) if row.download_id else None
        if known is not None:
            return known
        open_ones = [a for a in self._attempts if not a.row.download_id and a.file is None]
        if not open_ones:
            return None
        folder = (data.dropped_path or "").replace("\\", "/").rpartition("/")[0].rpartition("/")[2]
        names = {release_key(row.title), release_key(folder)} - {""}
        return next((a for a in reversed(open_ones) if release_key(a.row.title) in names), None)

    def _fail(self, row: ChainRow) -> None:
        self._end(row, Outcome.FAILED)

    def _ignore(self, row: ChainRow) -> None:
        self._end(row, Outcome.IGNORED)

    def _rename(self, row: ChainRow) -> None:
        if self._current is None:  # a download has an import row, a file found by a scan has none
            self._current = FileLife(row, None, 0, is_scanned=True)
        life = self._current
        life.path = life.path or row.title
        life.path_now = data_of(row).path or life.path_now
        life.renames += (row,)

    def _end(self, row: ChainRow, outcome: Outcome) -> None:
        attempt = self._by_download.get(row.download_id) if row.download_id else None
        if attempt is None:
            key = release_key(row.title)
            same = (a for a in reversed(self._attempts) if a.file is None and release_key(a.row.title) == key)
            attempt = next(same, None)
        if attempt is not None and attempt.file is None:
            attempt.outcome = outcome

    def _delete(self, row: ChainRow) -> None:
        if self._current is not None:
            self._current.gone = row
            self._current.path = self._current.path or row.title
            self._current.path_now = row.title or self._current.path_now
        self._upgraded = self._current if row.reason == _UPGRADE else None
        self._current = None

    def _note_queue(self, attempt: Attempt) -> None:
        """Note how a grab stood in the queue: the row of a download belongs to the last grab of its id."""
        row = attempt.row
        queued = self._queue.get((row.download_id, row.episode_id)) if row.download_id else None
        if queued is None or self._by_download.get(row.download_id) is not attempt:
            return
        if queued.last_seen_at + _SAME_QUEUE < (parse_iso(row.date) or 0.0):
            return
        attempt.queued = queued
        if attempt.outcome is Outcome.UNKNOWN:
            attempt.outcome = Outcome.REFUSED if queued.refused else Outcome.OPEN


_HANDLERS: Mapping[str, Callable[[_Joiner, ChainRow], None]] = {
    "grabbed": _Joiner._grab,
    "downloadFolderImported": _Joiner._import,
    "movieFolderImported": _Joiner._import,
    "seriesFolderImported": _Joiner._import,
    "downloadFailed": _Joiner._fail,
    "downloadIgnored": _Joiner._ignore,
    "movieFileDeleted": _Joiner._delete,
    "episodeFileDeleted": _Joiner._delete,
    "movieFileRenamed": _Joiner._rename,
    "episodeFileRenamed": _Joiner._rename,
}
"""What a row does to a chain, by its ``eventType``."""
