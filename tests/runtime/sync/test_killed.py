"""An apply whose process is killed in the middle: the next worker ends it, and nothing is done twice."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from arrtui.core.config import load_config
from arrtui.core.events import JobState
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.sync import store
from arrtui.features.sync.model import EntryOutcome, PlanState
from arrtui.runtime.services import Services
from tests.environment import ENV
from tests.prefork import Forked, run, start
from tests.runtime.sync.runs import sync_and_apply

SIZE = EstateSize(radarr=(("main", 10), ("4k", 4)), sonarr=())
PAIR = {
    "source": "radarr.main",
    "target": "radarr.4k",
    "map": {"quality_profiles": {"*": "Any"}, "root_folders": {"*": "/movies4k"}},
    "update": ["monitored", "tags", "minimum_availability"],
}
LEASE_IS_OVER = 60.0
"""Seconds by which the next worker's clock is ahead."""
HOUR = 3_600.0
PATIENCE = 30.0


def until_it_writes(app: SimulatedApp, process: Forked, _: Path) -> None:
    """Wait for the first write of an apply."""
    deadline = time.monotonic() + PATIENCE
    while not app.writes():
        assert process.ended() is None and time.monotonic() < deadline, "it never wrote anything"
        time.sleep(0.005)


def until_all_is_written(_: SimulatedApp, process: Forked, database: Path) -> None:
    """Wait until every entry of an apply is done."""
    deadline = time.monotonic() + PATIENCE
    while outcomes_in(database) != {"done"}:
        assert process.ended() is None and time.monotonic() < deadline, "it never wrote all of it"
        time.sleep(0.02)


def outcomes_in(database: Path) -> set[str]:
    """Return the outcomes of all entries that are stored; none as long as there are no tables."""
    if not database.exists():
        return set()
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        try:
            return {outcome for (outcome,) in connection.execute("SELECT outcome FROM plan_entry")}
        except sqlite3.OperationalError:
            return set()


@dataclass
class Killed:
    """What is left after the process of ``--run sync movies --apply`` was killed."""

    estate: SimulatedEstate
    file: Path
    command: list[str]
    pid: int

    @property
    def target(self) -> SimulatedApp:
        return self.estate.apps["radarr.4k"]

    @contextmanager
    def next_process(self, later: float) -> Iterator[Services]:
        """Yield the services of another process, so many seconds later."""
        config = load_config(self.file, env={})
        services = Services(config, kind="run", env={}, clock=lambda: time.time() + later)
        try:
            yield services
        finally:
            services.database.close()

    def check_nothing_was_added_twice(self) -> None:
        added = Counter(movie["tmdbId"] for movie in self.target.store.movies.values())
        wanted = {movie["tmdbId"] for movie in self.estate.apps["radarr.main"].store.movies.values()}
        assert wanted <= added.keys()
        assert set(added.values()) == {1}
        posts = [path for method, path in self.target.writes() if method == "POST" and "/movie" in path]
        assert len(posts) == 1, "what was added was not added again"


Moment = Callable[[SimulatedApp, Forked, Path], None]
"""Waits for the moment at which an apply is killed; takes its target, its process and its database."""


@contextmanager
def killed_at(moment: Moment, folder: Path, prepare: Callable[[SimulatedApp], None]) -> Iterator[Killed]:
    """Yield what is left of an apply that was killed at a moment; ``prepare`` changes its target before."""
    file, database = folder / "config.toml", folder / "arrtui.db"
    with SimulatedEstate(SIZE) as estate:
        text = estate.config_toml(database=database).partition("[sync")[0]
        file.write_text(text + tomli_w.dumps({"sync": {"movies": PAIR}}))
        file.chmod(0o600)
        target = estate.apps["radarr.4k"]
        prepare(target)
        task = ["--config", str(file), "--run", "sync", "movies", "--apply"]
        command = [sys.executable, "-m", "arrtui", *task]
        with Path(os.devnull).open("r+b") as nothing:
            process = start(command, [nothing.fileno()] * 3, ENV, str(folder))
        moment(target, process, database)
        os.kill(process.pid, signal.SIGKILL)
        assert process.ended(PATIENCE) == -signal.SIGKILL
        target.faults.clear()
        yield Killed(estate, file, command, process.pid)


@pytest.fixture
def killed(tmp_path: Path) -> Iterator[Killed]:
    def answer_slowly(target: SimulatedApp) -> None:
        target.faults.latency = 0.15

    with killed_at(until_it_writes, tmp_path, answer_slowly) as left:
        yield left


