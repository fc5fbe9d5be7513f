"""Kinds of condition a custom format can have, and how the apps read what is sent for one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from arrtui.demo.http.wire import Obj
from arrtui.demo.world.tables import Kind
from arrtui.demo.world.words import listed

_WHOLE = re.compile(r"-?\d+")
_DECIMAL = re.compile(r"-?\d+([.,]\d+)?")


class ConditionField(NamedTuple):
    """A field of a condition."""

    name: str
    type: str
    read: Callable[[Any], Any]
    """Returns the value stored for one that was sent; for None the one a new condition has."""


def whole(value: Any) -> int:
    """Return a whole number sent as such or as text; 0 for everything else."""
    return int(value) if not isinstance(value, bool) and _WHOLE.fullmatch(str(value)) else 0


def decimal(value: Any) -> float:
    """Return a number, whose text may have a comma; 0 for everything else, exponents among it."""
    if isinstance(value, bool) or not _DECIMAL.fullmatch(str(value)):
        return 0
    number = float(str(value).replace(",", "."))
    return int(number) if number.is_integer() else number


def _as_sent(value: Any) -> Any:
    return value


_PATTERN = (ConditionField("value", "textbox", _as_sent),)
_CHOICE = (ConditionField("value", "select", whole),)
_LANGUAGE = (*_CHOICE, ConditionField("exceptLanguage", "checkbox", bool))
_SIZE = (ConditionField("min", "number", decimal), ConditionField("max", "number", decimal))
_YEAR = (ConditionField("min", "number", whole), ConditionField("max", "number", whole))
FIELDS: Mapping[str, tuple[ConditionField, ...]] = {
    "ReleaseTitle": _PATTERN,
    "Edition": _PATTERN,
    "Language": _LANGUAGE,
    "IndexerFlag": _CHOICE,
    "Source": _CHOICE,
    "Resolution": _CHOICE,
    "QualityModifier": _CHOICE,
    "Size": _SIZE,
    "ReleaseGroup": _PATTERN,
    "Year": _YEAR,
    "ReleaseType": _CHOICE,
}
"""The fields of each kind, without `Specification`, in the order in which the apps list the kinds."""
_VIDEO: tuple[Kind, ...] = ("radarr", "sonarr")
_ONLY: Mapping[str, tuple[Kind, ...]] = {
    "Edition": ("radarr",),
    "QualityModifier": ("radarr",),
    "Year": ("radarr",),
    "ReleaseType": ("sonarr",),
    **dict.fromkeys(("Language", "Source", "Resolution"), _VIDEO),
}
PATTERNS = frozenset(listed("ReleaseTitle Edition ReleaseGroup"))
"""Kinds whose value is a regular expression."""
_WORDS = re.compile("(?<=.)(?=[A-Z])")


def condition_kinds(kind: Kind) -> tuple[str, ...]:
    """Return the kinds of condition an app has."""
    return tuple(name for name in FIELDS if kind in _ONLY.get(name, (kind,)))


def kind_of(condition: Obj) -> str:
    """Return the kind of a condition, without `Specification`."""
    return str(condition.get("implementation")).removesuffix("Specification")


def values_of(condition: Obj) -> Obj:
    """Return the values of a condition by name; its fields may be a mapping or the apps' list."""
    fields = condition.get("fields") or {}
    if isinstance(fields, dict):
        return fields
    return {field["name"]: field.get("value") for field in fields}


def specification(condition: Obj) -> Obj:
    """Return a condition as the apps store it: with the fields of its kind and no others."""
    name, values = kind_of(condition), values_of(condition)
    return {
        "name": condition.get("name", ""),
        "implementation": f"{name}Specification",
        "implementationName": _WORDS.sub(" ", name),
        "infoLink": "https://wiki.servarr.com/radarr/settings#custom-formats-2",
        "negate": bool(condition.get("negate")),
        "required": bool(condition.get("required")),
        "fields": [
            setting_field(order, field.name, field.read(values.get(field.name)), field.type)
            for order, field in enumerate(FIELDS[name])
        ],
    }


def setting_field(order: int, name: str, value: Any, type_: str, privacy: str = "normal") -> Obj:
    """Return a field of a condition or a provider as the apps describe it; a null value is left out."""
    field = {"order": order, "name": name, "label": name[0].upper() + name[1:], "value": value}
    field |= {"type": type_, "advanced": False, "privacy": privacy, "isFloat": False}
    return {key: member for key, member in field.items() if member is not None}
