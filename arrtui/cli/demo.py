"""``--demo``: run the simulated estate in a process of its own, with a folder that is removed afterwards."""

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
    """Start the simulated estate and yield the path of its configuration.

    It is a process of its own, so that serving does not slow the app down; it ends when its standard input
    closes, so that it cannot outlive this process however that ends. Raises :class:`ArrtuiError` if it does
    not start.
    """
    with tempfile.TemporaryDirectory(prefix="arrtui-demo-", ignore_cleanup_errors=True) as folder:
        config = Path(folder) / "config.toml"
        # A process group of its own: Ctrl+C must reach this process only, which still needs the estate.
        process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            [sys.executable, "-m", "arrtui.demo", "--config", str(config), "--until-stdin-closes"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            assert process.stdout is not None
            if process.stdout.readline().strip() != "ready":
                _, errors = process.communicate(timeout=_START_SECONDS)
                raise ArrtuiError(
                    what="starting the simulated estate",
                    why=f"it ended with status {process.returncode}",
                    advice="Please report this.",
                    detail=errors[-4000:],
                )
            yield str(config)
        finally:
            try:
                process.communicate(timeout=_STOP_SECONDS)  # closes its standard input, which ends it
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
