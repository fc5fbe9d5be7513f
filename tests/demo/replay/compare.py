"""What of an answer must be as the real app's: status, headers, error shape, keys and types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx

from tests.demo.replay.records import Record

OPTIONAL = frozenset(
    {
        "absoluteEpisodeNumber",
        "airDate",
        "airDateUtc",
        "certification",
        "collection",
        "digitalRelease",
        "finaleType",
        "imdbId",
        "inCinemas",
        "lastSearchTime",
        "movieFile",
        "nextAiring",
        "originalFilePath",
        "overview",
        "packageAuthor",
        "packageUpdateMechanismMessage",
        "packageVersion",
        "physicalRelease",
        "previousAiring",
        "releaseGroup",
        "sceneName",
        "started",
        "stateChangeTime",
    }
)
"""Members that depend on what a title, file or command is by then: the apps leave out what is null."""
DIALOG_TEXTS = frozenset(
    {
        "helpLink",
        "helpText",
        "helpTextWarning",
        "hidden",
        "placeholder",
        "section",
        "selectOptions",
        "selectOptionsProviderAction",
        "unit",
    }
)
"""Members of a field that only the app's settings dialogs show; the simulator has none of these texts."""
OPAQUE = frozenset({"value", "attemptedValue", "formattedMessagePlaceholderValues", "errors", "ratings"})
"""Members whose inside is not compared: free values, and what is compared in another way."""
_HEADERS = ("location", "x-application-version", "allow", "deprecation")


def differences(record: Record, response: httpx.Response) -> list[str]:
    """Return in what an answer is not as the real app's, a line each."""
    if response.status_code != record.status:
        return [f"status {response.status_code}, the app {record.status}: {response.text[:200]}"]
    theirs = record.answer_headers
    lines = [
        f"header {name}: {response.headers.get(name)!r}, the app {theirs.get(name)!r}"
        for name in _HEADERS
        if (name in response.headers) != (name in theirs)
    ]
    if response.headers.get("content-type") != theirs.get("content-type"):
        lines.append(f"type {response.headers.get('content-type')!r}, the app {theirs.get('content-type')!r}")
    if record.method == "HEAD":
        return lines
    answer = response.json() if response.content else None
    lines += shape_differences(answer, record.answer)
    if record.status >= 400 and not lines:
        lines += _error_differences(answer, record.answer, record.length)
    return lines


def _error_differences(ours: Any, theirs: Any, length: int | None) -> list[str]:
    """Compare which rules failed (of a list that was cut: the first of them), or what could not be read."""
    if isinstance(theirs, list):
        names = [
            [(row["propertyName"], row.get("errorCode") or "") for row in rows] for rows in (ours, theirs)
        ]
        if length is not None and len(ours) == length:
            names[0] = names[0][: len(theirs)]
        got, wanted = (sorted(rows) for rows in names)
    elif isinstance(theirs, dict) and "errors" in theirs:
        got, wanted = sorted(ours.get("errors", {})), sorted(theirs["errors"])
    else:
        return []
    return [] if got == wanted else [f"failed {got}, the app {wanted}"]


def shape_differences(ours: Any, theirs: Any, where: str = "$") -> list[str]:
    """Compare keys and types; of lists all members taken together."""
    return list(_differences(ours, theirs, where))


def _differences(ours: Any, theirs: Any, where: str) -> Iterator[str]:
    if _kind(ours) != _kind(theirs):
        yield f"{where} is {_kind(ours)}, the app {_kind(theirs)}"
    elif isinstance(theirs, dict):
        yield from _object_differences([ours], [theirs], where)
    elif isinstance(theirs, list) and ours and theirs:
        kinds = {_kind(item) for item in theirs}
        if {_kind(item) for item in ours} != kinds:
            yield f"{where}[] is {sorted({_kind(item) for item in ours})}, the app {sorted(kinds)}"
        elif kinds == {"object"}:
            yield from _object_differences(ours, theirs, f"{where}[]")


def _object_differences(ours: list[Any], theirs: list[Any], where: str) -> Iterator[str]:
    """Compare objects of one sort: a member all of theirs have must be in all of ours."""
    for key in sorted((_keys(ours) | _keys(theirs)) - DIALOG_TEXTS):
        values, wanted = ([row[key] for row in rows if key in row] for rows in (ours, theirs))
        if key in OPTIONAL and not (values and wanted):
            continue
        if not wanted:
            yield f"{where}.{key} is not the app's"
        elif not values:
            yield f"{where}.{key} is missing"
        elif key not in OPAQUE:
            yield from _member_differences(values, wanted, f"{where}.{key}")


def _member_differences(values: list[Any], wanted: list[Any], where: str) -> Iterator[str]:
    kinds = {_kind(value) for value in values}
    if not kinds <= {_kind(value) for value in wanted}:
        yield f"{where} is {sorted(kinds)}, the app {sorted({_kind(value) for value in wanted})}"
    elif kinds == {"object"}:
        yield from _object_differences(values, wanted, where)
    elif kinds == {"list"}:
        merged, theirs = ([item for value in rows for item in value] for rows in (values, wanted))
        yield from _differences(merged, theirs, where)


def _keys(rows: list[Any]) -> set[str]:
    return {key for row in rows for key in row}


def _kind(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "text"
        case list():
            return "list"
        case _:
            return "object"