@pytest.fixture
def killed_unread(tmp_path: Path) -> Iterator[Killed]:
    """Return what is left of an apply that was killed after its last write, before it was read back."""

    def tell_no_titles_after_the_additions(target: SimulatedApp) -> None:
        add_title = target.store.add_title

        def adding(*args: Any, **options: Any) -> Any:
            target.faults.add("hang", "/movie$", method="GET")
            return add_title(*args, **options)

        target.store.add_title = adding  # type: ignore[method-assign]

    with killed_at(until_all_is_written, tmp_path, tell_no_titles_after_the_additions) as left:
        yield left


async def test_a_killed_apply_is_ended_by_the_next_worker(killed: Killed) -> None:
    with killed.next_process(LEASE_IS_OVER) as services:
        (left,) = [job for job in await services.jobs.list_jobs() if job.kind == "apply"]
        assert left.state is JobState.RUNNING
        (done,) = [job for job in await services.engine.run_jobs([left.id]) if job.id == left.id]
        assert done.state is JobState.COMPLETED, done.error
        (plan,) = await services.sync.recent()
        assert plan.state is PlanState.APPLIED
        entries = (await services.sync.open(plan.id)).entries
        assert {planned.outcome for planned in entries} == {EntryOutcome.DONE}
        assert all(step.state != "begun" for step in await services.database.read(store.steps, plan.id))
    killed.check_nothing_was_added_twice()


async def test_the_next_run_of_the_pair_finishes_a_killed_apply(killed: Killed) -> None:
    with killed.next_process(LEASE_IS_OVER) as services:
        result = await sync_and_apply(services, "movies")
        newest, killed_plan = await services.sync.recent()
        assert (result["finished_first"], result["superseded"]) == ([killed_plan.id], [])
        assert (newest.id, result["applied"], result["failed"]) == (result["plan"], 0, 0)
        assert killed_plan.state is PlanState.APPLIED
    killed.check_nothing_was_added_twice()


def test_a_process_started_right_after_the_kill_takes_over_and_says_whose_work(killed: Killed) -> None:
    ran = run([*killed.command, "--json"])
    *events, result = [json.loads(line) for line in ran.stdout.splitlines()]
    assert (ran.returncode, result["finished_first"]) == (0, [1]), ran.stdout
    assert any(f"pid {killed.pid}" in event.get("text", "") for event in events)
    killed.check_nothing_was_added_twice()


async def test_a_run_hours_later_supersedes_a_killed_apply_which_can_be_undone(killed: Killed) -> None:
    with killed.next_process(5 * HOUR) as services:
        result = await sync_and_apply(services, "movies")
        newest, killed_plan = await services.sync.recent()
        assert (result["finished_first"], result["superseded"]) == ([], [killed_plan.id])
        assert (newest.state, killed_plan.state) == (PlanState.APPLIED, PlanState.SUPERSEDED)
        steps = await services.database.read(store.steps, killed_plan.id)
        assert {step.state for step in steps} == {"done"}, "what was under way is known now"
        undo = await services.sync.undo(killed_plan.id)
        (job,) = [job for job in await services.engine.run_jobs([undo]) if job.id == undo]
        assert job.result is not None and job.result["remove"] == len({step.position for step in steps})
    killed.check_nothing_was_added_twice()


async def test_what_a_killed_apply_wrote_is_read_back_by_the_next_worker(killed_unread: Killed) -> None:
    target = killed_unread.target
    changed = next(iter(target.store.movies.values()))
    changed["monitored"] = not changed["monitored"]
    with killed_unread.next_process(LEASE_IS_OVER) as services:
        (left,) = [job for job in await services.jobs.list_jobs() if job.kind == "apply"]
        (plan,) = await services.sync.recent()
        steps = await services.database.read(store.steps, plan.id)
        assert {step.read_back_at for step in steps} == {None}
        (job,) = [job for job in await services.engine.run_jobs([left.id]) if job.id == left.id]
        assert job.result is not None
        entries = (await services.sync.open(plan.id)).entries
        outcomes = Counter(planned.outcome for planned in entries)
        assert outcomes == {EntryOutcome.DONE: len(entries) - 1, EntryOutcome.CHANGED_BACK: 1}
        assert (job.result["applied"], job.result["changed_back"]) == (len(entries) - 1, 1)
    killed_unread.check_nothing_was_added_twice()


def test_the_next_run_writes_once_more_what_was_changed_back_after_a_kill(killed_unread: Killed) -> None:
    target = killed_unread.target
    changed = next(iter(target.store.movies.values()))
    changed["monitored"] = not changed["monitored"]
    wanted = not changed["monitored"]
    ran = run([*killed_unread.command, "--json"])
    result = json.loads(ran.stdout.splitlines()[-1])
    assert (ran.returncode, result["finished_first"], result["applied"]) == (0, [1], 1), ran.stdout
    assert changed["monitored"] is wanted
