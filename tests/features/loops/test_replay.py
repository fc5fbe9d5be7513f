"""The recorded chains, told by an app over HTTP, backed up while they happen and found by the commands."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import tomli_w

from tests import prefork
from tests.environment import ENV
from tests.features.loops.live import RECORDED
from tests.features.loops.replay import API_KEY, recorded_app, serving

pytestmark = pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded chains are not here")
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


@pytest.mark.parametrize(
    ("folder", "moments", "told"),
    [("live-radarr-6.1", (51, 52, 113), RADARR), ("live-sonarr-4.0.19", (16, 104), SONARR)],
)
def test_an_app_that_lives_through_the_recorded_chains(
    folder: str, moments: tuple[int, ...], told: dict[str, Told], tmp_path: Path
) -> None:
    """``moments`` are rows of the history after which it is backed up: what is refused, then all."""
    app = recorded_app(RECORDED / folder)
    config = tmp_path / "config.toml"
    with serving(app) as url:
        tables = {app.kind: {"main": {"url": url, "api_key": API_KEY}}}
        config.write_text(tomli_w.dumps(tables | {"database": {"url": f"sqlite:///{tmp_path}/arrtui.db"}}))
        config.chmod(0o600)
        for app.until in moments:
            run(config, "backup", f"{app.kind}.main")
    *chains, result = run(config, "loops", f"{app.kind}.main")
    assert {_subject(chain): _told(chain) for chain in chains} == told
    assert not [chain["cannot_tell"] for chain in chains if chain["cannot_tell"]]
    (counts,) = result["instances"]
    assert {name: counts[name] for name in COUNTS[app.kind]} == COUNTS[app.kind]


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
