"""Where in the file a problem is: the line an editor is opened at."""

from __future__ import annotations

import re
from pathlib import Path

_PLACE = re.compile(r"line (\d+)")
_HEADING = re.compile(r"\s*\[\[?([^\[\]]+)\]")
_OPTION = re.compile(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=")
_NAME = re.compile(r"[\w-]+|\"[^\"]*\"|'[^']*'")


def line_of(text: str, path: str) -> int:
    """Return the line (from 1) of what a :class:`~arrtui.core.errors.ConfigProblem` has as its path.

    Where an option is missing, or written across lines in another way, that of its table; 1 where even that
    is not in the file.
    """
    if place := _PLACE.match(path):
        return int(place[1])
    names = _names(path)
    best, best_line = 0, 1
    table: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := _HEADING.match(line):
            table = here = _names(heading[1])
        elif option := _OPTION.match(line):
            here = table + _names(option[1])
        else:
            continue
        depth = len(here)
        if here == names[:depth] and depth > best:
            best, best_line = depth, number
    return best_line


def line_in_file(path: Path, place: str) -> int:
    """Return the line of a problem in a file as it is now; 1 where it cannot be read."""
    try:
        return line_of(path.read_text(encoding="utf-8", errors="replace"), place)
    except OSError:
        return 1


def _names(text: str) -> list[str]:
    """Return the parts of a dotted name without their quotes."""
    return [name.strip("\"'") for name in _NAME.findall(text)]
