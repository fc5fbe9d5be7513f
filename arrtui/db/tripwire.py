"""Which instances have raised an alarm, until somebody resumes what that stopped."""

from __future__ import annotations

from typing import NamedTuple

from arrtui.db.estate_event_models import TrippedRow
from arrtui.db.reading import rows_of


class Alarm(NamedTuple):
    """Losses of an instance that nobody has looked at yet."""

    instance: str
    raised_at: float
    """UTC seconds."""
    reason: str
    """As a sentence."""
    event_id: int
    """The event that tells of it."""
    snapshot_id: int | None
    """The last snapshot before the losses; None where there is none."""


def alarms() -> list[Alarm]:
    """Return the alarms that stand, the oldest first."""
    sql = (
        "SELECT instance, raised_at, reason, event_id, snapshot_id FROM tripped ORDER BY raised_at, instance"
    )
    return list(map(Alarm._make, rows_of(sql)))


def note(alarm: Alarm) -> None:
    """Store an alarm of an instance that has none."""
    TrippedRow.insert(alarm._asdict()).execute()


def forget(instance: str) -> Alarm | None:
    """Delete the alarm of an instance; return it, None where there was none."""
    alarm = next((alarm for alarm in alarms() if alarm.instance == instance), None)
    TrippedRow.delete().where(TrippedRow.instance == instance).execute()
    return alarm
