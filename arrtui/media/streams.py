"""What ffprobe finds in a video, in the words of the apps' ``mediaInfo``.

Only for files of which an app has nothing: it probes what it imports by itself (``VideoFileInfoReader``). The
names of codecs and kinds of HDR are those of ``MediaInfoFormatter`` and ``HdrFormat`` for a file of which no
release name is known.
"""

from __future__ import annotations

from typing import Any

import msgspec

from arrtui.media.tools import find_program, run_program

_VIDEO_CODECS = {
    "h264": "h264",
    "hevc": "h265",
    "mpeg2video": "MPEG2",
    "mpeg1video": "MPEG",
    "av1": "AV1",
    "vp8": "VP8",
    "vp9": "VP9",
    "vc1": "VC1",
    "mpeg4": "MPEG4",
    "wmv3": "WMV",
    "wmv2": "WMV",
}
_AUDIO_CODECS = {
    "aac": "AAC",
    "ac3": "AC3",
    "eac3": "EAC3",
    "flac": "FLAC",
    "mp3": "MP3",
    "mp2": "MP2",
    "opus": "Opus",
    "vorbis": "Vorbis",
    "truehd": "TrueHD",
    "wmav2": "WMA",
    "alac": "ALAC",
}
_DTS_PROFILES = {
    "DTS": "DTS",
    "DTS-ES": "DTS-ES",
    "DTS 96/24": "DTS",
    "DTS-HD HRA": "DTS-HD HRA",
    "DTS-HD MA": "DTS-HD MA",
    "DTS Express": "DTS Express",
    "DTS-HD MA + DTS:X": "DTS-X",
    "DTS-HD MA + DTS:X IMAX": "DTS-X",
}
_CHANNELS = {1: 1.0, 2: 2.0, 3: 2.1, 4: 4.0, 5: 5.0, 6: 5.1, 7: 6.1, 8: 7.1}
_HDR10_PLUS = "HDR Dynamic Metadata SMPTE2094-40 (HDR10+)"
_MASTERING = frozenset({"Mastering display metadata", "Content light level metadata"})
_DOLBY_VISION = "DOVI configuration record"
_LAYERS = {1: "HDR10", 2: "SDR", 4: "HLG"}
"""What a stream with Dolby Vision is without it, by ``dv_bl_signal_compatibility_id``."""


class _SideData(msgspec.Struct):
    side_data_type: str = ""
    dv_bl_signal_compatibility_id: int = 0


class _Disposition(msgspec.Struct):
    attached_pic: int = 0


class _Tags(msgspec.Struct):
    language: str = ""


class _MediaStream(msgspec.Struct):
    codec_type: str = ""
    codec_name: str = ""
    profile: str = ""
    width: int = 0
    height: int = 0
    pix_fmt: str = ""
    color_transfer: str = ""
    channels: int = 0
    channel_layout: str = ""
    avg_frame_rate: str = ""
    disposition: _Disposition = msgspec.field(default_factory=_Disposition)
    tags: _Tags = msgspec.field(default_factory=_Tags)
    side_data_list: list[_SideData] = []


class _Frame(msgspec.Struct):
    side_data_list: list[_SideData] = []


class _Container(msgspec.Struct):
    duration: float | None = None


class _Streams(msgspec.Struct):
    streams: list[_MediaStream] = []
    frames: list[_Frame] = []
    format: _Container = msgspec.field(default_factory=_Container)


_decoder = msgspec.json.Decoder(_Streams, strict=False)
_ASK = ("-v", "error", "-of", "json")
_STREAMS = (*_ASK, "-show_streams", "-show_format", "-i")
_FIRST_FRAME = (*_ASK, "-select_streams", "v:0", "-show_frames", "-read_intervals", "%+#1", "-i")


def probe_streams(path: str) -> dict[str, Any]:
    """Return the facts of a video as the app's ``mediaInfo`` has them, without empty values.

    ``{}`` where ffprobe is missing or cannot read it. Takes up to 40 seconds: call it in a thread.
    """
    program = find_program("ffprobe")
    answer = run_program(program, (*_STREAMS, f"file:{path}")) if program else None
    if not answer:
        return {}
    facts = read_streams(answer)
    if facts.get("videoDynamicRange"):
        facts = read_streams(answer, run_program(program, (*_FIRST_FRAME, f"file:{path}")) or "")
    return facts


