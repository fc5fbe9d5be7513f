"""What drifted from syncs of settings."""

from __future__ import annotations

from collections.abc import Collection

from arrtui.core.domain import decode, encode
from arrtui.core.settings.drift import SettingsDrift
from arrtui.db.bulk import bulk_upsert, delete_rows
from arrtui.db.reading import rows_of
from arrtui.db.settings_drift_model import SettingsDriftRow

_KEY = ("sync", "target")
_COLUMNS = (*_KEY, "source", "settings_doc", "since")


def save(drift: SettingsDrift) -> None:
    """Store what differs of a target now; nothing of it is stored any more where that is nothing."""
    if not drift.settings:
        delete_rows(SettingsDriftRow, _KEY, [(drift.sync, drift.target)])
        return
    row = (drift.sync, drift.target, drift.source, encode(drift.settings), drift.since)
    bulk_upsert(SettingsDriftRow, [row], _COLUMNS, update=_COLUMNS[2:])


def all_drift() -> list[SettingsDrift]:
    """Return what differs, by sync and target."""
    sql = "SELECT sync, target, source, settings_doc, since FROM settings_drift ORDER BY sync, target"
    return [
        SettingsDrift(sync, target, source, tuple(decode(doc)), since)
        for sync, target, source, doc, since in rows_of(sql)
    ]


def keep_only(pairs: Collection[tuple[str, str]]) -> None:
    """Forget all but these syncs and targets, as the others are not configured any more."""
    gone = [(row.sync, row.target) for row in all_drift() if (row.sync, row.target) not in pairs]
    delete_rows(SettingsDriftRow, _KEY, gone)
