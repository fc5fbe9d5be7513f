"""Waiting for jobs that were queued from a pane or a screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from arrtui.core.events import Job


class JobWaiter:
    """Calls back once for each awaited job that finishes."""

    def __init__(self, finished: Callable[[Job], None]) -> None:
        self._finished = finished
        self._awaited: set[int] = set()
        self._jobs: Mapping[int, Job] = {}

    def wait_for(self, job_id: int) -> None:
        """Await a job. It may have finished before its id was known here."""
        self._awaited.add(job_id)
        self.take(self._jobs)

    def take(self, jobs: Mapping[int, Job]) -> None:
        """Take all jobs by id, as the main screen hands them down."""
        self._jobs = jobs
        for job in [jobs[job_id] for job_id in sorted(self._awaited) if job_id in jobs]:
            if job.state.finished:
                self._awaited.discard(job.id)
                self._finished(job)

    @property
    def unfinished(self) -> list[Job]:
        """The awaited jobs that are known."""
        return [self._jobs[job_id] for job_id in sorted(self._awaited) if job_id in self._jobs]