def read_streams(answer: str, first_frame: str = "") -> dict[str, Any]:
    """Return what answers of ffprobe say, as :func:`probe_streams` does. Pure."""
    try:
        probed = _decoder.decode(answer)
        frames = _decoder.decode(first_frame).frames if first_frame else []
    except (msgspec.DecodeError, UnicodeEncodeError):
        return {}
    pictures = [
        stream
        for stream in probed.streams
        if stream.codec_type == "video" and not stream.disposition.attached_pic
    ]
    if not pictures:
        return {}
    video, seconds = pictures[0], probed.format.duration
    side_data = [*video.side_data_list, *(entry for frame in frames for entry in frame.side_data_list)]
    hdr = _hdr_kind(video, side_data)
    facts = {
        "videoCodec": _VIDEO_CODECS.get(video.codec_name, video.codec_name),
        "resolution": f"{video.width}x{video.height}" if video.width else "",
        "videoBitDepth": 12 if "12" in video.pix_fmt else 10 if "10" in video.pix_fmt else 8,
        "videoFps": _frame_rate(video.avg_frame_rate),
        "videoDynamicRange": "HDR" if hdr else "",
        "videoDynamicRangeType": hdr,
        "runTime": f"{int(seconds) // 3600}:{int(seconds) // 60 % 60:02}:{int(seconds) % 60:02}"
        if seconds is not None and 0 < seconds < 1e9
        else "",
        "subtitles": _languages(probed.streams, "subtitle"),
    } | _audio_facts(probed.streams)
    return {name: value for name, value in facts.items() if value}


def _audio_facts(streams: list[_MediaStream]) -> dict[str, Any]:
    """Return what there is to know of the sound: codec and channels are those of the first stream."""
    sounds = [stream for stream in streams if stream.codec_type == "audio"]
    if not sounds:
        return {}
    codec, profile = sounds[0].codec_name, sounds[0].profile
    if codec == "dts":
        name = _DTS_PROFILES.get(profile, "DTS")
    else:
        name = "PCM" if codec.startswith("pcm_") else _AUDIO_CODECS.get(codec, codec)
    layout = sounds[0].channel_layout.partition("(")[0]
    is_counted = layout.replace(".", "", 1).isdecimal() and layout.isascii()
    return {
        "audioCodec": f"{name} Atmos" if "Atmos" in profile else name,
        "audioChannels": float(layout) if is_counted else _CHANNELS.get(sounds[0].channels, 0.0),
        "audioLanguages": _languages(sounds, "audio"),
        "audioStreamCount": len(sounds),
    }


def _hdr_kind(video: _MediaStream, side_data: list[_SideData]) -> str:
    """Return the kind of HDR in the apps' words; empty for none."""
    kinds = {entry.side_data_type for entry in side_data}
    base = ""
    if video.color_transfer == "arib-std-b67":
        base = "HLG"
    elif video.color_transfer == "smpte2084":
        base = "HDR10Plus" if _HDR10_PLUS in kinds else "HDR10" if kinds & _MASTERING else "PQ"
    dolby = next((entry for entry in side_data if entry.side_data_type == _DOLBY_VISION), None)
    if dolby is None:
        return base
    layer = _LAYERS.get(dolby.dv_bl_signal_compatibility_id, "")
    return f"DV {'HDR10Plus' if base == 'HDR10Plus' else layer}".strip()


def _languages(streams: list[_MediaStream], kind: str) -> str:
    """Return the languages of the streams of a kind as the apps join them; those unknown are left out."""
    names = (stream.tags.language for stream in streams if stream.codec_type == kind)
    return "/".join(name for name in names if name and name != "und")


def _frame_rate(fraction: str) -> float:
    """Return frames per second of a fraction such as ``24000/1001``; 0 for what is none."""
    over, _, under = fraction.partition("/")
    try:
        return round(int(over) / int(under or 1), 3)
    except (ValueError, ZeroDivisionError):
        return 0.0
