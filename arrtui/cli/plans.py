"""What the tasks about plans have in common: waiting for a plan, printing it, applying it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click
import msgspec

from arrtui.cli.command import DependentOption
from arrtui.cli.status import GUARD_CODES, ExitStatus
from arrtui.cli.task import Task
from arrtui.core.apps import app_of
from arrtui.core.errors import ArrtuiError, UsageError
from arrtui.core.events import Job, JobState
from arrtui.core.text import plural
from arrtui.features.sync.model import Decision, EntryOutcome, EntrySubject, Op
from arrtui.features.sync.review import OpenPlan
from arrtui.features.sync.setting_words import setting_changes
from arrtui.features.sync.wording import MOST_CHANGES, effect_text, folder_after
from arrtui.runtime.tripwire import describe_alarm

_USAGE_CODES = frozenset({"usage", "pair", "no-plan", "no-snapshot"})
"""Errors of what was asked for, or of the configuration."""
_OUTCOMES = ("applied", "failed", "conflicted", "skipped", "busy", "changed_back")
"""What may become of an entry, as the result line counts them."""
FAILURES = (EntryOutcome.FAILED, EntryOutcome.CONFLICTED, EntryOutcome.BUSY, EntryOutcome.CHANGED_BACK)
"""Outcomes of which each is told, and none of which is a success."""


ONLY_ADDITIONS = click.option(
    "--only-additions", cls=DependentOption, requires="apply", is_flag=True, help="Write no updates either."
)


@dataclass
class PlanResult:
    """A plan that a job has made, with the result line of the task so far."""

    opened: OpenPlan
    values: dict[str, Any]
    """What the result line says so far."""

    @property
    def incomplete(self) -> bool:
        """Whether a side could not be read now or removals were held back, so that the plan is not whole."""
        return bool(self.values["stale"] or self.values["held_back"])


async def wait_for_plan(task: Task, job_id: int, **values: Any) -> PlanResult | ExitStatus:
    """Wait for the job that makes a plan; return the plan, or the exit status when there is none.

    ``values`` stand in the result line in any case.
    """
    (job,) = await task.run_jobs([job_id])
    if job.state is not JobState.COMPLETED or job.result is None:
        task.out.note(f"error: {job.error}")
        lines = job.error_detail.splitlines()
        for line in lines if len(lines) > 1 else ():
            task.out.note(f"  {line}")
        detail = {"detail": lines} if len(lines) > 1 else {}
        task.result(False, **values, error=job.error, error_code=job.error_code, **detail)
        if job.error_code in GUARD_CODES:
            return ExitStatus.GUARDED
        return ExitStatus.USAGE if job.error_code in _USAGE_CODES else ExitStatus.NOTHING
    for note in job.result.get("notes", ()):
        task.out.note(note)
    opened = await task.services.sync.open(int(job.result["plan"]))
    names = ("plan", "add", "update", "remove", "same", "filtered", "excluded", "warnings")
    counts = {name: job.result[name] for name in names}
    limits = {
        "costs": sum(own.entry.costs for own in opened.entries),
        "locked": opened.lock or None,
        "held_back": job.result["held_back"],
        "stale": job.result.get("stale", []),
    }
    return PlanResult(opened, {**values, **counts, **limits, "notes": job.result["notes"]})


def print_plan(task: Task, opened: OpenPlan) -> None:
    """Print every entry, as a line or as an object, and the counts."""
    plan = opened.plan
    several_instances = "," in plan.target or plan.mode == "union"
    for planned in opened.entries:
        entry = planned.entry
        is_changed_setting = entry.subject is EntrySubject.SETTING and entry.op is Op.UPDATE
        changes = setting_changes(planned) if is_changed_setting else []
        values: dict[str, Any] = {"changes": [change._asdict() for change in changes]} if changes else {}
        values |= {"new_path": path} if (path := folder_after(planned)) else {}
        task.out.event("entry", position=planned.position, **msgspec.to_builtins(entry), **values)
        year = f" ({entry.year})" if entry.year else ""
        where = f"[{entry.instance}] " if several_instances else ""
        task.out.line(f"{entry.op.sign} {where}{entry.title or entry.ident}{year}: {effect_text(planned)}")
        for change in changes if len(changes) > MOST_CHANGES else ():
            task.out.line(f"    {change}")
        for warning in entry.warnings:
            task.out.line(f"    ! {warning}")
    counts = plan.counts
    task.out.line(
        f"plan {plan.id}, {plan.source} to {plan.target}: "
        f"{counts.add:,} to add, {counts.update:,} to update, {counts.remove:,} to remove; "
        f"{counts.same:,} the same, {counts.filtered:,} filtered out, {counts.excluded:,} excluded"
    )


def note_dry_run(task: Task, result: PlanResult) -> None:
    """Note that nothing was written, and count nothing as written in the result line."""
    task.out.note("Nothing was written: this was a look. Add --apply to write it.")
    result.values |= dict.fromkeys(_OUTCOMES, 0)


def finish_dry_run(task: Task, result: PlanResult) -> ExitStatus:
    """Give the result of a plan that is not applied: a limit that locks it is a status of its own."""
    lock = result.opened.lock
    if lock:
        task.out.note(f"locked: {lock}")
    status = ExitStatus.GUARDED if lock else ExitStatus.PARTLY if result.incomplete else ExitStatus.OK
    task.result(status is ExitStatus.OK, **result.values)
    return status


async def standing_alarm(task: Task, names: Collection[str]) -> str:
    """Return the alarm of any of the instances, which holds back applies with nobody there; else nothing."""
    alarms = await task.services.tripwire.alarms() if task.unattended else []
    return next((describe_alarm(alarm) for alarm in alarms if alarm.instance in names), "")


def refuse(task: Task, result: PlanResult, why: str) -> ExitStatus:
    """Print which guard stopped the apply: nothing was written."""
    task.out.note(f"guard: {why} Nothing was written; review it in the terminal app (3).")
    task.result(False, **result.values, **dict.fromkeys(_OUTCOMES, 0), error=why)
    return ExitStatus.GUARDED


def chosen_ops(*, only_additions: bool, allow_removals: bool) -> set[Op]:
    """Return what the options let an apply write. Raises UsageError where they exclude each other."""
    if only_additions and allow_removals:
        raise UsageError(
            "reading the command line", why="--only-additions and --allow-removals exclude each other"
        )
    if only_additions:
        return {Op.ADD}
    return {Op.ADD, Op.UPDATE, Op.REMOVE} if allow_removals else {Op.ADD, Op.UPDATE}


async def apply_within_limits(task: Task, result: PlanResult, ops: Collection[Op]) -> ExitStatus:
    """Approve and apply the entries that do one of ``ops``, and give the result.

    What is not to be written, or is to be decided by itself, stays undecided, so that it can be reviewed. An
    update that costs albums counts as a removal.
    """
    opened = result.opened
    held_back = result.values["held_back"] if Op.REMOVE in ops else 0
    if held_back:
        task.out.note(f"guard: {held_back} removals were held back. " + " ".join(opened.plan.notes))
    costly = left_for_costs(task, opened, ops)
    entries = [(own.position, own.entry) for own in opened.entries if own.position not in costly]
    positions = [position for position, entry in entries if entry.op in ops and not entry.by_hand]
    if positions:
        await task.services.sync.decide(opened.plan.id, positions, Decision.APPROVED)
    return await apply_plan(task, result, guarded=bool(held_back))


def left_for_costs(task: Task, opened: OpenPlan, ops: Collection[Op]) -> set[int]:
    """Return which updates are not to be written because the next refresh deletes albums for them; note them.

    These count as removals, so with those in ``ops`` there are none.
    """
    if Op.REMOVE in ops or Op.UPDATE not in ops:
        return set()
    costs = {own.position: own.entry.costs for own in opened.entries if own.entry.costs}
    if costs:
        app = next(app_of(own.entry.instance) for own in opened.entries if own.entry.costs)
        updates, albums = plural(len(costs), "update"), app.unit.count(sum(costs.values()))
        task.out.note(f"guard: {updates} would cost {albums} and, like removals, stay undecided.")
    return {*costs}


async def apply_plan(task: Task, result: PlanResult, *, guarded: bool = False) -> ExitStatus:
    """Apply the approved entries, print what became of each that was not written, and give the result.

    ``guarded`` says that a guard held entries back.
    """
    plan_id = result.opened.plan.id
    try:
        job_ids = await task.services.sync.apply(plan_id)
    except UsageError:
        task.out.note("Nothing is left to write.")
        status = ExitStatus.GUARDED if guarded else ExitStatus.PARTLY if result.incomplete else ExitStatus.OK
        task.result(status is ExitStatus.OK, **result.values, **dict.fromkeys(_OUTCOMES, 0))
        return status
    except ArrtuiError as error:
        return refuse(task, result, str(error))
    return await report_apply(task, result, await task.run_jobs(job_ids), guarded=guarded)


async def report_apply(
    task: Task, result: PlanResult, jobs: Sequence[Job], *, guarded: bool = False
) -> ExitStatus:
    """Print what became of each entry that was not written, and give the result of the jobs that applied."""
    totals: Counter[str] = Counter(dict.fromkeys(_OUTCOMES, 0))
    opened = await task.services.sync.open(result.opened.plan.id)
    for job in jobs:
        job_result = job.result or _outcomes_of(opened, job.instance)
        totals.update({name: job_result.get(name, 0) for name in _OUTCOMES})
        if job.error and job.state is not JobState.COMPLETED:
            task.out.note(f"error: {job.error}")
        if job_result.get("remark"):
            task.out.note(job_result["remark"])
    for planned in opened.entries:
        if planned.outcome in FAILURES:
            entry = planned.entry
            title = entry.title or entry.ident
            word = planned.outcome.value.replace("_", " ")
            task.out.note(f"{word}: {entry.instance}: {title}: {planned.message}")
    status = _status(jobs, totals, guarded=guarded)
    if status is ExitStatus.OK and result.incomplete:
        status = ExitStatus.PARTLY
    counts = {name: number for name, number in totals.items() if number or name in _OUTCOMES[:4]}
    task.out.line(", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in counts.items()))
    errors = [job.error for job in jobs if job.error]
    error_values = {"error": errors[0]} if errors else {}
    task.result(status is ExitStatus.OK, **result.values, **totals, **error_values)
    return status


def _outcomes_of(opened: OpenPlan, instance: str) -> dict[str, Any]:
    """Return what became of the entries of an instance whose job did not come to its end."""
    counts = Counter(
        planned.outcome.value for planned in opened.entries if planned.entry.instance == instance
    )
    return {**counts, "applied": counts[EntryOutcome.DONE]}


def _status(jobs: Iterable[Job], totals: Mapping[str, int], *, guarded: bool) -> ExitStatus:
    """Return the exit status: a guard outranks failures, which outrank success."""
    unfinished = [job for job in jobs if job.state is not JobState.COMPLETED]
    if guarded or any(job.error_code in GUARD_CODES for job in unfinished):
        return ExitStatus.GUARDED
    if not unfinished and not any(totals[outcome] for outcome in FAILURES):
        return ExitStatus.OK
    partly = any(totals[name] for name in ("applied", "skipped", "busy", "changed_back"))
    return ExitStatus.PARTLY if partly else ExitStatus.NOTHING
