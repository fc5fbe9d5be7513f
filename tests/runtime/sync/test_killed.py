"""An apply whose process is killed in the middle: the next worker ends it, and nothing is done twice."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import tomli_w

from arrtui.core.config import load_config
from arrtui.core.events import JobState
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.sync import store
from arrtui.features.sync.model import EntryOutcome, PlanState
from arrtui.runtime.services import Services

SIZE = EstateSize(radarr=(("main", 10), ("4k", 4)), sonarr=())
PAIR = {
    "source": "radarr.main",
    "target": "radarr.4k",
    "map": {"quality_profiles": {"*": "Any"}, "root_folders": {"*": "/movies4k"}},
    "update": ["monitored", "tags", "minimum_availability"],
}
LEASE_IS_OVER = 3_600.0
"""Seconds by which the next worker's clock is ahead."""
PATIENCE = 30.0


def until_it_writes(app: SimulatedApp, process: subprocess.Popen[bytes]) -> None:
    """Wait for the first write of an apply."""
    deadline = time.monotonic() + PATIENCE
    while not app.writes():
        assert process.poll() is None and time.monotonic() < deadline, "it never wrote anything"
        time.sleep(0.005)


def test_a_killed_apply_is_ended_by_the_next_worker(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    with SimulatedEstate(SIZE) as estate:
        text = estate.config_toml(database=tmp_path / "arrtui.db").partition("[sync")[0]
        file.write_text(text + tomli_w.dumps({"sync": {"movies": PAIR}}))
        file.chmod(0o600)
        target = estate.apps["radarr.4k"]
        target.faults.latency = 0.15
        env = {name: value for name, value in os.environ.items() if not name.startswith("ARRTUI")}
        command = [
            sys.executable,
            "-m",
            "arrtui",
            "--config",
            str(file),
            "--run",
            "sync",
            "movies",
            "--apply",
        ]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
        until_it_writes(target, process)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        target.faults.clear()
        asyncio.run(the_next_worker(file))
        added = Counter(movie["tmdbId"] for movie in target.store.movies.values())
        wanted = {movie["tmdbId"] for movie in estate.apps["radarr.main"].store.movies.values()}
        assert wanted <= added.keys()
        assert set(added.values()) == {1}
        posts = [path for method, path in target.writes() if method == "POST" and "/movie" in path]
        assert len(posts) == 1, "what was added was not added again"


async def the_next_worker(file: Path) -> None:
    """Let another process find the job that was left behind."""
    services = Services(
        load_config(file, env={}), kind="run", env={}, clock=lambda: time.time() + LEASE_IS_OVER
    )
    try:
        (left,) = [job for job in await services.jobs.list_jobs() if job.kind == "apply"]
        assert left.state is JobState.RUNNING
        (done,) = [job for job in await services.engine.run_jobs([left.id]) if job.id == left.id]
        assert done.state is JobState.COMPLETED, done.error
        (plan,) = await services.sync.recent()
        assert plan.state is PlanState.APPLIED
        entries = (await services.sync.open(plan.id)).entries
        assert {one.outcome for one in entries} == {EntryOutcome.DONE}
        assert all(step.state != "begun" for step in await services.database.read(store.steps, plan.id))
    finally:
        services.database.close()
