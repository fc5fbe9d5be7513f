"""Databases the Library pane is shown over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.db.database import Database
from tests.features.library.estate import small_estate
from tests.tui.panes.library.acting import ActingApp, actionable_estate
from tests.tui.panes.library.harness import open_database


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


@pytest.fixture
def estate(tmp_path: Path) -> Iterator[Database]:
    """Two Radarr and two Sonarr with titles in common."""
    opened = open_database(tmp_path, actionable_estate)
    yield opened
    opened.close()


@pytest.fixture
def app(estate: Database) -> ActingApp:
    """The Library over these, with services that note what is asked of them."""
    return ActingApp(estate)
