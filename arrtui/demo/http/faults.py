"""Fault knobs of a running instance: what can go wrong, where, and how many times."""

from __future__ import annotations

import random
import re
import threading
from dataclasses import dataclass, field
from typing import Any

STATUS_KINDS = {
    "500": 500,
    "starting": 503,
    "502": 502,
    "503": 503,
    "504": 504,
    "429": 429,
    "401": 401,
    "302": 302,
}
BODY_KINDS = (
    *("reset", "truncate", "html", "drip", "empty_list", "partial_list", "malformed_item"),
    *("huge", "svg", "other_type"),
)
CONNECTION_KINDS = ("drop", "hang", "drip_head", "endless")
KINDS = (*STATUS_KINDS, *BODY_KINDS, *CONNECTION_KINDS)
"""Everything a rule can do; `crash_after_writes` is set by its own method."""


@dataclass(slots=True)
class FaultRule:
    """One fault: where it strikes, what it does, how often it still will (None: always)."""

    what: str
    path: str = ".*"
    method: str = ".*"
    times: int | None = None
    share: float = 0.5
    """Part of a list that `partial_list` leaves."""
    retry_after: int = 1
    """Seconds a 429 asks to wait."""
    seconds: float = 0.02
    """Pause between two pieces of a `drip`, a `drip_head` or an `endless` body."""
    finishes_after: int | None = None
    """The app does what it was asked although it answers with a status, drops or hangs: once so many further
    requests have come (0: before it fails). None: it never does."""

    def matches(self, method: str, path: str) -> bool:
        """Return whether the rule strikes this request."""
        if self.times == 0 or not re.search(self.path, path):
            return False
        return re.fullmatch(self.method, method, re.IGNORECASE) is not None


@dataclass
class Faults:
    """The faults of one instance; safe to change from another thread while it serves."""

    latency: float = 0.0
    """Seconds every response is held back."""
    jitter: float = 0.0
    """Up to so many seconds more, at random."""
    rules: list[FaultRule] = field(default_factory=list)
    crashed: bool = False
    """After a crash every connection is dropped without a response, until `clear()`."""
    _writes_left: int | None = None
    _crash_executes: bool = True
    _late: list[tuple[int, Any]] = field(default_factory=list)
    """Requests under way that were given up, each after how many requests it is carried out."""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(
        self, what: str, path: str = ".*", *, method: str = ".*", times: int | None = None, **more: Any
    ) -> FaultRule:
        """Add a fault; `path` is searched in the path behind the URL base, `method` must match as a whole.

        Raises ValueError for an unknown kind, TypeError for an unknown setting.
        """
        if str(what) not in KINDS:
            raise ValueError(
                f"no fault is called {what!r}; choose from {', '.join(KINDS)}, crash_after_writes"
            )
        rule = FaultRule(str(what), path, method, times, **more)
        with self._lock:
            self.rules.append(rule)
        return rule

    def crash_after_writes(self, writes: int, *, executed: bool = True) -> None:
        """Accept so many writes; the one after is executed (or not) and never answered, then nothing is."""
        with self._lock:
            self._writes_left, self._crash_executes = writes, executed

    def clear(self) -> None:
        """Remove every fault and end a crash."""
        with self._lock:
            self.rules.clear()
            self._late.clear()
            self.latency = self.jitter = 0.0
            self.crashed, self._writes_left = False, None

    def delay(self) -> float:
        """Return the seconds to hold back the next response."""
        return self.latency + random.random() * self.jitter

    def take(self, method: str, path: str) -> FaultRule | None:
        """Return the first rule that strikes a request, and count it as used."""
        with self._lock:
            rule = next((rule for rule in self.rules if rule.matches(method, path)), None)
            if rule and rule.times is not None:
                rule.times -= 1
            return rule

    def postpone(self, rule: FaultRule | None, request: Any) -> None:
        """Note a request that the app carries out although the rule gives it another end."""
        if rule and rule.finishes_after is not None and rule.what in (*STATUS_KINDS, *CONNECTION_KINDS):
            with self._lock:
                self._late.append((rule.finishes_after, request))

    def due(self) -> list[Any]:
        """Return the noted requests that are carried out now, before the next one; count those that wait."""
        with self._lock:
            due = [request for waiting, request in self._late if waiting == 0]
            self._late[:] = [(waiting - 1, request) for waiting, request in self._late if waiting]
        return due

    def crash(self, method: str) -> str | None:
        """Return whether this request meets a crash: None, `execute` it unanswered, or `drop` it."""
        with self._lock:
            if self.crashed:
                return "drop"
            if self._writes_left is None or method in ("GET", "HEAD", "OPTIONS"):
                return None
            self._writes_left -= 1
            if self._writes_left >= 0:
                return None
            self.crashed = True
            return "execute" if self._crash_executes else "drop"
