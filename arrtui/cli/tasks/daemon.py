"""``--run daemon``: jobs, schedules, feeds and servers without a terminal, until it is stopped."""

from __future__ import annotations

from pathlib import Path

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
        log_file = ctx.params["log_file"]
        if prints_containerfile:
            click.echo(containerfile_text(), nl=False)
        elif prints_unit:
            options = [] if log_file is None else ["--log-file", str(log_file.absolute())]
            if ctx.params["log_format"] != FORMATS[0]:
                options += ["--log-format", ctx.params["log_format"]]
            click.echo(unit_text(ctx.params["config_file"], options), nl=False)
        else:
            return super().invoke(ctx)
        return ExitStatus.OK


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
@click.option("--print-unit", is_flag=True, help="Print a unit of systemd that runs this command.")
@click.option("--print-containerfile", is_flag=True, help="Print a Containerfile that runs it.")
async def daemon(task: Task, log_format: str, log_file: Path | None) -> ExitStatus:
    """Work on jobs, follow schedules and live feeds, receive webhooks, until it is stopped."""
    from arrtui.cli.daemon.serve import serve

    start_logging(KeyMask(lambda: task.services.config), log_format, log_file)
    await serve(task.services)
    return ExitStatus.OK
