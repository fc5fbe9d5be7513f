"""The jobs that apply a plan: what is new about them, and what they say above the entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from arrtui.core.events import Job, JobState
from arrtui.tui.kit.plan_words import APPLY, PLANNING, plan_progress
from arrtui.tui.kit.sheet import Piece


class JobNews(NamedTuple):
    """What changed of the applies since the last look."""

    advanced: bool = False
    """Whether an apply of the plan went on or ended."""
    ended: bool = False
    """Whether an apply of the plan ended."""


class PlanJobs:
    """Follows the applies of one plan."""

    def __init__(self, plan_id: int) -> None:
        self.plan_id = plan_id
        self._applies: dict[int, Job] = {}

    def take(self, jobs: Iterable[Job]) -> JobNews:
        """Update the jobs with their stored state and return what changed."""
        advanced = ended = False
        for job in jobs:
            if job.kind == APPLY and job.args.get("plan") == self.plan_id:
                before = self._applies.get(job.id)
                self._applies[job.id] = job
                advanced |= before is None or job.revision > before.revision
                ended |= before is not None and before.state.active and not job.state.active
        return JobNews(advanced, ended)

    @property
    def applying(self) -> list[Job]:
        """The jobs that apply the plan now or are about to."""
        return [job for job in self._applies.values() if job.state.active]

    def notes(self, planning: Iterable[Job]) -> Iterator[Piece]:
        """Yield a sentence for each job at work and for each apply that failed.

        ``planning`` are the unfinished jobs that make another plan of this one.
        """
        for job in self.applying:
            if job.cancel_requested:
                yield f"Stopping on {job.instance} after the write under way.", "accent"
            else:
                yield f"Applying to {job.instance}: {plan_progress(job)}   c stops", "accent"
        for job in planning:
            yield f"{PLANNING.get(job.kind, job.kind)}: {plan_progress(job)}", "accent"
        if self.applying:
            return
        last_applies = {job.instance: job for _id, job in sorted(self._applies.items())}
        for job in last_applies.values():
            if job.state in (JobState.FAILED, JobState.PARKED):
                yield job.error, "bad" if job.state is JobState.FAILED else "warn"
            elif job.state is JobState.CANCELLED:
                yield f"Stopped on {job.instance}; A goes on with what is left.", "warn"
            elif remark := (job.result or {}).get("remark"):
                yield remark, "warn"
