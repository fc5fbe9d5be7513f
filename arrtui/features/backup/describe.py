"""Changes as lines a person reads: what, of which title, from what to what. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from arrtui.core.domain import Change, ChangeKind, EntityType

SIGNS = {ChangeKind.ADDED: "+", ChangeKind.CHANGED: "~", ChangeKind.REMOVED: "-"}
LONGEST_VALUE = 80
"""Characters of a value on a line; the whole one is in the JSON output."""

_NAMED_BY = {"profile_id": "quality_profile", "tags": "tag", "formats": "custom_format"}
"""Field → type of setting its ids name."""


@dataclass(frozen=True)
class Names:
    """What gives ids their names."""

    titles: dict[int, str] = field(default_factory=dict)
    """Item id → ``Title (year)``."""
    episodes: dict[int, str] = field(default_factory=dict)
    """Episode id → ``S01E02``."""
    files: dict[int, str] = field(default_factory=dict)
    """File id → relative path."""
    settings: dict[str, str] = field(default_factory=dict)
    """``type/id`` → name."""

    def learn(self, kind: EntityType, key: str, record: Mapping[str, Any]) -> None:
        """Take the name out of a whole record."""
        match kind:
            case EntityType.ITEM:
                self.titles[int(key)] = f"{record.get('title', '?')} ({record.get('year', '?')})"
            case EntityType.EPISODE:
                self.episodes[int(key)] = f"S{record.get('season', 0):02}E{record.get('number', 0):02}"
            case EntityType.FILE:
                self.files[int(key)] = record.get("relative_path", "")
            case EntityType.SETTING:
                self.settings[key] = record.get("name", "")


@dataclass(frozen=True)
class Line:
    """One change, described."""

    sign: str
    subject: str
    fields: tuple[str, ...]
    """``name: before → after`` each; empty for an added or removed record."""


def describe(change: Change, names: Names) -> Line:
    """Return a change as a line."""
    if change.kind is not ChangeKind.CHANGED:
        return Line(SIGNS[change.kind], _subject(change, names), ())
    before, after = change.before or {}, change.after or {}
    fields = tuple(
        f"{name.replace('_', ' ')}: {_value(name, before.get(name), names)}"
        f" → {_value(name, after.get(name), names)}"
        for name in sorted(before.keys() | after.keys())
    )
    return Line(SIGNS[change.kind], _subject(change, names), fields)


def _subject(change: Change, names: Names) -> str:
    """Return what a change is about."""
    if change.type is EntityType.SETTING:
        kind, _, key = change.key.partition("/")
        return f"{kind.replace('_', ' ')} {names.settings.get(change.key) or f'#{key}'}"
    title = names.titles.get(change.item_id, f"title #{change.item_id}")
    if change.type is EntityType.EPISODE:
        return f"{title}: episode {names.episodes.get(int(change.key), f'#{change.key}')}"
    if change.type is EntityType.FILE:
        return f"{title}: file {names.files.get(int(change.key), f'#{change.key}')}"
    return title


def _value(field: str, value: Any, names: Names) -> str:
    """Return a field's value for people: ids by name, unset as "none"."""
    if value is None or value == [] or value == "":
        return "none"
    kind = _NAMED_BY.get(field)
    if kind:
        ids = value if isinstance(value, list) else [value]
        text = ", ".join(names.settings.get(f"{kind}/{one}", f"#{one}") for one in ids)
    elif isinstance(value, bool):
        text = "yes" if value else "no"
    else:
        text = str(value)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
