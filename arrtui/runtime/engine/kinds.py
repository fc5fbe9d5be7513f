"""Kinds of job: one table of what each is called, what it does to its instance, and its handler."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import msgspec

from arrtui.core.domain import encode
from arrtui.core.estate_events import EstateEvent
from arrtui.core.events import Access, Job, JobState
from arrtui.db.jobs import NewJob
from arrtui.db.leases import ParkReason, no_reason
from arrtui.runtime.engine.endings import JobEvents, failure_only, nothing
from arrtui.runtime.engine.jobs import JobContext

Result = Mapping[str, Any] | None
"""Plain data, kept as the job's result."""
Handler = Callable[[JobContext], Awaitable[Result]]
"""Does a job.

It stops by letting ``CancelledError`` through or by calling :meth:`JobContext.check`; if it returns although
it was asked to stop, its work counts as finished. A resumable job whose worker vanished is handled again from
the start, so a handler that writes looks first at what it wrote before.
"""
VANISHED = (
    "The process that worked on it vanished, and how far it came is not known. Retry it to do it from the "
    "start, or cancel it."
)
"""Why a job that is not resumable is parked."""


def _no_description(_result: Mapping[str, Any]) -> str:
    return ""


def never() -> bool:
    """Return that nothing is forbidden."""
    return False


def _no_trace(_job: Job, _now: float) -> None:
    """Leave nothing to tidy up."""


@dataclass(frozen=True)
class JobKind:
    """A kind of job, as the worker, the Jobs pane, the bridge and the command line know it."""

    name: str
    """Stored with each job of this kind; never changes."""
    title: str
    """For people, at most eight characters: ``Backup``."""
    handler: Callable[..., Awaitable[Result]]
    """Called with the services and a :class:`JobContext`; as a :data:`Handler` once the kind is bound."""
    access: Access = Access.READ
    """What it does to its instance."""
    stores: bool = False
    """Whether its end makes newer what is stored of its instance."""
    routine: bool = False
    """Whether such jobs queue themselves every few minutes, so that completed ones are of little interest."""
    waits: bool = False
    """Whether it only waits for other jobs, so that it takes no slot from them."""
    max_attempts: int = 4
    resumable: bool = True
    """Whether the handler repeats nothing that matters when it starts again after its worker vanished.

    A job of any other kind is parked then, until somebody decides.
    """
    park_reason: ParkReason = no_reason
    """Why a waiting job must not begin unasked, e.g. because it is too old.

    Called in a database thread, inside the transaction that would claim the job.
    """
    cancelled: Callable[[Job, float], None] = _no_trace
    """Tidies up after a job that was cancelled, at that time, while no worker had it.

    Called in a database thread, inside the transaction that cancels the job.
    """
    events: JobEvents | None = None
    """What its end means for those who follow the estate; None for failures, of routine jobs for nothing."""
    describe_result: Callable[[Mapping[str, Any]], str] = _no_description
    """Words the result of a completed job for people; empty for nothing to say."""

    def bound(self, services: object, max_attempts: int) -> JobKind:
        """Return the kind with its handler bound to ``services`` and at most ``max_attempts`` attempts."""
        return replace(
            self,
            handler=partial(self.handler, services),
            max_attempts=min(self.max_attempts, max_attempts),
        )

    async def run(self, context: JobContext) -> str | None:
        """Run the bound handler and return its result as JSON.

        A library that calls ``sys.exit`` must not end arrtui, so that becomes an ordinary error.
        """
        try:
            result = await self.handler(context)
        except (SystemExit, KeyboardInterrupt) as error:
            raise RuntimeError(f"the handler tried to end the program ({error!r})") from error
        return None if result is None else encode(dict(result))


class JobKinds:
    """The kinds of job this process can do."""

    def __init__(self, kinds: Iterable[JobKind] = ()) -> None:
        self._by_name: dict[str, JobKind] = {}
        for kind in kinds:
            self.add(kind)

    def add(self, kind: JobKind) -> None:
        """Add a kind. Raises ValueError when there is one of that name."""
        if kind.name in self._by_name:
            raise ValueError(f"there is a kind of job {kind.name!r} already")
        self._by_name[kind.name] = kind

    def get(self, name: str) -> JobKind | None:
        """Return a kind, None when this version does not know it."""
        return self._by_name.get(name)

    def title(self, name: str) -> str:
        """Return what a kind is called; one that this version does not know is called by its own name."""
        kind = self.get(name)
        return kind.title if kind else name

    def stores(self, name: str) -> bool:
        """Return whether the end of such a job makes newer what is stored of its instance."""
        kind = self.get(name)
        return kind is not None and kind.stores

    def routine(self, name: str) -> bool:
        """Return whether such jobs queue themselves every few minutes."""
        kind = self.get(name)
        return kind is not None and kind.routine

    def waits(self, name: str) -> bool:
        """Return whether such a job only waits for others."""
        kind = self.get(name)
        return kind is not None and kind.waits

    def park_reason(self, job: Job, now: float) -> str:
        """Return why a job must wait for a decision (:data:`~arrtui.db.leases.ParkReason`)."""
        kind = self.get(job.kind)
        if kind is None:
            return ""
        if job.state is JobState.RUNNING and not kind.resumable:
            return VANISHED
        return kind.park_reason(job, now)

    def events(self, job: Job) -> Sequence[EstateEvent]:
        """Return what the end of a job means for those who follow the estate."""
        kind = self.get(job.kind)
        if kind is None or not job.state.finished:
            return ()
        return (kind.events or (nothing if kind.routine else failure_only))(job)

    def describe(self, job: Job) -> str:
        """Return what a job is called in a sentence: ``Backup of radarr.main``."""
        title = self.title(job.kind)
        return f"{title} of {job.subject}" if job.subject else title

    def describe_result(self, job: Job) -> str:
        """Return what came of a completed job, in the words of its kind."""
        kind = self.get(job.kind)
        return kind.describe_result(job.result or {}) if kind else ""

    def with_defaults(self, new: NewJob) -> NewJob:
        """Return a new job with the access and the attempts of its kind; one that is to be alone stays so."""
        kind = self.get(new.kind)
        if kind is None:
            return new
        access = new.access if new.access is Access.ALONE else kind.access
        return msgspec.structs.replace(new, access=access, max_attempts=kind.max_attempts)
