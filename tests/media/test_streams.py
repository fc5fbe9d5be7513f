"""What ffprobe finds is told in the words of the apps."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.media.streams import probe_streams, read_streams

CLIP = Path(__file__).with_name("clip.mp4")
needs_ffprobe = pytest.mark.skipif(not shutil.which("ffprobe"), reason="ffprobe is not installed")


def answer(*streams: dict[str, Any], duration: str = "6839.5") -> str:
    return json.dumps({"streams": streams, "format": {"duration": duration}})


VIDEO = {
    "codec_type": "video",
    "codec_name": "hevc",
    "width": 3840,
    "height": 2160,
    "pix_fmt": "yuv420p10le",
    "avg_frame_rate": "24000/1001",
}
SOUND = {
    "codec_type": "audio",
    "codec_name": "truehd",
    "profile": "Dolby TrueHD + Dolby Atmos",
    "channels": 8,
}


def test_a_film_is_described_as_the_app_would() -> None:
    streams = (
        {"codec_type": "video", "codec_name": "mjpeg", "width": 600, "disposition": {"attached_pic": 1}},
        VIDEO | {"color_transfer": "smpte2084"},
        SOUND | {"channel_layout": "7.1", "tags": {"language": "eng"}},
        {"codec_type": "audio", "codec_name": "ac3", "tags": {"language": "ger"}},
        {"codec_type": "audio", "codec_name": "ac3", "tags": {"language": "und"}},
        {"codec_type": "subtitle", "codec_name": "subrip", "tags": {"language": "eng"}},
        {"codec_type": "subtitle", "codec_name": "subrip"},
    )
    frame = json.dumps({"frames": [{"side_data_list": [{"side_data_type": "Mastering display metadata"}]}]})
    assert read_streams(answer(*streams), frame) == {
        "videoCodec": "h265",
        "resolution": "3840x2160",
        "videoBitDepth": 10,
        "videoFps": 23.976,
        "videoDynamicRange": "HDR",
        "videoDynamicRangeType": "HDR10",
        "runTime": "1:53:59",
        "subtitles": "eng",
        "audioCodec": "TrueHD Atmos",
        "audioChannels": 7.1,
        "audioLanguages": "eng/ger",
        "audioStreamCount": 3,
    }


@pytest.mark.parametrize(
    ("transfer", "side_data", "kind"),
    [
        ("bt709", [], None),
        ("arib-std-b67", [], "HLG"),
        ("smpte2084", [], "PQ"),
        ("smpte2084", [{"side_data_type": "Content light level metadata"}], "HDR10"),
        ("smpte2084", [{"side_data_type": "HDR Dynamic Metadata SMPTE2094-40 (HDR10+)"}], "HDR10Plus"),
        ("smpte2084", [{"side_data_type": "DOVI configuration record"}], "DV"),
        (
            "smpte2084",
            [{"side_data_type": "DOVI configuration record", "dv_bl_signal_compatibility_id": 1}],
            "DV HDR10",
        ),
        (
            "bt709",
            [{"side_data_type": "DOVI configuration record", "dv_bl_signal_compatibility_id": 2}],
            "DV SDR",
        ),
    ],
)
def test_the_kind_of_hdr_is_told(transfer: str, side_data: list[Any], kind: str | None) -> None:
    facts = read_streams(answer(VIDEO | {"color_transfer": transfer, "side_data_list": side_data}))
    assert facts.get("videoDynamicRangeType") == kind


@pytest.mark.parametrize(
    ("sound", "codec", "channels"),
    [
        ({"codec_name": "dts", "profile": "DTS-HD MA", "channel_layout": "5.1(side)"}, "DTS-HD MA", 5.1),
        ({"codec_name": "dts", "profile": "", "channel_layout": "stereo", "channels": 2}, "DTS", 2.0),
        ({"codec_name": "pcm_s24le", "channel_layout": "²", "channels": 1}, "PCM", 1.0),
        (
            {"codec_name": "eac3", "profile": "Dolby Digital Plus + Dolby Atmos", "channels": 6},
            "EAC3 Atmos",
            5.1,
        ),
        ({"codec_name": "something new", "channels": 99}, "something new", None),
    ],
)
def test_sound_is_told_in_the_words_of_the_app(
    sound: dict[str, Any], codec: str, channels: float | None
) -> None:
    facts = read_streams(answer(VIDEO, {"codec_type": "audio"} | sound))
    assert facts["audioCodec"] == codec and facts.get("audioChannels") == channels


@pytest.mark.parametrize("text", ["", "no JSON", "{}", "[]", answer(SOUND), '{"streams": 5}', "\ud800"])
def test_what_says_nothing_of_a_video_gives_nothing(text: str) -> None:
    assert read_streams(text) == {}


@given(st.text(max_size=12), st.sampled_from(["", "nan", "-5", "inf", "1e300", "x"]))
def test_odd_values_do_no_harm(text: str, duration: str) -> None:
    video = dict.fromkeys(VIDEO, text) | {"codec_type": "video", "width": 1, "height": 1}
    read_streams(answer(video, {"codec_type": "audio", "channel_layout": text}, duration=duration))


@needs_ffprobe
def test_a_real_video_is_probed(tmp_path: Path) -> None:
    film = tmp_path / "-i ..Fïlm\n\u202e %d.mp4"
    shutil.copy(CLIP, film)
    facts = probe_streams(str(film))
    assert facts["videoCodec"] == "h264" and facts["resolution"] == "64x36" and facts["runTime"] == "0:00:40"


@needs_ffprobe
@pytest.mark.parametrize("content", [b"", b"<html>", bytes(4096)])
def test_what_is_no_video_gives_nothing(tmp_path: Path, content: bytes) -> None:
    film = tmp_path / "film.mkv"
    film.write_bytes(content)
    assert probe_streams(str(film)) == {} == probe_streams(str(tmp_path / "missing.mkv"))


@needs_ffprobe
@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
def test_hdr_of_a_real_video_is_seen(tmp_path: Path) -> None:
    film = tmp_path / "film.mkv"
    made = subprocess.run(
        [
            "ffmpeg",
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc=size=64x64:rate=1:duration=2",
            "-pix_fmt",
            "yuv420p10le",
            "-color_trc",
            "arib-std-b67",
            "-color_primaries",
            "bt2020",
            "-colorspace",
            "bt2020nc",
            "-c:v",
            "ffv1",
            str(film),
        ],
        capture_output=True,
    )
    assert made.returncode == 0, made.stderr
    facts = probe_streams(str(film))
    assert facts["videoDynamicRangeType"] == "HLG" and facts["videoBitDepth"] == 10
