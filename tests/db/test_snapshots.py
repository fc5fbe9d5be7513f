"""Snapshots and the changes between them."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.core.domain import Change, ChangeKind, EntityType
from arrtui.db import snapshots
from arrtui.db.database import Database
from arrtui.db.library import changes_of_item
from arrtui.db.models import ChangeRow, Snapshot
from arrtui.db.snapshots import SnapshotRow
from tests.db.samples import store, store_series


def changed(key: str, type: EntityType = EntityType.ITEM, item_id: int = 0, **fields: Any) -> Change:
    before = {name: pair[0] for name, pair in fields.items()}
    after = {name: pair[1] for name, pair in fields.items()}
    owner = int(key) if type is EntityType.ITEM else item_id
    return Change(type=type, key=key, kind=ChangeKind.CHANGED, item_id=owner, before=before, after=after)


def taken(database: Database, instance_id: int, at: float, *changes: Change, **fields: Any) -> int:
    """Store a snapshot with its changes and return its id."""
    snapshot = SnapshotRow(**{"taken_at": at, "state": "complete", "changed": len(changes), **fields})
    with database.writing():
        snapshot_id = snapshots.insert_snapshot(instance_id, snapshot)
        snapshots.insert_changes(snapshot_id, instance_id, changes)
    return snapshot_id


def test_a_snapshot_comes_back_as_it_was(database: Database) -> None:
    instance_id = store(database, "sonarr.main")
    full = SnapshotRow(
        taken_at=1e9,
        state="failed",
        full=True,
        app_version="4.0",
        items=1,
        episodes=2,
        files=3,
        settings=4,
        size=2**50,
        history=5,
        new_history=6,
        added=7,
        changed=8,
        removed=9,
        requests=10,
        seconds=1.5,
        digest="f" * 64,
        error="It fell over.",
        error_code="timeout",
        warnings=("one", "two"),
    )
    with database.writing():
        snapshot_id = snapshots.insert_snapshot(instance_id, full)
    with database.reading():
        row = snapshots.snapshot_by_id(snapshot_id)
        assert row is not None
        assert (row.id, row.instance, row.instance_id) == (snapshot_id, "sonarr.main", instance_id)
        assert row[3:] == full[3:]
        assert row.full is True
        assert row.baseline is False
        assert snapshots.snapshot_by_id(snapshot_id + 1) is None


def test_listing_and_choosing(database: Database) -> None:
    main, other = store(database, "sonarr.main"), store(database, "radarr.main")
    first = taken(database, main, 100)
    failed = taken(database, main, 200, state="failed")
    second = taken(database, main, 300)
    elsewhere = taken(database, other, 250)
    with database.reading():
        listed = snapshots.list_snapshots
        assert [row.id for row in listed()] == [elsewhere, second, failed, first]
        assert [row.id for row in listed(["sonarr.main"], complete=True)] == [second, first]
        assert [row.id for row in listed(["sonarr.main", "radarr.main"], limit=2)] == [elsewhere, second]
        assert listed([]) == []
        latest = snapshots.latest_complete(main)
        assert latest is not None
        assert latest.id == second


def test_changes_come_back_and_walk_backwards(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "PAGE", 2)
    main, other = store(database, "sonarr.main"), store(database, "sonarr.other")
    baseline = taken(database, main, 100, baseline=True)
    added = Change(type=EntityType.ITEM, key="1", kind=ChangeKind.ADDED, after={"id": 1, "title": "\0 ☃"})
    removed = Change(type=EntityType.SETTING, key="tag/1", kind=ChangeKind.REMOVED, before={"id": 1})
    early = [added, changed("2", year=(1999, None)), removed, changed("3", tags=([], [1])), changed("4")]
    late = [changed("1", monitored=(False, True)), changed("2", year=(None, 2000)), changed("5")]
    first = taken(database, main, 200, *early)
    taken(database, other, 250, changed("9"))
    second = taken(database, main, 300, *late)
    with database.reading():
        between = snapshots.changes_between
        assert list(snapshots.changes_of(first)) == early
        assert list(snapshots.changes_of(baseline)) == []
        assert list(between(main, baseline, second)) == [*reversed(late), *reversed(early)]
        assert list(between(main, first, second)) == list(reversed(late))
        assert list(between(main, baseline, first)) == list(reversed(early))
        assert list(between(main, second, second)) == []


def test_a_changed_file_is_found_under_its_title(database: Database) -> None:
    instance_id = store_series(database)
    file, episode = (
        changed("501", EntityType.FILE, 5, score=(1, 2)),
        changed("53", EntityType.EPISODE, 5, title=("", "x")),
    )
    gone = Change(
        type=EntityType.FILE,
        key="777",
        kind=ChangeKind.REMOVED,
        item_id=5,
        before={"id": 777, "item_id": 5},
    )
    setting = changed("tag/5", EntityType.SETTING, name=("a", "b"))
    taken(database, instance_id, 100, file, setting, episode, gone, changed("5", year=(1, 2)))
    with database.reading():
        found = changes_of_item("sonarr.main", 5)
        assert [one.at for one in found] == [100] * 4
        assert [one.change for one in found] == [changed("5", year=(1, 2)), gone, episode, file]
        assert len(changes_of_item("sonarr.main", 5, limit=2)) == 2
        assert changes_of_item("sonarr.main", 0, limit=2)[0].change == setting


def test_thinning_merges_changes_and_keeps_their_title(database: Database) -> None:
    instance_id = store_series(database)
    baseline = taken(database, instance_id, 100, baseline=True)
    file = changed("501", EntityType.FILE, 5, score=(1, 2))
    dropped = taken(database, instance_id, 200, file, changed("5", year=(1, 2)))
    kept = taken(database, instance_id, 300, changed("5", year=(2, 3)))
    later = taken(database, instance_id, 400, changed("5", year=(3, 4)))
    with database.writing():
        ChangeRow._meta.database.rows("DELETE FROM file")
        merged = [file, changed("5", year=(1, 3))]
        snapshots.replace_changes(kept, merged, merged=[dropped])
    with database.reading():
        assert [row.id for row in snapshots.list_snapshots()] == [later, kept, baseline]
        assert list(snapshots.changes_of(kept)) == merged
        assert list(snapshots.changes_between(instance_id, baseline, later)) == [
            changed("5", year=(3, 4)),
            *reversed(merged),
        ]
        assert [one.change for one in changes_of_item("sonarr.main", 5)][-1] == file
        row = snapshots.snapshot_by_id(kept)
        assert row is not None
        assert (row.added, row.changed, row.removed) == (0, 2, 0)


def test_a_new_baseline_forgets_what_led_to_it(database: Database) -> None:
    instance_id = store(database, "radarr.main")
    oldest = taken(database, instance_id, 100, baseline=True)
    newer = taken(database, instance_id, 200, changed("1", year=(1, 2)))
    with database.writing():
        snapshots.delete_snapshot(oldest)
        snapshots.mark_baseline(newer)
    with database.reading():
        (row,) = snapshots.list_snapshots()
        assert (row.id, row.baseline, row.changed) == (newer, True, 0)
        assert list(snapshots.changes_of(newer)) == []


def test_deleting_a_snapshot_takes_its_changes_along(database: Database) -> None:
    instance_id = store(database, "radarr.main")
    doomed = taken(database, instance_id, 100, changed("1"), changed("2"))
    taken(database, instance_id, 200, changed("3"))
    database.write_sync(snapshots.delete_snapshot, doomed)
    assert database.read_sync(lambda: (Snapshot.select().count(), ChangeRow.select().count())) == (1, 1)


def test_how_far_files_have_been_read_again(database: Database) -> None:
    noted, other = store(database, "radarr.main"), store(database, "radarr.other")
    with database.writing():
        assert snapshots.reading_turn(noted) == (None, "")
        snapshots.record_turn(noted, 5e9, "2001-02-03")
        assert snapshots.reading_turn(noted) == (5e9, "2001-02-03")
        assert snapshots.reading_turn(other) == (None, "")
