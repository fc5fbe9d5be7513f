"""Waiting for jobs that were queued from a pane or a screen, and opening the plans they make."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from arrtui.core.events import Job, JobState
from arrtui.runtime.capabilities import load
from arrtui.tui.kit.notices import notify_done, notify_failed

if TYPE_CHECKING:
    from textual.app import App
    from textual.dom import DOMNode

PLAN_SCREEN = "arrtui.tui.panes.plan.screen:PlanScreen"
"""Imported by its name when a plan is opened, so that no pane depends on that of plans."""
MAX_ERROR = 240
"""Characters of an error in a notification; a pair may have a dozen faults."""


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
        """Follow all jobs by id, as the main screen hands them down."""
        self._jobs = jobs
        for job in [jobs[job_id] for job_id in sorted(self._awaited) if job_id in jobs]:
            if job.state.finished:
                self._awaited.discard(job.id)
                self._finished(job)

    @property
    def unfinished(self) -> list[Job]:
        """The awaited jobs that are known."""
        return [self._jobs[job_id] for job_id in sorted(self._awaited) if job_id in self._jobs]


class PlanWaiter(JobWaiter):
    """Waits for jobs that make a plan; shows the error of one that fails."""

    def __init__(self, node: DOMNode, planned: Callable[[Job, int], None], *, details: str = "") -> None:
        """Make a waiter.

        Args:
            node: The pane or screen that waits.
            planned: Called with a completed job and the id of its plan.
            details: How to read a long error in full, which is shortened then; empty to show it in full.
        """
        super().__init__(self._hand_over)
        self._node = node
        self._planned = planned
        self._details = details

    def _hand_over(self, job: Job) -> None:
        plan_id = (job.result or {}).get("plan")
        if job.state is JobState.COMPLETED and plan_id is not None:
            self._planned(job, plan_id)
        elif job.state is JobState.FAILED:
            error = job.error
            if self._details and len(error) > MAX_ERROR:
                error = f"{textwrap.shorten(error, MAX_ERROR, placeholder=' ...')} ({self._details})"
            notify_failed(self._node, error)


def plan_opener(node: DOMNode) -> PlanWaiter:
    """Return a waiter that opens each plan, or only announces it while a dialog is open."""

    def show(_job: Job, plan_id: int) -> None:
        if node.app.screen.is_modal:
            announce_plan(node, plan_id)
            return
        open_plan(node, plan_id)

    return PlanWaiter(node, show)


def open_plan(node: DOMNode, plan_id: int, closed: Callable[[Any], None] | None = None) -> None:
    """Open the screen of a plan; ``closed`` is called once it is left."""
    screen = load(PLAN_SCREEN)(plan_id)
    node.app.push_screen(screen, closed)


def announce_plan(node: DOMNode, plan_id: int) -> None:
    """Show a notification that a plan is ready, where opening it would interrupt something."""
    notify_done(node, f"Plan {plan_id} is ready; 3 lists it.")


@runtime_checkable
class AwaitsPlans(Protocol):
    """A pane that opens the plan of a job once it is made."""

    def await_plan(self, job_id: int) -> None:
        """Wait for a job, which may have finished already."""


def await_plan(app: App[Any], job_id: int) -> None:
    """Have the first pane that can await plans open that of a job; the asking screen may close before."""
    for screen in app.screen_stack:
        for node in screen.walk_children():
            if isinstance(node, AwaitsPlans):
                node.await_plan(job_id)
                return
