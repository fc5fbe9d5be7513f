"""Which snapshots to keep: all of the last days, then one a week, then one a month. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

_DAY = 86_400.0


@dataclass(frozen=True)
class Retention:
    """How long snapshots are kept, each tier beginning where the one before ends."""

    days: int = 30
    """Every snapshot this young stays."""
    weeks: int = 26
    """After that the newest of each ISO week stays, for this many weeks."""
    months: int = 0
    """After that the newest of each month stays, for this many months of 30 days; 0 is for ever."""


def snapshots_to_drop(taken: Sequence[tuple[int, float]], rule: Retention, now: float) -> list[int]:
    """Return the ids to drop of ``(id, UTC seconds)`` pairs, oldest first.

    The latest snapshot, that of the highest id, is never dropped, and neither is one dated in the future (a
    clock was set back).
    """
    keep: dict[str, tuple[float, int]] = {}
    drop: list[int] = []
    ordered = sorted(taken, key=lambda pair: (pair[1], pair[0]))
    for snapshot, at in ordered:
        slot = _slot(at, rule, now)
        if slot is None:
            drop.append(snapshot)
        elif slot in keep:
            drop.append(keep[slot][1])
        if slot:
            keep[slot] = (at, snapshot)
    latest = max((snapshot for snapshot, _ in taken), default=None)
    return [snapshot for snapshot in drop if snapshot != latest]


def _slot(at: float, rule: Retention, now: float) -> str | None:
    """Return the name of the one place a snapshot competes for, "" to keep it anyhow, None to drop it."""
    age = (now - at) / _DAY
    if age < rule.days:
        return ""
    when = datetime.fromtimestamp(at, UTC)
    if age < rule.days + rule.weeks * 7:
        year, week, _ = when.isocalendar()
        return f"week {year}-{week}"
    if rule.months == 0 or age < rule.days + rule.weeks * 7 + rule.months * 30:
        return f"month {when.year}-{when.month}"
    return None
