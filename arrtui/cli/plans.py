"""What the tasks about plans have in common: printing a plan, applying it, telling the result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from arrtui.cli.headless import Task
from arrtui.cli.output import JsonOutput
from arrtui.cli.status import GUARD_CODES, ExitStatus
from arrtui.core.errors import ArrtuiError, UsageError
from arrtui.core.events import Job, JobState
from arrtui.features.sync.model import EntryOutcome, PlannedEntry
from arrtui.features.sync.review import OpenPlan
from arrtui.features.sync.wording import effect_text

_USAGE_CODES = frozenset({"usage", "pair", "no-plan", "no-snapshot"})
"""Errors of what was asked for, or of the configuration."""


@dataclass(frozen=True)
class Applied:
    """What became of the entries of an apply, over all instances."""

    applied: int = 0
    failed: int = 0
    conflicted: int = 0
    skipped: int = 0

    @property
    def told(self) -> dict[str, int]:
        """The keys of the result line."""
        return dict(self.__dict__)

    def plus(self, result: Mapping[str, Any]) -> Applied:
        """Return the sum with what one instance's job says."""
        return replace(self, **{name: getattr(self, name) + result.get(name, 0) for name in self.told})


async def made_plan(
    task: Task, name: str, job_id: int, **values: Any
) -> tuple[OpenPlan, dict[str, Any]] | ExitStatus:
    """Wait for the job that makes a plan; return the plan and its part of the result, or the status.

    ``name`` is the task's, ``values`` stand in the result line in any case.
    """
    (job,) = await task.do([job_id])
    if job.state is not JobState.COMPLETED or job.result is None:
        return _failed(task, name, job, values)
    for note in job.result.get("notes", ()):
        task.out.note(note)
    opened = await task.services.sync.open(int(job.result["plan"]))
    return opened, {**values, **told_of(job.result, opened)}


def told_of(result: Mapping[str, Any], opened: OpenPlan) -> dict[str, Any]:
    """Return what the result line says of a plan."""
    names = ("plan", "add", "update", "remove", "same", "filtered", "excluded", "warnings")
    return {
        **{name: result[name] for name in names},
        "locked": opened.lock or None,
        "held_back": result["held_back"],
        "notes": result["notes"],
    }


def _failed(task: Task, name: str, job: Job, values: Mapping[str, Any]) -> ExitStatus:
    """Tell why there is no plan."""
    task.out.note(f"error: {job.error}")
    lines = job.error_detail.splitlines()
    for line in lines if len(lines) > 1 else ():
        task.out.note(f"  {line}")
    task.out.result(name, False, **values, error=job.error, error_code=job.error_code)
    if job.error_code in GUARD_CODES:
        return ExitStatus.GUARDED
    return ExitStatus.USAGE if job.error_code in _USAGE_CODES else ExitStatus.NOTHING


# --- printing --------------------------------------------------------------------------------------------


def print_plan(task: Task, opened: OpenPlan) -> None:
    """Print every entry, as a line or as an object, and the counts."""
    for one in opened.entries:
        _print_entry(task, one, several="," in opened.plan.target or opened.plan.mode == "union")
    counts = opened.plan.counts
    task.out.line(
        f"plan {opened.plan.id}, {opened.plan.source} to {opened.plan.target}: "
        f"{counts.add:,} to add, {counts.update:,} to update, {counts.remove:,} to remove; "
        f"{counts.same:,} the same, {counts.filtered:,} filtered out, {counts.excluded:,} excluded"
    )


def _print_entry(task: Task, one: PlannedEntry, *, several: bool) -> None:
    entry = one.entry
    if isinstance(task.out, JsonOutput):
        task.out.event("entry", position=one.position, **msgspec.to_builtins(entry))
        return
    year = f" ({entry.year})" if entry.year else ""
    where = f"[{entry.instance}] " if several else ""
    task.out.line(f"{entry.op.sign} {where}{entry.title or entry.ident}{year}: {effect_text(one)}")
    for warning in entry.warnings:
        task.out.line(f"    ! {warning}")


# --- applying --------------------------------------------------------------------------------------------


def refused(task: Task, name: str, why: str, told: Mapping[str, Any]) -> ExitStatus:
    """Say which guard stopped the apply: nothing was written."""
    task.out.note(f"guard: {why} Nothing was written; review it in the terminal app (3).")
    task.out.result(name, False, **told, **Applied().told, error=why)
    return ExitStatus.GUARDED


async def apply_plan(
    task: Task, name: str, opened: OpenPlan, told: Mapping[str, Any], *, guarded: bool = False
) -> ExitStatus:
    """Apply the approved entries, tell what became of each that was not written, and give the result."""
    plan_id = opened.plan.id
    try:
        job_ids = await task.services.sync.apply(plan_id)
    except UsageError:
        task.out.note("Nothing is left to write.")
        task.out.result(name, not guarded, **told, **Applied().told)
        return ExitStatus.GUARDED if guarded else ExitStatus.OK
    except ArrtuiError as error:
        return refused(task, name, str(error), told)
    jobs = await task.do(job_ids)
    total = Applied()
    for job in jobs:
        total = total.plus(job.result or {})
        _tell_job(task, job)
    await _tell_problems(task, plan_id)
    status = _status(jobs, total, guarded=guarded)
    errors = [job.error for job in jobs if job.error]
    task.out.line(", ".join(f"{number:,} {word}" for word, number in total.told.items()))
    task.out.result(
        name, status is ExitStatus.OK, **told, **total.told, **({"error": errors[0]} if errors else {})
    )
    return status


def _tell_job(task: Task, job: Job) -> None:
    if job.error and job.state is not JobState.COMPLETED:
        task.out.note(f"error: {job.error}")
    if job.result and job.result.get("remark"):
        task.out.note(job.result["remark"])


async def _tell_problems(task: Task, plan_id: int) -> None:
    """Tell every entry that was not written, and why."""
    for one in _problems((await task.services.sync.open(plan_id)).entries):
        title = one.entry.title or one.entry.ident
        task.out.note(f"{one.outcome.value}: {one.entry.instance}: {title}: {one.message}")


def _problems(entries: Iterable[PlannedEntry]) -> Iterable[PlannedEntry]:
    return (one for one in entries if one.outcome in (EntryOutcome.FAILED, EntryOutcome.CONFLICTED))


def _status(jobs: Iterable[Job], total: Applied, *, guarded: bool) -> ExitStatus:
    """Return the exit status: a guard outranks failures, which outrank success."""
    unfinished = [job for job in jobs if job.state is not JobState.COMPLETED]
    if guarded or any(job.error_code in GUARD_CODES for job in unfinished):
        return ExitStatus.GUARDED
    if not unfinished and not total.failed and not total.conflicted:
        return ExitStatus.OK
    return ExitStatus.PARTLY if total.applied or total.skipped else ExitStatus.NOTHING
