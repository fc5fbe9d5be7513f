"""``--run paths [FILTER]``: the folders of titles, for other programs."""

from __future__ import annotations

import sys

import click

from arrtui.cli.command import TaskCommand
from arrtui.cli.output import clean
from arrtui.cli.status import ExitStatus
from arrtui.cli.streams import is_terminal, write_bytes
from arrtui.cli.task import Task
from arrtui.cli.tasks.listing import FILTERS
from arrtui.core.text import plural
from arrtui.runtime.listings import COPIES

_LINE_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


@click.command("paths", cls=TaskCommand, epilog=f"\b\n{FILTERS}", needs_backup=True)
@click.argument("filter_text", metavar="[FILTER]", default="")
@click.option("-0", "--null", is_flag=True, help="End each with NUL, for xargs -0; else with a line break.")
async def paths(task: Task, filter_text: str, null: bool) -> ExitStatus:
    """Print the folder of each copy of the titles that match, as its app sees it."""
    rows = await COPIES.rows(task.services, filter_text)
    folders = list(dict.fromkeys(copy.path for title in rows for copy in title.copies if copy.path))
    left_out = [] if null else [folder for folder in folders if not _LINE_BREAKS.isdisjoint(folder)]
    written = [folder for folder in folders if folder not in left_out]
    if task.as_json:
        for title in rows:
            for copy in title.copies:
                task.out.event("path", instance=copy.instance, title=copy.title, path=copy.path)
    else:
        for folder in written:
            if task.unattended:
                task.out.line(clean(folder))
            else:
                _print(folder, null=null)
    if left_out and not task.as_json:
        task.out.note(f"{plural(len(left_out), 'path')} with a line break left out; -0 prints all.")
    task.result(True, filter=filter_text, count=len(folders))
    return ExitStatus.PARTLY if left_out and not task.as_json else ExitStatus.OK


def _print(folder: str, *, null: bool) -> None:
    """Write a path exactly, except to a terminal, where what that would obey is escaped."""
    text = clean(folder) if is_terminal(sys.stdout) else folder
    write_bytes(text.encode("utf-8", "surrogateescape") + (b"\0" if null else b"\n"))
