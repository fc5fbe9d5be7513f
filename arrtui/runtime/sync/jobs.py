"""What the jobs of sync do: plan, undo, restore, copy and apply, each composed of features."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from arrtui.core.errors import ArrError, ArrtuiError, GuardError
from arrtui.core.events import Access
from arrtui.db import estate
from arrtui.db.database import Database
from arrtui.runtime.clients import ClientPool
from arrtui.runtime.engine.jobs import Handlers, JobContext

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.features.sync.model import PlanDraft

# The features are imported by the first job that needs them: the app's first paint does not wait for them.

PLAN, UNDO, RESTORE, COPY, APPLY, ACT = "plan", "undo", "restore", "copy", "apply", "act"
MINUTE = 60.0
TakeSnapshot = Callable[[str, Callable[[int, int, str], Awaitable[None]], Mapping[str, Any]], Awaitable[Any]]
"""Takes a snapshot of an instance, with the progress to tell and the options of a backup."""


class SyncWork:
    """The handlers of every kind of job that makes or applies plans."""

    def __init__(
        self,
        config: Callable[[], Config],
        database: Database,
        clients: ClientPool,
        take_snapshot: TakeSnapshot,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._config = config
        self._database = database
        self._clients = clients
        self._take_snapshot = take_snapshot
        self._clock = clock
        self._writing: Counter[int] = Counter()
        """Plan → jobs that write it now, one for each instance."""

    def register(self, handlers: Handlers, *, attempts: int) -> None:
        """Say how each kind of job is done; ``attempts`` is how often an apply is tried."""
        for kind, run, title in (
            (PLAN, self._plan, "Plan"),
            (UNDO, self._undo, "Undo"),
            (RESTORE, self._restore, "Restore plan"),
            (COPY, self._copy, "Copy"),
        ):
            handlers.register(kind, run, title=title, max_attempts=2)
        handlers.register(APPLY, self._apply, title="Apply", access=Access.WRITE, max_attempts=attempts)
        handlers.register(ACT, self._act, title="Library", access=Access.WRITE, max_attempts=attempts)

    # --- planning ------------------------------------------------------------------------------------

    async def _plan(self, job: JobContext) -> Mapping[str, Any]:
        """Make the plan of the pair named in ``args``; old data is refreshed first."""
        from arrtui.runtime.sync.plans import plan_of_pair

        pair = self._config().pair(str(job.args["pair"]))
        limit = 0.0 if job.args.get("fresh") else pair.refresh_after * MINUTE
        live = [pair.target] if pair.source_when else [pair.source_instance, pair.target]
        trouble = {name: await self._freshen(job, name, limit) for name in live}
        await job.progress(0, 0, "comparing")
        shrink = self._config().backup.max_shrink_percent
        draft = await self._database.read(plan_of_pair, pair, trouble, shrink, self._clock())
        return await self._save(draft)

    async def _undo(self, job: JobContext) -> Mapping[str, Any]:
        """Make the plan that undoes the one named in ``args``."""
        from arrtui.features.sync import store
        from arrtui.runtime.sync.plans import undo_of

        plan_id = int(job.args["plan"])
        steps = await self._database.read(store.steps, plan_id)
        for name in sorted({step.instance for step in steps}):
            await self._snapshot(job, name, accept_shrink=True)
        await job.progress(0, 0, "comparing")
        return await self._save(await self._database.read(undo_of, plan_id))

    async def _restore(self, job: JobContext) -> Mapping[str, Any]:
        """Make the plan that brings an instance back to the snapshot named in ``args``."""
        from arrtui.runtime.sync.plans import restore_of

        name, when = str(job.args["instance"]), str(job.args["when"])
        await self._snapshot(job, name, accept_shrink=True)
        await job.progress(0, 0, "rebuilding the snapshot and comparing")
        return await self._save(await self._database.read(restore_of, name, when, self._clock()))

    async def _copy(self, job: JobContext) -> Mapping[str, Any]:
        """Make the plan that adds titles of one instance to another."""
        from arrtui.runtime.sync.plans import Copied, copy_of

        copied = msgspec.convert(job.args, Copied)
        await self._freshen(job, copied.target, 60 * MINUTE)
        return await self._save(await self._database.read(copy_of, copied))

    async def _save(self, draft: PlanDraft) -> Mapping[str, Any]:
        """Store a plan; return its id and its counts."""
        from arrtui.features.sync import store
        from arrtui.runtime.sync.plans import job_result

        plan_id = await self._database.write(store.save, draft, self._clock())
        return {"plan": plan_id, **job_result(draft)}

    async def _freshen(self, job: JobContext, name: str, limit: float) -> str:
        """Take a snapshot of an instance unless the last is younger than ``limit`` seconds.

        Returns why its data cannot be trusted; empty when it can. Raises the error that stood in the way when
        nothing is stored of the instance at all.
        """
        (row,) = await self._database.read(estate.estate_rows, [name])
        age = None if row.complete_at is None else self._clock() - row.complete_at
        if age is not None and 0 <= age < limit:
            return ""
        try:
            await self._snapshot(job, name)
        except (ArrError, GuardError) as error:
            if row.complete_at is None:
                raise
            return f"{name} could not be read now: {(error.why or str(error)).rstrip('.')}."
        return ""

    async def _snapshot(self, job: JobContext, name: str, *, accept_shrink: bool = False) -> None:
        """Take a snapshot of an instance. Raises what stands in the way.

        A loss is believed where it is known: after removals of our own, and where going back is what was
        asked for. What was stored before can be rebuilt all the same.
        """

        async def progress(done: int, total: int, text: str) -> None:
            await job.progress(done, total, f"{name}: {text}")

        await self._take_snapshot(name, progress, {"accept_shrink": accept_shrink})

    # --- writing -------------------------------------------------------------------------------------

    async def _apply(self, job: JobContext) -> Mapping[str, Any]:
        """Apply the plan named in ``args`` to the job's instance; the instance is stored before and after."""
        from arrtui.features.sync import store
        from arrtui.features.sync.apply.context import ApplyOptions
        from arrtui.features.sync.apply.run import apply_plan
        from arrtui.features.sync.model import PlanState

        plan_id, name = int(job.args["plan"]), job.job.instance
        client = self._clients.get(self._config().instance(name))
        self._writing[plan_id] += 1

        async def snapshot() -> None:
            await self._snapshot(job, name)

        try:
            await self._database.write(store.set_state, plan_id, PlanState.APPLYING, self._clock())
            outcomes = await apply_plan(
                client,
                self._database,
                plan_id,
                ApplyOptions(delete_files=bool(job.args.get("delete_files"))),
                snapshot=snapshot,
                progress=job.progress,
                check=job.check,
                clock=self._clock,
            )
        finally:
            self._writing[plan_id] -= 1
            if not self._writing[plan_id]:
                await asyncio.shield(self._database.write(_ended, plan_id, self._clock()))
        found = {"plan": plan_id, "instance": name, **_told(outcomes)}
        return found | await self._stored_after(job, name, accept_shrink=True)

    async def _stored_after(
        self, job: JobContext, name: str, *, accept_shrink: bool = False
    ) -> dict[str, Any]:
        """Store what the instance has now; a failure of that is told, what was written stands."""
        try:
            await self._snapshot(job, name, accept_shrink=accept_shrink)
        except ArrtuiError as error:
            return {"remark": f"What it has now could not be stored yet: {error}"}
        return {}

    async def _act(self, job: JobContext) -> Mapping[str, Any]:
        """Have the instance do the commands of an action, each posted once."""
        from arrtui.runtime.sync.commands import run_commands

        client = self._clients.get(self._config().instance(job.job.instance))
        found = await run_commands(client, job)
        if found.pop("refreshes"):
            found |= await self._stored_after(job, job.job.instance)
        return found


def _ended(plan_id: int, now: float) -> None:
    """Say that nobody writes a plan now; one of which nothing was written is as it was before."""
    from arrtui.features.sync import store
    from arrtui.features.sync.model import PlanState

    wrote = store.plan(plan_id).outcomes or store.steps(plan_id)
    store.set_state(plan_id, PlanState.APPLIED if wrote else PlanState.OPEN, now)


def _told(outcomes: Mapping[str, int]) -> dict[str, int]:
    """Return what became of the entries in the words of the result line."""
    return {
        "applied": outcomes.get("done", 0),
        "failed": outcomes.get("failed", 0) + outcomes.get("", 0),
        "conflicted": outcomes.get("conflicted", 0),
        "skipped": outcomes.get("skipped", 0),
    }
