"""States as an ASCII glyph and a word, so that colour never speaks alone."""

from __future__ import annotations

from typing import NamedTuple

from arrtui.core.events import Job, JobState


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
    "up": Sign("+", "up", "good"),
    "down": Sign("x", "down", "bad"),
    "unknown": Sign("?", "unknown", "warn"),
}
CHECKING = Sign("~", "checking", "accent")

JOB = {
    JobState.PENDING: Sign(".", JobState.PENDING.word, "dim"),
    JobState.RUNNING: Sign(">", JobState.RUNNING.word, "accent"),
    JobState.RETRYING: Sign("~", JobState.RETRYING.word, "warn"),
    JobState.COMPLETED: Sign("+", JobState.COMPLETED.word, "good"),
    JobState.FAILED: Sign("x", JobState.FAILED.word, "bad"),
    JobState.CANCELLED: Sign("-", JobState.CANCELLED.word, "dim"),
    JobState.PARKED: Sign("?", JobState.PARKED.word, "warn"),
    JobState.SUPERSEDED: Sign("-", JobState.SUPERSEDED.word, "dim"),
}
STOPPING = Sign("-", "stopping", "warn")

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
