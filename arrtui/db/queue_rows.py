"""Downloads seen in the queues of the apps: an app forgets a row as soon as it has left the queue."""
# ruff: noqa: S608  # the SQL is put together from constants of this module

from __future__ import annotations

from collections.abc import Iterable, Sequence

from arrtui.core.domain import decode, encode
from arrtui.core.queued import QueuedDownload
from arrtui.db.bulk import bulk_upsert
from arrtui.db.estate import ensure_instance
from arrtui.db.queue_row_model import QueueRow
from arrtui.db.reading import of_item, placeholders, rows_of

_COLUMNS = (
    *("instance", "download_id", "episode_id", "item_id", "title", "status", "tracked_status"),
    *("tracked_state", "messages_doc", "size", "left", "first_seen_at", "last_seen_at"),
)
_KEPT = frozenset({"instance", "download_id", "episode_id", "first_seen_at"})


def store_queue(instance: str, downloads: Iterable[QueuedDownload]) -> None:
    """Store the downloads of an instance's queue as they stand; when each was seen first is kept.

    Call it inside ``Database.writing()``.
    """
    instance_id = ensure_instance(instance)
    rows = (
        (
            *(instance_id, row.download_id, row.episode_id, row.item_id, row.title, row.status),
            *(row.tracked_status, row.tracked_state, encode(row.messages), row.size, row.left),
            *(row.first_seen_at, row.last_seen_at),
        )
        for row in downloads
    )
    update = [name for name in _COLUMNS if name not in _KEPT]
    bulk_upsert(QueueRow, rows, _COLUMNS, update=update)


def queued_downloads(instance_id: int, item_id: int | None = None) -> list[QueuedDownload]:
    """Return every download that was seen in the queue of an instance, or of one title, the oldest first."""
    where, parameters = of_item(item_id)
    sql = (
        "SELECT download_id, episode_id, item_id, title, status, tracked_status, tracked_state, "
        "messages_doc, size, bytes_left, first_seen_at, last_seen_at FROM queue_row "
        f"WHERE instance_id = ? AND {where} ORDER BY first_seen_at, download_id, episode_id"
    )
    rows = rows_of(sql, (instance_id, *parameters))
    return [QueuedDownload._make((*row[:7], tuple(decode(row[7])), *row[8:])) for row in rows]


def queued_elsewhere(instance: str, download_ids: Sequence[str]) -> dict[str, str]:
    """Return which other instance had downloads in its queue too, by their ids: both use one client."""
    sql = (
        "SELECT q.download_id, i.name FROM queue_row AS q JOIN instance AS i ON i.id = q.instance_id "
        f"WHERE i.name <> ? AND q.download_id IN ({placeholders(download_ids)}) ORDER BY i.name DESC"
    )
    return dict(rows_of(sql, (instance, *download_ids)))
