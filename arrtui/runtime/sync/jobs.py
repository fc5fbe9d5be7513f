"""Handlers of the jobs of sync: plan, undo, restore, copy, apply and act."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from arrtui.core.domain import EntityType, RecordKey
from arrtui.core.errors import ArrError, ArrtuiError, GuardError, ServerFaultError
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import Access, Job, JobState
from arrtui.core.text import format_iso, plural
from arrtui.db import estate
from arrtui.runtime.drift_jobs import drift_job
from arrtui.runtime.engine.endings import event_of, failure_only
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.sync.commands import act_park_reason
from arrtui.runtime.sync.folders import name_planned_folders
from arrtui.runtime.sync.unfinished import (
    APPLY_KIND,
    apply_cancelled,
    apply_park_reason,
    older_applies,
    save_undo,
    settle_apply,
)

if TYPE_CHECKING:
    from arrtui.clients import ArrClient
    from arrtui.db.journal import Step
    from arrtui.features.backup.rebuild import States
    from arrtui.features.sync.model import PlanDraft
    from arrtui.runtime.services import Services

# The features are imported by the first job that needs them: the app's first paint does not wait for them.

MINUTE = 60.0
CLOCKS_DIFFER = 2 * 86_400.0
"""Seconds by which the clock of an instance may be behind ours; a backup refuses more."""


# --- planning --------------------------------------------------------------------------------------------


async def _plan(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Make the plan of the pair named in ``args``; old data is refreshed first."""
    from arrtui.runtime.sync.plans import plan_pair

    pair = services.config.pair(str(job.args["pair"]))
    limit = 0.0 if job.args.get("fresh") else pair.refresh_after * MINUTE
    live = [pair.target] if pair.source_when else [pair.source_instance, pair.target]
    trouble = {name: await _refresh_if_stale(services, job, name, limit) for name in live}
    await job.progress(0, 0, "comparing")
    shrink = services.config.backup.max_shrink_percent
    draft = await services.database.read(plan_pair, pair, trouble, shrink, services.clock())
    stale = [name for name, why in trouble.items() if why]
    clients = {
        name: services.clients.get(services.config.instance(name)) for name in live if name not in stale
    }
    draft = await name_planned_folders(draft, clients)
    return {**await save_plan(services, draft), "stale": stale}


