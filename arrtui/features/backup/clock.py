"""Guards against a wrong clock, which would date a snapshot so that later ones thin the wrong ones. Pure.

A clock is judged by others, never by how long ago the last snapshot was: a laptop may sleep for a week.
"""

from __future__ import annotations

from arrtui.core.errors import ClockError
from arrtui.core.text import DAY, MINUTE, format_minute, format_span

LARGEST_SKEW = 2.0 * DAY
"""Seconds by which our clock and the instance's may differ: hosts without a time service drift by minutes."""
CORRECTION = 10.0 * MINUTE
"""Seconds by which a time service may set a clock back between two backups."""
_ADVICE = (
    "Set the clock; if the time of this machine is right, back up once with --accept-clock "
    "(in the app: Accept loss)."
)


def check_stored_time(instance: str, latest: float, now: float) -> None:
    """Raise :class:`ClockError` if the latest snapshot was taken after ``now``. Both are in UTC seconds."""
    if latest > now + CORRECTION:
        raise ClockError(
            what="looking at the clock",
            why=f"the last backup is of {format_minute(latest)}, which is later than now "
            f"({format_minute(now)}); nothing was changed",
            advice=_ADVICE,
            instance=instance,
        )


def check_skew(instance: str, theirs: float | None, now: float) -> None:
    """Raise :class:`ClockError` if the clock of the instance's host differs by more than `LARGEST_SKEW`.

    ``theirs`` is the ``Date`` of its answer (both apps send it), None where a proxy took it away; ``now`` is
    our time. Both are in UTC seconds.
    """
    if theirs is not None and abs(theirs - now) > LARGEST_SKEW:
        apart = format_span(abs(theirs - now))
        raise ClockError(
            what="looking at the clock",
            why=f"it is {format_minute(theirs)} there and {format_minute(now)} here, {apart} apart; "
            "nothing was changed and the last backup stands",
            advice=_ADVICE,
            instance=instance,
        )
