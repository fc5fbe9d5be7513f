"""Adding artists whose process is killed between two of them: the next worker goes on, nothing is twice."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import Counter
from pathlib import Path

import tomli_w

from arrtui.core.config import load_config
from arrtui.core.events import JobState
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.sync.model import EntryOutcome
from arrtui.runtime.services import Services
from tests.environment import ENV
from tests.prefork import start
from tests.runtime.sync.test_killed import LEASE_IS_OVER, PATIENCE

SIZE = EstateSize(radarr=(), sonarr=(), lidarr=(("main", 4, 3, 2), ("second", 1, 3, 2)))
PAIR = {
    "source": "lidarr.main",
    "target": "lidarr.second",
    "map": {"root_folders": {"*": "/music"}},
    "update": ["monitored", "episodes"],
}


def kill_between_additions(file: Path, target: SimulatedApp) -> None:
    """Start the apply in a process, and kill it once two artists are added."""
    command = [sys.executable, "-m", "arrtui", "--config", str(file), "--run", "sync", "music", "--apply"]
    target.store.host.seconds = 0.15  # type: ignore[union-attr]
    with Path(os.devnull).open("r+b") as nothing:
        process = start(command, [nothing.fileno()] * 3, ENV, str(file.parent))
    deadline = time.monotonic() + PATIENCE
    while len(additions(target)) < 2:
        assert process.ended() is None and time.monotonic() < deadline, "it never added two"
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    assert process.ended(PATIENCE) == -signal.SIGKILL
    target.store.host.seconds = 0.0  # type: ignore[union-attr]


def additions(app: SimulatedApp) -> list[str]:
    """Return the ids of artists that were added, as often as they were."""
    writes = [write for write in app.written if write.executed and write.method == "POST"]
    return [write.body["foreignArtistId"] for write in writes if write.path == "/api/v1/artist"]


def albums_of(app: SimulatedApp) -> dict[str, dict[str, bool]]:
    """Return the albums of each artist, monitored or not."""
    store = app.store
    return {
        artist["foreignArtistId"]: {
            row["foreignAlbumId"]: row["monitored"]
            for row in store.albums_of(number)  # type: ignore[union-attr]
        }
        for number, artist in store.titles.items()
    }


async def test_a_worker_goes_on_after_artists_whose_adding_was_killed(tmp_path: Path) -> None:
    file, database = tmp_path / "config.toml", tmp_path / "arrtui.db"
    with SimulatedEstate(SIZE) as estate:
        main, target = estate.apps["lidarr.main"], estate.apps["lidarr.second"]
        text = estate.config_toml(database=database).partition("[sync")[0]
        file.write_text(text + tomli_w.dumps({"sync": {"music": PAIR}}))
        file.chmod(0o600)
        before = albums_of(target)
        for row in main.store.albums.values():  # type: ignore[union-attr]
            row["monitored"] = row["id"] % 2 == 0
        kill_between_additions(file, target)
        later = Services(
            load_config(file, env={}), kind="run", env={}, clock=lambda: time.time() + LEASE_IS_OVER
        )
        try:
            (left,) = [job for job in await later.jobs.list_jobs() if job.kind == "apply"]
            (done,) = [job for job in await later.engine.run_jobs([left.id]) if job.id == left.id]
            assert done.state is JobState.COMPLETED, done.error
            (plan,) = await later.sync.recent()
            entries = (await later.sync.open(plan.id)).entries
        finally:
            later.database.close()
        assert {planned.outcome for planned in entries} == {EntryOutcome.DONE}
        assert set(Counter(additions(target)).values()) == {1}
        wanted, got = albums_of(main), albums_of(target)
        assert wanted.keys() <= got.keys()
        for artist in wanted.keys() - before.keys():
            assert got[artist] == wanted[artist]
