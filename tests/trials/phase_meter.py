"""Seconds, processor time and memory of the jobs that a process works on, one after the other."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

_PAUSE = 0.1
_TICKS = os.sysconf("SC_CLK_TCK")
BETWEEN = "start and end"
"""What a process does while no job of it runs."""


@dataclass
class PhaseFigures:
    """What jobs of a kind took for one instance."""

    seconds: float = 0.0
    cpu: float = 0.0
    """Seconds of processor time."""
    peak: float = 0.0
    """Megabytes (10**6 bytes) that the process held at most."""
    requests: Counter[str] = field(default_factory=Counter)
    """By who was asked."""

    @property
    def text(self) -> str:
        """The figures as a part of a line."""
        asked = ", ".join(f"{count:,} to {name}" for name, count in sorted(self.requests.items()) if count)
        return (
            f"{self.seconds:.1f} s, processor {self.cpu:.1f} s, {self.peak:.0f} MB, "
            f"requests: {asked or 'none'}"
        )


class PhaseMeter:
    """Looks at a process ten times a second, and at the database for the job that it works on."""

    def __init__(self, process: subprocess.Popen[str], database: Path, asked: Callable[[], Counter[str]]):
        """``asked``: returns how many requests have arrived, by who was asked."""
        self.figures: dict[str, PhaseFigures] = {}
        """By kind of the job: those of several instances run at once."""
        self._process, self._database, self._asked = process, database, asked
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def finish(self) -> dict[str, PhaseFigures]:
        """Return the figures once the process has ended."""
        self._thread.join()
        return self.figures

    def _watch(self) -> None:
        moment, cpu, asked, phase = time.monotonic(), 0.0, self._asked(), BETWEEN
        while self._process.poll() is None:
            time.sleep(_PAUSE)
            figures = self.figures.setdefault(phase, PhaseFigures())
            now, requests = time.monotonic(), self._asked()
            with suppress(OSError, IndexError, ValueError, StopIteration):
                cpu_now, peak = _processor_seconds(self._process.pid), _peak(self._process.pid)
                figures.cpu, cpu = figures.cpu + cpu_now - cpu, cpu_now
                figures.peak = max(figures.peak, peak)
            figures.seconds, moment = figures.seconds + now - moment, now
            figures.requests, asked = figures.requests + (requests - asked), requests
            following = running_job(self._database)
            if following != phase:
                phase = following
                with suppress(OSError):
                    Path(f"/proc/{self._process.pid}/clear_refs").write_text("5")  # the peak begins anew


def running_job(database: Path) -> str:
    """Return the kind of the job that runs, the newest of several."""
    query = "select kind from job where state = 'running' order by id desc limit 1"
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            row = connection.execute(query).fetchone()
    except sqlite3.Error:
        return BETWEEN
    return str(row[0]) if row else BETWEEN


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS


def _peak(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6
