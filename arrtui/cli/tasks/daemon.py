"""``--run daemon``: jobs, schedules, feeds and servers without a terminal, until it is stopped."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from arrtui.cli.command import TaskCommand
from arrtui.cli.daemon.logs import FORMATS, KeyMask, start_logging
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task


class DaemonCommand(TaskCommand):
    """The task that runs without end, or prints a file that has it run."""

    def invoke(self, ctx: click.Context) -> ExitStatus:
        """Print a file where one is asked for; else run."""
        from arrtui.cli.daemon.deploy import containerfile_text, unit_text

        prints_unit, prints_containerfile = (
            ctx.params.pop(name) for name in ("print_unit", "print_containerfile")
        )
        if prints_containerfile:
            click.echo(containerfile_text(), nl=False)
        elif prints_unit:
            config_file = ctx.params["config_file"] or os.environ.get("ARRTUI_CONFIG")
            click.echo(unit_text(config_file, _options(ctx.params)), nl=False)
        else:
            return super().invoke(ctx)
        return ExitStatus.OK


def _options(given: Mapping[str, Any]) -> list[str]:
    """Return the options of a command line that the unit's daemon has too, beside the configuration."""
    options = [f"--set={name}={value}" for name, value in given["overrides"].items()]
    options += ["--read-only"] if given["read_only"] else []
    options += [f"--log-file={given['log_file'].absolute()}"] if given["log_file"] else []
    return options + ([f"--log-format={given['log_format']}"] if given["log_format"] != FORMATS[0] else [])


@click.command(
    "daemon",
    cls=DaemonCommand,
    only_by_hand="the daemon runs schedules and does not end, so none can start it",
    services_kind="daemon",
)
@click.option("--log-format", type=click.Choice(FORMATS), default=FORMATS[0], help="Lines, or JSON objects.")
@click.option(
    "--log-file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Log there instead of to standard error; a file of 10 MB is put aside, five are kept.",
)
@click.option(
    "--alive", is_flag=True, help="Only say whether the daemon of this machine or container is alive."
)
@click.option("--print-unit", is_flag=True, help="Print a unit of systemd that runs this command.")
@click.option("--print-containerfile", is_flag=True, help="Print a Containerfile that runs it.")
async def daemon(task: Task, log_format: str, log_file: Path | None, alive: bool) -> ExitStatus:
    """Work on jobs, follow schedules and live feeds, receive webhooks, until it is stopped."""
    if alive:
        daemons = [worker.name for worker in await task.services.jobs.daemons_here()]
        task.out.line(f"alive: {', '.join(daemons)}" if daemons else "no daemon is alive here")
        task.result(bool(daemons), alive=daemons)
        return ExitStatus.OK if daemons else ExitStatus.NOTHING
    from arrtui.cli.daemon.serve import serve

    start_logging(KeyMask(lambda: task.services.config), log_format, log_file)
    await serve(task.services)
    return ExitStatus.OK
