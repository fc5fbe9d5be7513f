"""What the handler of a job is given, and what its end means."""

from __future__ import annotations

import asyncio
import re
import time
import traceback
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from arrtui.core.errors import ArrtuiError, JobLostError, StorageError
from arrtui.core.events import Job, Progress
from arrtui.db.faults import DiskError
from arrtui.db.jobs import MAX_DELAY, NewJob

PROGRESS_INTERVAL = 0.2
"""Seconds between two publications of a job's progress."""
BACKOFF_BASE = 5.0
"""Seconds: the longest first wait."""
BACKOFF_CAP = 300.0
"""Seconds: the longest wait there is, unless the app asks for more."""
_SMOOTHING = 0.3
"""Weight of the newest rate in the one shown."""
_LONGEST_DETAIL = 20_000
"""Characters kept of a traceback."""


class JobCancelled(BaseException):
    """The job was asked to stop. Not an Exception, so that no ``except Exception`` in a handler swallows it.

    It is no ``CancelledError`` either, which a task group would take for the quiet end of one of its tasks.
    """


# --- what a handler is given -----------------------------------------------------------------------------


class JobContext:
    """A running job as its handler sees it. Used on the worker's event loop."""

    def __init__(
        self,
        job: Job,
        store: Callable[[Progress], Awaitable[None]],
        enqueue: Callable[[NewJob], Awaitable[int]],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.job = job
        self.cancelled = asyncio.Event()
        """Set when the job is to stop, because someone asked or because the worker stops."""
        self._store = store
        self._enqueue = enqueue
        self._clock = clock
        self._unpublished: Progress | None = None
        self._published = Progress()
        self._published_at: float | None = None

    @property
    def args(self) -> dict[str, Any]:
        """Return what the job was queued with."""
        return self.job.args

    def check(self) -> None:
        """Raise JobCancelled when the job is to stop. A handler that writes calls this between its writes."""
        if self.cancelled.is_set():
            raise JobCancelled

    def report(self, done: int, total: int = 0, text: str = "") -> None:
        """Set the progress, to be published within a second. For code that cannot await."""
        self._unpublished = Progress(done=done, total=total, text=text)

    async def progress(self, done: int, total: int = 0, text: str = "") -> None:
        """Set the progress; it is published at most five times a second, the last value always.

        Raises JobLostError when the job has been given to another worker.
        """
        self.report(done, total, text)
        await self.publish_due()

    async def enqueue_child(self, new: NewJob) -> int:
        """Queue a job on behalf of this one; return its id, or that of an equal unfinished one."""
        return await self._enqueue(msgspec.structs.replace(new, parent_id=self.job.id))

    async def publish_due(self) -> None:
        """Publish the progress, unless that was done just now. Raises JobLostError."""
        now = self._clock()
        if self._published_at is None or not 0 <= now - self._published_at < PROGRESS_INTERVAL:
            await self.publish()

    async def publish(self) -> None:
        """Publish the progress if it is newer than what was published. Raises JobLostError.

        A database that is busy costs this publication, never the job.
        """
        if self._unpublished is None:
            return
        now = self._clock()
        elapsed = 0.0 if self._published_at is None else now - self._published_at
        value = with_rate(self._published, self._unpublished, elapsed)
        self._unpublished, self._published, self._published_at = None, value, now
        try:
            await self._store(value)
        except StorageError:
            self._unpublished = self._unpublished or value


def with_rate(before: Progress, now: Progress, elapsed: float) -> Progress:
    """Return ``now`` with its rate, from what was done in ``elapsed`` seconds since ``before``.

    Another total or a lower count is a new phase, whose rate is not known yet.
    """
    if elapsed <= 0 or now.done < before.done or now.total != before.total:
        return msgspec.structs.replace(now, rate=0.0)
    current = (now.done - before.done) / elapsed
    rate = _SMOOTHING * current + (1 - _SMOOTHING) * before.rate if before.rate else current
    return msgspec.structs.replace(now, rate=rate)


# --- what the end of a handler means ---------------------------------------------------------------------


@dataclass(frozen=True)
class Failure:
    """Why an attempt failed and whether another one may help."""

    error: str
    """A sentence."""
    code: str = ""
    detail: str = ""
    passing: bool = False
    retry_after: float | None = None
    """Seconds the app asked us to wait."""


def make_failure(error: BaseException, title: str) -> Failure:
    """Return what an exception means for its job; of several (a task group's), the gravest."""
    worst = min(_leaves(error), key=_gravity)
    if isinstance(worst, ArrtuiError):
        return Failure(
            error=redacted(str(worst)),
            code=worst.code,
            detail=redacted(worst.detail),
            passing=worst.passing,
            retry_after=getattr(worst, "retry_after", None),
        )
    trace = traceback.TracebackException.from_exception(error, capture_locals=False)  # values may be secret
    return Failure(
        error=f"{title} failed with an unexpected {type(worst).__name__}. This is a fault in arrtui; "
        "the full text is kept with the job.",
        code="unexpected",
        detail=redacted("".join(trace.format()))[-_LONGEST_DETAIL:],
    )


def disk_error(error: BaseException) -> DiskError | None:
    """Return the error of the disk by which a handler ended, None if it ended by anything else."""
    return next((leaf for leaf in _leaves(error) if isinstance(leaf, DiskError)), None)


def is_lost(error: BaseException) -> bool:
    """Return whether a handler ended because its job belongs to another worker now."""
    return any(isinstance(leaf, JobLostError) for leaf in _leaves(error))


def retry_delay(attempt: int, retry_after: float | None, random: float) -> float:
    """Return the seconds to wait after a failed attempt (the first is 1); ``random`` is in [0, 1).

    Exponential with full jitter, so that many jobs that failed together do not come back together. What the
    app asked for is waited for in full, on top of which the jitter is spread.
    """
    wait = min(BACKOFF_CAP, BACKOFF_BASE * 2.0 ** min(attempt - 1, 16)) * random
    if retry_after is None:
        return wait
    return min(MAX_DELAY, max(0.0, retry_after) + wait)


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield from _leaves(part)
    else:
        yield error


def _gravity(error: BaseException) -> int:
    """Return 0 for our errors that will not pass, 1 for unexpected ones, 2 for those that may pass."""
    if isinstance(error, ArrtuiError):
        return 2 if error.passing else 0
    return 1


_SECRETS = (
    (re.compile(r"(://)[^/\s:@]+:[^/\s@]+@"), r"\1…@"),
    (re.compile(r"\b(bearer|basic)\s+[\w.~+/=-]{6,}", re.IGNORECASE), r"\1 …"),
    (
        re.compile(
            r"((?:api[-_]?key|token|passw(?:or)?d|passkey|secret|cookie)[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,;)}\]]+",
            re.IGNORECASE,
        ),
        r"\1…",
    ),
    (re.compile(r"\b[0-9a-f]{32}\b", re.IGNORECASE), "…"),
)


def redacted(text: str) -> str:
    """Return a text without anything that looks like a key, a token or a password."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text
