"""Graphic renditions (SGR, ECMA-48 8.3.117): what a terminal draws in, and the shortest way to another."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_OFF = {1: 22, 2: 22, 3: 23, 4: 24, 5: 25, 7: 27, 8: 28, 9: 29, 53: 55}
"""The code that ends an attribute, by the code that begins it."""
_SHOWN_ON_BLANKS = frozenset({4, 7, 9, 53})
"""Attributes that change how a space looks: underline, reverse, strike, overline."""


class Rendition(NamedTuple):
    """Attributes and colours, each in the parameters that select them."""

    attributes: frozenset[int] = frozenset()
    foreground: str = ""
    """``31``, ``38;5;208`` or ``38;2;255;0;0``; empty for the terminal's own."""
    background: str = ""

    @property
    def on_blanks(self) -> Rendition:
        """What of it can be seen on a space."""
        if self.attributes and self.attributes & _SHOWN_ON_BLANKS:
            return self
        return _blank(self.background)

    @property
    def fills_by_erasing(self) -> bool:
        """Whether a cell that is erased looks like a space in it."""
        return not self.attributes & _SHOWN_ON_BLANKS


DEFAULT = Rendition()


@lru_cache(512)
def _blank(background: str) -> Rendition:
    """Return the same object each time, which is quick to compare."""
    return Rendition(background=background)


@lru_cache(4096)
def applied(rendition: Rendition, parameters: str) -> Rendition | None:
    """Return the rendition after ``CSI parameters m``; None for parameters that are not understood."""
    attributes, foreground, background = set(rendition.attributes), rendition.foreground, rendition.background
    try:
        for code, text in _codes(parameters):
            if code == 0:
                attributes, foreground, background = set(), "", ""
            elif code in _OFF:
                attributes.add(code)
            elif code in _OFF.values():
                attributes -= {on for on, off in _OFF.items() if off == code}
            elif code == 38 or 30 <= code <= 37 or 90 <= code <= 97:
                foreground = text
            elif code == 48 or 40 <= code <= 47 or 100 <= code <= 107:
                background = text
            elif code == 39:
                foreground = ""
            elif code == 49:
                background = ""
            else:
                return None
    except (ValueError, StopIteration):
        return None
    return Rendition(frozenset(attributes), foreground, background)


def _codes(parameters: str) -> Iterator[tuple[int, str]]:
    """Yield each code with its parameters; a colour of its own brings two or four of them."""
    numbers = parameters.split(";")
    place = 0
    while place < len(numbers):
        code = int(numbers[place] or 0)
        length = 1
        if code in (38, 48):
            length = {"5": 3, "2": 5}[numbers[place + 1]] if place + 1 < len(numbers) else 0
            if not length or place + length > len(numbers):
                raise ValueError(parameters)
        yield code, ";".join(numbers[place : place + length])
        place += length


@lru_cache(4096)
def change(before: Rendition, after: Rendition) -> str:
    """Return the shortest sequence that leads from one rendition to another."""
    if before == after:
        return ""
    if after == DEFAULT:
        return "\x1b[m"
    gone = before.attributes - after.attributes
    ended = {_OFF[code] for code in gone}
    # Bold and dim end together: the one that stays begins again.
    begun = {code for code in after.attributes if code not in before.attributes or _OFF[code] in ended}
    colours = [
        new or own
        for old, new, own in (
            (before.foreground, after.foreground, "39"),
            (before.background, after.background, "49"),
        )
        if old != new
    ]
    step = ";".join([*map(str, sorted(ended)), *map(str, sorted(begun)), *colours])
    anew = ";".join(
        ["0", *map(str, sorted(after.attributes)), *filter(None, (after.foreground, after.background))]
    )
    return f"\x1b[{min(step, anew, key=len)}m"
