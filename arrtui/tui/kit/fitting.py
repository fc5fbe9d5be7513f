"""Cutting text and names to the room there is."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from arrtui.core.apps import Kind
from arrtui.tui.kit.incognito import disguised
from arrtui.tui.kit.table.cells import sanitise


def fitting_text(texts: Sequence[str], room: int) -> str:
    """Return the first text of at most ``room`` cells, else the beginning of the last with a ``~``."""
    shown = [disguised(sanitise(text)) for text in texts]
    fitting = (text for text in shown if cell_len(text) <= room)
    return next(fitting, None) or f"{set_cell_size(shown[-1], max(1, room - 1)).rstrip()}~"


def short_name(name: str, room: int) -> str:
    """Return the name of an instance in a short column title: ``sonarr.anime`` is ``s.anime``."""
    if len(name) <= room:
        return name
    kind, _dot, label = name.partition(".")
    return f"{Kind(kind).value[0]}.{label}"[:room]
