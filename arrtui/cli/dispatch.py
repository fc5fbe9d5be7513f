"""Do what a command line asks for: read the configuration, then run a task or the terminal app."""

from __future__ import annotations

import errno
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from arrtui.cli.request import Request
from arrtui.cli.status import ExitStatus
from arrtui.cli.streams import OutputError, is_terminal, write_remark
from arrtui.core.config import Config, config_path, load_config
from arrtui.core.errors import ArrtuiError, ConfigError, GuardError, NoSuchSnapshotError, UsageError
from arrtui.core.terminals import can_place_text
from arrtui.runtime.rules.use_cases import rule_fields
from arrtui.runtime.schedules import read_task

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
    except BrokenPipeError:  # click would take it for its own
        return ExitStatus.READER_GONE
    except OutputError as error:
        write_remark(f"error: {error}")
        return ExitStatus.PARTLY
    except ArrtuiError as error:
        return _tell(error, request)
    except OSError as error:
        if error.errno not in (errno.EMFILE, errno.ENFILE):
            raise
        why = "this machine lets arrtui open no more files and connections"
        return _tell(ArrtuiError("going on", why, "Raise the limit (ulimit -n)."), request)


def _tell(error: ArrtuiError, request: Request) -> ExitStatus:
    """Print an error and return its exit status."""
    from arrtui.cli.crash import CrashError
    from arrtui.cli.output import make_output

    try:
        with make_output(as_json=request.as_json) as out:
            out.failure(error)
            if request.task:
                out.result(request.task.name, False, error=str(error))
    except (BrokenPipeError, OutputError):
        write_remark(f"error: {error}")
    if isinstance(error, CrashError):
        return ExitStatus.PARTLY
    if isinstance(error, GuardError):
        return ExitStatus.GUARDED
    return ExitStatus.USAGE if isinstance(error, _USAGE_ERRORS) else ExitStatus.NOTHING


def _perform(request: Request) -> ExitStatus:
    """Run the task or the terminal app over the request's configuration file."""
    path = config_path(request.config_file)
    if request.config_file and not path.exists():
        advice = "Check the name given with --config; without it, the terminal app makes a new configuration."
        raise ConfigError(f"reading {path}", why="there is no such file", advice=advice)
    bindings = None if request.task else _terminal_bindings
    config = load_config(
        path, overrides=request.overrides, bindings=bindings, tasks=read_task, rule_fields=rule_fields
    )
    try:
        return _run(request, config)
    except (ArrtuiError, BrokenPipeError):
        raise
    except Exception as error:
        from arrtui.cli.crash import crash_error

        raise crash_error(error, config) from error


def _run(request: Request, config: Config) -> ExitStatus:
    if request.task is not None:
        from arrtui.cli.headless import run_task

        return run_task(request.task, config, request)
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise UsageError(
            "starting the terminal app",
            why="standard input or output is not a terminal",
            advice="Use --run TASK in scripts and cron (arrtui --help).",
        )
    term = os.environ.get("TERM", "")
    if sys.platform != "win32" and not can_place_text(term):
        raise UsageError(
            "starting the terminal app",
            why=f"TERM is {term}, a terminal that cannot place text" if term else "TERM is not set",
            advice="Name the terminal (TERM=xterm-256color arrtui), or use --run TASK.",
        )
    from arrtui.tui.start import WANTS_DEMO, run_app

    if (
        run_app(config, demo=request.demo, overrides=request.overrides, bindings=_terminal_bindings)
        == WANTS_DEMO
    ):
        return perform(replace(request, demo=True, config_file=None))
    return ExitStatus.OK


def _terminal_bindings() -> Bindable:
    from arrtui.tui.keys import collect_bindings

    return collect_bindings()
