"""Moments as the apps write them: UTC, whole seconds, a trailing Z (`STJUtcConverter`)."""

from __future__ import annotations

import time
from datetime import UTC, datetime

DAY = 86_400


def iso(seconds: float) -> str:
    """Format a moment (seconds since 1970) in the apps' notation."""
    return datetime.fromtimestamp(int(seconds), UTC).isoformat()[:19] + "Z"


def now_iso() -> str:
    """Return the present moment in the apps' notation."""
    return iso(time.time())


def epoch(text: str) -> int:
    """Return the seconds since 1970 of a moment in the apps' notation."""
    return int(datetime.fromisoformat(text).timestamp())


def time_span(seconds: float) -> str:
    """Format a duration as .NET writes a TimeSpan: `00:00:01.2340000`."""
    whole, fraction = divmod(max(seconds, 0.0), 1)
    minutes, second = divmod(int(whole), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}.{int(fraction * 10_000_000):07}"
