"""``--run settings template …``: settings saved by name, and brought to other instances."""

from __future__ import annotations

from collections import Counter
from typing import Any

import click

from arrtui.cli.command import TaskCommand, TaskGroup
from arrtui.cli.completion import INSTANCE
from arrtui.cli.output import table
from arrtui.cli.setting_plans import ROOT_FOLDERS, folder_map, look_or_apply
from arrtui.cli.setting_sides import KIND_OPTION, SIDES, setting_side
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.domain import SettingType
from arrtui.core.settings.identity import KIND_WORDS
from arrtui.core.settings.templates import SettingsTemplate
from arrtui.core.text import format_timestamp, plural
from arrtui.runtime.settings_setup import setup_sync
from arrtui.runtime.settings_templates import PREFIX

_HERE = "arrtui.cli.tasks.settings_template"
_NAMES = """\
\b
NAME is the template's; one that is there is replaced. Without --kind it
holds formats and profiles, and always what its settings refer to.
"""

template = TaskGroup(
    "template",
    help="Save settings by name, and bring them to other instances.",
    actions={
        "save": f"{_HERE}:save",
        "list": f"{_HERE}:list_templates",
        "show": f"{_HERE}:show",
        "delete": f"{_HERE}:delete",
        "export": f"{_HERE}:export",
        "import": f"{_HERE}:import_file",
        "apply": f"{_HERE}:apply_template",
    },
)


@click.command("save", cls=TaskCommand, epilog=f"{_NAMES}\n{SIDES}", needs_backup=True)
@click.argument("name", metavar="NAME")
@click.argument("instance", type=INSTANCE, metavar="A")
@KIND_OPTION
@click.option("--name", "patterns", multiple=True, metavar="PATTERN", help="Only settings of such names.")
async def save(
    task: Task, name: str, instance: str, kinds: tuple[str, ...], patterns: tuple[str, ...]
) -> ExitStatus:
    """Save settings of an instance, or of a snapshot, by name; asks no app."""
    side = await setting_side(task, instance)
    types = [SettingType(kind) for kind in kinds]
    return _tell(task, await task.services.settings_templates.save(name, side, types, patterns), "saved")


@click.command("list", cls=TaskCommand)
async def list_templates(task: Task) -> ExitStatus:
    """Print the templates."""
    rows = await task.services.settings_templates.list_templates()
    cells = [(row.name, row.app, row.source, format_timestamp(row.saved_at)) for row in rows]
    for line in table(("template", "app", "of", "saved"), cells):
        task.out.line(line)
    task.result(True, templates=[row._asdict() for row in rows])
    return ExitStatus.OK


@click.command("show", cls=TaskCommand)
@click.argument("name", metavar="NAME")
async def show(task: Task, name: str) -> ExitStatus:
    """Print what a template holds."""
    saved = await task.services.settings_templates.get(name)
    for row in saved.settings:
        task.out.line(f"{KIND_WORDS[SettingType(row.type)]}, {row.name or row.id}")
    return _tell(task, saved, f"of {saved.source}, {format_timestamp(saved.saved_at)}")


@click.command("delete", cls=TaskCommand)
@click.argument("name", metavar="NAME")
async def delete(task: Task, name: str) -> ExitStatus:
    """Delete a template; what was made with it stays."""
    await task.services.settings_templates.delete(name)
    task.out.line(f"{name}: deleted")
    task.result(True, template=name)
    return ExitStatus.OK


@click.command("export", cls=TaskCommand)
@click.argument("name", metavar="NAME")
@click.argument("file", metavar="FILE")
async def export(task: Task, name: str, file: str) -> ExitStatus:
    """Write a template into a file (- is standard output); there is no secret in it."""
    count = await task.services.settings_templates.export(name, file)
    task.out.note(f"{name}: {plural(count, 'setting')} written")
    task.result(True, template=name, file=file, settings=count)
    return ExitStatus.OK


@click.command("import", cls=TaskCommand)
@click.argument("file", metavar="FILE")
@click.option("--as", "name", metavar="NAME", default="", help="What it is called here.")
async def import_file(task: Task, file: str, name: str) -> ExitStatus:
    """Save the template of a file (- is standard input)."""
    return _tell(task, await task.services.settings_templates.import_file(file, name), "saved")


@click.command("apply", cls=TaskCommand, needs_backup=True)
@click.argument("name", metavar="NAME")
@click.argument("instance", type=INSTANCE, metavar="INSTANCE")
@ROOT_FOLDERS
@KIND_OPTION
@click.option("--apply", is_flag=True, help="Write additions and updates.")
async def apply_template(
    task: Task,
    name: str,
    instance: str,
    root_folders: tuple[str, ...],
    kinds: tuple[str, ...],
    apply: bool,
) -> ExitStatus:
    """Plan what brings a template to an instance; --apply writes it. Nothing is removed."""
    target = task.services.config.instance(instance).name
    await task.services.settings_templates.get(name)
    if apply:
        task.refuse_writing(f"bringing a template to {target}")
    types = [SettingType(kind) for kind in kinds]
    sync = setup_sync(f"{PREFIX}:{name}", target, types, folder_map(root_folders))
    job_id = await task.services.settings_plans.plan_unnamed(sync, target)
    return await look_or_apply(task, job_id, target, apply=apply, template=name)


def _tell(task: Task, saved: SettingsTemplate, what: str) -> ExitStatus:
    """Print what a template holds in sum, and give it as the result."""
    counts = Counter(SettingType(row.type) for row in saved.settings)
    words = ", ".join(
        plural(count, KIND_WORDS[type].removesuffix("s"), KIND_WORDS[type]) for type, count in counts.items()
    )
    task.out.line(f"{saved.name} ({saved.app.app.name}): {words}; {what}")
    settings: dict[str, list[Any]] = {type: [] for type in counts}
    for row in saved.settings:
        settings[SettingType(row.type)].append(row.name)
    task.result(True, template=saved.name, app=saved.app, source=saved.source, settings=settings)
    return ExitStatus.OK
