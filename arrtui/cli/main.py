"""The ``arrtui`` command: the terminal app, or one task without it."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from arrtui.cli.command import (
    CONTEXT_SETTINGS,
    SNAPSHOT_NAMES,
    TaskCommand,
    TaskGroup,
    perform,
    shared_options,
)
from arrtui.cli.request import Request
from arrtui.cli.status import ExitStatus
from arrtui.cli.streams import abandon_unwritten, prepare_streams, write_remark
from arrtui.core.apps.words import app_names

HELP = f"""\
The control room for several {app_names()} instances.

\b
arrtui                         the terminal app
arrtui --demo                  the same over a simulated estate; touches nothing of yours
arrtui --run TASK [ARGS]       no terminal app: do it, print it, exit
arrtui --run TASK --help       what a task does, and its options
"""

EXIT_STATUSES = """\
Exit status:
  0  all done                          3  nothing could be done
  1  finished, something failed        4  a safety guard stopped it
  2  usage or configuration          130  interrupted
                                     141  the reader of the output went away
"""


class MainCommand(click.Command):
    """The command without a task; its help lists the tasks."""

    def __init__(self, *, params: Sequence[click.Parameter], **kwargs: Any) -> None:
        super().__init__(params=[*params, *shared_options()], **kwargs)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a line for each task, then the options."""
        from arrtui.runtime import capabilities

        with formatter.section("Tasks"):
            lines = []
            for dotted in capabilities.tasks().values():
                task: click.Command = capabilities.load(dotted)
                arguments = [
                    param.make_metavar(ctx) for param in task.params if isinstance(param, click.Argument)
                ]
                if isinstance(task, TaskGroup):
                    arguments = [task.subcommand_metavar]
                lines.append((" ".join([task.name or "", *arguments]), task.get_short_help_str(80)))
            formatter.write_dl(lines)
        super().format_options(ctx, formatter)


def _print_completion(ctx: click.Context, _param: click.Parameter, shell: str | None) -> None:
    if shell and not ctx.resilient_parsing:
        from arrtui.cli.completion import script

        click.echo(script(shell))
        ctx.exit()


@click.command(
    "arrtui",
    cls=MainCommand,
    options_metavar="[OPTIONS] [--run TASK [ARGS]]",
    help=HELP,
    epilog=f"\b\n{SNAPSHOT_NAMES}\n\b\n{EXIT_STATUSES}",
    context_settings={**CONTEXT_SETTINGS, "allow_extra_args": True},
)
@click.option("--run", metavar="TASK", help="Do one task and exit.")
@click.option(
    "--completion",
    metavar="SHELL",
    type=click.Choice(("bash", "zsh", "fish")),
    is_eager=True,
    expose_value=False,
    callback=_print_completion,
    help="Print the script that completes command lines in bash, zsh or fish.",
)
@click.option("--incognito", is_flag=True, help="Show made-up names of titles, hosts and folders.")
def main_command(run: None, **options: Any) -> ExitStatus:
    """Start the terminal app; ``run`` is listed for the help and has been taken out before."""
    if words := click.get_current_context().args:
        raise click.UsageError(f"{' '.join(words)!r} is not what this takes: arrtui --run TASK [ARGS]")
    return perform(Request(**options))


def split_task(args: Sequence[str]) -> tuple[str | None, list[str]]:
    """Split ``--run TASK`` off a command line; return the task, None without one, and the rest.

    It may stand anywhere before ``--``, and the last one counts. ``--run --help`` asks for help on all tasks.
    """
    task: str | None = None
    rest: list[str] = []
    remaining = list(args)
    while remaining:
        word = remaining.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            return task, [*rest, word, *remaining]
        if name != "--run":
            rest.append(word)
        elif equals:
            task = value
        elif not remaining:
            raise click.UsageError("Option '--run' requires an argument.", _main_context())
        elif remaining[0] in ("-h", "--help"):
            return None, remaining[:1]
        else:
            task = remaining.pop(0)
    return task, rest


def task_command(name: str) -> TaskCommand | TaskGroup:
    """Return the command of a task. Raises click.UsageError with the names that look like it."""
    from arrtui.runtime import capabilities

    tasks = capabilities.tasks()
    if name in tasks:
        command: TaskCommand | TaskGroup = capabilities.load(tasks[name])
        return command
    from difflib import get_close_matches  # only a mistake has to wait for it

    matches = get_close_matches(name, tasks)
    advice = f"Did you mean {' or '.join(matches)}?" if matches else f"Tasks: {', '.join(tasks)}."
    raise click.UsageError(f"There is no task {name!r}. {advice}", _main_context())


def _main_context() -> click.Context:
    return click.Context(main_command, info_name="arrtui")


def run(args: Sequence[str]) -> int:
    """Run a command line and return the exit status. Raises click.ClickException for a wrong one."""
    task, rest = split_task(args)
    command: click.Command = main_command if task is None else task_command(task)
    name = "arrtui" if task is None else f"arrtui --run {task}"
    try:
        # Not command.main(), which ends the process itself when a reader of the output has gone.
        with command.make_context(name, rest) as context:
            status: int | None = command.invoke(context)
    except click.exceptions.Exit as end:  # after the help or the version
        return end.exit_code
    return int(status or 0)


def main() -> None:
    """Run the command and exit with its status."""
    # What is imported and built at the start stays, so that looking for garbage in it is wasted: collecting
    # begins when the app is on screen, or the task under way.
    gc.disable()
    # pydantic would look through every installed package for plugins of its own: slow, and never ours.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    prepare_streams()
    try:
        if instruction := os.environ.get("_ARRTUI_COMPLETE"):
            from arrtui.cli.completion import answer

            sys.exit(answer(instruction))
        status = run(sys.argv[1:])
    except click.ClickException as error:
        with contextlib.suppress(OSError):
            error.show()
        status = ExitStatus.USAGE
    except (click.Abort, KeyboardInterrupt):
        status = ExitStatus.INTERRUPTED
    except BrokenPipeError:
        status = ExitStatus.READER_GONE
    except OSError as error:
        write_remark(f"error: writing the output: {error.strerror or error}")
        status = ExitStatus.PARTLY
    abandon_unwritten()
    sys.exit(int(status))


if __name__ == "__main__":
    main()
