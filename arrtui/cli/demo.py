"""``--demo``: run the simulated estate beside us, in a folder that is gone afterwards."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from arrtui.core.errors import ArrtuiError

_START_SECONDS = 60.0
_STOP_SECONDS = 10.0


@contextlib.contextmanager
def demo_estate() -> Iterator[str]:
    """Start the simulated estate and yield the path of the configuration that fits it.

    It is a process of its own, so that serving does not slow the app down; it ends when our end of its
    standard input closes, so that it cannot outlive us however we end. Raises :class:`ArrtuiError` if it does
    not start.
    """
    with tempfile.TemporaryDirectory(prefix="arrtui-demo-", ignore_cleanup_errors=True) as folder:
        config = Path(folder) / "config.toml"
        # It gets a session of its own: Ctrl+C is for us, and must not take the estate away under our feet.
        process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            [sys.executable, "-m", "arrtui.demo", "--config", str(config), "--until-stdin-closes"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            _await_ready(process)
            yield str(config)
        finally:
            _end(process)


def _await_ready(process: subprocess.Popen[str]) -> None:
    """Wait for the line that says it answers."""
    assert process.stdout is not None
    if process.stdout.readline().strip() != "ready":
        _, errors = process.communicate(timeout=_START_SECONDS)
        raise ArrtuiError(
            what="starting the simulated estate",
            why=f"it ended with status {process.returncode}",
            advice="Please report this.",
            detail=errors[-4000:],
        )


def _end(process: subprocess.Popen[str]) -> None:
    """Close its standard input and wait; what does not end is killed."""
    try:
        process.communicate(timeout=_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
