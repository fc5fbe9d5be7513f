"""Databases the Library pane is shown over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.db.database import Database
from tests.features.library.estate import small_estate
from tests.tui.library.harness import open_database


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Database]:
    """A dozen titles on four instances."""
    opened = open_database(tmp_path, small_estate)
    yield opened
    opened.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    """Nothing at all."""
    opened = open_database(tmp_path)
    yield opened
    opened.close()
