"""Handing over: rows to a pager, the configuration to an editor, a row to a program of the owner's."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from textual.app import App, SuspendNotSupported

from arrtui.core.config.commands import OwnCommand
from arrtui.core.config.lines import line_in_file
from arrtui.core.errors import ArrtuiError, ConfigProblem
from arrtui.core.filter.fields import FieldKind, FilterFields
from arrtui.core.handover import clean_environment, editor_arguments, fill_arguments, fill_shell_line
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.incognito import disguised
from arrtui.tui.kit.notices import notify_done, notify_failed, notify_refused, refuse_incognito
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.kit.table.cells import plain_text, sanitise

NO_COMMAND = 'No program is configured: [commands.NAME] with run = "…" makes one.'


@contextmanager
def suspended(app: App[Any]) -> Iterator[None]:
    """Give the terminal away for the block, which must not await: nothing is to be drawn meanwhile.

    ctrl+c is the other program's. Raises SuspendNotSupported where there is no terminal.
    """
    before = signal.signal(signal.SIGINT, lambda *_: None)  # a handler, which a child does not inherit
    failure: Exception | None = None
    try:
        with app.suspend():  # it takes the terminal back only where nothing is raised in it
            try:
                yield
            except Exception as error:
                failure = error
    finally:
        signal.signal(signal.SIGINT, before)
    if failure is not None:
        raise failure


def run_in_terminal(
    app: App[Any], args: Sequence[str], text: str | None = None, *, shell: bool = False
) -> bool:
    """Run a program in the terminal until it ends; return whether it could be run.

    Args:
        app: The app, which gives its terminal away.
        args: The program and its arguments; for a shell one line.
        text: What it reads from its standard input; None for the terminal.
        shell: Whether a shell reads the line.
    """
    data = None if text is None else text.encode(errors="replace")
    try:
        with suspended(app):
            command: Any = args[0] if shell else list(args)
            subprocess.run(command, input=data, env=clean_environment(os.environ), shell=shell, check=False)  # noqa: S603
    except SuspendNotSupported:
        notify_refused(app, "There is no terminal to give to another program.")
    except (OSError, ValueError) as error:
        notify_failed(app, f"{args[0]} cannot be run: {getattr(error, 'strerror', None) or error}.")
    else:
        return True
    return False


def chosen_program(names: Sequence[str], otherwise: str) -> list[str]:
    """Return the program that the first of some variables names, split as a shell would."""
    chosen = next((value for name in names if (value := os.environ.get(name, "").strip())), otherwise)
    try:
        return shlex.split(chosen) or [otherwise]
    except ValueError:
        return [otherwise]


def read_in_pager(app: App[Any], table: EstateTable[Any]) -> None:
    """Show the rows of a table in ``$PAGER``, ``less`` without one."""
    run_in_terminal(app, chosen_program(["PAGER"], "less"), "\n".join(table_lines(table)) + "\n")


def table_lines(table: EstateTable[Any]) -> list[str]:
    """Return the rows that show as lines of text, with all columns in full."""
    from rich.cells import cell_len, set_cell_size

    columns = [column for column in table.columns if column.title]
    lines = [[column.title for column in columns]]
    lines += [
        [disguised(sanitise(plain_text(column.text(row)))) for column in columns] for row in table.rows_shown
    ]
    widths = [max(cell_len(line[place]) for line in lines) for place in range(len(columns))]
    return [
        "  ".join(set_cell_size(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]


async def edit_configuration(app: App[Any], problem: ConfigProblem | None = None) -> None:
    """Open the configuration in ``$VISUAL`` or ``$EDITOR``, ``vi`` without them, and use what was saved.

    It opens at the line of ``problem``, else at that of its first fault. Refused in the incognito mode.
    """
    if refuse_incognito(app, "The editor"):
        return
    services = host_of(app).services
    path = services.config.path
    if path is None or not path.exists():
        notify_refused(app, "There is no configuration file yet; adding an instance makes one.")
        return
    if problem is None and services.config_fault is not None:
        problem = services.config_fault.problems[0]
    line = 1 if problem is None else await asyncio.to_thread(line_in_file, path, problem.path)
    if not run_in_terminal(app, editor_arguments(chosen_program(["VISUAL", "EDITOR"], "vi"), path, line)):
        return
    await services.follow_config()
    if services.config_fault is None:
        notify_done(app, "The configuration was read again.")


def begin_editing(app: App[Any]) -> None:
    """Edit the configuration, and read it again."""
    app.run_worker(edit_configuration(app), group="editor", exclusive=True)


def edit_text(app: App[Any], text: str, name: str) -> str | None:
    """Return a text as the owner's editor has left it; None where it could not be edited or is as it was.

    It lies in a file of that name in a folder of its own meanwhile, which only the owner can read. Refused in
    the incognito mode.
    """
    if refuse_incognito(app, "The editor"):
        return None
    with TemporaryDirectory(prefix="arrtui-") as folder:
        file = Path(folder) / name
        file.write_text(text, encoding="utf-8")
        if not run_in_terminal(app, [*chosen_program(["VISUAL", "EDITOR"], "vi"), str(file)]):
            return None
        edited = file.read_text(encoding="utf-8", errors="replace")
    return None if edited == text else edited


# --- the owner's own programs ----------------------------------------------------------------------------


def row_values(row: Any, fields: FilterFields[Any]) -> dict[str, str]:
    """Return the values of a row by field, as command lines have them; of parts the first there is."""
    values: dict[str, str] = {}
    for field in fields:
        if field.kind is FieldKind.FLAG:
            continue
        value = next(filter(None, fields.values(field, [row])), "")
        values[field.name] = ",".join(value) if isinstance(value, tuple) else str(value)
    return values


async def offer_commands(app: App[Any], table: EstateTable[Any]) -> None:
    """Show the configured programs with what they would run, and run the one chosen. For a worker."""
    from arrtui.tui.kit.dialogs.commands import CommandsDialog

    row, commands = table.cursor_row, host_of(app).services.config.commands
    if row is None or refuse_incognito(app, "A program of your own"):
        return
    if not commands:
        notify_refused(app, NO_COMMAND)
        return
    values = row_values(row, table.fields)
    command = await app.push_screen_wait(CommandsDialog(commands, values))
    if command is not None:
        await run_command(app, command, values)


def filled(command: OwnCommand, values: dict[str, str]) -> list[str]:
    """Return the arguments of a command for a row, of one with a shell the line. Raises UsageError."""
    return [fill_shell_line(command.run, values)] if command.shell else fill_arguments(command.run, values)


async def run_command(app: App[Any], command: OwnCommand, values: dict[str, str]) -> None:
    """Run a command on a row: in the terminal, or beside the app with its output in a window."""
    from arrtui.tui.kit.dialogs.program import ProgramDialog
    from arrtui.tui.kit.program import CapturedProgram

    try:
        args = filled(command, values)
    except ArrtuiError as error:
        notify_failed(app, error)
        return
    if command.terminal:
        run_in_terminal(app, args, shell=command.shell)
        return
    try:
        program = await CapturedProgram.start(args, shell=command.shell)
    except (OSError, ValueError) as error:
        notify_failed(app, f"{args[0]} cannot be run: {getattr(error, 'strerror', None) or error}.")
        return
    app.push_screen(ProgramDialog(command.name, program))
