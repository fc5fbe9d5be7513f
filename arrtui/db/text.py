"""Text as both databases can hold it.

PostgreSQL refuses NUL in text, and neither database takes a lone surrogate, which is what a file name that is
not UTF-8 turns into. Both become U+FFFD when they are written, so that the same words come back from either.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def clean(text: str) -> str:
    """Return ``text`` with NUL and lone surrogates replaced by U+FFFD."""
    if "\0" in text:
        text = text.replace("\0", REPLACEMENT)
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(REPLACEMENT if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


def clean_row(row: Iterable[Any]) -> tuple[Any, ...]:
    """Return a row with every text in it cleaned."""
    return tuple([clean(value) if type(value) is str else value for value in row])
