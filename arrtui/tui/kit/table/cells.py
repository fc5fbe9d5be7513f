"""Text that stays inside its cell: made harmless, measured in terminal cells, cut and padded."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal, NamedTuple, TypeAlias

from rich.cells import cell_len, get_character_cell_size

Align: TypeAlias = Literal["left", "right", "center"]
Elision: TypeAlias = Literal["end", "middle"]
"""Where text that does not fit is cut."""

Cell: TypeAlias = str | tuple[str, str] | list[tuple[str, str]]
"""What a column shows of a row: text, text with a style name, or several such pieces in a row."""

LONGEST = 2_000
"""Characters of one cell that are looked at; no terminal is wide enough to show more."""

_LEAST_FOR_BOTH = 12
"""Cells below which a beginning and an end say less than a beginning alone."""

LEFT_TO_RIGHT_MARK = "\u200e"
"""Takes no cell, and ends the reach of right-to-left text before it."""


class _Patterns(NamedTuple):
    """What is looked for in text that is not plain ASCII."""

    spaces: re.Pattern[str]
    escapes: re.Pattern[str]
    unstable: re.Pattern[str]
    """Characters that terminals disagree about (joiners, variation selectors, skin tones, soft hyphens) or
    that change the direction of everything after them."""
    controls: re.Pattern[str]
    right_to_left: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """Compile the patterns when the first such text comes: their wide classes would delay the first paint."""
    return _Patterns(
        spaces=re.compile("[\t-\r\x85\u2028\u2029]+"),
        escapes=re.compile(
            # Colours and cursor movement (CSI), then strings such as window titles and links.
            "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"
            "|(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)?"
        ),
        unstable=re.compile(
            "[\xad\u061c\u180b-\u180e\u200b\u200d-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
            "\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]"
        ),
        controls=re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]"),
        right_to_left=re.compile(
            "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
        ),
    )


def sanitise(text: str) -> str:
    """Make text safe for one line of a grid.

    Line breaks and tabs become one space, escape sequences go, other controls show as `^A` or `?`,
    and characters without a dependable width go.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _patterns().escapes.sub("", text[:LONGEST])
    text = _patterns().unstable.sub("", _patterns().spaces.sub(" ", text))
    return unicodedata.normalize("NFC", _patterns().controls.sub(_show_control, text))


def _show_control(match: re.Match[str]) -> str:
    """Spell a control character the way `cat -v` does."""
    code = ord(match[0])
    return f"^{chr(code ^ 0x40)}" if code < 0x80 else "?"


def is_right_to_left(text: str) -> bool:
    """Return whether a text holds a character that runs from right to left."""
    return not text.isascii() and _patterns().right_to_left.search(text) is not None


def cut(text: str, width: int, ellipsis: str) -> str:
    """Shorten a sanitised text to at most `width` cells, ending it with the ellipsis when it does not fit."""
    if text.isascii():
        return text if len(text) <= width else text[: max(0, width - 1)] + ellipsis[:width]
    if cell_len(text) <= width:
        return text
    return text[: _chars_within(text, width - 1)] + ellipsis[: max(0, width)]


def cut_middle(text: str, width: int, ellipsis: str) -> str:
    """Shorten a sanitised text to at most `width` cells so that its end, twice its beginning, stays.

    For names of files: those beside one video begin alike.
    """
    if cell_len(text) <= width or width < _LEAST_FOR_BOTH:
        return cut(text, width, ellipsis)
    beginning = text[: _chars_within(text, (width - 1) // 3)]
    room = width - 1 - cell_len(beginning)
    end = text[len(text) - _chars_within(text[::-1], room) :]
    return f"{beginning}{ellipsis}{end}"


def _chars_within(text: str, width: int) -> int:
    """Count the leading characters that fit into so many cells."""
    used = 0
    for index, char in enumerate(text):
        used += get_character_cell_size(char)
        if used > width:
            return index
    return len(text)


def paddings(length: int, width: int, align: Align) -> tuple[int, int]:
    """Split the free cells of a column into those before and those after its text."""
    free = max(0, width - length)
    if align == "left":
        return 0, free
    if align == "right":
        return free, 0
    return free // 2, free - free // 2


def fit(text: str, width: int, align: Align, ellipsis: str) -> str:
    """Make a sanitised text exactly `width` cells wide."""
    shown = cut(text, width, ellipsis)
    before, after = paddings(cell_len(shown), width, align)
    # A terminal that reorders bidirectional text would otherwise swap a Hebrew title with the year in the
    # next column: digits and spaces after it join its direction.
    mark = LEFT_TO_RIGHT_MARK if is_right_to_left(shown) else ""
    return " " * before + shown + mark + " " * after


def plain_text(cell: Cell) -> str:
    """Return the text of a cell without its styles."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, tuple):
        return cell[0]
    return "".join(text for text, _style in cell)
