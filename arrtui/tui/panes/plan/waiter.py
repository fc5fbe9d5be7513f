"""Opening the plan that a job makes, once it is made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, cast

from arrtui.core.events import Job, JobState
from arrtui.tui.kit.pane import Pane

if TYPE_CHECKING:
    from arrtui.tui.app import ArrtuiApp


class PlanWaiter(Pane):
    """A pane that waits for plans: it hears of all jobs and opens the plan of those asked for."""

    _awaited: frozenset[int] = frozenset()
    _known_jobs: Mapping[int, Job] = {}

    def await_plan(self, job_id: int) -> None:
        """Open the plan of a job once it is made; it may have been made already."""
        self._awaited |= {job_id}
        self._look(self._known_jobs)

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Take all jobs, as the main screen hands them down."""
        super().show_jobs(jobs, changed)
        self._known_jobs = jobs
        if self._awaited:
            self._look(jobs)

    def _look(self, jobs: Mapping[int, Job]) -> None:
        for job in [jobs[number] for number in sorted(self._awaited) if number in jobs]:
            if job.state.finished:
                self._awaited -= {job.id}
                self._finished(job)

    def _finished(self, job: Job) -> None:
        app = cast("ArrtuiApp", self.app)
        plan_id = (job.result or {}).get("plan")
        if job.state is JobState.FAILED:
            app.notify(job.error, severity="error", markup=False)
        elif job.state is JobState.COMPLETED and plan_id is not None:
            self._show_plan(app, plan_id)

    def _show_plan(self, app: ArrtuiApp, plan_id: int) -> None:
        """Open a plan, unless that would interrupt a dialog."""
        if app.screen.is_modal:
            app.notify(f"Plan {plan_id} is ready; 3 lists it.", markup=False)
            return
        from arrtui.tui.panes.plan.screen import PlanScreen

        app.push_screen(PlanScreen(plan_id))
