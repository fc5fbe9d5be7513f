"""What tests of publishing share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runtime.artwork.bench import PublishBench, publish_bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PublishBench]:
    """A Radarr and a Sonarr without titles."""
    with publish_bench(tmp_path) as made:
        yield made
