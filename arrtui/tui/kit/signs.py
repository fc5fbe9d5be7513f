"""States as a symbol and a word, so that colour never speaks alone; in symbols or in ASCII.

``+ ~ -`` are left to what truly is a difference: the entries of a plan and the changes between backups.
"""

from __future__ import annotations

from typing import NamedTuple

from arrtui.core.events import Job, JobState

GOOD = "●"
WARN = "▲"
BAD = "✗"
HOLLOW = "○"
"""Missing, not known, or half of what a full one says."""
IDLE = "·"
"""Nothing to do, or not yet."""
ACTIVE = "►"
"""At work."""
OFF = "□"
"""Left out on purpose."""
APPROVED = "✓"
ABSENT = "–"
"""Nothing is there and nothing is known of."""

ASCII = str.maketrans(
    {
        GOOD: "*",
        WARN: "!",
        BAD: "x",
        HOLLOW: "o",
        IDLE: ".",
        ACTIVE: ">",
        OFF: "-",
        APPROVED: "y",
        ABSENT: "_",
    }
)
"""Each symbol for terminals and fonts without them. All have the width of one cell in both renditions."""


class Sign(NamedTuple):
    """A state for people."""

    glyph: str
    word: str
    style: str
    """``good``, ``warn``, ``bad``, ``dim``, ``accent`` or nothing."""

    @property
    def text(self) -> str:
        """The glyph and the word."""
        return f"{self.glyph} {self.word}"


INSTANCE = {
    "up": Sign(GOOD, "up", "good"),
    "down": Sign(BAD, "down", "bad"),
    "unknown": Sign(HOLLOW, "unknown", "warn"),
}
LIVE = Sign(GOOD, "up, live", "good")
"""Of an instance that tells of changes by itself."""
ALARM = Sign(BAD, "alarm", "bad")
"""Of an instance that is up and has lost much."""
CHECKING = Sign(ACTIVE, "checking", "accent")

JOB = {
    JobState.PENDING: Sign(IDLE, JobState.PENDING.word, "dim"),
    JobState.RUNNING: Sign(ACTIVE, JobState.RUNNING.word, "accent"),
    JobState.RETRYING: Sign(WARN, JobState.RETRYING.word, "warn"),
    JobState.COMPLETED: Sign(GOOD, JobState.COMPLETED.word, "good"),
    JobState.FAILED: Sign(BAD, JobState.FAILED.word, "bad"),
    JobState.CANCELLED: Sign(OFF, JobState.CANCELLED.word, "dim"),
    JobState.PARKED: Sign(WARN, JobState.PARKED.word, "warn"),
    JobState.SUPERSEDED: Sign(OFF, JobState.SUPERSEDED.word, "dim"),
}
STOPPING = Sign(WARN, "stopping", "warn")

CONTENT_STYLES = {
    "good": "$text-success",
    "warn": "$text-warning",
    "bad": "$text-error",
    "accent": "$text-accent",
    "dim": "$foreground-muted",
    "": "",
}
"""The styles of table cells as theme variables, for running text."""


def job_sign(job: Job) -> Sign:
    """Return the sign of a job's state; one that was asked to stop has its own."""
    if job.state is JobState.RUNNING and job.cancel_requested:
        return STOPPING
    return JOB[job.state]
