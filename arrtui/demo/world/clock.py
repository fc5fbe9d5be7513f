"""Moments as the apps write them: UTC, whole seconds, a trailing Z (`STJUtcConverter`)."""

from __future__ import annotations

import time
from datetime import UTC, datetime

DAY = 86_400


def iso(seconds: float) -> str:
    """A moment (seconds since 1970) in the apps' notation."""
    return datetime.fromtimestamp(int(seconds), UTC).isoformat()[:19] + "Z"


def now_iso() -> str:
    """The present moment in the apps' notation."""
    return iso(time.time())


def midnight() -> int:
    """Seconds since 1970 of the last midnight UTC: the day the demo's libraries are drawn for."""
    return int(time.time()) // DAY * DAY


def epoch(text: str) -> int:
    """Seconds since 1970 of a moment in the apps' notation."""
    return int(datetime.fromisoformat(text).timestamp())


def parse_moment(text: str) -> str:
    """Bring any ISO 8601 moment into the apps' notation, so that it compares as text.

    Raises ValueError for what is not a date.
    """
    moment = datetime.fromisoformat(text.strip().replace(" ", "+"))
    return iso((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def span(seconds: float) -> str:
    """A duration as .NET writes a TimeSpan: `00:00:01.2340000`."""
    whole, part = divmod(max(seconds, 0.0), 1)
    hours, rest = divmod(int(whole), 3600)
    return f"{hours:02}:{rest // 60:02}:{rest % 60:02}.{int(part * 10_000_000):07}"
