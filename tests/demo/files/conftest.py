"""Fixtures for operations on the files of titles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo.files.neighbours import Title, title_with_video


@pytest.fixture(params=["radarr", "sonarr"])
def title(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Title]:
    """A title whose neighbours were scanned after its video was known."""
    with title_with_video(tmp_path, request.param) as title:
        title.put_neighbours()
        title.rescan()
        yield title
