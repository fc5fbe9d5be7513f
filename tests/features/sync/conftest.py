"""A rig for plans that are applied for real."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.db.database import Database
from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.estate import EstateSize, SimulatedEstate
from tests.features.sync.rig import Rig

MUSIC_SIZE = EstateSize(radarr=(), sonarr=(), lidarr=(("main", 7, 5, 3), ("second", 5, 5, 3)))
SIZE = EstateSize(radarr=(("main", 12), ("4k", 8)), sonarr=(("main", 4, 30), ("anime", 3, 20)))


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """Return an estate of its own with an empty database."""
    database = Database.open(f"sqlite:///{tmp_path / 'arrtui.db'}")
    with SimulatedEstate(SIZE) as estate:
        yield Rig(estate, database)
    database.close()


@pytest.fixture
def music(tmp_path: Path) -> Iterator[Rig]:
    """Return two Lidarrs of which some artists are the same, with an empty database."""
    database = Database.open(f"sqlite:///{tmp_path / 'arrtui.db'}")
    with SimulatedEstate(MUSIC_SIZE) as estate:
        yield Rig(estate, database)
    database.close()


@pytest.fixture(autouse=True)
def _quick_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the simulated apps finish their commands without making a test wait."""
    monkeypatch.setattr(CommandQueue, "queued_for", 0.005)
    monkeypatch.setattr(CommandQueue, "runs_for", 0.01)
