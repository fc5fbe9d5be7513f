"""Why a video was not downloaded, read from yt-dlp's message. Pure.

YouTube's wordings are those of ``yt_dlp/extractor/youtube/_video.py`` (``playabilityStatus.reason`` and what
the extractor appends) and of ``yt_dlp/networking/exceptions.py``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What a refusal says about the videos that come after."""

    RUN = "run"
    """It concerns this machine: the next video would be refused too, and asking makes it worse."""
    RUN_WHEN_REPEATED = "run when repeated"
    """It concerns this machine when the first videos of a run meet it, the video otherwise."""
    ITEM = "item"
    """It concerns the video alone."""
    ITEM_AGAIN = "item again"
    """It concerns the video, and passes often enough that it is asked for once more."""


@dataclass(frozen=True)
class RefusalFacts:
    """What a refusal means for the run and for people."""

    scope: Scope
    sentence: str
    """Why, and for those that stop a run what to do."""


class Refusal(StrEnum):
    """Why a video was not downloaded; stored with the attempt."""

    NOT_A_BOT = "not-a-bot"
    RATE_LIMITED = "rate-limited"
    CAPTCHA = "captcha"
    TOO_MANY_REQUESTS = "too-many-requests"
    DISK_FULL = "disk-full"
    NO_RUNTIME = "no-runtime"
    NO_FORMAT = "no-format"
    UNREACHABLE = "unreachable"
    AGE = "age"
    PRIVATE = "private"
    REMOVED = "removed"
    COUNTRY = "country"
    MEMBERS = "members"
    PROTECTED = "protected"
    FORBIDDEN = "forbidden"
    NOT_A_VIDEO = "not-a-video"
    TRUNCATED = "truncated"
    OTHER = "other"

    @property
    def facts(self) -> RefusalFacts:
        """What it means."""
        return _FACTS[self]


_FACTS = {
    Refusal.NOT_A_BOT: RefusalFacts(
        Scope.RUN,
        "YouTube wants a sign-in that proves you are not a bot. Wait some hours, or name a file with cookies "
        "as [trailers] cookies.",
    ),
    Refusal.RATE_LIMITED: RefusalFacts(
        Scope.RUN, "YouTube has limited this machine for up to an hour. Go on later, with fewer at a time."
    ),
    Refusal.CAPTCHA: RefusalFacts(
        Scope.RUN,
        "YouTube wants a captcha solved. Wait some hours, or name a file with cookies as [trailers] cookies.",
    ),
    Refusal.TOO_MANY_REQUESTS: RefusalFacts(
        Scope.RUN, "The server answered 429, too many requests. Go on later, with fewer at a time."
    ),
    Refusal.DISK_FULL: RefusalFacts(Scope.RUN, "The disk is full. Make room and go on."),
    Refusal.NO_RUNTIME: RefusalFacts(
        Scope.RUN_WHEN_REPEATED,
        'yt-dlp found no JavaScript runtime, which YouTube needs. Run: pip install "arrtui[trailers]"',
    ),
    Refusal.NO_FORMAT: RefusalFacts(
        Scope.RUN_WHEN_REPEATED,
        "No format of the video can be downloaded, often because yt-dlp is old. Run: pip install -U "
        '"arrtui[trailers]"',
    ),
    Refusal.UNREACHABLE: RefusalFacts(
        Scope.RUN_WHEN_REPEATED, "The site cannot be reached. Check the connection of this machine."
    ),
    Refusal.AGE: RefusalFacts(Scope.ITEM, "The video is restricted by age."),
    Refusal.PRIVATE: RefusalFacts(Scope.ITEM, "The video is private."),
    Refusal.REMOVED: RefusalFacts(Scope.ITEM, "The video is no longer there."),
    Refusal.COUNTRY: RefusalFacts(Scope.ITEM, "The video is not available in this country."),
    Refusal.MEMBERS: RefusalFacts(Scope.ITEM, "The video is for members of its channel only."),
    Refusal.PROTECTED: RefusalFacts(Scope.ITEM, "The video is protected against copying."),
    Refusal.FORBIDDEN: RefusalFacts(Scope.ITEM_AGAIN, "The server answered 403, forbidden."),
    Refusal.NOT_A_VIDEO: RefusalFacts(Scope.ITEM, "There is no video at the address."),
    Refusal.TRUNCATED: RefusalFacts(Scope.ITEM, "The video broke off before its end."),
    Refusal.OTHER: RefusalFacts(Scope.ITEM, "The video could not be downloaded."),
}  # fmt: skip
_WORDINGS = [
    (re.compile(pattern, re.IGNORECASE), refusal)
    for pattern, refusal in (
        ("confirm you.{1,3}re not a bot", Refusal.NOT_A_BOT),
        ("captcha", Refusal.CAPTCHA),
        ("rate.?limited by youtube|content isn.{1,3}t available, try again later", Refusal.RATE_LIMITED),
        ("http error 429", Refusal.TOO_MANY_REQUESTS),
        ("no space left on device|errno 28|errno 122|disk quota", Refusal.DISK_FULL),
        ("no supported javascript runtime", Refusal.NO_RUNTIME),
        ("requested format is not available|only images are available", Refusal.NO_FORMAT),
        ("confirm your age|age.restricted|inappropriate for some users", Refusal.AGE),
        ("members.only|available to this channel.{1,3}s members|join this channel", Refusal.MEMBERS),
        ("private video|video is private", Refusal.PRIVATE),
        ("in your country|from your location|geo.?restrict", Refusal.COUNTRY),
        ("drm protected", Refusal.PROTECTED),
        ("http error 403", Refusal.FORBIDDEN),
        (
            "unsupported url|no video formats found|not a valid url|no video at",
            Refusal.NOT_A_VIDEO,
        ),
        ("bytes read, [0-9]+ more expected|content too short", Refusal.TRUNCATED),
        (
            "failed to resolve|name or service not known|temporary failure in name resolution|"
            "network is unreachable|no route to host|connection refused|timed out",
            Refusal.UNREACHABLE,
        ),
        (
            "has been removed|no longer available|account associated .* terminated|video unavailable|"
            "video is not available|http error (404|410)",
            Refusal.REMOVED,
        ),
    )
]
"""The first that fits counts: a private video asks for a sign-in too, a video of another country is
unavailable too."""


def refusal_of(message: str) -> Refusal:
    """Return what a message of yt-dlp, its warnings included, says."""
    return next((refusal for wording, refusal in _WORDINGS if wording.search(message)), Refusal.OTHER)
