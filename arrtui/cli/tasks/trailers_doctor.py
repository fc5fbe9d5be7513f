"""``--run trailers-doctor``: whether trailers can be read and downloaded here, and what to do if not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
import msgspec

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import INSTANCE
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.errors import UsageError
from arrtui.core.text import plural, shown_name

if TYPE_CHECKING:
    from arrtui.features.trailers.doctor import RootReport

_ROOT_HEADINGS = ("instance", "root folder", "here", "owner", "titles", "there", "state")
_TOOL_HEADINGS = ("what", "version", "state", "")


@click.command("trailers-doctor", cls=TaskCommand)
@click.argument("instances", nargs=-1, type=INSTANCE, metavar="[INSTANCE…]")
@click.option("--extract", is_flag=True, help="Read one real video too, that of a stored title.")
@click.option(
    "--accept-root",
    "accepted",
    multiple=True,
    metavar="INSTANCE:PATH",
    help="Take a root folder for right as it is now.",
)
async def trailers_doctor(
    task: Task, instances: tuple[str, ...], extract: bool, accepted: tuple[str, ...]
) -> ExitStatus:
    """Examine root folders, path mappings and the programs that downloading needs."""
    from arrtui.features.trailers.doctor_tools import Grade

    task.require_instances()
    for root_folder in accepted:
        await _accept(task, root_folder)
    doctor = task.services.doctor
    roots = await doctor.roots(instances)
    problems = await doctor.problems(instances)
    tools = await doctor.tools()
    tools += [await doctor.extract()] if extract else []
    _show_roots(task, roots)
    for problem in problems:
        task.out.line(f"{problem.instance}: {shown_name(problem.text)}")
    task.out.line("")
    rows = ((tool.name, tool.version, tool.grade.value, tool.text) for tool in tools)
    for line in table(_TOOL_HEADINGS, rows):
        task.out.line(line)
    for tool in tools:
        if tool.advice:
            task.out.line(f"{tool.name}: {tool.advice}")
    grades = [*(root.grade for root in roots), *(tool.grade for tool in tools)]
    bad = Grade.BAD in grades
    task.result(
        not bad,
        roots=msgspec.to_builtins(roots),
        tools=msgspec.to_builtins(tools),
        problems=[
            {"instance": problem.instance, "kind": problem.kind.value, "text": shown_name(problem.text)}
            for problem in problems
        ],
    )
    return ExitStatus.PARTLY if bad else ExitStatus.OK


async def _accept(task: Task, root_folder: str) -> None:
    """Take a root folder, given with its instance, for right as it is. Raises UsageError."""
    instance, colon, path = root_folder.partition(":")
    if not colon or not path:
        raise UsageError("reading the command line", why=f"--accept-root {root_folder} is no INSTANCE:PATH")
    root = await task.services.trailers.accept_root(instance, path)
    folders = plural(root.accepted_folders or 0, "folder")
    task.out.note(f"{instance}: {path} is accepted as it is now, with {folders} of titles.")


def _show_roots(task: Task, roots: Sequence[RootReport]) -> None:
    """Print root folders as a table, then what is wrong with them and what to do."""
    for line in table(_ROOT_HEADINGS, map(_root_cells, roots), right=(4, 5)):
        task.out.line(line)
    for root in roots:
        for sentence in filter(None, (root.text, root.advice)):
            task.out.line(f"{root.instance}: {sentence}")
        for line in suggestion_lines(root):
            task.out.line(line)


def _root_cells(root: RootReport) -> tuple[str, ...]:
    local = root.local if root.mapped or root.local != root.path else "the same"
    writable = {True: "writable", False: "not writable", None: ""}[root.writable]
    state = writable or root.grade.value
    return (
        *(root.instance, root.path, local, root.owner),
        *(f"{root.titles:,}", f"{root.present:,}", state),
    )


def suggestion_lines(root: RootReport) -> tuple[str, ...]:
    """Return what to write into the configuration for a root folder that was seen somewhere else."""
    if not root.suggestion:
        return ()
    return (
        f"{root.instance}: its titles lie in {root.suggestion}. In the configuration:",
        f"  [[{root.instance}.path_mapping]]",
        f"  from = {_quoted(root.path)}",
        f"  to = {_quoted(root.suggestion)}",
    )


def _quoted(path: str) -> str:
    """Return a path as a string of TOML, whose escapes are those of JSON."""
    return msgspec.json.encode(path).decode()
