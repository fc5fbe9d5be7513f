"""What the backups of each local day brought, instance by instance. Pure.

Counts are those stored with the snapshots: what was added and removed again on one day counts twice. The
changes of a thinned snapshot count on the day of the next one that was kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

from arrtui.db.snapshots import SnapshotRow


class DayState(StrEnum):
    """What became of the backups of an instance on a day."""

    NONE = "none"
    """There was none, or it was thinned away."""
    FAILED = "failed"
    """None completed."""
    SAME = "same"
    """At least one completed, and nothing had changed."""
    CHANGED = "changed"
    FIRST = "first"
    """The oldest one that is kept; what led to it is not known."""


class SnapshotSpan(NamedTuple):
    """Two complete snapshots of one instance to compare."""

    older: SnapshotRow
    newer: SnapshotRow

    @property
    def instance(self) -> str:
        """Name of the instance."""
        return self.newer.instance


class DayCell(NamedTuple):
    """The backups of one instance on one local day."""

    state: DayState = DayState.NONE
    added: int = 0
    changed: int = 0
    removed: int = 0
    complete: int = 0
    """How many backups completed."""
    live: int = 0
    """How many live snapshots there are besides."""
    failed: int = 0
    """How many failed; of failures for one reason in a row only the last is stored."""
    error: str = ""
    """Why the last one that failed did."""
    span: SnapshotSpan | None = None
    """What to compare: the last snapshot before the day with the last one of it. None where there are not
    two."""

    @property
    def total(self) -> int:
        """How many records were added, changed or removed."""
        return self.added + self.changed + self.removed


NO_BACKUP = DayCell()
"""A day without a backup."""


class ChangeDay(NamedTuple):
    """A day, or a run of days on which the same happened everywhere and nothing changed."""

    first: date
    last: date
    cells: Mapping[str, DayCell]
    """By name of the instance, of the last day of a run; without a backup there is none."""

    def cell(self, instance: str) -> DayCell:
        """Return the backups of an instance."""
        return self.cells.get(instance, NO_BACKUP)

    @property
    def spans(self) -> list[SnapshotSpan]:
        """What to compare, instance by instance, where something changed."""
        cells = self.cells.values()
        return [cell.span for cell in cells if cell.span is not None and cell.state is DayState.CHANGED]


def local_day(at: float, zone: tzinfo | None = None) -> date:
    """Return the day of a moment in UTC seconds; without ``zone`` in that of the machine."""
    return datetime.fromtimestamp(at, UTC).astimezone(zone).date()


def start_of_day(at: float) -> float:
    """Return when the local day of a moment began; both are in UTC seconds."""
    return datetime.combine(local_day(at), time.min).timestamp()


def changes_by_day(
    snapshots: Iterable[SnapshotRow], today: date, zone: tzinfo | None = None
) -> list[ChangeDay]:
    """Return the days from ``today`` back to the first snapshot, the newest first.

    Args:
        snapshots: Of all instances to show, newest first, failed ones among them.
        today: The local day at which the list begins, unless a snapshot is dated later.
        zone: Where days begin; None for the zone of the machine.

    Days in a row with the same state in all instances are one, unless something changed.
    """
    by_day: defaultdict[date, dict[str, list[SnapshotRow]]] = defaultdict(dict)
    order: defaultdict[str, list[SnapshotRow]] = defaultdict(list)
    for row in sorted(snapshots, key=lambda row: row.id):
        day = local_day(row.taken_at, zone)
        by_day[day].setdefault(row.instance, []).append(row)
        if row.state == "complete":
            order[row.instance].append(row)
    before = {
        row.id: older for rows in order.values() for older, row in zip([None, *rows], rows, strict=False)
    }
    days = [
        ChangeDay(day, day, {name: _cell(rows, before) for name, rows in by_instance.items()})
        for day, by_instance in sorted(by_day.items(), reverse=True)
    ]
    return list(_folded(list(_without_gaps(days, today))))


def _cell(rows: Sequence[SnapshotRow], before: Mapping[int, SnapshotRow | None]) -> DayCell:
    """Return the backups of one instance on one day, the oldest first."""
    complete = [row for row in rows if row.state == "complete"]
    failures = [row for row in rows if row.state != "complete"]
    error = failures[-1].error if failures else ""
    if not complete:
        return DayCell(DayState.FAILED, failed=len(failures), error=error)
    added, changed, removed = (
        sum(getattr(row, name) for row in complete) for name in ("added", "changed", "removed")
    )
    older = before[complete[0].id]
    if older is None and len(complete) > 1:
        older = complete[0]
    state = DayState.CHANGED if added or changed or removed else DayState.SAME
    if state is DayState.SAME and any(row.baseline for row in complete):
        state = DayState.FIRST
    span = SnapshotSpan(older, complete[-1]) if older is not None else None
    live = sum(row.live for row in complete)
    return DayCell(state, added, changed, removed, len(complete) - live, live, len(failures), error, span)


def _without_gaps(days: Sequence[ChangeDay], today: date) -> Iterator[ChangeDay]:
    """Yield days with those in between on which nothing was backed up, newest first."""
    following = today + timedelta(days=1)
    for day in days:
        if (gap := following - day.last).days > 1:
            yield ChangeDay(day.last + timedelta(days=1), day.last + gap - timedelta(days=1), {})
        yield day
        following = day.first


def _folded(days: Sequence[ChangeDay]) -> Iterator[ChangeDay]:
    """Yield days with runs of those on which the same happened, and nothing changed, as one."""
    run: ChangeDay | None = None
    for day in days:
        if run is not None and _alike(run, day):
            run = run._replace(first=day.first)
            continue
        if run is not None:
            yield run
        run = day
    if run is not None:
        yield run


def _alike(newer: ChangeDay, older: ChangeDay) -> bool:
    """Return whether the same happened on two days, and nothing changed."""
    happened, happened_before = (
        {name: (cell.state, cell.error) for name, cell in day.cells.items()} for day in (newer, older)
    )
    states = {cell.state for cell in newer.cells.values()}
    return happened == happened_before and states.isdisjoint({DayState.CHANGED, DayState.FIRST})
