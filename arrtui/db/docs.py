"""Values as JSON that either database can hold."""

from __future__ import annotations

from typing import Any

import msgspec

from arrtui.core.domain import encode
from arrtui.db.text import clean


def doc_of(value: Any) -> str:
    """Return the canonical JSON of a value, every text in it cleaned as in :mod:`arrtui.db.text`."""
    try:
        doc = encode(value)
    except UnicodeEncodeError:
        return encode(_cleaned(msgspec.to_builtins(value)))
    return encode(_cleaned(msgspec.to_builtins(value))) if "\\u0000" in doc else doc


def _cleaned(value: Any) -> Any:
    """Return plain data with every text in it cleaned."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(field) for key, field in value.items()}
    return [_cleaned(element) for element in value] if isinstance(value, list | tuple) else value
