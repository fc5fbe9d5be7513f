"""Facts about the apps' answers as tables: which status a request gets, and what the answer is made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import httpx

KINDS: dict[type, str] = {
    bool: "flag",
    int: "number",
    float: "number",
    str: "text",
    list: "list",
    dict: "object",
}
JSON = "application/json; charset=utf-8"
PROBLEM = {JSON, "application/problem+json; charset=utf-8"}


class Fact(NamedTuple):
    """One request and what is known of its answer."""

    method: str
    path: str
    """Below the API, with names in braces for ids of the library."""
    status: int
    answer: str
    """What `mismatch` understands; empty: there is no body."""
    body: Any = None


def members(text: str) -> dict[str, str]:
    """Return kinds by member of a table: `number: id year; text: title; maybe text: imdbId`."""
    kinds = {}
    for part in text.split(";"):
        kind, names = part.split(":")
        kinds |= dict.fromkeys(names.split(), " ".join(kind.split()))
    return kinds


def mismatch(response: httpx.Response, answer: str, shapes: Mapping[str, str]) -> str:
    """Return in what an answer is not as described; empty if it is.

    `problem NAME`: ProblemDetails, with the member that could not be read; `message TEXT`: the app's own
    error whose message has the text; `rules Name Code, …`: failed rules; `SHAPE`, `[SHAPE]`, `page SHAPE`: an
    object of these members, a list or page of such; `[]` and `{}`.
    """
    kind, _, more = answer.partition(" ")
    content_type = response.headers.get("content-type")
    if not answer:
        return "" if response.content == b"" and content_type is None else "a body where there is none"
    value = response.json()
    match kind:
        case "problem":
            return _problem(value, content_type, more)
        case "message":
            is_error = content_type == "application/json" and "\n   at " in value.get(
                "description", "\n   at "
            )
            return "" if is_error and more in value["message"] else f"{content_type} {value}"
        case "rules":
            failed = sorted(f"{row['propertyName']} {row.get('errorCode', '')}".strip() for row in value)
            return "" if failed == sorted(more.split(", ")) else f"failed {failed}"
        case "[]" | "{}":
            return "" if response.text == kind else response.text[:200]
        case "page":
            rows = value["records"]
            head = {"page", "pageSize", "sortKey", "sortDirection", "totalRecords", "records"}
            return f"page of {set(value)}" if set(value) != head else _rows(rows, shapes[more])
    rows = value if kind.startswith("[") else [value]
    return content_type if content_type != JSON else _rows(rows, shapes[kind.strip("[]")])


def _problem(value: Any, content_type: str | None, member: str) -> str:
    if content_type not in PROBLEM or not {"type", "title", "status", "traceId"} <= set(value):
        return f"{content_type} {value}"
    told = sorted(value.get("errors", {}))
    return "" if told == ([member] if member else []) else f"errors of {told}"


def _rows(rows: list[Any], shape: str) -> str:
    """Return the first member that is missing, of another kind, or not the app's."""
    known = members(shape)
    for row in rows:
        kinds = {name: KINDS[type(value)] for name, value in row.items()}
        for name, kind in known.items():
            if kinds.get(name, "maybe") not in (kind, kind.replace("maybe ", ""), kind.split()[0]):
                return f"{name} is {kinds.get(name)}"
        if extra := kinds.keys() - known.keys():
            return f"{sorted(extra)} are not the app's"
    return "" if rows else "an empty list"


def filled(path: str, ids: Mapping[str, int | str]) -> str:
    """Return a path with the ids of a library."""
    return re.sub(r"\{(\w+)\}", lambda match: str(ids[match[1]]), path)
