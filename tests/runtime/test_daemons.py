"""Processes on one database that are killed or stand still: what they leave, another one takes over."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from arrtui.core.config import load_config
from arrtui.db import duty
from arrtui.db.duty import LEASE
from arrtui.runtime.engine.standing import RENEWAL
from arrtui.runtime.services import Services
from tests.environment import ENV
from tests.trials.daemons import overlaps, soak


def test_runs_that_overlap_are_seen() -> None:
    log = "start 1 10 0.0\nstart 2 10 0.5\nend 1 10 1.0\nstart 1 11 0.9\nend 1 11 2.0\nstart 2 11 3.0\n"
    assert overlaps(log, {10: 2.0}) == ["1"]
    assert overlaps(log, {10: 4.0}) == ["1", "2"]


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by signals")
def test_no_job_is_lost_or_done_twice_while_processes_are_killed() -> None:
    assert soak(None, 30, kinds=("daemon", "tui"), most_kills=3).startswith("ok ")


@pytest.mark.skipif(sys.platform == "win32", reason="processes are stopped by signals")
@pytest.mark.parametrize(
    ("number", "kind", "seconds"),
    [(signal.SIGKILL, "daemon", RENEWAL), (signal.SIGSTOP, "tui", LEASE + RENEWAL)],
)
async def test_the_duty_of_a_process_that_is_gone_or_stands_still_is_taken_over(
    number: signal.Signals, kind: str, seconds: float, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[database]\nurl = "sqlite:///{tmp_path / "arrtui.db"}"\n')
    config.chmod(0o600)
    late = [0.0]
    services = Services(load_config(config, env={}), kind=kind, env={}, clock=lambda: time.time() + late[0])
    command = [sys.executable, "-m", "tests.trials.tagging", str(config), "daemon", str(tmp_path / "log")]
    with subprocess.Popen(command, env=ENV) as other:
        try:
            while (held := await services.database.read(duty.holder)) is None or held.pid != other.pid:
                await asyncio.sleep(0.02)
            await services.standing.tick()
            assert not services.standing.holding
            await services.database.write(os.kill, other.pid, number)  # while it cannot be writing itself
            if number == signal.SIGKILL:
                other.wait()
            late[0] = seconds
            await services.standing.tick()
            assert services.standing.holding
        finally:
            other.kill()
            await services.standing.close()
            services.database.close()
