"""``--run undo PLAN`` or ``--last``, ``--run restore INSTANCE --at WHEN``: plans that go back."""

from __future__ import annotations

from collections.abc import Sequence

import click

from arrtui.cli.command import SNAPSHOT_NAMES, DependentOption, TaskCommand
from arrtui.cli.completion import INSTANCE, PAIR_OR_INSTANCE
from arrtui.cli.effects import print_effect
from arrtui.cli.plans import (
    apply_plan,
    finish_dry_run,
    left_for_costs,
    note_dry_run,
    print_plan,
    refuse,
    standing_alarm,
    wait_for_plan,
)
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.cli.unfinished import finish_interrupted
from arrtui.core.errors import PlanLockedError, UsageError
from arrtui.features.sync.model import Decision, EntrySubject, Op
from arrtui.runtime.settings_effect import is_felt


@click.command("undo", cls=TaskCommand, options_metavar="[--last] [OPTIONS]")
@click.argument("plan", type=PAIR_OR_INSTANCE, metavar="[PLAN|PAIR|INSTANCE]", required=False)
@click.option("--last", is_flag=True, help="The newest change: of the pair or instance, or of all.")
@click.option("--apply", is_flag=True, help="Write what the plan says.")
@click.option(
    "--allow-removals",
    cls=DependentOption,
    requires="apply",
    is_flag=True,
    help="Also remove titles that have gained files, history or changes.",
)
async def undo(
    task: Task, plan: str | None, apply: bool, allow_removals: bool, last: bool = False
) -> ExitStatus:
    """Plan what takes an applied plan back; --apply writes it.

    One of it that was interrupted less than an hour ago is finished instead of planned anew.
    """
    if not last and not (plan or "").isdecimal():
        why = "none is named" if plan is None else f"{plan!r} is no plan's number"
        advice = "arrtui --run plans lists them, and --last takes the newest change."
        raise UsageError("choosing the plan", why=why, advice=advice)
    plan_id = (await task.services.sync.last_change(plan)).id if last else int(plan or 0)
    if apply:
        task.refuse_writing(f"undoing plan {plan_id}")
        undone = (await task.services.sync.open(plan_id)).plan
        await _refuse_alarmed(task, f"undoing plan {plan_id}", undone.target.split(", "))
        unfinished = await task.services.sync.unfinished_undos(plan_id)
        if (status := await finish_interrupted(task, unfinished, undoes=plan_id)) is not None:
            return status
    job_id = await task.services.sync.undo(plan_id)
    return await _revert(task, job_id, apply=apply, allow_removals=allow_removals, undoes=plan_id)


@click.command(
    "restore",
    cls=TaskCommand,
    options_metavar="--at WHEN | --archive FILE [OPTIONS]",
    epilog=f"\b\n{SNAPSHOT_NAMES}",
    needs_backup=True,
)
@click.argument("instance", type=INSTANCE, metavar="INSTANCE")
@click.option("--at", metavar="WHEN", help="Which snapshot, e.g. yesterday.")
@click.option(
    "--archive",
    metavar="FILE",
    help="The app's own archive instead: a file, the name of one that is kept, latest; list prints these.",
)
@click.option("--apply", is_flag=True, help="Write what the plan says, or send the archive.")
async def restore(
    task: Task, instance: str, at: str | None, apply: bool, archive: str | None = None
) -> ExitStatus:
    """Plan what brings an instance back to a snapshot; --apply writes it.

    Nothing is ever removed by it. One that was interrupted less than an hour ago is finished instead of
    planned anew. An archive puts everything of the app, its keys too, in the place of what it has now.
    """
    if archive is not None and at is None:
        from arrtui.cli.tasks.restore_archive import restore_archive

        return await restore_archive(task, instance, archive, apply=apply)
    if at is None or archive is not None:
        why = "both are given" if at else "neither is given"
        raise UsageError("restoring", why, "Say --at WHEN for a snapshot, or --archive FILE.", instance)
    if apply:
        task.refuse_writing(f"restoring {instance}")
        name = task.services.config.instance(instance).name
        await _refuse_alarmed(task, f"restoring {name}", [name])
        unfinished = await task.services.sync.unfinished_restores(name, at)
        if (status := await finish_interrupted(task, unfinished, instance=instance, at=at)) is not None:
            return status
    job_id = await task.services.sync.restore(instance, at)
    return await _revert(task, job_id, apply=apply, instance=instance, at=at)


async def _refuse_alarmed(task: Task, what: str, names: Sequence[str]) -> None:
    """Raise PlanLockedError where nobody is there and an instance lost so much that nothing is applied."""
    if why := await standing_alarm(task, names):
        raise PlanLockedError(what, why=why)


async def _revert(
    task: Task, job_id: int, *, apply: bool, allow_removals: bool = False, **values: object
) -> ExitStatus:
    result = await wait_for_plan(task, job_id, **values)
    if isinstance(result, ExitStatus):
        return result
    opened = result.opened
    settings = [own.entry for own in opened.entries if own.entry.subject is EntrySubject.SETTING]
    if any(map(is_felt, settings)):
        result.values["effect"] = await print_effect(task, opened.entries)
    print_plan(task, opened)
    if not apply:
        note_dry_run(task, result)
        return finish_dry_run(task, result)
    if opened.lock and not allow_removals:
        why = f"{opened.plan.locked} Add --allow-removals to remove these too."
        return refuse(task, result, why)
    held_back = [planned.position for planned in opened.entries if planned.entry.by_hand]
    await task.services.sync.decide(opened.plan.id, held_back, Decision.APPROVED, by_hand=True)
    costly = left_for_costs(task, opened, {*Op} if allow_removals else {*Op} - {Op.REMOVE})
    await task.services.sync.decide(opened.plan.id, costly, Decision.UNDECIDED)
    return await apply_plan(task, result, guarded=bool(costly))
