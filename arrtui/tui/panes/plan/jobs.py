"""The jobs a plan is waiting for: those that apply it, and those that were asked for while it is open."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from arrtui.core.events import Job, JobState, Progress
from arrtui.core.text import progress_bar
from arrtui.tui.panes.plan.head import Note

APPLY = "apply"
"""The kind of job that writes a plan to one instance."""
PLANNING = ("plan", "undo", "restore", "copy")
"""The kinds of job that end with a new plan."""
SYNC = (*PLANNING, APPLY)


class JobNews(NamedTuple):
    """What changed of the jobs since the last look."""

    advanced: bool = False
    """Whether an apply of the plan went on or ended."""
    ended: bool = False
    """Whether an apply of the plan ended."""
    finished: tuple[Job, ...] = ()
    """Jobs asked for that have finished."""


class PlanJobs:
    """Follows the jobs of one plan."""

    def __init__(self, plan_id: int) -> None:
        self.plan_id = plan_id
        self._applies: dict[int, Job] = {}
        self._asked: dict[int, Job | None] = {}

    def ask(self, job_id: int, known: Mapping[int, Job]) -> JobNews:
        """Wait for a job; it may have finished before its number was known."""
        self._asked[job_id] = None
        return self.take(known.values())

    def take(self, jobs: Iterable[Job]) -> JobNews:
        """Take jobs as they are stored now, and say what is news about them."""
        advanced = ended = False
        finished = []
        for job in jobs:
            if job.id in self._asked:
                self._asked[job.id] = job
                if job.state.finished:
                    del self._asked[job.id]
                    finished.append(job)
            if job.kind == APPLY and job.args.get("plan") == self.plan_id:
                before = self._applies.get(job.id)
                self._applies[job.id] = job
                advanced |= before is None or job.revision > before.revision
                ended |= before is not None and job.state.finished and not before.state.finished
        return JobNews(advanced, ended, tuple(finished))

    @property
    def applying(self) -> list[Job]:
        """The jobs that apply the plan now or are about to."""
        return [job for job in self._applies.values() if not job.state.finished]

    @property
    def waiting_for(self) -> list[Job]:
        """The jobs asked for that are not finished."""
        return [job for job in self._asked.values() if job is not None]

    @property
    def last(self) -> list[Job]:
        """The last apply of each instance."""
        return list({job.instance: job for _id, job in sorted(self._applies.items())}.values())

    def notes(self) -> Iterator[Note]:
        """Yield a sentence for each job at work, and for each apply that failed."""
        for job in self.applying:
            yield _applying(job), "accent"
        for job in self.waiting_for:
            yield f"{WORDS.get(job.kind, job.kind)}: {working(job)}", "accent"
        for job in self.last if not self.applying else ():
            if job.state is JobState.FAILED:
                yield job.error, "bad"
            elif job.state is JobState.CANCELLED:
                yield f"Stopped on {job.instance}; A goes on with what is left.", "warn"
            elif remark := (job.result or {}).get("remark"):
                yield remark, "warn"


LONGEST_TOAST = 240
"""Characters of an error that come up by themselves; a pair may have a dozen faults."""


def brief(error: str, where: str) -> str:
    """Return an error short enough to come up by itself; ``where`` says how to read the rest."""
    if len(error) <= LONGEST_TOAST:
        return error
    return f"{textwrap.shorten(error, LONGEST_TOAST, placeholder=' ...')} ({where})"


WORDS = {"plan": "Planning again", "undo": "Planning the undo", "restore": "Planning", "copy": "Planning"}


def _applying(job: Job) -> str:
    if job.cancel_requested:
        return f"Stopping on {job.instance} after the write under way."
    return f"Applying to {job.instance}: {working(job)}   c stops"


def working(job: Job, width: int = 14) -> str:
    """Return how far a job is."""
    if job.state is JobState.RETRYING:
        return f"will be tried again: {job.error}"
    if job.state is JobState.PENDING:
        return "waits for a free slot"
    progress: Progress = job.progress
    text = progress.text.removeprefix(f"{job.instance}: ")
    if not progress.total:
        return text or "begins"
    bar = progress_bar(progress.done, progress.total, width)
    return f"{bar} {progress.done:,}/{progress.total:,} {text}".strip()
