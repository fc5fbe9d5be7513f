"""Bytes on the wire: camelCase JSON, indented by two, nulls and a zero id omitted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec

_encode = msgspec.json.Encoder().encode

Obj = dict[str, Any]
"""A JSON object."""


@dataclass(slots=True)
class Reply:
    """What a handler returns: status, JSON value (`EMPTY` for no body; bytes as they are), extra headers."""

    value: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    held_back: float = 0.0
    """Seconds until it is sent, as what it needs does not answer."""


EMPTY = object()
"""Stands for no body at all, which is not the same as `{}`."""


def pretty(value: Any) -> bytes:
    """Encode as the apps do (`WriteIndented`)."""
    return msgspec.json.format(_encode(value), indent=2)


def without_nulls(value: Obj) -> Obj:
    """Drop what the apps omit: null properties and an id of 0 (R `STJson.cs`, `RestResource`)."""
    return {key: member for key, member in value.items() if member is not None and (key, member) != ("id", 0)}
