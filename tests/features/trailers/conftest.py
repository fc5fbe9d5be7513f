"""A library of movies on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.db.database import Database
from tests.features.trailers.library import TrailerLibrary


@pytest.fixture
def movies(tmp_path: Path) -> Iterator[TrailerLibrary]:
    """Return an instance without titles."""
    database = Database.open(f"sqlite:///{tmp_path / 'arrtui.db'}")
    yield TrailerLibrary(database, tmp_path / "movies")
    database.close()
