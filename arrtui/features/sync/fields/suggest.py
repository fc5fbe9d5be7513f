"""Suggest what names of a source are called on a target: by an earlier choice, or by their likeness. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from arrtui.core.config.sync_values import plain_folder

_ALIKE = 0.55
"""Likeness from 0 to 1 below which a name is no suggestion."""


def suggest_names(
    names: Iterable[str], available: Sequence[str], chosen: Mapping[str, str], *, folders: bool = False
) -> dict[str, str]:
    """Return the names that need a map, each with what it is likely called on the target.

    Args:
        names: What the source has.
        available: What the target has. A name that is there too, spelt alike, stays itself.
        chosen: What was chosen before; it counts where the target has it.
        folders: Whether names are paths, whose last part says more than what is above it.
    """
    earlier = {old.casefold(): new for old, new in chosen.items()}
    suggestions = {}
    for name in names:
        choice = earlier.get(name.casefold(), "")
        if choice in available:
            suggestions[name] = choice
        elif name not in available and (likely := _most_alike(name, available, folders=folders)):
            suggestions[name] = likely
    return suggestions


def _most_alike(name: str, available: Sequence[str], *, folders: bool) -> str:
    """Return the name most like another, empty where none is like it; the only one there is always is."""
    if len(available) == 1:
        return available[0]
    likeness = _path_likeness if folders else _likeness
    ranked = [(likeness(name, other), other) for other in available]
    best = max(ranked, key=lambda rank: rank[0], default=(0.0, ""))
    return best[1] if best[0] >= _ALIKE else ""


def _likeness(name: str, other: str) -> float:
    """Return from 0 to 1 how alike two texts are."""
    return SequenceMatcher(None, name.casefold(), other.casefold()).ratio()


def _path_likeness(path: str, other: str) -> float:
    """Return from 0 to 1 how alike two folders are: a tenth of it by their whole paths."""
    whole, other_whole = plain_folder(path), plain_folder(other)
    last, other_last = whole.rpartition("/")[2], other_whole.rpartition("/")[2]
    return 0.9 * _likeness(last, other_last) + 0.1 * _likeness(whole, other_whole)
