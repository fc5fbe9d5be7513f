"""A database on SQLite: what chains are read with is proven on both kinds once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.db.database import Database


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """Return an open database without rows."""
    opened = Database.open(f"sqlite:///{tmp_path}/arrtui.db")
    yield opened
    opened.close()
