"""Verify artwork, read what came of it, and repair it: what front ends ask."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from arrtui.core.apps import Feature
from arrtui.core.artwork import PhaseName
from arrtui.core.artwork_problems import ArtProblem
from arrtui.core.events import JobState
from arrtui.db import jobs
from arrtui.runtime.artwork.phases import PhaseArgs, kind_of
from arrtui.runtime.artwork.repair_job import new_repair
from arrtui.runtime.read_only import refuse_writing

if TYPE_CHECKING:
    from arrtui.core.events import Job
    from arrtui.runtime.services import Services


class VerifyReport(msgspec.Struct, frozen=True, kw_only=True):
    """What the last verification of an instance found."""

    instance: str
    job_id: int
    ended_at: float
    """UTC seconds."""
    counts: Mapping[str, Any]
    """The result of its job without the problems."""
    problems: tuple[ArtProblem, ...] = ()
    """At most a thousand."""


class Verifying:
    """Verifies artwork. Every method may raise ArrtuiError."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.turn = asyncio.Lock()
        """Held by the job that reads the cache, so that jobs for several instances read a share once."""

    async def look(self, instances: Sequence[str] = (), *, everything: bool = False) -> list[int]:
        """Queue a verification that repairs nothing, of some instances or all; return the ids of the jobs.

        ``everything``: whether all of the cache is read, not only the share that is due.
        """
        args = PhaseArgs(applies=False, asks_again=everything)
        return await self._services.artwork.start(PhaseName.VERIFY, instances, args)

    async def reports(self, instances: Sequence[str] = ()) -> list[VerifyReport]:
        """Return the last report of some instances or all, as far as there are any."""
        names = self._services.config.names_with(Feature.ARTWORK, instances)
        kind = kind_of(PhaseName.VERIFY)
        newest = await self._services.database.read(jobs.newest_of_subjects, kind, JobState.COMPLETED)
        return [report_of(newest[name]) for name in names if name in newest]

    async def repair(self, instances: Sequence[str] = ()) -> list[int]:
        """Queue the repair of what the last reports say; return the ids of the jobs."""
        refuse_writing(self._services.config, "repairing artwork")
        return [
            (await self._services.jobs.enqueue(new_repair(report.instance, report.problems)))[0]
            for report in await self.reports(instances)
            if report.problems
        ]


def report_of(job: Job) -> VerifyReport:
    """Return what a verification that is done found."""
    result = dict(job.result or {})
    problems = msgspec.convert(result.pop("problems", []), tuple[ArtProblem, ...])
    return VerifyReport(
        instance=job.instance,
        job_id=job.id,
        ended_at=job.finished_at or 0.0,
        counts=result,
        problems=problems,
    )
