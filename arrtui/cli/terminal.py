"""Start the terminal app, and start it again over the simulated estate when the welcome is asked for that."""

from __future__ import annotations

import sys

from arrtui.cli.request import Request
from arrtui.cli.status import ExitStatus
from arrtui.core.config import Config
from arrtui.core.errors import UsageError


def run_terminal(request: Request, config: Config) -> ExitStatus:
    """Run the terminal app until it is quit. Raises :class:`UsageError` without a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "starting the terminal app",
            why="standard input or output is not a terminal",
            advice="Use --run TASK in scripts and cron (arrtui --help).",
        )
    from arrtui.tui.app import WANTS_DEMO, run_app

    outcome = run_app(config, demo=request.demo, overrides=request.overrides)
    if outcome != WANTS_DEMO:
        return ExitStatus.OK
    from dataclasses import replace

    from arrtui.cli.request import perform

    return perform(replace(request, demo=True, config_file=None))
