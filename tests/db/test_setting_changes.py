"""Changes of settings with the time within which they were made, and who made them."""

from __future__ import annotations

from typing import Any

from arrtui.core.domain import Change, ChangeKind, EntityType
from arrtui.db import setting_changes, snapshots
from arrtui.db.database import Database
from arrtui.db.estate import ensure_instance
from arrtui.db.snapshots import SnapshotRow

PROFILE, FORMAT, TAG = "quality_profile/4", "custom_format/1", "tag/2"


def change(kind: EntityType, key: str, **before: Any) -> Change:
    return Change(type=kind, key=key, kind=ChangeKind.CHANGED, item_id=7, before=before, after={"name": "B"})


def test_a_change_lies_between_the_backup_before_and_the_one_that_saw_it(database: Database) -> None:
    taken = [(100.0, {}), (200.0, {"live": True}), (150.0, {"state": "failed"}), (300.0, {}), (250.0, {})]
    with database.writing():
        instance_id = ensure_instance("radarr.main", "radarr")
        numbers = [
            snapshots.insert_snapshot(instance_id, SnapshotRow(taken_at=at, **values)) for at, values in taken
        ]
        settings = [change(EntityType.SETTING, key, body={"score": 1}) for key in (PROFILE, FORMAT, TAG)]
        moves = [change(EntityType.ITEM, "7", profile_id=4), change(EntityType.ITEM, "8", title="A")]
        snapshots.insert_changes(numbers[3], instance_id, [*settings, *moves])
        snapshots.insert_changes(numbers[4], instance_id, settings[:1])
    seen = database.read_sync(setting_changes.seen_changes, instance_id)
    assert [(one.snapshot_id, one.since, one.at, one.change.key) for one in seen] == [
        (numbers[3], 100.0, 300.0, PROFILE),
        (numbers[3], 100.0, 300.0, FORMAT),
        (numbers[4], 300.0, 250.0, PROFILE),  # the clock was set back
    ]
    assert database.read_sync(setting_changes.seen_changes, instance_id, 301.0) == []
    assert database.read_sync(setting_changes.profile_moves, instance_id) == [(7, 300.0, 4)]
    assert database.read_sync(setting_changes.first_event_date, instance_id) == ""
    assert database.read_sync(setting_changes.setting_writes, "radarr.main") == []
