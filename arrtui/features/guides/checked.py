"""Values out of files that anybody may have written: of the type that is meant, or refused. Pure.

Messages name keys, never values: a value may be a secret in the wrong place.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from typing import Any

LONGEST = 500
"""Characters of a name."""


class UnreadableError(ValueError):
    """Something of a guide cannot be used; the message says why, as a clause."""


def table(value: Any, what: str) -> dict[str, Any]:
    """Return a table with names as keys; nothing is an empty one."""
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise UnreadableError(f"{what} is no table")
    return value


def rows(value: Any, what: str) -> list[Any]:
    """Return a list; nothing is an empty one."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise UnreadableError(f"{what} is no list")
    return value


def tables(value: Any, what: str) -> Iterator[dict[str, Any]]:
    """Yield the tables of a list."""
    return (table(row, f"a part of {what}") for row in rows(value, what))


def name(raw: Mapping[str, Any], key: str, *, default: str | None = None) -> str:
    """Return a name: a text on one line that is not empty, unless there is a ``default``."""
    value = raw.get(key)
    if value is None and default is not None:
        return default
    return plain_name(value, key)


def plain_name(value: Any, what: str) -> str:
    """Return a name, as :func:`name` does."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)  # a name such as 1080 needs no quotes in a YAML file
    if not isinstance(value, str) or not value.strip():
        raise UnreadableError(f"it has no {what}")
    if len(value) > LONGEST or not value.isprintable():
        raise UnreadableError(f"its {what} is too long, or has characters that cannot be shown")
    return value


def names(value: Any, what: str) -> tuple[str, ...]:
    """Return a list of names."""
    return tuple(plain_name(row, f"name in {what}") for row in rows(value, what))


def flag(raw: Mapping[str, Any], key: str, *, default: bool = False) -> bool:
    """Return a switch; the guides write some as texts."""
    value = raw.get(key, default)
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise UnreadableError(f"its {key} is neither true nor false")
    return value


def whole(raw: Mapping[str, Any], key: str) -> int | None:
    """Return a whole number that an app can hold; None where there is none."""
    value = raw.get(key)
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**31:
        raise UnreadableError(f"its {key} is no whole number")
    return value


def size(value: Any, what: str) -> float:
    """Return a size in MB per minute."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or value < 0:
        raise UnreadableError(f"its {what} is no size")
    return float(value)


def unknown(raw: Mapping[str, Any], known: Collection[str]) -> list[str]:
    """Return the keys that are not known."""
    return sorted(key for key in raw if key not in known)
