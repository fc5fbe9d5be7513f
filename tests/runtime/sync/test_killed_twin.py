"""A twin's write whose process is killed: the next process settles it from the journal and goes on."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import tomli_w

from arrtui.core.config import load_config
from arrtui.db import twins
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.sync import store
from arrtui.features.sync.model import EntryOutcome, PlanKind
from arrtui.runtime.services import Services
from tests.environment import ENV
from tests.prefork import start
from tests.runtime.live.conftest import http
from tests.runtime.sync.test_killed import LEASE_IS_OVER, PATIENCE, until_it_writes

SIZE = EstateSize(radarr=(("main", 8), ("4k", 0)), sonarr=())
PAIR = {
    "source": "radarr.main",
    "target": "radarr.4k",
    "map": {"quality_profiles": {"*": "Any"}, "root_folders": {"*": "/movies4k"}},
    "follow": "live",
    "dry_run": False,
}


@dataclass
class KilledDaemon:
    """What is left after a daemon was killed in the middle of writing a twin."""

    target: SimulatedApp
    file: Path
    touched: set[int]

    @contextmanager
    def next_process(self) -> Iterator[Services]:
        """Yield the services of a process that follows, once the leases of the other are over."""
        config = load_config(self.file, env={})
        services = Services(config, env={}, clock=lambda: time.time() + LEASE_IS_OVER)
        services.start()
        try:
            yield services
        finally:
            services.stop()


async def back_up_and_follow(file: Path) -> None:
    """Store what both sides have, and that the pair is followed from now on."""
    services = Services(load_config(file, env={}), kind="run", env={})
    try:
        await services.engine.run_jobs(await services.backup.back_up())
        await services.database.write(twins.note_followed, ["movies"])
    finally:
        services.database.close()


@pytest.fixture
def killed(tmp_path: Path) -> Iterator[KilledDaemon]:
    file = tmp_path / "config.toml"
    with SimulatedEstate(SIZE) as estate:
        text = estate.config_toml(database=tmp_path / "arrtui.db", live=True).partition("[sync")[0]
        file.write_text(text + tomli_w.dumps({"sync": {"movies": PAIR}}))
        file.chmod(0o600)
        command = [sys.executable, "-m", "arrtui", "--config", str(file), "--run", "daemon"]
        asyncio.run(back_up_and_follow(file))
        source, target = estate.apps["radarr.main"], estate.apps["radarr.4k"]
        chosen = list(source.store.titles.values())[:3]
        with http(source) as owner:
            for movie in chosen:
                owner.put(f"/movie/{movie['id']}", json=movie | {"monitored": not movie["monitored"]})
        target.faults.latency = 0.04
        with Path(os.devnull).open("r+b") as nothing:
            process = start(command, [nothing.fileno()] * 3, ENV, str(tmp_path))
        until_it_writes(target, process, tmp_path)
        os.kill(process.pid, signal.SIGKILL)
        assert process.ended(PATIENCE) == -signal.SIGKILL
        target.faults.clear()
        yield KilledDaemon(target, file, {movie["tmdbId"] for movie in chosen})


async def test_a_killed_write_is_settled_and_nothing_is_added_twice(killed: KilledDaemon) -> None:
    with killed.next_process() as services:
        deadline = time.monotonic() + 40
        while True:
            (view,) = await services.twins.views()
            is_settled = view.touched == 0 and view.stored is not None and view.stored.written is not None
            if is_settled and not await services.sync.unfinished("movies"):
                break
            assert time.monotonic() < deadline, view.record()
            await asyncio.sleep(0.05)
        plans = await services.sync.recent(20, "movies")
        assert {plan.kind for plan in plans} == {PlanKind.TWIN}
        for plan in plans:
            steps = await services.database.read(store.steps, plan.id)
            assert all(step.state != "begun" for step in steps)
            entries = (await services.sync.open(plan.id)).entries
            assert {planned.outcome for planned in entries} <= {EntryOutcome.DONE, EntryOutcome.SKIPPED}
    added = [movie["tmdbId"] for movie in killed.target.store.titles.values()]
    assert sorted(added) == sorted(killed.touched)
    posts = [path for method, path in killed.target.writes() if method == "POST" and "/movie" in path]
    assert len(posts) == 1, "what was added was not added again"
