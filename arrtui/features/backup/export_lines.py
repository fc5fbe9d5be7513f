"""The lines of an export: every field of every record, and the names of what it refers to by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from arrtui.core.apps import app_of
from arrtui.core.change_text import ChangeNames
from arrtui.core.domain import (
    EntityType,
    Episode,
    Item,
    MediaFile,
    ReleaseEvent,
    Setting,
    SettingType,
    decode,
    encode,
)
from arrtui.db import history
from arrtui.db.snapshots import SnapshotRow
from arrtui.features.backup.rebuild import States

FORMAT = 1
"""Version of the file's shape; readers refuse what they do not know."""
HISTORY = "history"
"""The type of a line about a release event."""
_STRUCTS: Mapping[EntityType, type[msgspec.Struct]] = {
    EntityType.ITEM: Item,
    EntityType.EPISODE: Episode,
    EntityType.FILE: MediaFile,
    EntityType.SETTING: Setting,
}
_REFERENCES: Mapping[str, SettingType] = {
    "profile_id": SettingType.QUALITY_PROFILE,
    "tags": SettingType.TAG,
    "formats": SettingType.CUSTOM_FORMAT,
    "qualityProfileId": SettingType.QUALITY_PROFILE,
    "downloadClientId": SettingType.DOWNLOAD_CLIENT,
    "indexerId": SettingType.INDEXER,
}
"""Field of a record or of a setting's body → the type of setting whose ids are in it."""


@dataclass(frozen=True)
class Export:
    """A snapshot to be written, and the history with it if that was asked for."""

    snapshot: SnapshotRow
    states: States
    events: tuple[tuple[str, ReleaseEvent], ...] = ()
    """Every release event stored of the instance, after the external id of its title."""

    @property
    def records(self) -> int:
        """The number of lines after the heading."""
        return sum(len(docs) for docs in self.states.values()) + len(self.events)


def read_events(snapshot: SnapshotRow) -> tuple[tuple[str, ReleaseEvent], ...]:
    """Return what an :class:`Export` holds of the history; runs inside ``Database.reading()``."""
    return tuple(history.iter_events(snapshot.instance_id))


def export_lines(export: Export) -> Iterator[str]:
    """Yield a heading ``{"arrtui_export": 1, …}``, then ``{"type", "key", "record", "names"}`` each.

    A record has every field, also those with their default. ``names`` holds beside the name of a field what
    its ids stand for, where that is known. External ids are written as the app writes them.
    """
    snapshot, states = export.snapshot, export.states
    yield encode(
        {
            "arrtui_export": FORMAT,
            "instance": snapshot.instance,
            "snapshot": snapshot.id,
            "taken_at": datetime.fromtimestamp(snapshot.taken_at, UTC).isoformat(timespec="seconds"),
            "app_version": snapshot.app_version,
            "digest": snapshot.digest,
            "records": export.records,
        }
    )
    ids, names = app_of(snapshot.instance).external_id, ChangeNames()
    for kind in EntityType:
        for key, doc in states[kind].items():
            names.learn(kind, key, decode(doc))
    for kind in EntityType:
        for key, doc in states[kind].items():
            record = all_fields(msgspec.json.decode(doc, type=_STRUCTS[kind]))
            yield _line(kind.value, key, ids.in_wire_form(record), names)
    for external_id, event in export.events:
        record = {**all_fields(event), **ids.in_wire_form({"external_id": external_id})}
        yield _line(HISTORY, str(event.id), record, names)


def all_fields(record: msgspec.Struct) -> dict[str, Any]:
    """Return every field of a record, seasons likewise: its own JSON leaves out those with their default."""
    fields = msgspec.structs.asdict(record)
    if isinstance(record, Item):
        fields["seasons"] = [msgspec.structs.asdict(season) for season in record.seasons]
    return fields


def _line(type_: str, key: str, record: dict[str, Any], names: ChangeNames) -> str:
    line = {"type": type_, "key": key, "record": record, "names": _names_in(record, names)}
    return encode(line)


def _names_in(record: Mapping[str, Any], names: ChangeNames) -> dict[str, Any]:
    """Return what the ids in a record stand for, by field; those of a setting are in its body."""
    beside: dict[str, Any] = {
        "item_id": names.titles.get(record.get("item_id", 0)),
        "episode_id": names.episodes.get(record.get("episode_id", 0)),
        "file_id": names.files.get(record.get("file_id", 0)),
    }
    values = {**record, **record.get("body", {})}
    for field, type_ in _REFERENCES.items():
        if isinstance(value := values.get(field), list | tuple):
            beside[field] = [names.settings.get(f"{type_.value}/{number}") for number in value]
        elif value:
            beside[field] = names.settings.get(f"{type_.value}/{value}")
    return {field: name for field, name in beside.items() if name}
