"""Do what a command line asks for: read the configuration, then run a task or the terminal app."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from arrtui.cli.request import Request
from arrtui.cli.status import ExitStatus
from arrtui.core.config import config_path, load_config
from arrtui.core.errors import ArrtuiError, ConfigError, NoSuchSnapshotError, UsageError

if TYPE_CHECKING:
    from arrtui.core.keys import Bindable

_USAGE_ERRORS = (ConfigError, UsageError, NoSuchSnapshotError)
"""Errors of what was asked for, or of the configuration."""


def perform(request: Request) -> ExitStatus:
    """Do what is asked for, over the simulated estate if so asked, and return the exit status."""
    try:
        if not request.demo:
            return _perform(request)
        from arrtui.cli.demo import demo_estate

        with demo_estate() as config_file:
            return _perform(replace(request, config_file=config_file))
    except ArrtuiError as error:
        from arrtui.cli.output import make_output

        with make_output(as_json=request.as_json) as out:
            out.failure(error)
            if request.task:
                out.result(request.task.name, False, error=str(error))
        sys.stdout.flush()
        return ExitStatus.USAGE if isinstance(error, _USAGE_ERRORS) else ExitStatus.NOTHING


def _perform(request: Request) -> ExitStatus:
    """Run the task or the terminal app over the request's configuration file."""
    path = config_path(request.config_file)
    if request.task is not None:
        from arrtui.cli.headless import run_task

        config = load_config(path, overrides=request.overrides)
        return run_task(request.task, config, request)
    config = load_config(path, overrides=request.overrides, bindings=_terminal_bindings)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "starting the terminal app",
            why="standard input or output is not a terminal",
            advice="Use --run TASK in scripts and cron (arrtui --help).",
        )
    from arrtui.tui.app import WANTS_DEMO, run_app

    if run_app(config, demo=request.demo, overrides=request.overrides) == WANTS_DEMO:
        return perform(replace(request, demo=True, config_file=None))
    return ExitStatus.OK


def _terminal_bindings() -> Bindable:
    from arrtui.tui.keys import collect_bindings

    return collect_bindings()
