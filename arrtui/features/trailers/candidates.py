"""Videos that may be the trailer of a title, and what is wanted of one."""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

from arrtui.core.config.trailer_profiles import EXCLUDED_WORDS

_YOUTUBE = re.compile(r"(?:youtube\.com/(?:watch\?(?:.*&)?v=|shorts/|embed/|live/)|youtu\.be/)([\w-]+)")


class Source(StrEnum):
    """Who named a video; stored with attempts and downloads."""

    CHOICE = "choice"
    """The owner."""
    APP = "app"
    """Radarr, as ``youTubeTrailerId``; Sonarr has none."""
    TMDB = "tmdb"
    SEARCH = "search"

    @property
    def trusted(self) -> bool:
        """Whether its videos are of the title, whatever they are called."""
        return self is not Source.SEARCH


class VideoCandidate(msgspec.Struct, frozen=True, kw_only=True):
    """A video that may be the trailer; empty and None where nothing is known."""

    source: Source
    address: str
    title: str = ""
    channel: str = ""
    seconds: float | None = None
    live_status: str = ""
    """As yt-dlp has it: ``is_live``, ``is_upcoming`` …"""
    width: int | None = None
    height: int | None = None
    views: int | None = None
    teaser: bool = False
    official: bool = False
    language: str = ""
    date: str = ""
    """ISO."""
    looked_up: bool = False
    """Whether its own page was read, so that what is not known will never be."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What is wanted."""

    title: str
    year: int = 0
    """0 where it is not known."""
    season: int | None = None
    languages: tuple[str, ...] = ("en",)
    teasers: bool = False
    excluded_words: tuple[str, ...] = EXCLUDED_WORDS
    recycled: frozenset[str] = frozenset()
    """Videos that the owner threw away, as :func:`video_key` has them."""

    @property
    def search_words(self) -> str:
        """What to search for."""
        season = "" if self.season is None else f" season {self.season}"
        year = f" {self.year}" if self.year and self.season is None else ""
        return f"{self.title}{year}{season} official trailer"


def video_key(address: str) -> str:
    """Return what is the same of all addresses of one video: the id of YouTube's, else the address."""
    match = _YOUTUBE.search(address)
    return f"youtube {match[1]}" if match else address


class VideoVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """What was judged of a candidate."""

    candidate: VideoCandidate
    rejected: str = ""
    """Why it is no trailer of the title; empty for one that may be."""
