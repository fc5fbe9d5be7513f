"""Copying titles to another instance: what is asked, and opening the plan once it is made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, cast

from arrtui.core.domain import Kind
from arrtui.core.events import Job, JobState
from arrtui.tui.screens.library_actions_menu import instances_of
from arrtui.tui.screens.library_actions_rows import Chosen
from arrtui.tui.screens.pane import Pane

if TYPE_CHECKING:
    from textual.app import App

    from arrtui.runtime.services import Services
    from arrtui.tui.app import ArrtuiApp
    from arrtui.tui.dialogs.action_copy import CopyTo


async def ask_copy(
    app: App[object], services: Services, chosen: Chosen, estate: Mapping[str, Kind]
) -> CopyTo | None:
    """Ask where titles go. To be called in a worker. Raises ArrtuiError where names cannot be read."""
    from arrtui.tui.dialogs.action_copy import CopyDialog

    kind = next(iter(chosen.kinds.values()))
    choices = {name: await services.sync.choices(name) for name in instances_of(kind, estate)}

    def count(source: str, target: str) -> tuple[int, int]:
        wanted = _ids_on(chosen, source)
        return len(wanted), len(wanted & _ids_on(chosen, target))

    sources = [name for name in estate if _ids_on(chosen, name)]
    answer: CopyTo | None = await app.push_screen_wait(CopyDialog(chosen.text, sources, choices, count))
    return answer


async def queue_copy(services: Services, chosen: Chosen, to: CopyTo) -> int:
    """Queue the making of the plan; return the job's id. Raises ArrtuiError."""
    there = _ids_on(chosen, to.target)
    items = [
        part.target.item_id
        for part in chosen.parts
        if part.copy.instance == to.source and part.copy.external_id and part.copy.external_id not in there
    ]
    return await services.sync.copy(
        to.source, items, to.target, profile=to.profile, root=to.root, search=to.search
    )


def _ids_on(chosen: Chosen, instance: str) -> set[int]:
    """Return the external ids of the titles that an instance has."""
    return {
        part.copy.external_id
        for part in chosen.parts
        if part.copy.instance == instance and part.copy.external_id
    }


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
        from arrtui.tui.screens.plan import PlanScreen

        app.push_screen(PlanScreen(plan_id))
