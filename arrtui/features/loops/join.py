"""Join the rows of a history into chains: which import came of which grab, which file replaced which. Pure.

``data`` of deletions has no download id: they belong to the file that is there. Several episodes whose files
are the same are one chain.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any

import msgspec

from arrtui.core.queued import QueuedDownload
from arrtui.db.chain_rows import ChainRow
from arrtui.features.loops import albums
from arrtui.features.loops.model import Attempt, Chain, ChainKind, FileLife, Outcome
from arrtui.features.loops.queue_seen import QueueSeen
from arrtui.features.loops.releases import release_key

_UPGRADE = "Upgrade"
_IMPORTS = ("downloadFolderImported", "movieFolderImported", "seriesFolderImported", albums.IMPORTED)
_CHOSEN = '"InteractiveSearch"'


class RowData(msgspec.Struct, rename="camel", gc=False):
    """What is read of a row's ``data``."""

    file_id: str | None = None
    release_source: str | None = None
    dropped_path: str | None = None
    imported_path: str | None = None
    path: str | None = None
    indexer_flags: str | None = None
    release_type: str | None = None

    @property
    def file_number(self) -> int:
        """The app's id of a file; 0 where the row has none."""
        number = self.file_id or ""
        return int(number) if number.isdecimal() else 0

    @property
    def flags(self) -> int | tuple[str, ...] | None:
        """The indexer flags: a number, or the names that are parted by commas (``IndexerFlags``)."""
        text = self.indexer_flags
        if text is None or text.isdecimal():
            return None if text is None else int(text)
        return tuple(name.strip() for name in text.split(",") if name.strip())


_decoder = msgspec.json.Decoder(RowData)


def data_of(row: ChainRow) -> RowData:
    """Return the ``data`` of a row."""
    return _decoder.decode(row.data_doc)


def row_order(row: ChainRow) -> tuple[bool, int, str]:
    """Return what rows are sorted by: their ids, then those that did not come from the app's history yet."""
    return (True, 0, row.date) if row.id < 0 else (False, row.id, row.date)


def join_rows(
    rows: Iterable[ChainRow], queued: Iterable[QueuedDownload] = (), *, of_albums: bool = False
) -> list[Chain]:
    """Return the chains of an instance, from rows in any order: their ids tell it.

    Rows that did not come from the app's history yet are the last ones. ``of_albums`` says that what was
    grabbed has a row for each of its tracks afterwards.
    """
    queue = QueueSeen(queued)
    chains: list[Chain] = []
    by_first: dict[object, list[Chain]] = {}
    for of_subject in _by_subject(rows, of_albums):
        chain: Chain | None
        if _is_simple(of_subject, queue):
            chain = SimpleChain(of_subject)
        else:
            backwards = ((row, later) for row, later in pairwise(of_subject) if later.date < row.date)
            if any(later.date[:10] < row.date[:10] and later.id >= 0 for row, later in backwards):
                of_subject.sort(key=itemgetter(1, 0))  # the app counts its rows anew: it was set up again
            chain = _Joiner(queue).join(of_subject)
        if chain is None:
            continue
        if not chain.episode_ids:
            chains.append(chain)
            continue
        first = _first_of(chain)
        if first not in by_first:
            by_first[first] = [chain]
            chains.append(chain)
        elif known := next((other for other in by_first[first] if _are_one(other, chain)), None):
            if len(chain.attempts) > len(known.attempts):  # one episode was grabbed without the others
                chain.episode_ids, known.episode_ids = known.episode_ids, chain.episode_ids
                for listed in (chains, by_first[first]):
                    listed[listed.index(known)] = chain
                known, chain = chain, known
            known.episode_ids += chain.episode_ids
        else:
            by_first[first].append(chain)
            chains.append(chain)
    return chains


def _by_subject(rows: Iterable[ChainRow], of_albums: bool) -> Collection[list[ChainRow]]:
    """Return the rows of each movie or episode in order; a title that was added again goes on."""
    rows = sorted(rows, key=itemgetter(0))
    provisional = bisect_left(rows, 0, key=itemgetter(0))
    rows = rows[provisional:] + sorted(rows[:provisional], key=itemgetter(1, 0))
    subjects: defaultdict[tuple[str | int, int], list[ChainRow]] = defaultdict(list)
    names: dict[int, str] = {row.item_id: row.external_id for row in rows if row.external_id}
    for row in rows:
        subjects[row.external_id or names.get(row.item_id) or row.item_id, row.episode_id].append(row)
    if of_albums:
        return [list(albums.one_row_each(own)) for own in subjects.values()]
    return subjects.values()


class SimpleChain(Chain):
    """A release that was grabbed and imported once, or then once more for a better one, as most are.

    Its parts are made when they are looked at.
    """

    __slots__ = ("first_file_id", "last_file_id", "rows")

    def __init__(self, rows: Sequence[ChainRow]) -> None:
        """Make the chain of two rows, or of five as :func:`_is_simple` tells."""
        self.rows, last = rows, rows[-1]
        self.last_file_id = data_of(last).file_number
        self.first_file_id = data_of(rows[1]).file_number if len(rows) > 2 else self.last_file_id
        self.item_id, self.external_id = last.item_id, _external_id(rows)
        self.episode_ids = (last.episode_id,) if last.episode_id else ()
        self.last = last
        self.kind, self.wasted, self.untold = ChainKind.NONE, (), ""

    def __getattr__(self, name: str) -> Any:
        """Make what was grabbed and its files, when one of them is asked for first."""
        if name not in ("attempts", "files"):
            raise AttributeError(name)
        chain = _Joiner(QueueSeen(())).join(self.rows)
        assert chain is not None, "something was grabbed"
        self.attempts, self.files = chain.attempts, chain.files
        return self.attempts if name == "attempts" else self.files


