"""``--run players-check`` as a user runs it, and what ``--run check`` says of players."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.demo.players.jellyfin import SimulatedJellyfin
from tests import prefork
from tests.cli.conftest import Site
from tests.environment import ENV


@pytest.fixture
def jellyfin() -> Iterator[SimulatedJellyfin]:
    """A Jellyfin without libraries."""
    player = SimulatedJellyfin([Path("/nowhere")])
    player.savers = ["Nfo"]
    yield player
    player.close()


def table_of(url: str, key: str = "jelly-key") -> str:
    return f'[players.den]\nkind = "jellyfin"\nurl = "{url}"\napi_key = "{key}"\n'


@pytest.mark.parametrize(
    ("key", "args", "status", "shown"),
    [
        ("jelly-key", (), 0, "10.11.11"),
        ("planted-key", (), 3, "refuses the api_key (401)"),
        ("jelly-key", ("cellar",), 2, "no player is named cellar"),
    ],
)
def test_each_player_says_how_it_is(
    tmp_path: Path,
    jellyfin: SimulatedJellyfin,
    key: str,
    args: tuple[str, ...],
    status: int,
    shown: str,
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'{table_of(jellyfin.url, key)}[database]\nurl = "sqlite:///arrtui.db"\n')
    config.chmod(0o600)
    command = [*prefork.COMMAND, "--config", str(config), "--run", "players-check", *args]
    ran = prefork.run(command, env=ENV)
    assert (ran.returncode, shown in ran.stdout + ran.stderr) == (status, True), ran.stdout + ran.stderr
    assert "planted" not in ran.stdout + ran.stderr
    as_json = prefork.run([*command, "--json"], env=ENV)
    last = json.loads(as_json.stdout.splitlines()[-1])
    assert last["ok"] is (status == 0)


def test_without_players_it_says_how_to_add_one(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[database]\nurl = "sqlite:///arrtui.db"\n')
    config.chmod(0o600)
    ran = prefork.run([*prefork.COMMAND, "--config", str(config), "--run", "players-check"], env=ENV)
    assert (ran.returncode, "[players.living-room]" in ran.stderr) == (3, True)


def test_check_warns_of_a_player_that_writes_nfo_itself(site: Site, jellyfin: SimulatedJellyfin) -> None:
    site.change(players={"den": {"kind": "jellyfin", "url": jellyfin.url, "api_key": "jelly-key"}})
    ran = site.run("check", "radarr.main", "--json")
    assert ran.status == 0
    assert any("movie.nfo" in warning for warning in ran.result["players"])
