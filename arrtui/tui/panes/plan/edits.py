"""Which fields of an entry can be edited before it is applied, and what an edit comes to. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from arrtui.core.apps import PROFILE_BY_NAME, TITLE_PROFILES, app_of
from arrtui.features.sync.model import Fields, Op, PlannedEntry

EDITABLE = (*(profile.name for profile in TITLE_PROFILES), "root_folder", "tags", "monitored")
"""Fields that the edit dialog knows, in its order."""


def editable_fields(planned: Sequence[PlannedEntry]) -> tuple[str, ...]:
    """Return the fields that can be edited of all these entries at once.

    An addition has all that its app has; an update only those it changes anyway: of the others nothing was
    compared.
    """
    return tuple(name for name in EDITABLE if all(_has(entry, name) for entry in planned))


def _has(planned: PlannedEntry, name: str) -> bool:
    """Return whether a field of an entry can be edited."""
    if planned.entry.op is not Op.ADD:
        return name in planned.after
    profile = PROFILE_BY_NAME.get(name)
    return profile is None or profile in app_of(planned.entry.instance).profiles


def common_value(planned: Sequence[PlannedEntry], name: str) -> Any:
    """Return what a field will be on all these entries; None where they differ."""
    first = planned[0].after.get(name)
    return first if all(entry.after.get(name) == first for entry in planned) else None


def edits_of(planned: PlannedEntry, values: Mapping[str, Any]) -> Fields:
    """Return the edits of an entry once these fields have these values: only what differs from the plan."""
    fields = {**planned.edits, **values}
    if "root_folder" in values and "path" in planned.entry.after:
        fields["path"] = moved_path(planned.entry.after["path"], values["root_folder"])
    planned_after = planned.entry.after
    return {name: value for name, value in fields.items() if value != planned_after.get(name)}


def moved_path(path: str, root: str) -> str:
    """Return the folder of the same name below another root folder, on whichever system the app runs."""
    separator = "\\" if "\\" in root and "/" not in root else "/"
    name = path.rstrip("/\\").replace("\\", "/").rpartition("/")[2]
    return f"{root.rstrip('/' + chr(92))}{separator}{name}"
