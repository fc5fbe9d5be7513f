"""The job that looks whether settings drifted, for whoever brings newer settings of an instance."""

from __future__ import annotations

from arrtui.db.jobs import NewJob

KIND = "settings-drift"


def drift_job(name: str) -> NewJob:
    """Return the job that looks at the syncs of settings that an instance has a part in."""
    return NewJob(kind=KIND, subject=name, instance=name, priority=9)
