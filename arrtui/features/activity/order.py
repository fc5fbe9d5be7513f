"""The order in which rows of the activity are listed. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from arrtui.core.activity import ActivityKind
from arrtui.db.activity import StoredActivity
from arrtui.features.activity.words import state_of

_PROBLEMS = (
    ActivityKind.FAULT,
    ActivityKind.HEALTH,
    ActivityKind.DOWNLOAD,
    ActivityKind.COMMAND,
    ActivityKind.RELEASE,
    ActivityKind.WANTED,
)
_OTHERS = (
    ActivityKind.DOWNLOAD,
    ActivityKind.COMMAND,
    ActivityKind.WANTED,
    ActivityKind.HEALTH,
    ActivityKind.RELEASE,
    ActivityKind.FAULT,
)
_LEVELS = ("bad", "warn", "accent", "good", "", "dim")


def in_order(rows: Iterable[StoredActivity]) -> list[StoredActivity]:
    """Return problems, then downloads, commands, what is wanted and releases.

    Releases are newest first; others the most serious first, then those under way, those that wait last.
    """
    return sorted(rows, key=_place)


def _place(row: StoredActivity) -> tuple[bool, int, float]:
    entry = row.entry
    order = _PROBLEMS if entry.problem else _OTHERS
    if entry.kind is ActivityKind.RELEASE:
        within = -(entry.at or 0.0)
    else:
        within = _LEVELS.index(state_of(entry).level)
    return not entry.problem, order.index(entry.kind), within
