"""Changes of a title over its snapshots as lines a person reads: when, what, from what to what. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from arrtui.core.apps import TITLE_PROFILES, App
from arrtui.core.change_text import ChangeNames, FieldChange, child_name, field_changes
from arrtui.core.domain import ChangeKind, EntityType
from arrtui.db.library import ItemChange

_FIELD_WORDS = {
    **{profile.item_field: profile.heading.lower() for profile in TITLE_PROFILES},
    "cutoff_unmet": "below cutoff",
    "file_id": "file",
}
_REDUNDANT = frozenset({"id", "item_id", "quality_id"})
"""Fields that only repeat what another one says in words."""


class ChangeLine(NamedTuple):
    """One change of a title on one instance."""

    instance: str
    at: float
    """UTC seconds since the epoch."""
    what: ChangeKind
    subject: str
    """``movie``, ``series``, ``episode S01E02``, ``album …``, ``file …``."""
    fields: tuple[FieldChange, ...]
    """Empty for what was added or removed as a whole."""


def describe_change(instance: str, item_change: ItemChange, names: ChangeNames, app: App) -> ChangeLine:
    """Return a change of an instance of an app as a line."""
    change = item_change.change
    fields = field_changes(change, names) if change.kind is ChangeKind.CHANGED else []
    worded = tuple(
        field._replace(field=_FIELD_WORDS.get(field.field, field.field.replace("_", " ")))
        for field in fields
        if field.field not in _REDUNDANT
    )
    record: Mapping[str, Any] = {**(change.before or {}), **(change.after or {})}
    if change.type is EntityType.ITEM:
        subject = app.title.singular
    elif change.type is EntityType.EPISODE:
        subject = f"{app.unit.singular} {names.episodes.get(int(change.key)) or child_name(record)}"
    else:
        subject = f"file {names.files.get(int(change.key)) or record.get('relative_path') or change.key}"
    return ChangeLine(instance, item_change.at, change.kind, subject, worded)
