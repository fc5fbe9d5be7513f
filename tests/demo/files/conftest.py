"""Fixtures for operations on the files of titles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo.files.bench import EXTERNAL_ID, make_estate
from tests.demo.files.neighbours import FOLDERS, SIZE, VIDEOS, Title


@pytest.fixture(params=["radarr", "sonarr"])
def title(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Title]:
    """A title whose neighbours were scanned after its video was known."""
    with make_estate(tmp_path) as estate:
        title = Title(estate, request.param, "Amber Signal", 1990, EXTERNAL_ID)
        title.lay_out_files(FOLDERS[title.kind], {VIDEOS[title.kind]: SIZE})
        title.add(FOLDERS[title.kind])
        title.put_neighbours()
        title.rescan()
        yield title
        title.api.http.close()
