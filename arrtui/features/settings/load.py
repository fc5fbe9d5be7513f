"""Load the settings of an instance as they are stored, or as a snapshot has them.

Runs in a database thread, inside ``Database.reading()``; no request is made.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from arrtui.core.domain import EntityType, Setting
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.core.settings.book import SettingsBook
from arrtui.core.settings.model import SettingsSide
from arrtui.db.estate import instance_ids
from arrtui.db.records import stored_docs
from arrtui.db.setting_changes import all_setting_changes
from arrtui.db.snapshots import latest_complete, snapshot_by_id

_settings = msgspec.json.Decoder(Setting)


class SideSettings(NamedTuple):
    """The settings of a side as they are stored."""

    settings: tuple[Setting, ...]
    taken_at: float
    """UTC seconds."""
    version: str
    """Of the app."""


def load_book(side: SettingsSide) -> SettingsBook:
    """Return the settings of a side. Raises NoSuchSnapshotError where nothing is stored of it."""
    stored = load_settings(side)
    return SettingsBook(side, stored.settings, stored.taken_at)


def load_settings(side: SettingsSide) -> SideSettings:
    """Return what is stored of a side. Raises NoSuchSnapshotError where nothing is."""
    known_id = instance_ids().get(side.instance)
    latest = None if known_id is None else latest_complete(known_id)
    if latest is None:
        raise NoSuchSnapshotError.nothing_stored("comparing settings", side.instance)
    docs = stored_docs(latest.instance_id, EntityType.SETTING)
    settings = {key: _settings.decode(doc) for key, doc in docs.items()}
    snapshot = latest if side.snapshot_id is None else snapshot_by_id(side.snapshot_id)
    if snapshot is None or snapshot.instance_id != latest.instance_id or snapshot.state != "complete":
        raise NoSuchSnapshotError(
            what="comparing settings",
            why=f"snapshot {side.snapshot_id} is none of its",
            advice=f"arrtui --run snapshots {side.instance} lists them.",
            instance=side.instance,
        )
    if snapshot.id != latest.id:
        _walk_back(settings, latest.instance_id, snapshot.id)
    return SideSettings(tuple(settings.values()), snapshot.taken_at, snapshot.app_version)


def _walk_back(settings: dict[str, Setting], instance_id: int, snapshot_id: int) -> None:
    """Take back what snapshots after one have changed."""
    for change in all_setting_changes(instance_id, snapshot_id):
        if change.before is None:
            settings.pop(change.key, None)
            continue
        fields = change.before
        if change.after is not None and change.key in settings:
            now = msgspec.structs.asdict(settings[change.key])
            fields = {name: value for name, value in now.items() if name not in change.after} | change.before
        settings[change.key] = msgspec.convert(fields, Setting)
