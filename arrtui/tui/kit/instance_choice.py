"""A line of instances of which one is chosen, with a note at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise

HINT = "  < > choose"
MORE = 2
"""Cells of what says that there are more on a side."""


def instance_choice(names: Mapping[str, str], chosen: str, note: tuple[str, str], width: int) -> Content:
    """Return as many instances as fit around the chosen one, and a note with the name of its style.

    ``names`` maps each instance to what the line calls it.
    """
    text, style = note
    left_width, keys = width - len(text) - 2, list(names)
    place = keys.index(chosen) if chosen in names else 0
    widths = [len(name) + 2 for name in names.values()] or [0]
    first, last = fitting_around(place, widths, left_width - len(HINT) - 2 * MORE)
    dim = CONTENT_STYLES["dim"]
    parts = [("< " if first else "", dim)]
    for key in keys[first : last + 1]:
        parts.append((f" {sanitise(names[key])} ", "bold reverse" if key == chosen else ""))
    parts += [(" >" if last < len(keys) - 1 else "", dim), (HINT, dim)]
    left = Content.assemble(*parts).truncate(max(0, left_width), ellipsis=True)
    gap = max(2, width - left.cell_length - len(text))
    return left + Content(" " * gap) + Content.styled(text, CONTENT_STYLES[style])


def fitting_around(chosen: int, widths: Sequence[int], room: int) -> tuple[int, int]:
    """Return the first and the last index of the names that fit into ``room`` cells around the chosen one."""
    first = last = chosen
    used = widths[chosen]
    while True:
        if last + 1 < len(widths) and used + widths[last + 1] <= room:
            last += 1
            used += widths[last]
        elif first and used + widths[first - 1] <= room:
            first -= 1
            used += widths[first]
        else:
            return first, last
