"""JSON as the apps read it: a byte-order mark and trailing commas are taken (`STJson.cs`)."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from arrtui.demo.http.errors import unreadable

_TRAILING_COMMA = re.compile(rb'("(?:[^"\\]|\\.)*")|,(\s*[}\]])')
_MEMBER_BEGUN = re.compile(rb'"(\w+)"\s*:\s*$')
_POSITION = re.compile(r"byte (\d+)")


def read_json(raw: bytes) -> Any:
    """Return the value in a body, None for nothing or null. Raises ApiError 400 naming where it breaks."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    if not raw.strip():
        return None
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        pass
    text = _TRAILING_COMMA.sub(lambda match: match[1] or match[2], raw)
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        position = _POSITION.search(str(error))
        begun = _MEMBER_BEGUN.search(text[: int(position[1])] if position else text)
        where = f"$.{begun[1].decode()}" if begun else "$"
        raise unreadable(where, f"The JSON value could not be converted. {error}") from None
