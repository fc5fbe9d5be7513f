"""One row for each instance, seen or not."""

from __future__ import annotations

from arrtui.core.activity import ActivityEntry, ActivityKind
from arrtui.core.apps import Kind
from arrtui.core.domain import Health, RootFolder
from arrtui.db import estate, snapshots
from arrtui.db.activity import record_fault, replace_activity
from arrtui.db.database import Database
from arrtui.db.estate import EstateRow, SnapshotSummary
from arrtui.db.snapshots import SnapshotRow

HEALTH = (Health(type="warning", source="IndexerCheck", message="Indexer “x” is down"),)
ROOTS = (RootFolder(path="/tv", free_space=2**45, unmapped=3), RootFolder(path="/gone", accessible=False))


def test_an_instance_is_noted_once(database: Database) -> None:
    with database.writing():
        first = estate.ensure_instance("radarr.main", Kind.RADARR)
        second = estate.ensure_instance("sonarr.main", "sonarr")
        assert estate.ensure_instance("radarr.main", Kind.RADARR) == first
        assert estate.instance_ids() == {"radarr.main": first, "sonarr.main": second}


def test_instances_never_seen_are_unknown(database: Database) -> None:
    with database.writing():
        estate.ensure_instance("sonarr.main", "sonarr")
    rows = database.read_sync(estate.estate_rows, ["radarr.new", "sonarr.main"])
    assert rows[0] == EstateRow("radarr.new", "radarr")
    assert [(row.name, row.kind, row.state) for row in rows] == [
        ("radarr.new", "radarr", "unknown"),
        ("sonarr.main", "sonarr", "unknown"),
    ]


def test_the_queue_is_as_long_as_when_it_was_read_last(database: Database) -> None:
    kinds = (ActivityKind.DOWNLOAD, ActivityKind.DOWNLOAD, ActivityKind.WANTED)
    with database.writing():
        entries = [ActivityEntry(kind=kind, key=str(at), state="") for at, kind in enumerate(kinds)]
        replace_activity("radarr.main", entries, 100.0)
        record_fault("radarr.main", "It does not answer.", 200.0)
        estate.ensure_instance("sonarr.main", "sonarr")
    rows = database.read_sync(estate.estate_rows)
    assert [(row.queue, row.queue_at) for row in rows] == [(2, 100.0), (0, None)]


def test_a_check_is_shown(database: Database) -> None:
    with database.writing():
        estate.record_check(
            "sonarr.main",
            state="up",
            app_version="4.0.19",
            health=HEALTH,
            roots=ROOTS,
            latency=0.25,
            at=1e9,
            app_doc='{"isDocker":true}',
        )
    (row,) = database.read_sync(estate.estate_rows, ["sonarr.main"])
    assert (row.state, row.error, row.app_version, row.latency, row.checked_at) == (
        "up",
        "",
        "4.0.19",
        0.25,
        1e9,
    )
    assert (row.health, row.roots) == (HEALTH, ROOTS)


def test_an_instance_that_goes_down_keeps_what_is_known(database: Database) -> None:
    with database.writing():
        estate.record_check("sonarr.main", state="up", app_version="4", health=HEALTH, roots=ROOTS, at=1)
        estate.record_check("sonarr.main", state="down", error="It refused the connection.", at=2)
        (down,) = estate.estate_rows()
        assert (down.state, down.error, down.checked_at) == ("down", "It refused the connection.", 2)
        assert (down.app_version, down.health, down.roots) == ("4", HEALTH, ROOTS)
        estate.record_check("sonarr.main", state="up", health=(), at=3)
        (back,) = estate.estate_rows()
        assert (back.state, back.error, back.health, back.roots) == ("up", "", (), ROOTS)


def test_counts_are_those_of_the_last_complete_snapshot(database: Database) -> None:
    with database.writing():
        instance_id = estate.ensure_instance("sonarr.main", "sonarr")
        other = estate.ensure_instance("sonarr.other", "sonarr")
        counts = {"items": 500, "episodes": 60_000, "files": 50_000, "size": 2**52, "history": 9}
        snapshots.insert_snapshot(instance_id, SnapshotRow(taken_at=100, state="complete"))
        snapshots.insert_snapshot(instance_id, SnapshotRow(taken_at=200, state="complete", added=3, **counts))
        snapshots.insert_snapshot(other, SnapshotRow(taken_at=250, state="complete", items=1))
        failed = snapshots.insert_snapshot(
            instance_id, SnapshotRow(taken_at=300, state="failed", error="No.", error_code="guard")
        )
        row, second = estate.estate_rows()
    assert (row.items, row.episodes, row.files, row.size, row.history) == (500, 60_000, 50_000, 2**52, 9)
    assert row.complete_at == 200
    assert row.last == SnapshotSummary(failed, 300, "failed", "No.", "guard", 0, 0, 0)
    assert (second.items, second.complete_at) == (1, 250)
