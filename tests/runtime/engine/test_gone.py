"""Workers whose process is gone: what can be told, what is said, and who takes their jobs over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.errors import TimedOutError
from arrtui.core.events import Job, JobState
from arrtui.db import leases, workers
from arrtui.db.workers import WorkerInfo
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.processes import holder_text, is_gone, new_worker_id, pid_space, worker_of_process
from tests.runtime.conftest import NOW, Bench, Held, settled

SPACE = pid_space()


def worker(pid: int, **values: str | float) -> WorkerInfo:
    given = {"id": f"w{pid}", "kind": "run", "host": "nas", "pid": pid, "started_at": NOW}
    return WorkerInfo(**{**given, "heartbeat_at": NOW, "pid_space": SPACE, **values})  # type: ignore[arg-type]


@pytest.fixture
def process() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as running:
        yield running
        running.kill()


@pytest.fixture
def dead_pid() -> int:
    """Return the id of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    return ended.pid


def test_a_process_that_runs_is_not_gone_and_one_that_ended_is(
    process: subprocess.Popen[bytes], dead_pid: int
) -> None:
    assert not is_gone(worker(process.pid), SPACE)
    assert is_gone(worker(dead_pid), SPACE)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only /proc tells a zombie")
def test_a_process_that_nobody_has_waited_for_is_gone_all_the_same(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert is_gone(worker(process.pid), SPACE)


def test_nothing_is_said_of_processes_of_other_machines_and_containers(dead_pid: int) -> None:
    assert not is_gone(worker(dead_pid, pid_space="another boot"), SPACE)
    assert not is_gone(worker(dead_pid, pid_space=""), "")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="containers are told apart by /proc")
def test_without_proc_nothing_is_known_since_containers_share_network_addresses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_path: Path) -> str:
        raise PermissionError

    assert SPACE
    monkeypatch.setattr(Path, "readlink", refuse)
    assert pid_space() == ""


def test_of_this_process_only_the_workers_it_made_are_alive() -> None:
    ours = worker_of_process(new_worker_id(), "run", NOW).id
    assert not is_gone(worker(os.getpid(), id=ours), SPACE)
    assert is_gone(worker(os.getpid(), id="of a process that had this id before"), SPACE)


async def test_the_jobs_of_a_process_that_is_gone_are_taken_over_at_once(bench: Bench, dead_pid: int) -> None:
    bench.handle("k", Held.at_once)
    job_id = await bench.add("k")
    await bench.database.write(workers.heartbeat, worker(dead_pid), NOW)
    await bench.database.write(leases.claim, f"w{dead_pid}", NOW, 30.0)
    heir = bench.worker()
    await heir.tick()
    await settled(heir)
    job = await bench.job(job_id)
    assert (job.state, job.attempts) == (JobState.COMPLETED, 2)
    assert f"w{dead_pid}" not in {other.id for other in await bench.live_workers()}


async def test_starts_that_were_lost_do_not_count_as_attempts(bench: Bench, dead_pid: int) -> None:
    async def time_out(_context: JobContext) -> None:
        raise TimedOutError("asking")

    bench.handle("k", time_out, max_attempts=2)
    job_id = await bench.add("k")
    for _ in range(2):
        await bench.database.write(workers.heartbeat, worker(dead_pid), NOW)
        await bench.database.write(leases.claim, f"w{dead_pid}", NOW, 30.0)
        await bench.database.write(leases.put_back_orphans, {f"w{dead_pid}"}, NOW)
    heir = bench.worker()
    for state in (JobState.RETRYING, JobState.FAILED):
        await heir.tick()
        await settled(heir)
        job = await bench.job(job_id)
        assert (job.state, job.losses) == (state, 2)
        bench.clock.now += 3_600


async def test_the_lease_of_another_machine_is_waited_for(bench: Bench, dead_pid: int) -> None:
    bench.handle("k", Held.at_once)
    job_id = await bench.add("k")
    elsewhere = worker(dead_pid, pid_space="another boot")
    await bench.database.write(workers.heartbeat, elsewhere, NOW)
    await bench.database.write(leases.claim, elsewhere.id, NOW, 30.0)
    heir = bench.worker()
    for later, state in ((0, JobState.RUNNING), (29, JobState.RUNNING), (31, JobState.COMPLETED)):
        bench.clock.now = NOW + later
        await heir.tick()
        await settled(heir)
        assert (await bench.job(job_id)).state is state


async def test_a_daemon_that_is_gone_holds_the_app_up_no_longer(bench: Bench, dead_pid: int) -> None:
    bench.handle("k", Held.at_once)
    job_id = await bench.add("k")
    await bench.database.write(workers.heartbeat, worker(dead_pid, kind="daemon"), NOW)
    app = bench.worker()
    await app.tick()
    await settled(app)
    assert app.working and (await bench.job(job_id)).state is JobState.COMPLETED


def test_a_run_says_whose_job_it_waits_for(dead_pid: int, process: subprocess.Popen[bytes]) -> None:
    job = Job(id=1, kind="k", subject="radarr.main", state=JobState.RUNNING, lease_until=NOW + 22)
    assert holder_text(job, worker(dead_pid), NOW) == (
        f"radarr.main: arrtui on nas (pid {dead_pid}) began it and is gone; it is taken over now."
    )
    assert holder_text(job, worker(process.pid), NOW) == (
        f"radarr.main: arrtui on nas (pid {process.pid}) is at it; waiting until it is done."
    )
    silent = worker(7, pid_space="another boot", heartbeat_at=NOW - 130)
    assert holder_text(job, silent, NOW) == (
        "radarr.main: arrtui on nas (pid 7) began it and was last heard of 2 min ago; "
        "it is taken over in 22 s, when its lease runs out."
    )
    assert holder_text(job, None, NOW) == (
        "radarr.main: another process has begun it; it is taken over in 22 s, when its lease runs out."
    )
