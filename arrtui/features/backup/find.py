"""Find the snapshot that a user names by number, by age or by time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo

from arrtui.core.errors import NoSuchSnapshotError
from arrtui.db.snapshots import SnapshotRow, list_snapshots

FORMS = "a snapshot number (12), latest, latest~1, a date (2026-11-01) or a time (2026-11-01T18:30)"
_LATEST = re.compile(r"latest(?:~(\d{1,6}))?")


def find_snapshot(instance: str, when: str, now: float) -> SnapshotRow:
    """Return the complete snapshot of an instance that ``when`` names; ``now`` is in UTC seconds.

    ``latest`` is the one of the highest number, whatever clock it was taken with. A date means its last
    second, a time the newest snapshot at or before it; times without an offset are local. ``yesterday`` and
    ``today`` are dates. Raises :class:`NoSuchSnapshotError` with what exists. Runs inside
    ``Database.reading()``.
    """
    today = datetime.fromtimestamp(now, UTC).astimezone()
    rows = list_snapshots([instance], complete=True)
    newest_first = sorted(rows, key=lambda row: (row.taken_at, row.id), reverse=True)
    text = when.strip().lower()
    if text.isdecimal():
        matches = [row for row in newest_first if row.id == int(text)]
    elif latest := _LATEST.fullmatch(text):
        matches = rows[int(latest[1] or 0) :]
    else:
        until = _parse_time(text, instance, today).timestamp()
        matches = [row for row in newest_first if row.taken_at <= until]
    if not matches:
        raise _missing(instance, when, newest_first, today.tzinfo)
    return matches[0]


def _parse_time(text: str, instance: str, now: datetime) -> datetime:
    """Return the time that a text names; without an offset it is in the zone of ``now``."""
    days = {"today": 0, "yesterday": 1}
    if text in days:
        text = (now - timedelta(days=days[text])).date().isoformat()
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        raise NoSuchSnapshotError(
            what="finding a snapshot", why=f"{text!r} is no time", advice=f"Give {FORMS}.", instance=instance
        ) from None
    if len(text) <= len("2026-11-01"):
        moment = datetime.combine(moment.date(), time.max)
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo).astimezone(now.tzinfo)


def _missing(
    instance: str, when: str, newest_first: Sequence[SnapshotRow], zone: tzinfo | None
) -> NoSuchSnapshotError:
    if not newest_first:
        return NoSuchSnapshotError(
            what="finding a snapshot",
            why="none has been taken yet",
            advice=f"Run: arrtui --run backup {instance}",
            instance=instance,
        )
    oldest = newest_first[-1]
    since = datetime.fromtimestamp(oldest.taken_at, zone)
    return NoSuchSnapshotError(
        what="finding a snapshot",
        why=f"there is none for {when!r}; the oldest, number {oldest.id}, is of {since:%Y-%m-%d %H:%M}",
        advice=f"Give {FORMS}; arrtui --run snapshots {instance} lists them.",
        instance=instance,
    )
