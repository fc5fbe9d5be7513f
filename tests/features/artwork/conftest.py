"""Fixtures of the tests of artwork: libraries on disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.db.database import Database
from tests.demo.files.conftest import title as title
from tests.features.artwork.library import ArtLibrary
from tests.features.trailers.conftest import new_database as new_database


@pytest.fixture
def movies(tmp_path: Path, new_database: Path) -> Iterator[ArtLibrary]:
    """Return an instance without titles."""
    database = Database.open(f"sqlite:///{shutil.copy(new_database, tmp_path / 'arrtui.db')}")
    yield ArtLibrary(database, tmp_path / "movies")
    database.close()


@pytest.fixture
def series(tmp_path: Path, new_database: Path) -> Iterator[ArtLibrary]:
    """Return an instance of Sonarr without titles."""
    database = Database.open(f"sqlite:///{shutil.copy(new_database, tmp_path / 'arrtui.db')}")
    yield ArtLibrary(database, tmp_path / "series", "sonarr.main")
    database.close()
