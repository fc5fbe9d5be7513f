"""Start the terminal app."""

from __future__ import annotations

import sys

from arrtui.cli.request import Request
from arrtui.core.config import Config
from arrtui.core.errors import UsageError


def run_terminal(config: Config, request: Request) -> bool:
    """Run the terminal app until it is quit; return whether its welcome was asked for the demo.

    Raises :class:`UsageError` without a terminal.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "starting the terminal app",
            why="standard input or output is not a terminal",
            advice="Use --run TASK in scripts and cron (arrtui --help).",
        )
    from arrtui.tui.app import WANTS_DEMO, run_app

    return run_app(config, demo=request.demo, overrides=request.overrides) == WANTS_DEMO
