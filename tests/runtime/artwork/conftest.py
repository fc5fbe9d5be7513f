"""What tests of publishing share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.demo.app.commands import CommandQueue
from arrtui.runtime.artwork import follow_job, following
from tests.runtime.artwork.bench import PublishBench, publish_bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PublishBench]:
    """A Radarr and a Sonarr without titles."""
    with publish_bench(tmp_path) as made:
        yield made


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the app and arrtui wait less."""
    monkeypatch.setattr(CommandQueue, "queued_for", 0.005)
    monkeypatch.setattr(CommandQueue, "runs_for", 0.01)
    monkeypatch.setattr(following, "SETTLE", 0.01)
    monkeypatch.setattr(follow_job, "SETTLE", 0.01)
    monkeypatch.setattr(follow_job, "BUSY_PAUSE", 0.01)
