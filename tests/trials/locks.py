"""A process that hangs with the database locked: it is named in time, and no task waits for it for ever."""

from __future__ import annotations

import os
import selectors
import subprocess
import time
from collections.abc import Iterator

from tests.db.locks import stopped_writer
from tests.trials.site import LIMIT, Ended, Site, finish, new_site

TASKS = (("backup", "--full"), ("plan", "movies"), ("sync", "movies", "--apply"))
MOMENTS = (0, 2, 12)
"""Requests after which the database is locked; before the task starts for none."""
LATENCY = 0.3
SAID_WITHIN, ENDED_WITHIN = 30.0, 150.0
"""Seconds from the lock to the first sentence that names the process, and to the end."""


def _seconds_until(process: subprocess.Popen[str], word: str, limit: float) -> float | None:
    """Return after how many seconds a process has written a word to standard error; None if it has not."""
    assert process.stderr is not None
    began, seen = time.monotonic(), ""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stderr, selectors.EVENT_READ)
        while time.monotonic() - began < limit:
            if not selector.select(1.0):
                continue
            text = os.read(process.stderr.fileno(), 65_536).decode(errors="replace")
            seen += text
            if word in seen:
                return time.monotonic() - began
            if not text:
                return None
    return None


def _reach(site: Site, requests: int, process: subprocess.Popen[str]) -> None:
    """Wait until the apps were asked so often."""
    deadline = time.monotonic() + LIMIT
    while sum(len(app.requests) for app in site.estate.apps.values()) < requests:
        if process.poll() is not None or time.monotonic() > deadline:
            return
        time.sleep(0.01)


def attempt(site: Site, task: tuple[str, ...], moment: int) -> str:
    """Lock the database at a moment of a task and say what came of it."""
    for app in site.estate.apps.values():
        app.reset_requests()
        app.faults.latency = LATENCY
    process = site.start(*task) if moment else None
    if process is not None:
        _reach(site, moment, process)
    what = f"{task[0]}, locked {f'after {moment} requests' if moment else 'before'}"
    with stopped_writer(site.database) as holder:
        began = time.monotonic()
        process = process or site.start(*task)
        said = _seconds_until(process, f"(pid {holder.pid})", SAID_WITHIN)
        ended: Ended = finish(process)
        seconds = time.monotonic() - began
    for app in site.estate.apps.values():
        app.faults.clear()
    if ended.status != 3 or ended.crashed or said is None or seconds > ENDED_WITHIN:
        return f"FAILED {what}: said {said}, status {ended.status} after {seconds:.0f} s: {ended.err[-400:]}"
    again = site.run(*task, "--json")
    if again.status != 0:
        return f"FAILED {what}, then without the lock: status {again.status}: {again.out[-400:]}"
    return f"ok {what}: said after {said:.0f} s, ended after {seconds:.0f} s"


def trial(times: int) -> Iterator[str]:
    """Yield a line for each task and moment; ``times`` rounds."""
    for _ in range(times):
        for task in TASKS:
            for moment in MOMENTS:
                with new_site() as site:
                    assert site.run("backup").status == 0
                    yield attempt(site, task, moment)
