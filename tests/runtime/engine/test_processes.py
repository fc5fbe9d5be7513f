"""Several processes on one database: shared work, a killed worker, changes seen across."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from collections import Counter

from arrtui.db import jobs
from arrtui.db.database import Database
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.bus import Bus
from arrtui.runtime.engine.engine import Engine
from arrtui.runtime.engine.kinds import VANISHED, JobKind
from arrtui.runtime.engine.watch import job_changes
from arrtui.runtime.engine.worker import WorkerOptions
from tests.runtime.conftest import Bench, Held, settled

WAIT = 30
PRELUDE = """
import asyncio, sys, os
from arrtui.db import jobs
from arrtui.db.database import Database
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.bus import Bus
from arrtui.runtime.engine.engine import Engine
from arrtui.runtime.engine.kinds import JobKind, JobKinds
from arrtui.runtime.engine.worker import WorkerOptions
database = Database.open(sys.argv[1])
kinds = JobKinds()
def say(*words): print(*words, flush=True)
"""
SHARE = """
async def run(context):
    say(context.job.id)
    await context.progress(1, 1)
kinds.add(JobKind("k", "K", run))
engine = Engine(database, kinds, Bus(), WorkerOptions(kind="run"))
asyncio.run(engine.run_jobs([int(word) for word in sys.argv[2:]]))
"""
HANG = """
async def run(context):
    await context.progress(3, 9, "half way")
    say("started")
    await asyncio.Event().wait()
kinds.add(JobKind("k", "K", run))
asyncio.run(Engine(database, kinds, Bus()).run_jobs([int(sys.argv[2])]))
"""
QUEUE = """
for number in range(60):
    database.write_sync(jobs.enqueue, NewJob(kind="k", subject=f"{os.getpid()}/{number}"), 1.0)
"""


def spawn(script: str, url: str, *words: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PRELUDE + script, url, *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_processes_share_the_work_and_repeat_nothing(database: Database, database_url: str) -> None:
    ids = [
        database.write_sync(
            jobs.enqueue, NewJob(kind="k", subject=str(number), instance="ab"[number % 2]), 1.0
        )[0].id
        for number in range(40)
    ]
    workers = [spawn(SHARE, database_url, *ids) for _ in range(3)]
    outputs = [worker.communicate(timeout=WAIT) for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0], outputs
    done = Counter(int(line) for output, _ in outputs for line in output.split())
    assert done == Counter(ids)
    assert [job.state for job in database.read_sync(jobs.list_jobs)] == ["completed"] * 40


async def test_a_killed_worker_loses_no_job(database: Database, database_url: str) -> None:
    bench, held = Bench(database), Held()
    job_id = await bench.add("k")
    worker = spawn(HANG, database_url, job_id)
    assert worker.stdout is not None
    assert await asyncio.to_thread(worker.stdout.readline) == "started\n"
    worker.send_signal(signal.SIGKILL)
    worker.communicate(timeout=WAIT)
    abandoned = await bench.job(job_id)
    assert (abandoned.state, abandoned.progress.text) == ("running", "half way")

    bench.handle("k", held)
    held.go.set()
    heir = bench.worker(clock=lambda: time.time() + 31)
    await heir.tick()
    await settled(heir)
    job = await bench.job(job_id)
    assert (job.state, job.attempts, job.result) == ("completed", 2, {"done": 1})


async def test_a_killed_worker_leaves_what_cannot_be_resumed_to_a_decision(
    database: Database, database_url: str
) -> None:
    bench = Bench(database)
    job_id = await bench.add("k")
    worker = spawn(HANG, database_url, job_id)
    assert worker.stdout is not None
    assert await asyncio.to_thread(worker.stdout.readline) == "started\n"
    worker.send_signal(signal.SIGKILL)
    worker.communicate(timeout=WAIT)

    bench.kinds.add(JobKind("k", "K", Held.at_once, resumable=False))
    bench.clock.now = time.time() + 31
    engine = Engine(database, bench.kinds, bench.bus, WorkerOptions(kind="run", clock=bench.clock))
    (job,) = await engine.run_jobs([job_id])
    assert (job.state, job.error, job.attempts) == ("parked", VANISHED, 1)
    await engine.queue.retry(job_id)
    (job,) = await engine.run_jobs([job_id])
    assert (job.state, job.error, job.attempts) == ("completed", "", 1)


async def test_no_change_of_other_processes_is_missed(database: Database, database_url: str) -> None:
    changes = job_changes(database, Bus(), since=0, poll=0.001, sleep=lambda _: asyncio.sleep(0))
    others = [spawn(QUEUE, database_url) for _ in range(3)]
    seen: list[str] = []
    async with asyncio.timeout(WAIT):
        async for batch in changes:
            seen += [change.job.subject for change in batch]
            if len(seen) == 180:
                break
    await changes.aclose()
    assert [other.communicate(timeout=WAIT)[1] for other in others] == ["", "", ""]
    assert len(set(seen)) == 180
