"""What terminals can do, by their names (``TERM``). Pure."""

from __future__ import annotations

_CANNOT_PLACE_TEXT = frozenset({"", "dumb", "unknown"})
_CONSOLES = ("linux", "vt1", "vt2", "ansi", "cons25", "wsvt25")


def can_place_text(term: str) -> bool:
    """Return whether a terminal is known, and can draw text at a place of its screen."""
    return term not in _CANNOT_PLACE_TEXT


def is_console(term: str) -> bool:
    """Return whether a terminal is a console: few glyphs, no mouse or clipboard, and it prints requests that
    it does not know."""
    return term.startswith(_CONSOLES)
