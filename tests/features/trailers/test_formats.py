"""Which format of a video is chosen, by yt-dlp's own selection."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.core.config.trailer_profiles import TrailerProfile
from arrtui.features.trailers.formats import estimated_size, format_selection

yt_dlp = pytest.importorskip("yt_dlp")

AVC, VP9, AV1, AAC, OPUS = "avc1.640028", "vp09.00.40.08", "av01.0.08M.08", "mp4a.40.2", "opus"


def video(id: str, height: int, codec: str) -> dict[str, Any]:
    return {"format_id": id, "height": height, "vcodec": codec, "acodec": "none", "ext": "mp4", "url": "x"}


def sound(id: str, codec: str, ext: str) -> dict[str, Any]:
    return {"format_id": id, "vcodec": "none", "acodec": codec, "ext": ext, "url": "x"}


FORMATS = [
    sound("opus", OPUS, "webm"),
    sound("aac", AAC, "m4a"),
    {"format_id": "18", "height": 360, "vcodec": AVC, "acodec": AAC, "ext": "mp4", "url": "x"},
    video("vp9-720", 720, VP9),
    video("avc-720", 720, AVC),
    video("vp9-1080", 1080, VP9),
    video("avc-1080", 1080, AVC),
    video("av1-2160", 2160, AV1),
]


def chosen(profile: TrailerProfile, formats: list[dict[str, Any]], *, merges: bool = True) -> str:
    """Return the ids of the formats that yt-dlp would download; worst formats come first."""
    selector = yt_dlp.YoutubeDL({"quiet": True}).build_format_selector(
        format_selection(profile, merges=merges)
    )
    context = {"formats": formats, "has_merged_format": True, "incomplete_formats": False}
    return next((found["format_id"] for found in selector(context)), "")


@pytest.mark.parametrize(
    ("profile", "ids"),
    [
        (TrailerProfile(), "avc-1080+aac"),
        (TrailerProfile(max_height=720), "avc-720+aac"),
        (TrailerProfile(codecs=("vp9", "h264"), container="mkv"), "vp9-1080+aac"),
        (TrailerProfile(codecs=("av1", "vp9"), max_height=2160), "av1-2160+aac"),
        (TrailerProfile(codecs=("hevc",), max_height=1080), "avc-1080+aac"),
        (TrailerProfile(max_height=240), ""),
    ],
)
def test_the_first_codec_that_a_video_has_is_taken_up_to_the_height(
    profile: TrailerProfile, ids: str
) -> None:
    assert chosen(profile, FORMATS) == ids


def test_without_ffmpeg_picture_and_sound_come_in_one_file() -> None:
    assert chosen(TrailerProfile(), FORMATS, merges=False) == "18"


def test_a_video_that_says_nothing_of_itself_is_taken() -> None:
    unknown = [{"format_id": "0", "url": "x", "ext": "mp4"}]
    assert chosen(TrailerProfile(), unknown) == chosen(TrailerProfile(), unknown, merges=False) == "0"


def test_sizes_grow_with_height_and_length() -> None:
    profile = TrailerProfile(max_height=1080)
    assert estimated_size(profile, 100, 2160) == estimated_size(profile, 100)
    assert estimated_size(profile, 100, 480) < estimated_size(profile, 100) < estimated_size(profile, 200)
    assert 30e6 < estimated_size(profile) < 150e6
