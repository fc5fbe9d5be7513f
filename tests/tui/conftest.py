"""Fixtures of the tests of the screen."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import _doc

from arrtui.runtime.services import Services
from tests.tui import estates
from tests.tui.live import Live, live_estate
from tests.tui.pictures import settled


@pytest.fixture(autouse=True)
def _universal_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Show all moments in UTC, and nothing of the terminal the tests run in."""
    monkeypatch.setenv("TZ", "UTC")
    for name in ("NO_COLOR", "SSH_CONNECTION", "SSH_TTY", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    time.tzset()
    yield
    monkeypatch.undo()
    os.environ.setdefault("TZ", "")
    time.tzset()


@pytest.fixture(autouse=True)
def _settled_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare pictures by what is to be seen on them."""
    take = _doc.take_svg_screenshot
    monkeypatch.setattr(_doc, "take_svg_screenshot", lambda *args, **options: settled(take(*args, **options)))


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with the libraries of a small simulated estate."""
    return estates.fill_library(tmp_path_factory.mktemp("library"))


@pytest.fixture
def services(library: Path, tmp_path: Path) -> Iterator[Services]:
    """Return services over an estate in which something of everything is going on, none of it moving."""
    with estates.scene_services(library, tmp_path) as made:
        yield made


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """Return four instances that answer, none of them backed up."""
    with live_estate(tmp_path) as made:
        yield made
