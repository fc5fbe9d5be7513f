"""The body of a setting as facts a person reads: flat, in words, with names for ids. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from arrtui.core.apps import TITLE_PROFILES
from arrtui.core.domain import SettingType

Fact = tuple[str, Any]
"""What is set, in words, and its value: plain, or a list of plain values."""
NameOf = Callable[[SettingType, int], str]
"""Returns the name of a setting of a type by its id."""

REFERENCES: Mapping[str, SettingType] = {
    "tags": SettingType.TAG,
    "excludedTags": SettingType.TAG,
    **{profile.wire: profile.type for profile in TITLE_PROFILES},
    **{f"default{profile.key}Id": profile.type for profile in TITLE_PROFILES},
    "defaultTags": SettingType.TAG,
    "downloadClientId": SettingType.DOWNLOAD_CLIENT,
    "indexerId": SettingType.INDEXER,
}
"""Keys whose values are ids of other settings of the same instance; 0 is none or any."""
_CALLED = {"items": "qualities", "specifications": "conditions"}
"""What people call a key whose own word says nothing."""
_SAID_OTHERWISE = frozenset({"id", "name", "quality", "items", "allowed"})
"""What the name and the permission of a quality tell already."""
NOTHING = "none"
"""What is said of a fact without a value."""
_SWITCH = re.compile(r"enable([A-Z]|d?$)|on[A-Z]")
"""``enable``, ``enabled``, ``enableRss``, ``onGrab``."""
_UPPER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def setting_facts(
    body: Mapping[str, Any], name_of: NameOf, qualities: Mapping[int, str] | None = None
) -> dict[str, Any]:
    """Return what a setting says, by what it is about: ``min format score``, ``score of x265``, ``WEB``.

    ``qualities`` names the ids that the cutoff of a profile may have where its items are not in ``body``.
    """
    items = body.get("items")
    names = {**(qualities or {}), **quality_names(items if isinstance(items, list) else ())}
    facts = dict(_facts("", body, name_of))
    if facts.get("cutoff") in names:
        facts["cutoff"] = names[facts["cutoff"]]
    return facts


def quality_names(items: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """Return the names of a profile's qualities and groups by the ids its cutoff may have."""
    return {row.get("id") or (row.get("quality") or {}).get("id", 0): _quality_name(row) for row in items}


def allowed_qualities(items: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the qualities and groups that a profile takes, best first."""
    return [_quality_name(row) for row in items if row.get("allowed")][::-1]


def switches_of(body: Mapping[str, Any]) -> dict[str, bool]:
    """Return the switches of a provider: as a whole, for a use, for an event."""
    return {
        key: value
        for key, value in body.items()
        if isinstance(value, bool) and _SWITCH.match(key) is not None
    }


def key_words(key: str) -> str:
    """Return what a key of an app is called: ``minFormatScore`` is ``min format score``."""
    return _CALLED.get(key) or _UPPER.sub(" ", key).replace("_", " ").lower()


def fact_text(value: Any) -> str:
    """Return the value of a fact in one line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {fact_text(part)}" for name, part in value.items())
    return ", ".join(map(fact_text, value)) if isinstance(value, list | tuple) else str(value)


def _facts(about: str, body: Mapping[str, Any], name_of: NameOf) -> Iterator[Fact]:
    for key, value in body.items():
        words = f"{about} {key_words(key)}".strip()
        if key in REFERENCES:
            ids = value if isinstance(value, list) else [value]
            yield words.removesuffix(" id"), [name_of(REFERENCES[key], number) for number in ids]
        elif key == "formatItems":
            yield from ((f"score of {row.get('name')}", row.get("score")) for row in value or ())
        elif key == "items" and value and not about:
            yield from _quality_facts(value, name_of)
        elif key == "specifications":
            yield from ((f"condition {row.get('name')}", _condition(row)) for row in value or ())
        elif isinstance(value, Mapping) and value.keys() & {"name"} and (key == "quality" or "id" in value):
            yield words, value.get("name")
        elif isinstance(value, Mapping):
            yield from _facts(words, value, name_of)
        elif isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
            yield from _rows(about, words, value, name_of)
        else:
            yield words, value


def _quality_facts(items: Sequence[Mapping[str, Any]], name_of: NameOf) -> Iterator[Fact]:
    """Yield the order of a profile's qualities, worst first, and what it says of each."""
    yield "order of qualities", [_quality_name(row) for row in items]
    for row in items:
        members = ", ".join(map(_quality_name, row.get("items") or ()))
        permission = "allowed" if row.get("allowed") else "not allowed"
        yield _quality_name(row), f"{permission} ({members})" if members else permission
    for row in (member for item in items for member in item.get("items") or (item,)):
        limits = {key: value for key, value in row.items() if key not in _SAID_OTHERWISE}
        yield from _facts(_quality_name(row), limits, name_of)


def _condition(specification: Mapping[str, Any]) -> str:
    """Return what a condition of a format or of an auto-tagging rule asks for, in one line."""
    kind = str(specification.get("implementation") or "").removesuffix("Specification")
    values = []
    for row in specification.get("fields") or ():
        value, name = fact_text(row.get("value")), str(row.get("name"))
        values.append(value if name == "value" else f"{key_words(name)} {value}")
    text = f"{key_words(kind)} {', '.join(values)}".strip()
    text = f"not {text}" if specification.get("negate") else text
    return f"{text}, required" if specification.get("required") else text


def _rows(about: str, words: str, rows: Sequence[Mapping[str, Any]], name_of: NameOf) -> Iterator[Fact]:
    """Yield the facts of a list of rows: fields of a form by name, others by name or place."""
    for place, row in enumerate(rows, 1):
        name = row.get("name") or row.get("key") or place
        if row.keys() >= {"key", "value", "type"}:  # of a custom filter: all of them must be so
            asked = f"{row['type']} {fact_text(row['value'])}"
            yield f"{words.removesuffix('s')} {key_words(str(name))}", asked
        elif "value" in row:
            yield f"{about} {key_words(str(name))}".strip(), row["value"]
        else:
            singular = words.removesuffix("s")
            rest = {key: value for key, value in row.items() if key != "name"}
            yield from _facts(f"{singular} {name}", rest, name_of)


def _quality_name(row: Mapping[str, Any]) -> str:
    """Return the name of a quality or of a group of a profile."""
    return str(row.get("name") or (row.get("quality") or {}).get("name") or "")
