"""Exit statuses of the command line."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

GUARD_CODES = frozenset({"guard", "implausible", "partial", "clock", "locked", "read-only"})
"""Error codes of safety guards; see :class:`arrtui.core.errors.GuardError`."""


class ExitStatus(IntEnum):
    """What the exit status of ``arrtui`` says."""

    OK = 0
    """Everything was done."""
    PARTLY = 1
    """It finished, but some instance or entry failed, or its output; or arrtui failed itself."""
    USAGE = 2
    """The command line or the configuration is wrong."""
    NOTHING = 3
    """Nothing could be done."""
    GUARDED = 4
    """A safety guard stopped it."""
    INTERRUPTED = 130
    """Ctrl+C, SIGTERM or a lost terminal."""
    READER_GONE = 141
    """Whoever read the output has closed it: a shell says so of a process ended by SIGPIPE."""


def status_of(outcomes: Iterable[str]) -> ExitStatus:
    """Return the status for one error code per instance, "" standing for success.

    A guard outranks an ordinary failure: it asks for a decision.
    """
    codes = list(outcomes)
    failed = [code for code in codes if code]
    if not failed:
        return ExitStatus.OK
    if any(code in GUARD_CODES for code in failed):
        return ExitStatus.GUARDED
    return ExitStatus.NOTHING if len(failed) == len(codes) else ExitStatus.PARTLY
