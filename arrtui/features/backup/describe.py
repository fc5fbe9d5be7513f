"""Changes as lines a person reads: what, of which title, from what to what. Pure."""

from __future__ import annotations

from typing import NamedTuple

from arrtui.core.apps import App
from arrtui.core.change_text import ChangeNames, field_changes
from arrtui.core.domain import Change, ChangeKind, EntityType

SIGNS = {ChangeKind.ADDED: "+", ChangeKind.CHANGED: "~", ChangeKind.REMOVED: "-"}
LONGEST_VALUE = 80
"""Characters of a value on a line; the whole one is in the JSON output."""


class DiffLine(NamedTuple):
    """One change, described."""

    sign: str
    subject: str
    fields: tuple[str, ...]
    """``name: before → after`` each; empty for an added or removed record."""


def describe(change: Change, names: ChangeNames, app: App) -> DiffLine:
    """Return a change on an instance of an app as a line."""
    fields = field_changes(change, names) if change.kind is ChangeKind.CHANGED else []
    worded = tuple(
        f"{field.field.replace('_', ' ')}: {_shortened(field.before)} → {_shortened(field.after)}"
        for field in fields
    )
    subject = names.titles.get(change.item_id, f"title #{change.item_id}")
    if change.type is EntityType.SETTING:
        kind, _, setting_id = change.key.partition("/")
        subject = f"{kind.replace('_', ' ')} {names.settings.get(change.key) or f'#{setting_id}'}"
    elif change.type is EntityType.EPISODE:
        subject += f": {app.unit.singular} {names.episodes.get(int(change.key), f'#{change.key}')}"
    elif change.type is EntityType.FILE:
        subject += f": file {names.files.get(int(change.key), f'#{change.key}')}"
    return DiffLine(SIGNS[change.kind], subject, worded)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
