"""What a terminal sends, as keys: `esc` and a key in one packet stay two keys.

Terminals send the same bytes for alt and a key as for `esc` and that key, and over a slow line the two arrive
in one packet. Textual makes of them alt and a letter, the character that a Mac types with option and a digit,
or the second key alone. No key of arrtui has alt, but in a text field alt+b and alt+f move by a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver

ESCAPE = "\x1b"
_SPLIT = frozenset(f"{ESCAPE}{character}" for character in "0123456789-=")
"""Sequences that Textual reads as one character of a Mac's keyboard."""
_WORD_MOVES = {f"{ESCAPE}b": "ctrl+left", f"{ESCAPE}f": "ctrl+right"}
"""Sequences that move by a word in a line one types in, and the keys that Textual reads them as."""


def word_move(sequence: str) -> events.Key:
    """Return the key for a sequence that moves by a word; its character is the sequence itself."""
    return events.Key(_WORD_MOVES[sequence], sequence)


def keys_apart(event: events.Event) -> tuple[events.Key, ...]:
    """Return the two keys that a move by a word is where nothing is typed; none for every other event."""
    sequence = event.character if isinstance(event, events.Key) else None
    if sequence not in _WORD_MOVES:
        return ()
    return events.Key("escape", ESCAPE), events.Key(sequence[1:], sequence[1:])


class KeyParser(XTermParser):
    """Textual's parser without alt."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        if sequence in _SPLIT:
            return self._after_escape(sequence[1:])
        if sequence in _WORD_MOVES:
            return (word_move(sequence),)
        if alt:
            return self._after_escape(sequence)
        return super()._sequence_to_key_events(sequence)

    def _after_escape(self, sequence: str) -> Iterator[events.Key]:
        yield events.Key("escape", ESCAPE)
        yield from super()._sequence_to_key_events(sequence)


def parse_escape_apart() -> None:
    """Have Textual's driver use the parser."""
    linux_driver.XTermParser = KeyParser  # type: ignore[attr-defined]
