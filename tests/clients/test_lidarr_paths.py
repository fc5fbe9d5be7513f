"""Paths of a Lidarr's files below the folders of their artists."""

from __future__ import annotations

import pytest

from arrtui.clients import lidarr_wire as wire
from arrtui.clients.lidarr_records import track_file


@pytest.mark.parametrize(
    ("folder", "path", "below"),
    [
        ("/music/Ann", "/music/Ann/Dawn/01.flac", "Dawn/01.flac"),
        ("/music/Ann/", "/music/Ann/01.flac", "01.flac"),
        ("/music/Ann", "/music/Anna/01.flac", "/music/Anna/01.flac"),
        ("D:\\Music\\Ann", "D:\\Music\\Ann\\Dawn\\01.flac", "Dawn\\01.flac"),
        ("", "/music/Ann/01.flac", "/music/Ann/01.flac"),
    ],
)
def test_a_path_is_below_the_folder_of_its_artist_or_whole(folder: str, path: str, below: str) -> None:
    assert track_file(wire.TrackFile(id=1, path=path), folder).relative_path == below
