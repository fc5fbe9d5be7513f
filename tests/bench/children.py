"""Processes of our own: started apart, bounded in time, measured, and gone when we are."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]
LONGEST = 900.0
"""Seconds a process may take before it is killed."""
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if not name.startswith("PYTHON") and name != "NO_COLOR"
}
"""What processes are started with: nothing that would make Python or a terminal other than a user has it."""


class FailedToRunError(RuntimeError):
    """Something could not be measured."""


def keep_bytecode_in(folder: Path) -> None:
    """Let processes find their modules compiled, as after the first start, without writing into the tree."""
    ENVIRONMENT["PYTHONPYCACHEPREFIX"] = str(folder)


@dataclass(frozen=True)
class Finished:
    """A process that ended well."""

    output: dict[str, Any]
    """The last line of its output, which is JSON."""
    cpu: float
    """Seconds of processor time."""
    peak: float
    """Megabytes (10**6 bytes) it held at most."""


def python(*arguments: str) -> list[str]:
    """Return a command line of this interpreter."""
    return [sys.executable, *arguments]


@contextmanager
def running(
    command: Sequence[str], more: Mapping[str, str] | None = None, **options: Any
) -> Iterator[subprocess.Popen[Any]]:
    """Start a process in a session of its own; at the end nothing of that session is left.

    ``more`` is added to its environment.
    """
    process = subprocess.Popen(
        command, cwd=ROOT, start_new_session=True, env={**ENVIRONMENT, **(more or {})}, **options
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            _kill(process)
            process.wait()


def run(command: Sequence[str], errors: Path) -> Finished:
    """Run a process to its end. Raises FailedToRunError with the end of what it said."""
    with (
        errors.open("wb") as sink,
        running(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=sink) as process,
    ):
        deadline = threading.Timer(LONGEST, _kill, [process])
        deadline.start()
        try:
            printed = output(process).read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            deadline.cancel()
            output(process).close()
    if process.returncode:
        raise FailedToRunError(_complaint(command, process.returncode, printed, errors))
    return Finished(
        output=json.loads(printed.splitlines()[-1]),
        cpu=usage.ru_utime + usage.ru_stime,
        peak=usage.ru_maxrss * 1024 / 1e6,
    )


def output(process: subprocess.Popen[Any]) -> IO[bytes]:
    """Return the pipe a process was started with as its standard output."""
    assert process.stdout is not None
    return process.stdout


def _kill(process: subprocess.Popen[Any]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()


def _complaint(command: Sequence[str], status: int, printed: bytes, errors: Path) -> str:
    tail = (printed[-500:] + b"\n" + errors.read_bytes()[-2_000:]).decode(errors="replace")
    return f"{' '.join(command[1:])} ended with status {status}:\n{tail}"
