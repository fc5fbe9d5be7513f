"""The daemon as systemd runs it: it tells how it is, reads its configuration again, and stops cleanly."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.config import load_config
from arrtui.core.ending import INTERRUPTED
from arrtui.core.events import JobState
from arrtui.db.jobs import NewJob
from arrtui.db.schedules import stored_schedules
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.services import Services
from tests.cli.conftest import Site
from tests.environment import ENV

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    """Yield the socket that the daemon reports to."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.settimeout(60)
        listening.bind(str(tmp_path / "notify"))
        yield listening


def states_until(systemd: socket.socket, last: str) -> list[str]:
    """Return the states that are told, without signs of life, until one."""
    states: list[str] = []
    while last not in states:
        state = systemd.recv(200).decode().partition("\n")[0]
        states += [] if state == "WATCHDOG=1" else [state]
    return states


async def test_it_tells_how_it_is_reloads_and_puts_back_what_runs_when_it_stops(
    site: Site, systemd: socket.socket, tmp_path: Path
) -> None:
    log = tmp_path / "daemon.log"
    env = ENV | {"NOTIFY_SOCKET": systemd.getsockname(), "WATCHDOG_USEC": "200000"}
    command = site.command("--run", "daemon", "--log-format", "json", "--log-file", str(log))
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as daemon:
        try:
            assert states_until(systemd, "READY=1") == ["READY=1"]
            assert systemd.recv(200) == b"WATCHDOG=1"
            good = site.config.read_text()
            site.config.write_text(good + '\n[schedule]\nnothing = "@daily"\n')
            daemon.send_signal(signal.SIGHUP)
            assert states_until(systemd, "READY=1") == ["RELOADING=1", "READY=1"]
            site.config.chmod(0o644)
            site.config.write_text(good + '\n[schedule]\ncheck = "@daily"\n')
            daemon.send_signal(signal.SIGHUP)
            assert states_until(systemd, "READY=1") == ["RELOADING=1", "READY=1"]
            assert site.run("daemon", "--alive").status == 0
            site.fault("radarr.main", what="hang")
            services = Services(load_config(site.config, env={}), kind="run", env={})
            while "check" not in await services.database.read(stored_schedules):  # by the daemon
                await asyncio.sleep(0.02)
            (job_id,) = await services.backup.back_up(["radarr.main"])
            async for batch in services.jobs.changes(0):
                if any(event.job.id == job_id and event.job.state is JobState.RUNNING for event in batch):
                    break
            daemon.send_signal(signal.SIGTERM)
            assert states_until(systemd, "STOPPING=1") == ["STOPPING=1"]
            output, _ = daemon.communicate(timeout=60)
        finally:
            daemon.kill()
            site.fault("radarr.main")
    assert (daemon.returncode, output) == (0, b"")
    assert site.run("daemon", "--alive").status == 3
    job = next(job for job in await services.jobs.list_jobs() if job.id == job_id)
    services.database.close()
    assert (job.state, job.attempts) == (JobState.PENDING, 0)
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    refused = [line["message"] for line in lines if line["level"] == "error"]
    assert any("schedule.nothing" in message for message in refused)
    assert {line["level"] for line in lines if "chmod 600" in line["message"]} == {"warning"}
    assert any("is in use" in line["message"] for line in lines)
    assert log.stat().st_mode & 0o077 == 0
    assert not [key for key in site.keys.values() if key in log.read_text()]


STUCK = """
import sys, urllib.request
from arrtui.cli.daemon import serve
from arrtui.cli.main import main
from arrtui.runtime import capabilities
from arrtui.runtime.engine.kinds import JobKind

async def wait_for_ever(services, job):
    urllib.request.urlopen(job.args["url"])

kinds = [*capabilities.job_kinds(), JobKind("stuck", "Stuck", wait_for_ever)]
capabilities.job_kinds = lambda: kinds
serve.STOP_SECONDS = 0.2
main()
"""
"""A daemon with jobs that hold up its loop until a server has answered, and little time to stop."""


async def test_it_is_ended_where_a_job_does_not_stop_and_the_job_is_done_by_the_next_process(
    site: Site, systemd: socket.socket
) -> None:
    async def answer_at_once(services: Services, job: JobContext) -> dict[str, bool]:
        return {"done": True}

    services = Services(load_config(site.config, env={}), kind="run", env={})
    services.kinds.add(JobKind("stuck", "Stuck", answer_at_once).bound(services, 4))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        job_id, _ = await services.jobs.enqueue(NewJob(kind="stuck", args={"url": url}))
        command = [sys.executable, "-c", STUCK, *site.command("--run", "daemon")[3:]]
        env = ENV | {"NOTIFY_SOCKET": systemd.getsockname()}
        with subprocess.Popen(command, env=env, stderr=subprocess.PIPE) as daemon:
            try:
                asked, _ = silent.accept()
                daemon.send_signal(signal.SIGTERM)
                assert states_until(systemd, "STOPPING=1") == ["READY=1", "STOPPING=1"]
                daemon.communicate(timeout=60)
            finally:
                daemon.kill()
        asked.close()
    assert daemon.returncode == INTERRUPTED
    (job,) = await services.engine.run_jobs([job_id])
    services.database.close()
    assert (job.state, job.result, job.losses) == (JobState.COMPLETED, {"done": True}, 1)
