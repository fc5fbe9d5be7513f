"""A library of movies on disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.db.database import Database
from tests.features.trailers.library import TrailerLibrary


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a database without rows, to be copied: migrating each anew takes longer."""
    file = tmp_path_factory.mktemp("new") / "arrtui.db"
    Database.open(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def movies(tmp_path: Path, new_database: Path) -> Iterator[TrailerLibrary]:
    """Return an instance without titles."""
    file = shutil.copy(new_database, tmp_path / "arrtui.db")
    database = Database.open(f"sqlite:///{file}")
    yield TrailerLibrary(database, tmp_path / "movies")
    database.close()
