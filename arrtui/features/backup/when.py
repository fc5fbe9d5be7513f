"""Find a snapshot by number, by age or by time. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from arrtui.core.errors import NoSuchSnapshotError

FORMS = "a snapshot number (12), latest, latest~1, a date (2026-11-01) or a time (2026-11-01T18:30)"
_LATEST = re.compile(r"latest(?:~(\d{1,6}))?")


@dataclass(frozen=True)
class Moment:
    """The id and time of a complete snapshot."""

    id: int
    taken_at: float
    """UTC seconds."""


def pick(
    snapshots: Sequence[Moment], when: str, *, instance: str, zone: tzinfo | None, now: datetime
) -> Moment:
    """Return the complete snapshot that ``when`` names.

    A date means its last second, a moment the newest snapshot at or before it; times without an offset are
    in ``zone``. ``yesterday`` and ``today`` are dates. Raises :class:`NoSuchSnapshotError` with what exists.
    """
    newest_first = sorted(snapshots, key=lambda snapshot: (snapshot.taken_at, snapshot.id), reverse=True)
    text = when.strip().lower()
    if text.isdecimal():
        matches = [snapshot for snapshot in newest_first if snapshot.id == int(text)]
    elif latest := _LATEST.fullmatch(text):
        matches = newest_first[int(latest[1] or 0) :]
    else:
        until = _moment(text, instance, zone, now).timestamp()
        matches = [snapshot for snapshot in newest_first if snapshot.taken_at <= until]
    if not matches:
        raise _missing(instance, when, newest_first, zone)
    return matches[0]


def _moment(text: str, instance: str, zone: tzinfo | None, now: datetime) -> datetime:
    """Return the moment a text names."""
    days = {"today": 0, "yesterday": 1}
    if text in days:
        text = (now.astimezone(zone) - timedelta(days=days[text])).date().isoformat()
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        raise NoSuchSnapshotError(
            what="finding a snapshot", why=f"{text!r} is no time", advice=f"Give {FORMS}.", instance=instance
        ) from None
    if len(text) <= len("2026-11-01"):
        moment = datetime.combine(moment.date(), time.max)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone).astimezone(zone)


def _missing(
    instance: str, when: str, newest_first: Sequence[Moment], zone: tzinfo | None
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
