"""Nothing waits for the disk: what a process wrote survives its death without, and no test cuts the power.

To wait for the disk takes some 7 ms each time, which was most of what it takes to make a database.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from arrtui.db import sqlite

_SYNCHRONOUS = sqlite._PRAGMAS["synchronous"]
"""What a person's database is told."""


def _fsync(_descriptor: int) -> None:
    """Return at once."""


def install() -> None:
    """Let this process wait for no disk."""
    os.fsync = _fsync
    sqlite._PRAGMAS["synchronous"] = "OFF"


@pytest.fixture
def real_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let new databases wait for the disk as a person's do."""
    monkeypatch.setitem(sqlite._PRAGMAS, "synchronous", _SYNCHRONOUS)
    yield
