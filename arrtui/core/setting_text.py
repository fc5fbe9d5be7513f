"""The body of a setting as facts a person reads: flat, in words, with names for ids. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from arrtui.core.domain import SettingType

Fact = tuple[str, Any]
"""What is set, in words, and its value: plain, or a list of plain values."""
NameOf = Callable[[SettingType, int], str]
"""Returns the name of a setting of a type by its id."""

_REFERENCES: Mapping[str, SettingType] = {
    "tags": SettingType.TAG,
    "qualityProfileId": SettingType.QUALITY_PROFILE,
    "downloadClientId": SettingType.DOWNLOAD_CLIENT,
    "indexerId": SettingType.INDEXER,
}
_UPPER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def setting_facts(body: Mapping[str, Any], name_of: NameOf) -> dict[str, Any]:
    """Return what a setting says, by what it is about: ``min format score``, ``score of x265``, ``WEB``."""
    return dict(_facts("", body, name_of))


def _facts(about: str, body: Mapping[str, Any], name_of: NameOf) -> Iterator[Fact]:
    for key, value in body.items():
        words = f"{about} {_UPPER.sub(' ', key).lower()}".strip()
        if key in _REFERENCES:
            ids = value if isinstance(value, list) else [value]
            yield words.removesuffix(" id"), [name_of(_REFERENCES[key], number) for number in ids]
        elif key == "formatItems":
            yield from ((f"score of {row.get('name')}", row.get("score")) for row in value or ())
        elif key == "items" and value and not about:
            yield "order of qualities", [_quality_name(row) for row in value]
            yield from (
                (_quality_name(row), "allowed" if row.get("allowed") else "not allowed") for row in value
            )
        elif key == "quality" and isinstance(value, Mapping):
            yield words, value.get("name")
        elif isinstance(value, Mapping):
            yield from _facts(words, value, name_of)
        elif isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
            yield from _rows(about, words, value, name_of)
        else:
            yield words, value


def _rows(about: str, words: str, rows: Sequence[Mapping[str, Any]], name_of: NameOf) -> Iterator[Fact]:
    """Yield the facts of a list of rows: fields of a form by name, conditions and others by name or place."""
    for place, row in enumerate(rows, 1):
        name = row.get("name") or row.get("key") or place
        if "value" in row:
            yield f"{about} {_UPPER.sub(' ', str(name)).lower()}".strip(), row["value"]
        else:
            singular = words.removesuffix("s")
            rest = {key: value for key, value in row.items() if key != "name"}
            yield from _facts(f"{singular} {name}", rest, name_of)


def _quality_name(row: Mapping[str, Any]) -> str:
    """Return the name of a quality or of a group of a profile."""
    return str(row.get("name") or (row.get("quality") or {}).get("name") or "")


def _permission(row: Mapping[str, Any]) -> str:
    """Return whether a profile takes a quality, and which ones a group holds."""
    members = ", ".join(_quality_name(member) for member in row.get("items") or ())
    permission = "allowed" if row.get("allowed") else "not allowed"
    return f"{permission} ({members})" if members else permission
