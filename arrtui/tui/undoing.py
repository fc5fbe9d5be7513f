"""`z` and `Z` wherever one is: what they would do, in words, and having it planned."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from arrtui.core.events import Job
from arrtui.core.text import format_age, plural
from arrtui.tui.kit.changes import HasChanges
from arrtui.tui.kit.fitting import fitting_text
from arrtui.tui.kit.notices import notify_done, try_or_notify
from arrtui.tui.kit.plan_waiter import plan_opener
from arrtui.tui.kit.reloader import Reloader

if TYPE_CHECKING:
    from arrtui.features.sync.changes import ChangeHistory
    from arrtui.features.sync.model import Plan
    from arrtui.tui.app import ArrtuiApp

WRITING = ("apply", "settle", "undo")
"""Kinds of job whose end changes what can be undone: a plan to undo may turn out to have nothing in it."""
ACTIONS = ("undo", "redo")


class Undoing:
    """Knows what can be undone, read again whenever a job that writes plans has ended."""

    def __init__(self, app: ArrtuiApp) -> None:
        self._app = app
        self.history: ChangeHistory | None = None
        """None until it is read, and while nothing was read successfully."""
        self._reloader = Reloader(app, self._read)
        self._waiter = plan_opener(app)

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Follow all jobs by id; ``changed`` are those that differ since the last call, None for all."""
        self._waiter.take(jobs)
        if changed is None or any(
            jobs[job_id].kind in WRITING and jobs[job_id].state.finished for job_id in changed
        ):
            self._reloader.request()

    async def _read(self) -> None:
        self.history = await self._app.services.sync.changes()
        self._app.screen.refresh_bindings()

    def next_plan(self, action: str) -> Plan | None:
        """Return the plan that ``undo`` or ``redo`` goes back from here; None without any."""
        if self.history is None:
            return None
        screen = self._app.screen
        subject = (screen if isinstance(screen, HasChanges) else self._app.main.pane).change_subject
        newest = self.history.newest_change if action == "undo" else self.history.newest_undo
        return newest() if subject is None else newest(subject)

    def possible(self, action: str) -> bool:
        """Return whether ``undo`` or ``redo`` does something here.

        A screen with an action of that name goes back in its own way: where that does nothing, this does not.
        """
        is_screens = hasattr(self._app.screen, f"action_{action}")
        return not is_screens and self.next_plan(action) is not None

    def label(self, action: str, room: int) -> str:
        """Return what the key line calls ``undo`` now, in at most ``room`` cells where that can be said."""
        plan = self.next_plan(action) if action == "undo" else None
        if plan is None or self.history is None:
            return ""
        text = self.history.text(plan)
        return fitting_text((f"undo: {text}, {self._age(plan)}", f"undo: {text}"), room)

    def tooltip(self, action: str) -> str:
        """Return what help and palette say of ``undo`` or ``redo`` now, with how much can be undone."""
        plan = self.next_plan(action)
        if plan is None or self.history is None:
            return ""
        of_all = self.history.changes if action == "undo" else self.history.undos
        count = plural(len(of_all), "change" if action == "undo" else "undo")
        done = "" if action == "undo" else "undone "
        return f"{self.history.text(plan)}, {done}{self._age(plan)}; {count} can be taken back"

    def _age(self, plan: Plan) -> str:
        return format_age(self._app.clock() - (plan.applied_at or plan.created_at))

    async def go_back(self, action: str) -> None:
        """Have planned what ``undo`` or ``redo`` does from here; the plan opens once it is made."""
        plan = self.next_plan(action)
        if plan is not None and self.history is not None:
            text = self.history.text(plan)
            job_id = await try_or_notify(self._app, self._app.services.sync.undo(plan.id))
            if job_id is not None:
                notify_done(self._app, f"Planning to {action} {text}. The plan opens once it is made.")
                self._waiter.wait_for(job_id)
