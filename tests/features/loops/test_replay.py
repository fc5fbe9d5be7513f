"""The recorded chains, told by an app over HTTP, backed up while they happen and found by the commands."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import tomli_w

from arrtui.clients import make_client
from arrtui.clients.http import ArrHttp
from arrtui.core.apps import Kind
from arrtui.core.config import InstanceConfig
from arrtui.db.database import Database
from arrtui.features.backup.backup import BackupOutcome, back_up
from arrtui.features.backup.store import BackupRules
from tests import prefork
from tests.environment import ENV
from tests.features.backup.conftest import no_progress
from tests.features.loops.live import RECORDED, chains_of
from tests.features.loops.replay import API_KEY, RecordedApp, recorded_app, serving
from tests.features.loops.stories import MINUTE, START, Story, scores_before

FILE = 439_390
"""Bytes of each file that was recorded."""
REFUSED = 1_000_000
"""Bytes of each download that was not imported, by its client."""


class Told(NamedTuple):
    """What is told of a chain."""

    kind: str
    grabs: int
    wasted: int
    size: int
    causes: dict[str, int]
    """With the points each costs; of an increment the least that would stop it."""


RADARR = {
    "504": Told("drift", 2, 0, 0, {"language": -40}),
    "505": Told("drift", 1, 0, 0, {"size": -60, "language": -40}),
    "511": Told("loop", 3, 2, 2 * FILE, {"size": -60, "language": -40, "increment": 101}),
    "516": Told("loop", 3, 2, 2 * FILE, {"naming_token": -80, "language": -40, "increment": 121}),
    "523": Told("see_saw", 5, 3, 3 * FILE, {"size": -60, "increment": 61}),
    "527": Told("grab_without_import", 3, 2, 2 * REFUSED, {"size": -60}),
    "528": Told("repack_churn", 4, 2, 2 * FILE, {"revisions": 0}),
}
"""By TMDb id; of the file of 516 a later rename takes the token away. All others are of no kind."""
_PACK = Told("loop", 2, 1, FILE, {"pack_name": -100, "size": -60, "increment": 161})
_SIZE_DRIFT = {"size": -60}
SONARR = {
    **{f"509 S01E0{number}": _PACK for number in range(1, 6)},
    "510 S02E01": Told("loop", 3, 2, 2 * FILE, {"size": -60, "increment": 61}),
    "510 S01E02": Told("see_saw", 3, 1, FILE, {"size": -60, "increment": 61}),
    **{f"510 S03E0{number}": Told("drift", 2, 0, 0, _SIZE_DRIFT) for number in (1, 2)},
    **{f"510 S03E0{number}": Told("drift", 1, 0, 0, _SIZE_DRIFT) for number in (3, 4, 5)},
}
COUNTS = {
    "radarr": {"loops": 2, "see_saws": 1, "repack_churns": 1, "refused": 1, "drift": 2, "wasted_grabs": 11},
    "sonarr": {"loops": 6, "see_saws": 1, "repack_churns": 0, "refused": 0, "drift": 5, "wasted_grabs": 4},
}


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded chains are not here")
@pytest.mark.parametrize(
    ("folder", "moments", "told"),
    [("live-radarr-6.1", (51, 52), RADARR), ("live-sonarr-4.0.19", (16,), SONARR)],
)
async def test_an_app_that_lives_through_the_recorded_chains(
    folder: str, moments: tuple[int, ...], told: dict[str, Told], tmp_path: Path
) -> None:
    """``moments`` are rows after which it is backed up before: a download is refused, a pack on its way."""
    app = recorded_app(RECORDED / folder)
    config, address = tmp_path / "config.toml", f"sqlite:///{tmp_path}/arrtui.db"
    with serving(app) as url:
        database = Database.open(address)
        for app.until in moments:
            await _backed_up(database, app.kind, url, time.time())
        database.close()
        tables = {app.kind: {"main": {"url": url, "api_key": API_KEY}}}
        config.write_text(tomli_w.dumps(tables | {"database": {"url": address}}))
        config.chmod(0o600)
        app.until = app.history[-1]["id"]
        run(config, "backup", f"{app.kind}.main")
    *chains, result = run(config, "loops", f"{app.kind}.main")
    assert {_subject(chain): _told(chain) for chain in chains} == told
    assert not [chain["cannot_tell"] for chain in chains if chain["cannot_tell"]]
    (counts,) = result["instances"]
    assert {name: counts[name] for name in COUNTS[app.kind]} == COUNTS[app.kind]


async def test_a_release_that_comes_back_after_a_change_of_scores_is_no_see_saw(sqlite: Database) -> None:
    amzn, hybrid = (f"Title.27.1999.{word}.1080p.WEB-DL.DDP5.1-FLUX" for word in ("AMZN", "HYBRID"))
    story = Story().grab(amzn, 0).arrive(0).grab(hybrid, 70).replace(70).wait(60)
    story.grab(amzn, 160, size=8_000_000_000).replace(100)
    files = [(2, [_file(41, amzn, 0, 62)]), (5, [_file(42, hybrid, 70, 66)]), (8, [_file(43, amzn, 100, 62)])]
    app = RecordedApp("radarr", story.rows, files)
    before = scores_before(30, AMZN=0).before
    with serving(app) as url:
        for app.until, app.profile, minutes in ((2, before, 2.5), (5, before, 10), (5, {}, 30), (8, {}, 100)):
            app.now = START + minutes * MINUTE
            outcome = await _backed_up(sqlite, app.kind, url, app.now)
            assert outcome.ok and not outcome.warnings
    (chain,) = chains_of(sqlite, "radarr.main").report.chains
    assert (chain.kind.value, chain.untold) == ("drift", "")


def _file(number: int, scene_name: str, score: int, format_id: int) -> dict[str, Any]:
    return {
        "id": number, "movieId": 27, "relativePath": "Title 27 WEBDL-1080p.mkv",
        "size": 2_000_000_000, "sceneName": scene_name, "releaseGroup": "FLUX", "customFormatScore": score,
        "customFormats": [{"id": format_id, "name": ""}], "languages": [{"id": 1, "name": "English"}],
        "quality": {"quality": {"id": 3, "name": "WEBDL-1080p"}},
    }  # fmt: skip


async def _backed_up(database: Database, kind: str, url: str, now: float) -> BackupOutcome:
    """Back an app up at a time, as a scheduled backup does."""
    config = InstanceConfig(name=f"{kind}.main", kind=Kind(kind), label="main", url=url, api_key=API_KEY)
    async with make_client(config, ArrHttp(config, backoff=0.0)) as client:
        return await back_up(
            client, database, BackupRules(), width=2, progress=no_progress, clock=lambda: now
        )


def run(config: Path, *task: str) -> list[dict[str, Any]]:
    """Run a task in a process of its own; return the objects it prints."""
    command = [sys.executable, "-m", "arrtui", "--config", str(config), "--run", *task, "--json"]
    done = prefork.run(command, env=ENV)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def _subject(chain: dict[str, Any]) -> str:
    episodes = (f"S{season:02}E{number:02}" for season, number in chain["episodes"])
    return " ".join([chain["external_id"], *episodes])


def _told(chain: dict[str, Any]) -> Told:
    causes = {cause["cause"]: cause["points"] for cause in chain["causes"]}
    return Told(chain["kind"], chain["grabs"], chain["wasted_grabs"], chain["wasted_bytes"], causes)
