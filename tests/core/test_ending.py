"""A process that is asked to end does, whatever its main thread is waiting for."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys

import pytest

from arrtui.core.ending import ending_on_signals

STUCK = """\
import asyncio, queue, sys
from arrtui.core import ending
ending._GRACE = ending._RELEASE = 0.2
how = sys.argv[1]

def release():
    print("released", flush=True)
    if how == "hangs":
        queue.Queue().get()
    if how == "fails":
        raise RuntimeError

async def main():
    with ending.ending_on_signals(lambda: None, release):
        print("ready", flush=True)
        queue.Queue().get()  # the loop never turns again

asyncio.run(main())
"""


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
@pytest.mark.parametrize("release", ["works", "hangs", "fails"])
def test_a_stuck_process_releases_what_it_holds_and_ends(number: signal.Signals, release: str) -> None:
    command = [sys.executable, "-c", STUCK, release]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        assert process.wait(60) == 130
        assert process.stdout.read() == "released\n"


async def test_a_process_that_can_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("arrtui.core.ending._end_process", lambda release, grace: None)
    before = signal.getsignal(signal.SIGTERM)
    asked = asyncio.Event()
    with ending_on_signals(asked.set):
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(asked.wait(), 60)
    assert signal.getsignal(signal.SIGTERM) == before
