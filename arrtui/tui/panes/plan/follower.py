"""Following the jobs of the plan on screen: reading it while it is applied, and awaiting new plans."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from textual.timer import Timer

from arrtui.core.events import Job
from arrtui.tui.kit.plan_waiter import PlanWaiter
from arrtui.tui.kit.sheet import Piece
from arrtui.tui.panes.plan.jobs import PlanJobs

if TYPE_CHECKING:
    from textual.screen import Screen

    from arrtui.tui.panes.plan.writer import PlanReader

REREAD = 0.5
"""Seconds between two reads while a plan is being applied, at least."""
SHARE = 4
"""How many times the duration of a read is waited before the next: most of the time is left to the apply."""


class JobFollower:
    """Follows the applies of one plan and the jobs that make another plan of it."""

    def __init__(
        self,
        screen: Screen[None],
        reader: PlanReader,
        read: Callable[[], None],
        planned: Callable[[Job, int], None],
    ) -> None:
        """Make a follower of no plan; see :meth:`follow`.

        Args:
            screen: Runs the timer and shows errors.
            reader: Tells how long a read takes.
            read: Called when the plan has to be read again.
            planned: Called with an awaited job and the id of the plan that it made.
        """
        self._screen = screen
        self._reader = reader
        self._read = read
        self._planned = planned
        self._timer: Timer | None = None
        self.follow(0, {})

    def follow(self, plan_id: int, jobs: Mapping[int, Job]) -> None:
        """Follow a plan from now on; nothing about the jobs known so far is news."""
        self._jobs = PlanJobs(plan_id)
        self._waiter = PlanWaiter(self._screen, self._planned, details="the pane Jobs shows all of it")
        self._jobs.take(jobs.values())
        self._waiter.take(jobs)

    def take(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Update the jobs; ``changed`` are the ids that differ since the last call, None for all."""
        news = self._jobs.take(jobs.values() if changed is None else [jobs[job_id] for job_id in changed])
        if news.ended:
            self._read()
        elif news.advanced and self._timer is None:
            delay = max(REREAD, SHARE * self._reader.duration)
            self._timer = self._screen.set_timer(delay, self._read_after_delay)
        self._waiter.take(jobs)

    def _read_after_delay(self) -> None:
        self._timer = None
        self._read()

    def wait_for(self, job_id: int) -> None:
        """Await a job that makes a plan."""
        self._waiter.wait_for(job_id)

    @property
    def applying(self) -> list[Job]:
        """The jobs that apply the plan now or are about to."""
        return self._jobs.applying

    def notes(self) -> Iterator[Piece]:
        """Yield a sentence for each job at work and for each apply that failed."""
        return self._jobs.notes(self._waiter.unfinished)
