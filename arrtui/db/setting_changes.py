"""The settings that decide scores, as they are stored now and as they were before each snapshot."""

from __future__ import annotations

from typing import NamedTuple

from arrtui.core.domain import Change, SettingType
from arrtui.db.reading import rows_of
from arrtui.db.snapshots import change_of

DECISIVE = (SettingType.CUSTOM_FORMAT, SettingType.QUALITY_PROFILE, SettingType.NAMING)
"""What a score and the name of a file follow from."""


class DatedChange(NamedTuple):
    """A change of a setting, seen at a snapshot."""

    at: float
    """When the snapshot was taken, UTC seconds."""
    change: Change


def setting_changes(instance_id: int) -> list[DatedChange]:
    """Return the changes of decisive settings, the newest first, as undoing needs them."""
    sql = (
        "SELECT s.taken_at, c.type, c.key, c.kind, c.item_id, c.before_doc, c.after_doc FROM change AS c "
        "JOIN snapshot AS s ON s.id = c.snapshot_id "
        "WHERE c.instance_id = ? AND c.type = 'setting' ORDER BY s.id DESC, c.id DESC"
    )
    changes = (DatedChange(at, change_of(columns)) for at, *columns in rows_of(sql, (instance_id,)))
    return [dated for dated in changes if dated.change.key.partition("/")[0] in DECISIVE]


def first_snapshot_at(instance_id: int) -> float:
    """Return when the oldest complete snapshot was taken (UTC seconds); before it no setting is known."""
    sql = "SELECT min(taken_at) FROM snapshot WHERE instance_id = ? AND state = 'complete'"
    return float(rows_of(sql, (instance_id,))[0][0] or 0.0)
