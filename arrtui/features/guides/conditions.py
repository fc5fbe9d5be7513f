"""The conditions of a guide's formats, as an app takes them. Pure.

Guides write the fields of a condition as a mapping; the apps take a list only (ARR_API 2.4).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import Any

from arrtui.core.apps import Kind
from arrtui.core.apps.vocabularies import Vocabulary
from arrtui.features.guides.checked import UnreadableError, flag, name, table, tables

_SUFFIX = "Specification"
_PATTERNS = frozenset({"ReleaseTitle", "ReleaseGroup", "Edition"})
_KNOWN = frozenset({"name", "implementation", "implementationName", "negate", "required", "fields", "id"})
_FIELD = str | int | float | bool


def read_conditions(raw: Any, kind: Kind, unknown_keys: set[str]) -> list[dict[str, Any]]:
    """Return the conditions of a format; keys that are not known are left out and added to a set.

    Raises UnreadableError for what the app would refuse, or never match.
    """
    conditions = [_condition(row, kind) for row in tables(raw, "specifications")]
    if not conditions:
        raise UnreadableError("it has no condition")
    for row in raw:
        unknown_keys |= {f"specifications.{key}" for key in row if key not in _KNOWN}
    return conditions


def _condition(raw: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    called = name(raw, "name")
    implementation = name(raw, "implementation")
    plain = implementation.removesuffix(_SUFFIX)
    if plain not in kind.app.vocabulary.implementations or plain == implementation:
        raise UnreadableError(f"{kind.app.name} has no condition of the kind of “{called}”")
    fields = _fields(raw.get("fields"))
    if why := _fault(plain, fields, kind.app.vocabulary):
        raise UnreadableError(f"condition “{called}”: {why}")
    return {
        "name": called,
        "implementation": implementation,
        "negate": flag(raw, "negate"),
        "required": flag(raw, "required"),
        "fields": [{"name": key, "value": value} for key, value in fields.items()],
    }


def _fields(raw: Any) -> dict[str, _FIELD]:
    """Return the fields of a condition by name, which may be written as a list too."""
    if isinstance(raw, list):
        raw = {name(row, "name"): row.get("value") for row in tables(raw, "fields")}
    fields = {key: value for key, value in table(raw, "fields").items() if value is not None}
    if not all(isinstance(value, _FIELD) for value in fields.values()):
        raise UnreadableError("a condition has a field that is no text and no number")
    return fields


def _fault(implementation: str, fields: Mapping[str, _FIELD], vocabulary: Vocabulary) -> str:
    """Return why the app would refuse a condition, or take another one for it; empty where it would not."""
    value = fields.get("value")
    if implementation in _PATTERNS:
        if not isinstance(value, str) or not value:
            return "it has no pattern"
        return "its pattern names a group as only Python does" if "(?P<" in value else ""
    if implementation not in _KNOWN_NUMBERS:
        return ""
    if isinstance(value, str) and value.strip().lstrip("-").isdecimal():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        return "its value is no number"
    return "" if value in _KNOWN_NUMBERS[implementation](vocabulary) else f"its value {value} means nothing"


def _places(names: tuple[str, ...]) -> range:
    """Return the numbers of names; 0 is none (the apps refuse it as empty)."""
    return range(1, len(names))


_KNOWN_NUMBERS: Mapping[str, Callable[[Vocabulary], Container[int]]] = {
    "Source": lambda vocabulary: _places(vocabulary.sources),
    "QualityModifier": lambda vocabulary: _places(vocabulary.modifiers),
    "Resolution": lambda _: range(1, 100_000),
    "ReleaseType": lambda vocabulary: range(len(vocabulary.release_types)),
    "IndexerFlag": lambda vocabulary: vocabulary.flags.values(),
    "Language": lambda vocabulary: vocabulary.languages,
}
"""Conditions whose value is a number, and the numbers that mean something (ARR_API 2.4)."""
