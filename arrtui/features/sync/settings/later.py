"""A side as a plan would leave its settings: what comes later in the plan may use them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from arrtui.core.domain import RootFolder, Setting, SettingType
from arrtui.features.sync.fields.names import profile_names, trim_path
from arrtui.features.sync.model import Entry, PlannedEntry, Side
from arrtui.features.sync.settings.after import settings_after


def side_after(side: Side, entries: Iterable[Entry]) -> Side:
    """Return a side as the entries of a plan would leave its settings; titles stay as they are."""
    planned = [PlannedEntry(position=number, entry=entry) for number, entry in enumerate(entries)]
    settings = settings_after(side.settings, planned)
    known = {trim_path(root.path): root for root in side.roots}
    folders = [trim_path(path) for path in _names(settings, SettingType.ROOT_FOLDER).values()]
    return replace(
        side,
        settings=settings,
        profiles=profile_names(settings),
        tags={number: label.lower() for number, label in _names(settings, SettingType.TAG).items()},
        roots=tuple(known.get(path) or RootFolder(path=path) for path in folders),
    )


def _names(settings: Iterable[Setting], type: SettingType) -> dict[int, str]:
    return {row.id: row.name for row in settings if row.type == type.value}
