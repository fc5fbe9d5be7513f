"""What was seen in an app's queue of the releases that it grabbed. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from arrtui.core.queued import QueuedDownload
from arrtui.core.text import parse_iso
from arrtui.db.chain_rows import ChainRow
from arrtui.features.loops.releases import release_key

_SAME_QUEUE = 120.0
"""Seconds that the queue may have been seen before the row of the grab has its date."""


class QueueSeen:
    """The downloads that were seen in the queue of an instance, as each stood last."""

    def __init__(self, downloads: Iterable[QueuedDownload]) -> None:
        self._downloads = list(downloads)
        self._by_id = {(download.download_id, download.episode_id): download for download in self._downloads}
        self._claimed: set[int] = set()

    def __bool__(self) -> bool:
        return bool(self._downloads)

    def holds(self, row: ChainRow) -> bool:
        """Return whether the download of a grab was seen, by its id."""
        return (row.download_id, row.episode_id) in self._by_id

    def find(self, row: ChainRow) -> QueuedDownload | None:
        """Return how the download of a grab stood last; None where it was not seen since it was grabbed.

        Where the client gave the grab no id, it is found by title; ask for the newest grab of a title first,
        since each finds another download.
        """
        at = (parse_iso(row.date) or 0.0) - _SAME_QUEUE
        if row.download_id:
            download = self._by_id.get((row.download_id, row.episode_id))
            return download if download is not None and download.last_seen_at >= at else None
        for download in self._by_title.get((row.item_id, row.episode_id, release_key(row.title)), ()):
            if download.first_seen_at >= at and id(download) not in self._claimed:
                self._claimed.add(id(download))
                return download
        return None

    def has_left(self, download: QueuedDownload) -> bool:
        """Return whether the queue was seen later without a download."""
        return download.last_seen_at + _SAME_QUEUE < self._newest

    @cached_property
    def _newest(self) -> float:
        return max(download.last_seen_at for download in self._downloads)

    @cached_property
    def _by_title(self) -> dict[tuple[int, int, str], list[QueuedDownload]]:
        """Title, episode and release → the downloads, the one seen first at first."""
        by_title = defaultdict(list)
        for download in sorted(self._downloads, key=lambda download: download.first_seen_at):
            by_title[download.item_id, download.episode_id, release_key(download.title)].append(download)
        return by_title