async def _undo(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Make the plan that undoes the one named in ``args``."""
    from arrtui.features.sync import store
    from arrtui.runtime.sync.plans import job_result, plan_undo

    plan_id = int(job.args["plan"])
    steps = await services.database.read(store.steps, plan_id)
    names = sorted({step.instance for step in steps})
    states = {name: await _look(services, job, name) for name in names}
    history = {}
    for name in names:
        async with services.sync.readers.reading(name):
            client = services.clients.get(services.config.instance(name))
            history[name] = await _count_history(client, steps)
    await job.progress(0, 0, "comparing")
    draft = await services.database.read(plan_undo, plan_id, states, history)
    made = await services.database.write(save_undo, draft, plan_id, services.clock())
    return {"plan": made, **job_result(draft)}


async def _count_history(client: ArrClient, steps: Iterable[Step]) -> Mapping[int, int]:
    """Return item id → rows of history of the titles that steps have added to an instance: one request.

    All rows of such a title are younger than it: the apps give no id twice, and delete the history of a
    removed title.
    """
    own = [step for step in steps if step.instance == client.config.name]
    added = {step.result.get("item_id", 0): step.begun_at for step in own if step.step == "add"}
    if not added:
        return {}
    events = (await client.history_since(format_iso(min(added.values()) - CLOCKS_DIFFER))).records
    return Counter(event.item_id for event in events if event.item_id in added)


async def _restore(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Make the plan that brings an instance, or some of its records, back to the snapshot in ``args``."""
    from arrtui.runtime.sync.plans import plan_restore

    name, snapshot_id = str(job.args["instance"]), int(job.args["snapshot"])
    records = [RecordKey(EntityType(type_), key) for type_, key in job.args.get("records", ())]
    states = await _look(services, job, name)
    await job.progress(0, 0, "rebuilding the snapshot and comparing")
    draft = await services.database.read(plan_restore, name, snapshot_id, states, services.clock(), records)
    return await save_plan(services, draft)


async def _copy(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Make the plan that adds titles of one instance to another."""
    from arrtui.runtime.sync.plans import CopyRequest, plan_copy

    request = msgspec.convert(job.args, CopyRequest)
    trouble = await _refresh_if_stale(services, job, request.target, 60 * MINUTE)
    draft = await services.database.read(plan_copy, request)
    if trouble:
        draft = msgspec.structs.replace(draft, notes=(trouble, *draft.notes))
    return {**await save_plan(services, draft), "stale": [request.target] if trouble else []}


async def save_plan(services: Services, draft: PlanDraft) -> Mapping[str, Any]:
    """Store a plan; return its id and its counts."""
    from arrtui.features.sync import store
    from arrtui.runtime.sync.plans import job_result

    plan_id = await services.database.write(store.save, draft, services.clock())
    return {"plan": plan_id, **job_result(draft)}


async def _refresh_if_stale(services: Services, job: JobContext, name: str, limit: float) -> str:
    """Take a snapshot of an instance unless the last is younger than ``limit`` seconds.

    Returns why its data cannot be trusted; empty when it can. Raises the error that stood in the way when
    nothing is stored of the instance at all.
    """
    (row,) = await services.database.read(estate.estate_rows, [name])
    age = None if row.complete_at is None else services.clock() - row.complete_at
    if age is not None and 0 <= age < limit:
        return ""
    try:
        async with services.sync.readers.reading(name):
            await _snapshot(services, job, name)
    except (ArrError, GuardError) as error:
        if row.complete_at is None:
            raise
        return f"{name} could not be read now: {(error.why or str(error)).rstrip('.')}."
    return ""


async def _look(services: Services, job: JobContext, name: str) -> States:
    """Return what an instance has now, stored nowhere: a look must not accept a loss nor hide it."""

    async def progress(done: int, total: int, text: str) -> None:
        await job.progress(done, total, f"{name}: {text}")

    async with services.sync.readers.reading(name):
        return await services.backup.look(name, progress)


async def _snapshot(services: Services, job: JobContext, name: str) -> None:
    """Take a snapshot of an instance. Raises what stands in the way."""

    async def progress(done: int, total: int, text: str) -> None:
        await job.progress(done, total, f"{name}: {text}")

    await services.backup.take_snapshot(name, progress, {"all_settings": True})


# --- writing ---------------------------------------------------------------------------------------------


async def _apply(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Apply the plan named in ``args`` to the job's instance; the instance is stored before and after."""
    from arrtui.features.sync import store
    from arrtui.features.sync.model import PlanState

    plan_id, name = int(job.args["plan"]), job.job.instance
    if job.job.access is Access.ALONE:
        await services.sync.readers.wait_for_none(name)
    for older in await services.database.read(older_applies, plan_id, name):
        await settle_apply(services, job, older.id, int(older.args["plan"]))
    services.sync.writing[plan_id] += 1
    try:
        await services.database.write(store.set_state, plan_id, PlanState.APPLYING, services.clock())
        outcomes = await _write_plan(services, job, plan_id)
    finally:
        services.sync.writing[plan_id] -= 1
        if not services.sync.writing[plan_id]:
            await asyncio.shield(services.database.write(store.end_apply, plan_id, services.clock()))
    result = {
        "plan": plan_id,
        "instance": name,
        "applied": outcomes.get("done", 0),
        "failed": outcomes.get("failed", 0) + outcomes.get("", 0),
        **{name: outcomes.get(name, 0) for name in ("conflicted", "skipped", "busy", "changed_back")},
    }
    if not result["failed"]:  # else it is to be tried again with them
        services.setting_secrets.forget(name)
    result |= await _store_result(services, job, name, plan_id)
    if services.config.settings:
        await job.enqueue_child(drift_job(name))
    return result


async def _write_plan(services: Services, job: JobContext, plan_id: int) -> Mapping[str, int]:
    """Write the approved entries of a plan; return outcome → entries.

    Raises BrokenListError, which names the plan of the repair, where the app cannot read its settings.
    """
    from arrtui.features.sync import store
    from arrtui.features.sync.apply.context import ApplyOptions
    from arrtui.features.sync.apply.run import apply_plan
    from arrtui.features.sync.apply.setting_lists import BrokenListError
    from arrtui.features.sync.apply.setting_repair import broken_types
    from arrtui.features.sync.model import PlanKind

    name = job.job.instance
    if services.config.secret_file.file is not None:
        await services.setting_secrets.asked(plan_id)  # one that cannot be used stops it before any write
    client = services.clients.get(services.config.instance(name))
    wait_seconds = services.config.apply.wait_minutes * MINUTE
    find_secret = services.setting_secrets.finder()
    options = ApplyOptions(bool(job.args.get("delete_files")), wait_seconds, find_secret)

    async def snapshot() -> None:
        try:
            await _snapshot(services, job, name)
        except GuardError:  # a loss is why somebody goes back
            plan = await services.database.read(store.plan, plan_id)
            if plan.kind not in (PlanKind.RESTORE, PlanKind.UNDO):
                raise
        except ServerFaultError as error:
            for type in await broken_types(client):
                raise BrokenListError.of(error, type) from None
            raise

    try:
        return await apply_plan(
            client,
            services.database,
            plan_id,
            options,
            snapshot=snapshot,
            progress=job.progress,
            check=job.check,
            clock=services.clock,
        )
    except BrokenListError as error:
        from arrtui.runtime.setting_repairs import offer_repair

        if (offered := await offer_repair(services, name, error.type)) is not None:
            error.advice = f"Plan {offered} would repair it: look at it (3), or: {error.command}"
        raise


async def _store_result(
    services: Services, job: JobContext, name: str, plan_id: int | None = None
) -> dict[str, Any]:
    """Take a snapshot after writing; return a remark where that failed, as what was written stands.

    After a plan of touched titles only these are read.
    """
    from arrtui.features.backup.refresh import RefreshRequest
    from arrtui.runtime.sync.twin_plans import written_titles

    titles = await services.database.read(written_titles, plan_id, name) if plan_id else None
    try:
        if titles is None:
            await _snapshot(services, job, name)
        elif titles:
            await services.backup.refresh(name, job.progress, RefreshRequest(titles=titles))
    except ArrtuiError as error:
        return {"remark": f"What it has now could not be stored yet: {error}"}
    return {}


async def _act(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Have the instance do the commands of an action, each posted once."""
    from arrtui.runtime.sync.commands import run_commands

    client = services.clients.get(services.config.instance(job.job.instance))
    result = await run_commands(client, job)
    if result.pop("refreshes"):
        result |= await _store_result(services, job, job.job.instance)
    return result


def describe_plan(result: Mapping[str, Any]) -> str:
    """Return what came of a job that made a plan."""
    if "plan" not in result:
        return ""
    add, update, remove = (int(result.get(name, 0)) for name in ("add", "update", "remove"))
    return f"plan {result['plan']}: +{add:,} ~{update:,} -{remove:,}"


def _describe_writes(result: Mapping[str, Any]) -> str:
    if "applied" not in result:
        return ""
    names = ("applied", "failed", "conflicted", "skipped", "busy", "changed_back")
    counts = [f"{result[name]:,} {name.replace('_', ' ')}" for name in names if result.get(name)]
    return ", ".join(counts) or "nothing to do"


def plan_events(job: Job) -> list[EstateEvent]:
    """Return that a plan waits for review, or cannot be applied before each removal is decided."""
    result = job.result or {}
    if job.state is not JobState.COMPLETED:
        return failure_only(job)
    if result.get("locked"):
        return [event_of(job, EventType.PLAN_LOCKED, reason=str(result["locked"]))]
    entries = sum(int(result.get(name, 0)) for name in ("add", "update", "remove"))
    reason = f"{job.subject.partition(' [')[0]}, {describe_plan(result)}"  # what is bracketed is a checksum
    return [event_of(job, EventType.PLAN_READY, reason=reason)] if entries else []


def _apply_events(job: Job) -> list[EstateEvent]:
    """Return that a plan was applied, or what stood in the way."""
    failed = int((job.result or {}).get("failed", 0))
    if job.state is JobState.COMPLETED and not failed:
        return [event_of(job, EventType.APPLY_DONE, reason=_describe_writes(job.result or {}))]
    if job.state not in (JobState.COMPLETED, JobState.FAILED):
        return []
    reason = job.error or f"{plural(failed, 'entry', 'entries')} could not be applied."
    return [event_of(job, EventType.APPLY_FAILED, reason=reason)]


PLAN = JobKind("plan", "Plan", _plan, max_attempts=2, events=plan_events, describe_result=describe_plan)
UNDO = JobKind("undo", "Undo", _undo, max_attempts=2, events=plan_events, describe_result=describe_plan)
RESTORE = JobKind(
    "restore", "Restore", _restore, max_attempts=2, events=plan_events, describe_result=describe_plan
)
COPY = JobKind("copy", "Copy", _copy, max_attempts=2, events=plan_events, describe_result=describe_plan)
APPLY = JobKind(
    APPLY_KIND,
    "Apply",
    _apply,
    access=Access.WRITE,
    stores=True,
    events=_apply_events,
    park_reason=apply_park_reason,
    cancelled=apply_cancelled,
    describe_result=_describe_writes,
)
ACT = JobKind(
    "act",
    "Command",
    _act,
    access=Access.WRITE,
    stores=True,
    park_reason=act_park_reason,
    describe_result=_describe_writes,
)
