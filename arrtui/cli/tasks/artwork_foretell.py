"""``--run artwork foretell INSTANCE TITLE``: what an app will do to the files beside a title's videos."""

from __future__ import annotations

import click

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import INSTANCE
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.apps import app_of
from arrtui.core.text import plural, shown_name
from arrtui.runtime.artwork.foretelling import foretell as foretell_files

_HEADINGS = ("file", "at an upgrade", "at a rename", "arrtui")


@click.command("foretell", cls=TaskCommand, needs_backup=True)
@click.argument("instance", type=INSTANCE, metavar="INSTANCE")
@click.argument("title", metavar="TITLE")
async def foretell(task: Task, instance: str, title: str) -> ExitStatus:
    """Say which files in a title's folder its app will delete or rename with a video. Nothing is changed.

    TITLE is a name, a part of it, or an external id.
    """
    task.require_instances()
    name, files = await foretell_files(task.services, instance, title)
    app = app_of(instance)
    if not app.extras.is_recorded:
        task.out.note(f"What {app.name} does to files beside its own was not recorded: nothing is foretold.")
        files = []
    cells = []
    for file in files:
        task.out.event("file", **file._asdict())
        upgrade = "deleted" if file.video else "stays"
        returns = "brings it back" if file.comes_back and (file.video or file.renamed) else ""
        cells.append((shown_name(file.relative_path), upgrade, shown_name(file.renamed) or "stays", returns))
    for line in table(_HEADINGS, cells):
        task.out.line(line)
    deleted = [file for file in files if file.video]
    back = sum(file.comes_back for file in deleted)
    task.out.line(
        f"{name} on {instance}: {plural(len(files), 'file')}, {len(deleted):,} go with a video, "
        f"{back:,} of them come back"
    )
    counts = {"files": len(files), "deleted": len(deleted), "comes_back": back}
    task.result(True, instance=instance, title=name, **counts)
    return ExitStatus.OK
