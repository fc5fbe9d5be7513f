"""Text as both databases can hold it.

PostgreSQL refuses NUL in text, and neither database takes a lone surrogate, which is what a file name that is
not UTF-8 turns into. Both become U+FFFD when they are written, so that the same words come back from either.
A name that has to be found again on disk goes through :func:`stored_name`, which loses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_UNSTORABLE = re.compile("[\ud800-\udfff\0\ufffd]")
_STORED = re.compile("\ufffd([0-9a-f]{4})")


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
    return tuple(
        [
            value if type(value) is not str or (value.isascii() and "\0" not in value) else clean(value)
            for value in row
        ]
    )


def stored_name(name: str) -> str:
    """Return the name of a file in a form that both databases keep, for :func:`name_from_stored`.

    A character that they refuse becomes U+FFFD and its number in four hexadecimal digits; so does U+FFFD.
    """
    if name.isascii() and "\0" not in name:
        return name
    return _UNSTORABLE.sub(lambda match: f"{REPLACEMENT}{ord(match[0]):04x}", name)


def name_from_stored(text: str) -> str:
    """Return the name of a file as the operating system knows it."""
    return _STORED.sub(lambda match: chr(int(match[1], 16)), text)
