"""A backup keeps what stands in the queue: why a release that was grabbed is not imported."""

from __future__ import annotations

import time

import pytest

from arrtui.core.queued import QueuedDownload
from arrtui.db.database import Database
from arrtui.db.estate import instance_ids
from arrtui.db.queue_rows import queued_downloads
from arrtui.demo.estate import SimulatedApp, SimulatedEstate
from tests.features.backup.conftest import BackUp


def stored_queue(database: Database, name: str) -> list[QueuedDownload]:
    return database.read_sync(lambda: queued_downloads(instance_ids()[name]))


def grab_of_refused(app: SimulatedApp) -> str:
    """Add the row of the grab of the download that the app refuses to import; return the download's id."""
    store = app.store
    refused = next(row for row in store.queue.values() if row.get("trackedDownloadState") == "importPending")
    title = store.titles[refused[store.spec.id_key]]
    facts = {key: refused[key] for key in ("size", "quality", "languages")}
    file = {**facts, "relativePath": f"{refused['title']}.mkv", "sceneName": refused["title"]}
    row = store.history_row(
        "grabbed",
        title,
        file,
        time.time() - 60,
        episode_id=refused.get("episodeId", 0),
        download_id=refused["downloadId"],
    )
    store.history.add(row)
    return str(refused["downloadId"])


@pytest.mark.parametrize("name", ["radarr.main", "sonarr.main"])
async def test_a_backup_keeps_the_queue_while_a_grab_has_not_ended(
    name: str, estate: SimulatedEstate, back_it_up: BackUp, database: Database
) -> None:
    app = estate.apps[name]
    await back_it_up(app)
    assert stored_queue(database, name) == []
    download_id = grab_of_refused(app)
    outcome = await back_it_up(app)
    assert outcome.ok and not outcome.warnings
    assert len(stored_queue(database, name)) == len(app.store.queue)
    (refused,) = [row for row in stored_queue(database, name) if row.refused]
    assert refused.download_id == download_id and "eligible for import" in refused.messages[0]
    app.store.queue.clear()
    await back_it_up(app)
    assert refused in [
        row._replace(last_seen_at=refused.last_seen_at) for row in stored_queue(database, name)
    ]


async def test_a_queue_that_cannot_be_read_fails_no_backup(
    estate: SimulatedEstate, back_it_up: BackUp, database: Database
) -> None:
    app = estate.apps["radarr.main"]
    grab_of_refused(app)
    app.faults.add("500", path="/queue")
    outcome = await back_it_up(app)
    assert outcome.ok and len(outcome.warnings) == 1
    assert stored_queue(database, app.name) == []
