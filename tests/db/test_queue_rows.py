"""Downloads seen in queues: what is kept of them, and until when."""

from __future__ import annotations

from arrtui.core.queued import QueuedDownload
from arrtui.db.database import Database
from arrtui.db.estate import ensure_instance
from arrtui.db.queue_rows import queued_downloads, store_queue

REFUSAL = "Not a Custom Format upgrade for existing movie file(s)."


def seen(at: float, state: str, *messages: str, episode: int = 0) -> QueuedDownload:
    tracked = "warning" if messages else "ok"
    return QueuedDownload(
        "SABnzbd_nzo_1", episode, 27, "Amber.Glass.1997", "completed", tracked, state, messages, 9, 0, at, at
    )


def test_a_download_is_kept_as_it_stood_last_and_stays_once_it_is_gone(database: Database) -> None:
    with database.writing():
        store_queue("radarr.main", [seen(10.0, "downloading")])
        store_queue("radarr.main", [seen(70.0, "importPending", REFUSAL)])
        store_queue("radarr.main", [])
        store_queue("sonarr.main", [seen(70.0, "downloading", episode=n) for n in (1, 2)])
        movie = queued_downloads(ensure_instance("radarr.main"))
        pack = queued_downloads(ensure_instance("sonarr.main"))
    assert movie == [seen(70.0, "importPending", REFUSAL)._replace(first_seen_at=10.0)]
    assert [download.episode_id for download in pack] == [1, 2]


def test_only_a_finished_download_with_a_warning_counts_as_refused() -> None:
    assert seen(0.0, "importPending", REFUSAL).refused
    assert seen(0.0, "importBlocked", "matched by ID").refused
    assert not seen(0.0, "importPending").refused
    assert not seen(0.0, "downloading", "The download is stalled").refused
    assert not seen(0.0, "failedPending", "Aborted").refused
