"""``--run settings setup A B``: an instance set up after another one, settings and titles in one plan."""

from __future__ import annotations

import click

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import INSTANCE
from arrtui.cli.setting_plans import ROOT_FOLDERS, folder_map, look_or_apply
from arrtui.cli.setting_sides import KIND_OPTION
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.domain import SettingType
from arrtui.runtime.settings_setup import SETUP_TYPES, check_same_app, setup_sync


@click.command("setup", cls=TaskCommand, needs_backup=True)
@click.argument("target", type=INSTANCE, metavar="A")
@click.argument("source", type=INSTANCE, metavar="B")
@ROOT_FOLDERS
@KIND_OPTION
@click.option("--titles/--no-titles", default=True, help="Whether the titles of B are added too.")
@click.option("--apply", is_flag=True, help="Write what the plan says.")
async def setup(
    task: Task,
    target: str,
    source: str,
    root_folders: tuple[str, ...],
    kinds: tuple[str, ...],
    titles: bool,
    apply: bool,
) -> ExitStatus:
    """Plan what sets A up after B: formats, profiles, naming, folders, tags, lists, then titles.

    Lists arrive switched off, and nothing of A is removed. With --kind these settings in place of those.
    """
    config = task.services.config
    target, source = config.instance(target).name, config.instance(source).name
    check_same_app(source, target)
    if apply:
        task.refuse_writing(f"setting up {target}")
    types = [SettingType(kind) for kind in kinds] or SETUP_TYPES
    sync = setup_sync(source, target, types, folder_map(root_folders))
    job_id = await task.services.settings_plans.plan_unnamed(sync, target, titles=titles)
    return await look_or_apply(task, job_id, target, apply=apply, source=source)
