"""A library of films with a Kodi that shows it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from arrtui.clients import kodi as kodi_client
from arrtui.db.database import Database
from arrtui.demo.players.kodi import SimulatedKodi
from arrtui.features.players import kodi_videos
from tests.features.players.home import PlayerHome


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a database without rows, to be copied."""
    file = tmp_path_factory.mktemp("new") / "arrtui.db"
    Database.open(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def database(tmp_path: Path, empty_database: Path) -> Iterator[Database]:
    file = shutil.copy(empty_database, tmp_path / "arrtui.db")
    opened = Database.open(f"sqlite:///{file}")
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait less for a simulated Kodi."""
    hurry(monkeypatch.setattr)


def hurry(change: Callable[[object, str, object], object]) -> None:
    """Have waits for a simulated Kodi changed."""
    change(kodi_client, "STARTING", 0.2)
    change(kodi_client, "_LOOK", 0.01)
    change(kodi_videos, "WRITING", 0.01)
    change(kodi_videos, "SETTLING", 0.1)
    change(kodi_videos, "_LOOK", 0.01)


@pytest.fixture
def films(tmp_path: Path, database: Database) -> PlayerHome:
    """An instance of films without any."""
    return PlayerHome(database, tmp_path / "movies")


@pytest.fixture
def shows(tmp_path: Path, database: Database) -> PlayerHome:
    """An instance of series without any."""
    return PlayerHome(database, tmp_path / "tv", "sonarr.main")


@pytest.fixture
def kodi(films: PlayerHome, shows: PlayerHome) -> Iterator[SimulatedKodi]:
    """A Kodi that shows both, known to both."""
    player = SimulatedKodi([films.root], [shows.root])
    films.add_player(player.url)
    shows.add_player(player.url)
    yield player
    player.close()
