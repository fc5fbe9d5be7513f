"""Daemons and terminal apps' engines on one database, killed at random: no job is lost or done twice."""

from __future__ import annotations

import asyncio
import random
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from math import inf
from pathlib import Path

from _pytest.outcomes import Skipped

from arrtui.core.config import load_config
from arrtui.core.events import Access, Job, JobState
from arrtui.db.jobs import NewJob
from arrtui.runtime.services import Services
from tests.db import servers
from tests.trials.site import ENV, Site, new_site
from tests.trials.tagging import KIND, tagging

KINDS = ("daemon", "daemon", "tui", "tui")
INSTANCES = ("radarr.main", "radarr.4k", "sonarr.main", "sonarr.anime")
LATENCY = 0.02
"""Seconds every answer takes, so that there is time to kill in between."""
PAUSES = (0.2, 1.5)
"""Seconds between two kills at least; one that follows waits until a job was done meanwhile."""
SECONDS_PER_JOB = 1.5
"""After which, for each job, the trial is given up, with a minute to begin with."""


@dataclass
class Crowd:
    """Processes on one database, killed and started again."""

    site: Site
    log: Path
    random: random.Random
    kinds: Sequence[str]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    ended: dict[int, float] = field(default_factory=dict)
    """Process id → when it was killed, monotonic seconds."""

    def start(self, kind: str) -> None:
        """Start a process of a kind."""
        command = [sys.executable, "-m", "tests.trials.tagging", str(self.site.config), kind, str(self.log)]
        self.running.append(subprocess.Popen(command, env=ENV))

    def kill_one(self) -> None:
        """Kill a process at random and start another one in its place."""
        place = self.random.randrange(len(self.running))
        self._kill(self.running.pop(place))
        self.running.insert(place, self._started(self.kinds[place]))

    def kill_all(self) -> None:
        """Kill every process."""
        for process in self.running:
            self._kill(process)

    def _started(self, kind: str) -> subprocess.Popen[bytes]:
        self.start(kind)
        return self.running.pop()

    def _kill(self, process: subprocess.Popen[bytes]) -> None:
        process.kill()
        process.wait()
        self.ended[process.pid] = time.monotonic()


def overlaps(log: str, ended: dict[int, float]) -> list[str]:
    """Return the jobs that ran in two processes at once, by the log of their starts and ends."""
    runs: defaultdict[str, list[tuple[float, float, int]]] = defaultdict(list)
    begun: dict[tuple[str, int], float] = {}
    for line in log.splitlines():
        what, job, pid, at = line.split()
        if what == "start":
            begun[job, int(pid)] = float(at)
        elif (job, int(pid)) in begun:
            runs[job].append((begun.pop((job, int(pid))), float(at), int(pid)))
    for (job, pid), at in begun.items():
        runs[job].append((at, ended.get(pid, float("inf")), pid))
    return [
        job
        for job, spans in runs.items()
        for (_, end, one), (start, _, other) in zip(sorted(spans), sorted(spans)[1:], strict=False)
        if start < end and one != other
    ]


async def _queue(services: Services, number: int) -> None:
    for count in range(number):
        instance = INSTANCES[count % len(INSTANCES)]
        label = f"trial-{count}"
        new = NewJob(kind=KIND, subject=label, instance=instance, access=Access.WRITE, args={"label": label})
        await services.jobs.enqueue(new)


async def _jobs(services: Services, number: int) -> list[Job]:
    return [job for job in await services.jobs.list_jobs(2 * number + 1_000) if job.kind == KIND]


def soak(
    url: str | None, number: int, seed: int = 1, kinds: Sequence[str] = KINDS, most_kills: float = inf
) -> str:
    """Do so many jobs with random kills, on a database or on a file, and say what came of it."""
    with new_site() as site, ExitStack() as stack:
        if url is not None:
            text = site.config.read_text()
            site.config.write_text(re.sub('url = "sqlite:[^"]*"', lambda _: f'url = "{url}"', text))
        crowd = Crowd(site, site.folder / "runs.log", random.Random(seed), kinds)
        services = Services(load_config(site.config, env={}), kind="run", env={})
        stack.callback(services.database.close)
        services.kinds.add(tagging(crowd.log).bound(services, 4))
        asyncio.run(_queue(services, number))
        for name in INSTANCES:
            site.app(name).faults.latency = LATENCY
            site.app(name).reset_requests()
        stack.callback(crowd.kill_all)
        for kind in kinds:
            crowd.start(kind)
        deadline = time.monotonic() + 60 + SECONDS_PER_JOB * number
        jobs = asyncio.run(_jobs(services, number))
        done = 0
        while any(not job.state.finished for job in jobs) and time.monotonic() < deadline:
            time.sleep(crowd.random.uniform(*PAUSES))
            jobs = asyncio.run(_jobs(services, number))
            finished = sum(job.state.finished for job in jobs)
            if finished > done and len(crowd.ended) < most_kills:  # else one has only just begun
                done = finished
                crowd.kill_one()
        return _verdict(crowd, jobs, number)


def _verdict(crowd: Crowd, jobs: list[Job], number: int) -> str:
    states = Counter(job.state for job in jobs)
    writes = sum(
        (method, path.endswith("/tag")) == ("POST", True)
        for name in INSTANCES
        for method, path in crowd.site.app(name).writes()
    )
    labels = Counter(tag["label"] for name in INSTANCES for tag in crowd.site.app(name).store.tags.values())
    added = [count for label, count in labels.items() if label.startswith("trial-")]
    twice = overlaps(crowd.log.read_text(), crowd.ended)
    starts, losses = sum(job.attempts for job in jobs), sum(job.losses for job in jobs)
    what = (
        f"{number} jobs, {len(crowd.ended)} kills, {starts} starts, {losses} lost with their process, "
        f"{writes} writes"
    )
    if states != {JobState.COMPLETED: number}:
        return f"FAILED {what}: {dict(states)}"
    if twice:
        return f"FAILED {what}: jobs {twice} ran in two processes at once"
    if writes != number or added != [1] * number:
        return f"FAILED {what}: {len(added)} tags"
    return f"ok {what}"


def trial(times: int) -> Iterator[str]:
    """Yield a line for each kind of database, with ``times`` jobs."""
    yield f"{soak(None, times)}, SQLite"
    try:
        with servers.temporary_database() as url:
            yield f"{soak(url, times)}, PostgreSQL"
    except Skipped as why:
        yield f"PostgreSQL was left out: {why}"
