"""Jobs as every layer sees them, and the events that are published on the bus."""

from __future__ import annotations

from collections.abc import Hashable
from enum import StrEnum
from typing import Any

import msgspec

from arrtui.core.structs import describe_structs


class JobState(StrEnum):
    """The state of a job."""

    PENDING = "pending"
    RUNNING = "running"
    RETRYING = "retrying"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    PARKED = "parked"
    """It waits for a decision: retried by hand it goes on, cancelled it ends."""
    SUPERSEDED = "superseded"
    """A later job has taken its place."""

    @property
    def finished(self) -> bool:
        """Return whether the job is over, unless it is retried by hand."""
        return self in FINISHED

    @property
    def active(self) -> bool:
        """Return whether a worker has the job or will take it unasked."""
        return self in ACTIVE

    @property
    def word(self) -> str:
        """Return what people read."""
        return _STATE_WORDS.get(self, self.value)


_STATE_WORDS = {JobState.PENDING: "waiting", JobState.COMPLETED: "done"}
ACTIVE = (JobState.PENDING, JobState.RUNNING, JobState.RETRYING)
UNFINISHED = (*ACTIVE, JobState.PARKED)
FINISHED = (JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED, JobState.SUPERSEDED)
RETRIABLE = (JobState.FAILED, JobState.CANCELLED, JobState.RETRYING, JobState.PARKED)
"""States from which a job can be queued again by hand."""


class Access(StrEnum):
    """What a job does to its instance: writes run one at a time."""

    READ = "read"
    WRITE = "write"
    FOLDERS = "folders"
    """It writes into the folders of the titles, beside what writes to the app."""
    ALONE = "alone"
    """It writes, and no other job may ask the instance meanwhile."""

    @property
    def writes(self) -> bool:
        """Return whether it writes."""
        return self is not Access.READ


class Progress(msgspec.Struct, frozen=True, omit_defaults=True):
    """How far a job has come. ``total`` is 0 while it is not known."""

    done: int = 0
    total: int = 0
    text: str = ""
    """What is being done now."""
    rate: float = 0.0
    """Units of ``done`` per second, smoothed."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One durable piece of background work, as it was stored last. Times are UTC seconds since the epoch."""

    id: int
    kind: str
    subject: str = ""
    """What it works on; one unfinished job per kind and subject."""
    instance: str = ""
    """The instance it talks to, empty for none."""
    access: Access = Access.READ
    args: dict[str, Any] = msgspec.field(default_factory=dict)
    priority: int = 5
    """1 is first, 10 is last."""
    state: JobState = JobState.PENDING
    attempts: int = 0
    """How often it was started; a start that a clean quit took back is not counted."""
    losses: int = 0
    """How many of these starts ended because the process vanished; they do not count as attempts."""
    max_attempts: int = 4
    run_after: float = 0.0
    lease_owner: str = ""
    """The worker that runs it."""
    lease_until: float = 0.0
    """How long it stays that worker's own without renewal; of a job that waits, when a worker last had it."""
    cancel_requested: bool = False
    progress: Progress = Progress()
    result: dict[str, Any] | None = None
    error: str = ""
    """Why the last attempt failed, as a sentence."""
    error_code: str = ""
    error_detail: str = ""
    parent_id: int | None = None
    """The job that queued this one."""
    created_at: float = 0.0
    asked_at: float = 0.0
    """When somebody last asked for it: queued it, or retried it by hand."""
    started_at: float | None = None
    """When the last attempt began."""
    finished_at: float | None = None
    revision: int = 0
    """Higher than that of every job changed before."""

    @property
    def is_put_off(self) -> bool:
        """Whether it waits for a time that was later than now when it was asked for."""
        return self.state is JobState.PENDING and self.run_after > self.asked_at


class Event(msgspec.Struct, frozen=True):
    """Base class of everything that is published."""

    @property
    def topic(self) -> Hashable:
        """Return what the event is about: of two events on one topic only the later one matters."""
        return (type(self).__name__, *msgspec.structs.astuple(self))


class JobChanged(Event, frozen=True):
    """A job was queued, started, advanced, finished or put back."""

    job: Job

    @property
    def topic(self) -> Hashable:
        """Return the job's id."""
        return ("JobChanged", self.job.id)


class InstanceChecked(Event, frozen=True):
    """The stored state of an instance was refreshed."""

    name: str


class SnapshotTaken(Event, frozen=True):
    """A snapshot of an instance was stored, complete or failed."""

    instance: str
    snapshot_id: int
    titles: tuple[int, ...] = ()
    """The app's ids of the titles that a reading of some of them found different."""


class EstateEventsStored(Event, frozen=True):
    """Something happened in the estate (:class:`~arrtui.core.estate_events.EstateEvent`)."""

    last_id: int

    @property
    def topic(self) -> Hashable:
        """Return a constant: only the last one matters."""
        return "EstateEventsStored"


class WorkerChanged(Event, frozen=True):
    """This process started to work on jobs, or leaves them to another process."""

    working: bool
    where: str
    """Who works: ``here``, or the daemon's ``host (pid N)``."""

    @property
    def topic(self) -> Hashable:
        """Return a constant: only the last change matters."""
        return "WorkerChanged"


class StorageChanged(Event, frozen=True):
    """What this process does cannot be stored, or can be again."""

    error: str
    """Why not, as a sentence; empty once it can."""
    is_waited_for: bool = False
    """Whether it may pass by itself, so that a headless run waits for it."""

    @property
    def topic(self) -> Hashable:
        """Return a constant: only the last change matters."""
        return "StorageChanged"


class ActivityStored(Event, frozen=True):
    """What is stored of an instance's activity is newer, without a reading of it."""

    instance: str


class ConfigChanged(Event, frozen=True):
    """The configuration was read again, and is in use or was refused."""


describe_structs(__name__)
