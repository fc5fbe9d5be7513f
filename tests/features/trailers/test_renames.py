"""Videos that an app would import as the film get names that it leaves alone."""

from __future__ import annotations

import pytest

from arrtui.core.apps import Kind
from arrtui.core.trailers import TitleFolder, VideoFile
from arrtui.features.trailers.renames import proposals
from arrtui.media.names import AppReading, reading

FILM = "Film (1999) [WEBDL-1080p].mkv"


def renamed(kind: Kind, videos: list[str], films: list[str]) -> dict[str, str]:
    folder = TitleFolder(
        external_id="603", path="/films/a", videos=tuple(VideoFile(name, 7, 5) for name in videos)
    )
    found = proposals(kind.app, folder, films)
    after = {proposal.video.relative_path: proposal.after for proposal in found}
    assert all(reading(name, kind.app.scan) is AppReading.LEFT_OUT for name in after.values() if name)
    assert all(proposal.reason.endswith(".") for proposal in found)
    return after


@pytest.mark.parametrize(
    ("videos", "films", "after"),
    [
        (["trailer.mkv"], [FILM], {"trailer.mkv": "Film (1999) [WEBDL-1080p]-trailer.mkv"}),
        (["a.trailer.mp4"], [FILM], {"a.trailer.mp4": "Film (1999) [WEBDL-1080p]-trailer.mp4"}),
        (["trailer.mkv"], [], {"trailer.mkv": "movie-trailer.mkv"}),
        (["trailer.mkv"], [FILM, "Film - Cut.mkv"], {"trailer.mkv": ""}),
        (["trailer.mkv"], ["trailer.mkv"], {"trailer.mkv": ""}),
        (["trailer.mkv"], [f"{'x' * 250}.mkv"], {"trailer.mkv": "movie-trailer.mkv"}),
        (
            ["Trailer 1.mkv", "trailer.mkv", "trailer2.mkv"],
            ["a.mkv"],
            {"Trailer 1.mkv": "a-trailer.mkv", "trailer.mkv": "movie-trailer.mkv", "trailer2.mkv": ""},
        ),
        (["a (Trailer).mkv"], ["a.mkv"], {"a (Trailer).mkv": "a-trailer.mkv"}),
        (["a-trailer.en.mkv"], ["a.mkv"], {"a-trailer.en.mkv": "a-trailer.mkv"}),
        (["a-teaser.mkv"], ["a.mkv"], {"a-teaser.mkv": "extras/a-teaser.mkv"}),
        (["caf\udce9 trailer.mkv"], ["a.mkv"], {"caf\udce9 trailer.mkv": ""}),
        (["café trailer.mkv"], ["a.mkv"], {"café trailer.mkv": "a-trailer.mkv"}),
        ([FILM, "a-trailer.mkv", "trailers/x.mkv", ".a-trailer.tmp.mkv", "a-trailer.part.mkv"], [FILM], {}),
    ],
)
def test_a_trailer_beside_a_film(videos: list[str], films: list[str], after: dict[str, str]) -> None:
    assert renamed(Kind.RADARR, videos, films) == after


@pytest.mark.parametrize(
    ("video", "after"),
    [
        ("Season 01/trailer.mkv", "trailers/Season 01 - trailer.mkv"),
        ("Season 01/Trailer 1.mkv", "trailers/Season 01 - Trailer 1.mkv"),
        ("Season 01/a-clip.mkv", "extras/a-clip.mkv"),
        ("Season 01/S01E01 - Trailer.mkv", None),
        ("trailer.mkv", None),
        ("Season 01/a-trailer.mkv", None),
    ],
)
def test_a_trailer_in_a_season(video: str, after: str | None) -> None:
    assert renamed(Kind.SONARR, [video], ["Season 01/a.mkv"]) == ({} if after is None else {video: after})
