"""What goes round is stopped: its download leaves the queue and its release is blocked, both journalled."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from arrtui.core.config import load_config
from arrtui.core.errors import UsageError
from arrtui.core.events import JobState
from arrtui.core.queued import QueuedDownload
from arrtui.db.queue_rows import store_queue
from arrtui.demo.app.chains.scenarios import play_chains
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.sync.model import EntryOutcome, EntrySubject
from arrtui.runtime.loops_stop import QueuedGrab, StopServices
from arrtui.runtime.services import Services

SIZE = EstateSize(radarr=(("main", 40),), sonarr=())
MAIN = "radarr.main"


class StopScene(NamedTuple):
    """An instance with a chain whose release waits in the queue."""

    services: Services
    app: SimulatedApp
    chains: list[Any]

    @property
    def stopping(self) -> StopServices:
        return self.services.loops.stopping

    @property
    def blocked(self) -> list[str]:
        return [row["sourceTitle"] for row in self.app.store.releases.blocked.values()]

    async def queued(self) -> QueuedGrab:
        """Return the first download of a chain."""
        (grab, *_) = await self.stopping.queued(self.chains)
        return grab

    async def run(self, job_ids: list[int]) -> Any:
        """Work on jobs; return the result of the last one."""
        jobs = await self.services.engine.run_jobs(job_ids)
        (job,) = [job for job in jobs if job.id == job_ids[-1]]
        assert job.state is JobState.COMPLETED, job.error
        return job.result

    async def outcome(self, plan_id: int) -> tuple[EntryOutcome, str]:
        """Return what became of the only entry of a plan."""
        (planned,) = (await self.services.sync.open(plan_id)).entries
        return planned.outcome, planned.message


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[StopScene]:
    with SimulatedEstate(SIZE, seed=11) as estate:
        app = estate.apps[MAIN]
        play_chains(app.store, 11, rounds=1)
        file = tmp_path / "config.toml"
        file.write_text(estate.config_toml(database=tmp_path / "arrtui.db"))
        file.chmod(0o600)
        services = Services(load_config(file, env={}), kind="run", env={})
        await services.engine.run_jobs(await services.backup.back_up())
        stored = await services.loops.chains(MAIN)
        waiting = [
            (stored, chain)
            for chain in stored.report.chains
            if any(attempt.queued for attempt in chain.attempts)
        ]
        yield StopScene(services, app, waiting)
        await services.clients.aclose()
        services.database.close()


async def test_a_download_is_removed_blocked_and_journalled_and_its_block_is_undone(scene: StopScene) -> None:
    grab = await scene.queued()
    queue = scene.app.store.queue
    for number in list(queue):  # the app gives its rows other ids whenever it starts
        queue[number + 5_000] = queue.pop(number) | {"id": number + 5_000}
    commands = set(scene.app.store.commands.items)
    result = await scene.run(await scene.stopping.remove([grab], remove_from_client=True))
    assert result["applied"] == 1
    assert grab.download_id not in {row.get("downloadId") for row in queue.values()}
    assert scene.blocked == [grab.release]
    started = scene.app.store.commands.items.items()
    assert "MoviesSearch" not in [command["name"] for number, command in started if number not in commands]

    assert [plan.id for plan in (await scene.services.sync.changes()).changes] == [result["plan"]]
    undo = await scene.run([await scene.services.sync.undo(result["plan"])])
    (entry,) = [planned.entry for planned in (await scene.services.sync.open(undo["plan"])).entries]
    assert entry.subject is EntrySubject.BLOCKED
    (left,) = await scene.services.sync.left_out(undo["plan"])
    assert "cannot be brought back" in left.reason
    assert (await scene.run(await scene.services.sync.apply(undo["plan"])))["applied"] == 1
    assert scene.blocked == []


async def test_what_stands_in_the_way_is_told_and_nothing_else_happens(scene: StopScene) -> None:
    grab, store = await scene.queued(), scene.app.store
    scene.app.faults.add("500", "/queue/", method="DELETE", times=1)
    result = await scene.run(await scene.stopping.remove([grab], remove_from_client=True))
    assert (await scene.outcome(result["plan"]))[0] is EntryOutcome.FAILED
    assert scene.blocked == [] and grab == await scene.queued()

    jobs, kept = await scene.stopping.remove([grab], remove_from_client=False), dict(store.queue)
    store.queue.clear()
    outcome, message = await scene.outcome((await scene.run(jobs))["plan"])
    assert outcome is EntryOutcome.SKIPPED and "not in the queue any more" in message
    assert await scene.stopping.queued(scene.chains) == []
    with pytest.raises(UsageError, match="none of it is in a queue"):
        await scene.stopping.remove([], remove_from_client=True)

    store.queue.update(kept)
    (row,) = [row for row in kept.values() if row.get("downloadId") == grab.download_id]
    seen = QueuedDownload(grab.download_id, 0, 9, grab.release, "completed", "", "", (), 1, 0, 0.0, 0.0)
    await scene.services.database.write(store_queue, "radarr.4k", [seen])
    assert (await scene.queued()).elsewhere == "radarr.4k" and row["movieId"] == grab.item_id
    history = store.history  # of a download without a grab the app knows no release to block
    history.rows[:] = [row for row in history.rows if row.download_id != grab.download_id]
    result = await scene.run(await scene.stopping.remove([grab], remove_from_client=True))
    outcome, message = await scene.outcome(result["plan"])
    assert outcome is EntryOutcome.DONE and "has not blocked its release" in message
