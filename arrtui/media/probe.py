"""What a video holds, as ffprobe sees it."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from arrtui.media.tools import find_program, run_program


class ProbedVideo(NamedTuple):
    """The streams of a video."""

    seconds: float | None
    """None where the file does not say."""
    has_video: bool
    has_audio: bool
    height: int
    """Lines of the picture."""


class _Stream(msgspec.Struct):
    codec_type: str = ""
    height: int = 0


class _Format(msgspec.Struct):
    duration: float | None = None


class _Answer(msgspec.Struct):
    streams: list[_Stream] = []
    format: _Format = msgspec.field(default_factory=_Format)


_decoder = msgspec.json.Decoder(_Answer, strict=False)
_ARGUMENTS = ("-v", "error", "-of", "json", "-show_entries", "format=duration:stream=codec_type,height", "-i")


def probe_video(path: str) -> ProbedVideo | None:
    """Return what a video holds; None where ffprobe is missing or cannot read it. Takes up to seconds."""
    program = find_program("ffprobe")
    answer = run_program(program, (*_ARGUMENTS, f"file:{path}")) if program else None
    return read_answer(answer) if answer else None


def read_answer(text: str) -> ProbedVideo | None:
    """Return what an answer of ffprobe says, None when it says nothing. Pure."""
    try:
        answer = _decoder.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return None
    if not answer.streams:
        return None
    kinds = {stream.codec_type for stream in answer.streams}
    height = max((stream.height for stream in answer.streams if stream.codec_type == "video"), default=0)
    return ProbedVideo(answer.format.duration, "video" in kinds, "audio" in kinds, height)
