"""Changes of a title over its snapshots as lines a person reads: when, what, from what to what. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from arrtui.core.domain import ChangeKind, EntityType, SettingType
from arrtui.core.text import episode_number
from arrtui.db.library import ItemChange

_SETTING_OF = {
    "profile_id": SettingType.QUALITY_PROFILE,
    "tags": SettingType.TAG,
    "formats": SettingType.CUSTOM_FORMAT,
}
"""Field → type of setting its ids name."""
_FIELD_WORDS = {"profile_id": "profile", "cutoff_unmet": "below cutoff", "file_id": "file"}
_QUIET = frozenset({"id", "item_id", "quality_id"})
"""Fields that only repeat what another one says in words."""


class ChangeNames(NamedTuple):
    """What gives ids their names."""

    settings: Mapping[SettingType, Mapping[int, str]]
    episodes: Mapping[int, str]
    """Episode id → ``S01E02``."""
    files: Mapping[int, str]
    """File id → relative path."""


class FieldChange(NamedTuple):
    """One field, before and after."""

    field: str
    before: str
    after: str


class ChangeLine(NamedTuple):
    """One change of a title on one instance."""

    instance: str
    at: float
    """UTC seconds since the epoch."""
    what: ChangeKind
    subject: str
    """``movie``, ``series``, ``episode S01E02``, ``file …``."""
    fields: tuple[FieldChange, ...]
    """Empty for what was added or removed as a whole."""


def describe(instance: str, found: ItemChange, names: ChangeNames, item_word: str) -> ChangeLine:
    """Return a change as a line."""
    change = found.change
    fields: tuple[FieldChange, ...] = ()
    before, after = change.before or {}, change.after or {}
    if change.kind is ChangeKind.CHANGED:
        touched = [name for name in sorted(before.keys() | after.keys()) if name not in _QUIET]
        fields = tuple(_field(name, before.get(name), after.get(name), names) for name in touched)
    subject = _subject(change.type, change.key, before | after, names, item_word)
    return ChangeLine(instance, found.at, change.kind, subject, fields)


def _subject(
    type: EntityType, key: str, record: Mapping[str, Any], names: ChangeNames, item_word: str
) -> str:
    if type is EntityType.ITEM:
        return item_word
    if type is EntityType.EPISODE:
        number = names.episodes.get(int(key))
        return f"episode {number or episode_number(record.get('season', 0), record.get('number', 0))}"
    return f"file {names.files.get(int(key)) or record.get('relative_path') or key}"


def _field(name: str, before: Any, after: Any, names: ChangeNames) -> FieldChange:
    if name == "media":
        before, after = _differing(before, after)
    elif name == "seasons":
        before, after = _other_than(before, after), _other_than(after, before)
    word = _FIELD_WORDS.get(name, name.replace("_", " "))
    return FieldChange(word, _value(name, before, names), _value(name, after, names))


def _differing(before: Any, after: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Leave out of two media infos what they agree on."""
    old, new = before or {}, after or {}
    keys = [key for key in sorted(old.keys() | new.keys()) if old.get(key) != new.get(key)]
    return {key: old[key] for key in keys if key in old}, {key: new[key] for key in keys if key in new}


def _other_than(values: Any, others: Any) -> list[Any]:
    """Leave out of a list what the other one holds too."""
    return [value for value in values or [] if value not in (others or [])]


def _value(name: str, value: Any, names: ChangeNames) -> str:
    """Return a field's value for people: ids by name, unset as ``none``."""
    if value is None or value in ("", [], {}) or (name == "file_id" and not value):
        return "none"
    if name in _SETTING_OF:
        known = names.settings.get(_SETTING_OF[name], {})
        ids = value if isinstance(value, list) else [value]
        return ", ".join(known.get(one) or f"#{one}" for one in ids)
    if name == "file_id":
        return names.files.get(value) or f"#{value}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{key} {one}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(_part(name, one) for one in value)
    return str(value)


def _part(name: str, value: Any) -> str:
    """Return one element of a list: a language by name, a season with whether it is monitored."""
    if name == "languages" and isinstance(value, list):
        return str(value[-1])
    if name == "seasons" and isinstance(value, dict):
        monitored = "monitored" if value.get("monitored") else "not monitored"
        return f"{value.get('season_number', 0)} {monitored}"
    return str(value)