def _is_simple(rows: Sequence[ChainRow], queue: QueueSeen) -> bool:
    """Return whether rows tell of one release, or of a second one that replaced it."""
    if len(rows) not in (2, 5) or not _is_import_of(rows[0], rows[1], queue):
        return False
    if len(rows) == 2:
        return True
    _, old, grab, gone, imported = rows
    if gone.reason != _UPGRADE or _HANDLERS.get(gone.event) is not _Joiner._delete:
        return False
    if not old.item_id == grab.item_id == gone.item_id == imported.item_id:
        return False  # the title was deleted and added again
    return old.date <= grab.date <= gone.date and _is_import_of(grab, imported, queue)


def _is_import_of(grab: ChainRow, imported: ChainRow, queue: QueueSeen) -> bool:
    """Return whether two rows are a grab that was never seen in the queue, and the import of it."""
    job = grab.download_id
    if not job or job != imported.download_id or (queue and queue.holds(grab)):
        return False
    return grab.event == "grabbed" and imported.event in _IMPORTS and grab.date <= imported.date


def _external_id(rows: Sequence[ChainRow]) -> str:
    """Return the newest external id of rows that have one."""
    return rows[-1].external_id or next((row.external_id for row in rows if row.external_id), "")


def _first_of(chain: Chain) -> object:
    """Return what begins a chain of episodes: its first file, else its first download."""
    if isinstance(chain, SimpleChain):
        first: object = chain.first_file_id
    else:
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

    def __init__(self, queue: QueueSeen) -> None:
        self._queue = queue
        self._attempts: list[Attempt] = []
        self._files: list[FileLife] = []
        self._by_download: dict[str, Attempt] = {}
        self._current: FileLife | None = None
        self._upgraded: FileLife | None = None
        """The file that has just gone because a better one comes."""
        self._before_end = 0
        """How many grabs there were when it went."""

    def join(self, rows: Sequence[ChainRow]) -> Chain | None:
        """Return the chain of a subject; None where nothing was grabbed or imported."""
        item_id = rows[0].item_id
        for row in rows:
            if row.item_id != item_id:  # the title was deleted and added again
                self._current, self._upgraded, item_id = None, None, row.item_id
            if handler := _HANDLERS.get(row.event):
                handler(self, row)
        if not self._attempts and not self._files:
            return None
        if self._queue:
            for attempt in reversed(self._attempts):
                self._note_queue(attempt)
        last = rows[-1]
        episodes = (last.episode_id,) if last.episode_id else ()
        return Chain(last.item_id, _external_id(rows), episodes, self._attempts, self._files, last)

    def _grab(self, row: ChainRow) -> None:
        by_person = row.id < 0 or _CHOSEN in row.data_doc  # a webhook does not tell who chose
        attempt = Attempt(row, by_person, self._current)
        self._attempts.append(attempt)
        if row.download_id:
            self._by_download[row.download_id] = attempt

    def _import(self, row: ChainRow) -> None:
        data = data_of(row)
        attempt = self._grab_of(row, data)
        replaced = self._current
        if replaced is None and attempt not in self._attempts[self._before_end :]:
            replaced = self._upgraded  # else it was gone already, for the sake of another episode
        path = data.imported_path or ""
        life = FileLife(row, attempt, data.file_number, replaced, path=path, path_now=path)
        life.is_first_of_many = row.event == albums.IMPORTED
        if attempt is not None:
            attempt.outcome, attempt.file = Outcome.IMPORTED, life
        self._files.append(life)
        self._current, self._upgraded = life, None

    def _grab_of(self, row: ChainRow, data: RowData) -> Attempt | None:
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
        self._before_end = len(self._attempts)
        self._current = None

    def _note_queue(self, attempt: Attempt) -> None:
        """Note how a grab stood in the queue: what was seen of an id belongs to the last grab of it."""
        row = attempt.row
        if row.download_id and self._by_download.get(row.download_id) is not attempt:
            return
        attempt.queued = self._queue.find(row)
        if attempt.queued is None or attempt.outcome is not Outcome.UNKNOWN:
            return
        if attempt.queued.refused:
            attempt.outcome = Outcome.REFUSED
        elif not self._queue.has_left(attempt.queued):
            attempt.outcome = Outcome.OPEN


_HANDLERS: Mapping[str, Callable[[_Joiner, ChainRow], None]] = {
    "grabbed": _Joiner._grab,
    **dict.fromkeys(_IMPORTS, _Joiner._import),
    "downloadFailed": _Joiner._fail,
    "downloadIgnored": _Joiner._ignore,
    "movieFileDeleted": _Joiner._delete,
    "episodeFileDeleted": _Joiner._delete,
    "movieFileRenamed": _Joiner._rename,
    "episodeFileRenamed": _Joiner._rename,
    albums.DELETED: _Joiner._delete,
    albums.RENAMED: _Joiner._rename,
}
"""What a row does to a chain, by its ``eventType``."""
