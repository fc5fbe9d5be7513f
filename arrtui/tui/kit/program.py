"""A program of the owner's that runs beside the app: its output, and stopping it with all it has started."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from arrtui.core.handover import clean_environment

MOST_OUTPUT = 200_000
"""Bytes of the output that are kept, the last ones."""
GRACE = 2.0
"""Seconds after which what was asked to end is killed."""


class CapturedProgram:
    """A running program that leads a process group of its own, without a terminal."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.output = b""
        """What it has printed so far, errors included."""
        self.is_stopped = False
        """Whether it was told to stop."""
        self._ended = asyncio.Event()

    @classmethod
    async def start(cls, args: Sequence[str], *, shell: bool) -> CapturedProgram:
        """Start a program; with ``shell`` the first argument is a line for the shell.

        Raises OSError and ValueError where it cannot be run.
        """
        start: Any = asyncio.create_subprocess_shell if shell else asyncio.create_subprocess_exec
        process = await start(
            *args,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=clean_environment(os.environ),
            start_new_session=True,
        )
        return cls(process)

    @property
    def status(self) -> int | None:
        """Its exit status, negative for a signal; None while it runs."""
        return self._process.returncode

    async def read(self) -> None:
        """Read what it prints until it has ended and nothing holds its output open; if cancelled, kill it."""
        assert self._process.stdout is not None
        try:
            while chunk := await self._process.stdout.read(MOST_OUTPUT):
                self.output = (self.output + chunk)[-MOST_OUTPUT:]
            await self._process.wait()
        except asyncio.CancelledError:
            self._signal(signal.SIGKILL)
            raise
        self._ended.set()

    async def stop(self) -> None:
        """Ask it and what it has started to end, and kill what has not after :data:`GRACE`."""
        self.is_stopped = True
        self._signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self._ended.wait(), GRACE)
        except TimeoutError:
            self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        """Send a signal to the whole group, as far as there is anyone left in it."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)
