"""Which snapshots to keep: all of the last days, then one a week, then one a month. Pure.

Live snapshots, of which a day may have hundreds, stay for a day; after that the last of each day does.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

LIVE_DAYS = 1
"""Every live snapshot this young stays."""
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


def snapshots_to_drop(
    taken: Sequence[tuple[int, float]],
    rule: Retention,
    now: float,
    *,
    live: Container[int] = (),
    pinned: Container[int] = (),
) -> list[int]:
    """Return the ids to drop of ``(id, UTC seconds)`` pairs, oldest first.

    Neither the latest snapshot, that of the highest id, nor the latest that is not ``live`` is ever dropped,
    nor are those ``pinned`` and those dated in the future (a clock was set back).
    """
    keep: dict[str, tuple[float, int]] = {}
    drop: list[int] = []
    ordered = sorted(taken, key=lambda pair: (pair[1], pair[0]))
    for snapshot, at in ordered:
        slot = "" if snapshot in pinned else _slot(at, rule, now, live=snapshot in live)
        if slot is None:
            drop.append(snapshot)
        elif slot in keep:
            drop.append(keep[slot][1])
        if slot:
            keep[slot] = (at, snapshot)
    latest = max((snapshot for snapshot, _ in taken), default=None)
    backup = max((snapshot for snapshot, _ in taken if snapshot not in live), default=None)
    return [snapshot for snapshot in drop if snapshot not in (latest, backup)]


def _slot(at: float, rule: Retention, now: float, *, live: bool) -> str | None:
    """Return the name of the one place a snapshot competes for, "" to keep it anyhow, None to drop it."""
    age = (now - at) / _DAY
    when = datetime.fromtimestamp(at, UTC)
    if age < rule.days:
        return f"day {when:%Y-%m-%d}" if live and age >= LIVE_DAYS else ""
    if age < rule.days + rule.weeks * 7:
        year, week, _ = when.isocalendar()
        return f"week {year}-{week}"
    if rule.months == 0 or age < rule.days + rule.weeks * 7 + rule.months * 30:
        return f"month {when.year}-{when.month}"
    return None
