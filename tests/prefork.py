"""Commands of arrtui in processes forked from one that has imported it, most of what a short one takes.

Each is a process of its own all the same, with its own streams, environment, signals and exit status. What
depends on how Python itself starts, as ``PYTHONIOENCODING``, needs a process that is started in full.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import gc
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from tests import disk
from tests.environment import ENV

COMMAND = [sys.executable, "-m", "arrtui"]
DEMO = [sys.executable, "-m", "arrtui.demo"]
_OF_PYTHON = ("PYTHON", "LC_", "LANG", "TEXTUAL", "COVERAGE")
"""How variables begin that count while Python starts or modules are imported."""
_LARGEST = 1 << 20
"""Bytes of a request."""


def can_fork(command: Sequence[str], env: Mapping[str, str]) -> bool:
    """Return whether a command is arrtui or its demo, and may begin where the imports end."""
    variables = (env.keys() | ENV.keys()) - {"PYTHONDONTWRITEBYTECODE"}
    as_usual = all(env.get(name) == ENV.get(name) for name in variables if name.startswith(_OF_PYTHON))
    return as_usual and list(command[:3]) in (COMMAND, DEMO) and hasattr(socket, "send_fds")


# --- the side of the tests -------------------------------------------------------------------------------


@dataclass
class Forked:
    """A command that runs."""

    pid: int
    _answers: TextIO
    """Says the exit status once it has ended."""

    def ended(self, seconds: float = 0.0) -> int | None:
        """Return its exit status as soon as it has ended, None if it has not within so many seconds."""
        if self._answers.closed or not select.select([self._answers], [], [], seconds)[0]:
            return None
        with self._answers:
            return int(self._answers.readline())


@cache
def _server() -> socket.socket:
    """Start the process that forks; it ends with this one."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    server = subprocess.Popen([sys.executable, "-m", "tests.prefork"], stdin=theirs, env=ENV)
    theirs.close()

    def end() -> None:
        ours.close()
        server.wait()

    atexit.register(end)
    return ours


def start(
    command: Sequence[str],
    streams: Sequence[int],
    env: Mapping[str, str],
    folder: str,
    *,
    leads: bool = False,
) -> Forked:
    """Start a command of arrtui.

    Args:
        command: Its command line, which begins with :data:`COMMAND` or :data:`DEMO`.
        streams: The file descriptors of its standard input, output and error.
        env: Its environment.
        folder: Its working directory.
        leads: Whether it leads a session of its own, whose terminal its standard input is.
    """
    request = {"command": list(command[2:]), "env": dict(env), "folder": folder, "leads": leads}
    answers, answer = os.pipe()
    try:
        socket.send_fds(_server(), [json.dumps(request).encode()], [*streams, answer])
    finally:
        os.close(answer)
    reader = os.fdopen(answers, buffering=1)
    return Forked(int(reader.readline()), reader)


def run(
    command: Sequence[str], *, env: Mapping[str, str] = ENV, timeout: float = 120.0
) -> subprocess.CompletedProcess[str]:
    """Run a command of arrtui to its end, as ``subprocess.run`` does, and return what it printed.

    Raises:
        subprocess.TimeoutExpired: It has not ended in so many seconds; it is killed.
    """
    if not can_fork(command, env):
        return subprocess.run(
            command, capture_output=True, text=True, timeout=timeout, env=env, stdin=subprocess.DEVNULL
        )
    with (
        Path(os.devnull).open() as nothing,
        tempfile.TemporaryFile("w+", encoding="utf-8") as out,
        tempfile.TemporaryFile("w+", encoding="utf-8") as err,
    ):
        streams = [nothing.fileno(), out.fileno(), err.fileno()]
        forked = start(command, streams, env, str(Path.cwd()))
        status = forked.ended(timeout)
        if status is None:
            os.kill(forked.pid, signal.SIGKILL)
            raise subprocess.TimeoutExpired(command, timeout)
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(command, status, out.read(), err.read())


# --- the process that forks ------------------------------------------------------------------------------


def _import_all() -> None:
    """Import what any command may need."""
    for package in ("arrtui", "textual.widgets", "textual.drivers"):
        for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            if not module.name.endswith("__main__"):
                with contextlib.suppress(ImportError):  # drivers of other systems
                    import_module(module.name)


def _serve(requests: socket.socket) -> dict[str, Any] | None:
    """Fork for each request; return it, with its descriptors, in the new process, None when no more come."""
    woken, waking = os.pipe()
    os.set_blocking(waking, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waking, warn_on_full_buffer=False)
    running: dict[int, int] = {}
    while True:
        ready, _, _ = select.select([requests, woken], [], [])
        if woken in ready:
            os.read(woken, 4_096)
            _tell_ends(running)
        if requests not in ready:
            continue
        text, descriptors, _, _ = socket.recv_fds(requests, _LARGEST, 4)
        if not text:
            return None
        *streams, answer = descriptors
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for descriptor in (woken, waking, answer, requests.fileno(), *running.values()):
                with contextlib.suppress(OSError):
                    os.close(descriptor)
            return {**json.loads(text), "streams": streams}
        for descriptor in streams:
            os.close(descriptor)
        running[pid] = answer
        os.write(answer, f"{pid}\n".encode())


def _tell_ends(running: dict[int, int]) -> None:
    """Tell the tests of each process that has ended."""
    for pid in list(running):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            answer = running.pop(pid)
            with contextlib.suppress(BrokenPipeError):
                os.write(answer, f"{os.waitstatus_to_exitcode(status)}\n".encode())
            os.close(answer)


def _become(request: Mapping[str, Any]) -> None:
    """Take over environment, working directory, session, streams and arguments of a request."""
    os.environ.clear()
    os.environ.update(request["env"])
    time.tzset()
    os.chdir(request["folder"])
    for number, descriptor in enumerate(request["streams"]):
        os.dup2(descriptor, number)
    for descriptor in request["streams"]:
        if descriptor > 2:
            os.close(descriptor)
    if request["leads"]:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        new = _stream(number, getattr(sys, name))
        setattr(sys, name, new)
        setattr(sys, f"__{name}__", new)
    sys.argv = request["command"]


def _stream(number: int, old: TextIO) -> TextIO:
    """Return a standard stream over its descriptor as it is now, made as Python makes it."""
    raw = os.fdopen(number, "rb" if number == 0 else "wb", closefd=False)
    lines = number == 2 or (number == 1 and os.isatty(1))
    newline = None if number == 0 else "\n"
    return TextIOWrapper(raw, encoding=old.encoding, errors=old.errors, newline=newline, line_buffering=lines)


def main() -> None:
    """Fork until the tests end; in a forked process be the command."""
    _import_all()
    disk.install()
    gc.collect()
    gc.freeze()
    requests = socket.socket(fileno=os.dup(0))
    request = _serve(requests)
    if request is not None:
        requests.detach()
        _become(request)
        runpy.run_module(request["command"][0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
