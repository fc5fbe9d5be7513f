"""Which of a video's formats is downloaded, and how large it will be. Pure."""

from __future__ import annotations

from bisect import bisect_left

from arrtui.core.config.trailer_profiles import TrailerProfile

_CODECS = {"h264": "avc|h264", "vp9": "vp0?9", "av1": "av01", "hevc": "hev|hvc|h265"}
"""How yt-dlp's formats name a codec, as the start of a pattern."""
_HEIGHTS = (360, 480, 720, 1080, 1440, 2160, 4320)
_BYTES_PER_SECOND = (90_000, 150_000, 250_000, 450_000, 1_000_000, 2_000_000, 4_000_000)
"""Of YouTube's trailers with these heights, sound included."""
USUAL_SECONDS = 150
"""Of a trailer whose length is not known."""


def format_selection(profile: TrailerProfile, *, merges: bool) -> str:
    """Return the format selection for yt-dlp: codec after codec, then whatever is not too high.

    Without ffmpeg (``merges``) only formats with picture and sound in one file can be used; YouTube has none
    above 360 or 720 lines.
    """
    limit, unknown = f"[height<={profile.max_height}]", f"[height<=?{profile.max_height}]"
    choices = [f"{limit}[vcodec~='^({_CODECS[codec]})']" for codec in profile.codecs]
    sound = ["+ba[ext=m4a]", "+ba"] if profile.container == "mp4" else ["+ba"]
    selections: list[str] = []
    for choice in (*choices, unknown):
        if merges:
            selections += [f"bv*{choice}{part}" for part in sound]
        selections.append(f"b{choice}")
    return "/".join(selections)


def estimated_size(profile: TrailerProfile, seconds: float | None = None, height: int | None = None) -> int:
    """Return how many bytes a trailer will have, about; by its usual length where it is not known."""
    lines = min(height or profile.max_height, profile.max_height)
    place = min(bisect_left(_HEIGHTS, lines), len(_HEIGHTS) - 1)
    return int(_BYTES_PER_SECOND[place] * (seconds or USUAL_SECONDS))
