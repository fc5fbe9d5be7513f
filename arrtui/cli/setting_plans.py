"""What the tasks about single plans of settings have in common: folders as OLD=NEW, a look, the apply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from arrtui.cli.effects import print_effect
from arrtui.cli.plans import (
    apply_within_limits,
    finish_dry_run,
    note_dry_run,
    print_plan,
    refuse,
    standing_alarm,
    wait_for_plan,
)
from arrtui.cli.status import ExitStatus
from arrtui.core.errors import UsageError
from arrtui.features.sync.model import Op

if TYPE_CHECKING:
    from arrtui.cli.task import Task

ROOT_FOLDERS = click.option(
    "--root-folder",
    "root_folders",
    multiple=True,
    metavar="OLD=NEW",
    help="What a folder of the source is called there; several with several options.",
)


def folder_map(texts: Sequence[str]) -> dict[str, str]:
    """Return folder of the source → folder of the target. Raises UsageError for a text without ``=``."""
    pairs = [text.partition("=") for text in texts]
    for old, _, new in pairs:
        if not old or not new:
            raise UsageError("reading --root-folder", why=f"{old!r} leads nowhere", advice="Write OLD=NEW.")
    return {old: new for old, _, new in pairs}


async def look_or_apply(task: Task, job_id: int, target: str, *, apply: bool, **values: object) -> ExitStatus:
    """Print the plan that a job makes; with ``apply`` write its additions and updates.

    What it does to stored files comes first. ``values`` stand in the result line besides the target.
    """
    result = await wait_for_plan(task, job_id, target=target, **values)
    if isinstance(result, ExitStatus):
        return result
    result.values["effect"] = await print_effect(task, result.opened.entries)
    print_plan(task, result.opened)
    if not apply:
        note_dry_run(task, result)
        return finish_dry_run(task, result)
    if why := await standing_alarm(task, [target]) or result.opened.lock:
        return refuse(task, result, why)
    return await apply_within_limits(task, result, {Op.ADD, Op.UPDATE})
