"""Join the rows of a history into chains: which import came of which grab, which file replaced which. Pure.

``data`` of deletions has no download id: they belong to the file that is there. Several episodes whose files
are the same are one chain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, auto

import msgspec

from arrtui.core.queued import QueuedDownload
from arrtui.core.text import parse_iso
from arrtui.db.chain_rows import ChainRow
from arrtui.features.loops.model import Attempt, Chain, FileLife, Outcome
from arrtui.features.loops.releases import release_key


class _Event(Enum):
    GRAB = auto()
    IMPORT = auto()
    FAILURE = auto()
    IGNORED = auto()
    DELETION = auto()
    RENAME = auto()


_EVENTS: Mapping[str, _Event] = {
    "grabbed": _Event.GRAB,
    "downloadFolderImported": _Event.IMPORT,
    "movieFolderImported": _Event.IMPORT,
    "seriesFolderImported": _Event.IMPORT,
    "downloadFailed": _Event.FAILURE,
    "downloadIgnored": _Event.IGNORED,
    "movieFileDeleted": _Event.DELETION,
    "episodeFileDeleted": _Event.DELETION,
    "movieFileRenamed": _Event.RENAME,
    "episodeFileRenamed": _Event.RENAME,
}
"""What a row tells, by ``eventType``."""
_UPGRADE = "Upgrade"
_CHOSEN = "InteractiveSearch"
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


QueueRows = Mapping[tuple[str, int], QueuedDownload]
"""Download id and episode id → how it stood in the queue last."""


def join_rows(rows: Iterable[ChainRow], queued: Iterable[QueuedDownload] = ()) -> list[Chain]:
    """Return the chains of an instance, from rows in any order; rows that belong to no grab or import too."""
    by_subject: dict[tuple[str | int, int], list[ChainRow]] = {}
    rows = sorted(rows, key=_order)
    names: dict[int, str] = {row.item_id: row.external_id for row in rows if row.external_id}
    for row in rows:
        subject = (names.get(row.item_id) or row.item_id, row.episode_id)
        by_subject.setdefault(subject, []).append(row)
    queue = {(download.download_id, download.episode_id): download for download in queued}
    chains: dict[object, Chain] = {}
    for of_subject in by_subject.values():
        chain = _Joiner(queue).join(of_subject)
        if chain is None:
            continue
        key = _shared_by(chain)
        known = chains.get(key)
        if known is None:
            chains[key] = chain
        else:
            known.episode_ids += chain.episode_ids
    return list(chains.values())


def _order(row: ChainRow) -> tuple[bool, str, int]:
    """Return the place of a row: by the app's id; what did not come from its history yet is the last."""
    return (False, "", row.id) if row.id >= 0 else (True, row.date, row.id)


def _shared_by(chain: Chain) -> object:
    """Return what the chains of episodes share that are one: their files, else what was grabbed of them."""
    if not chain.episode_ids:
        return id(chain)
    files = tuple(life.file_id or id(life) for life in chain.files)
    grabs = tuple(attempt.row.download_id or id(attempt) for attempt in chain.attempts)
    return (chain.item_id, files, grabs)


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
            match _EVENTS.get(row.event):
                case _Event.GRAB:
                    self._grab(row)
                case _Event.IMPORT:
                    self._import(row)
                case _Event.FAILURE:
                    self._end(row, Outcome.FAILED)
                case _Event.IGNORED:
                    self._end(row, Outcome.IGNORED)
                case _Event.DELETION:
                    self._delete(row)
                case _Event.RENAME if self._current is not None:
                    self._current.path = data_of(row).path or self._current.path
        if not self._attempts and not self._files:
            return None
        for attempt in self._attempts:
            self._note_queue(attempt)
        first = rows[0]
        external_id = next((row.external_id for row in rows if row.external_id), "")
        episodes = (first.episode_id,) if first.episode_id else ()
        return Chain(rows[-1].item_id, external_id, episodes, self._attempts, self._files, rows[-1])

    def _grab(self, row: ChainRow) -> None:
        by_person = f'"{_CHOSEN}"' in row.data_doc
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
        life.path = data.imported_path or ""
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
            self._current.path = row.title or self._current.path
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
