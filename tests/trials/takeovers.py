"""Two processes on one database, of which the one that holds the duty is killed, stopped or ended."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from arrtui.core.config import load_config
from arrtui.core.events import Access
from arrtui.db import duty
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.standing import RENEWAL
from arrtui.runtime.services import Services
from tests.trials.daemons import overlaps
from tests.trials.site import ENV, Site, new_site
from tests.trials.tagging import KIND, tagging

LIMIT = 30.0
"""Seconds within which the other process must have taken over."""
CROWDS = (("daemon", "daemon"), ("daemon", "tui"), ("tui", "tui"))
SIGNALS = (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM)


class _Pair:
    """A process that holds the duty, and one that is there to take it."""

    def __init__(self, site: Site, services: Services, stack: ExitStack) -> None:
        self._site = site
        self._services = services
        self._stack = stack
        self._jobs = 0

    def start(self, kind: str) -> subprocess.Popen[bytes]:
        """Start a process of a kind."""
        log = self._site.folder / "runs.log"
        command = [sys.executable, "-m", "tests.trials.tagging", str(self._site.config), kind, str(log)]
        process = subprocess.Popen(command, env=ENV)
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return process

    def holder(self) -> int:
        """Return the id of the process that holds the duty, 0 where none does."""
        held = asyncio.run(self._services.database.read(duty.holder))
        return held.pid if held and not held.is_over(time.time()) else 0

    def do_job(self) -> None:
        """Queue a job, and wait until it was done, whoever does it."""
        self._jobs += 1
        label = f"trial-{self._jobs}"
        args = {"label": label}
        new = NewJob(kind=KIND, subject=label, instance="radarr.main", access=Access.WRITE, args=args)

        async def do() -> None:
            job_id, _ = await self._services.jobs.enqueue(new)
            await self._services.jobs.ended(job_id)

        asyncio.run(do())


def _until(condition: Callable[[], bool], seconds: float = 3 * LIMIT) -> float:
    """Return after how many seconds a condition holds. Raises TimeoutError."""
    began_at = time.monotonic()
    while not condition():
        if time.monotonic() - began_at > seconds:
            raise TimeoutError
        time.sleep(0.1)
    return time.monotonic() - began_at


def take_over(first_kind: str, second_kind: str, number: signal.Signals) -> str:
    """Have the second process take over from the first, and say how long that took."""
    what = f"{second_kind} after {first_kind}, {number.name}"
    with new_site() as site, ExitStack() as stack:
        services = Services(load_config(site.config, env={}), kind="run", env={})
        stack.callback(services.database.close)
        services.kinds.add(tagging(site.folder / "runs.log").bound(services, 4))
        pair = _Pair(site, services, stack)
        first = pair.start(first_kind)
        _until(lambda: pair.holder() == first.pid)
        second = pair.start(second_kind)
        pair.do_job()
        if pair.holder() != first.pid:
            return f"FAILED {what}: the second took over from one that works"
        os.kill(first.pid, number)
        if number is not signal.SIGSTOP:
            first.wait()
        seconds = _until(lambda: pair.holder() == second.pid)
        began_at = time.monotonic()
        pair.do_job()
        seconds_more = time.monotonic() - began_at
        if number is signal.SIGSTOP:
            os.kill(first.pid, signal.SIGCONT)  # it must notice that it was away
            continued_at = time.monotonic()
            pair.do_job()
            _until(lambda: time.monotonic() > continued_at + 3 * RENEWAL)
        told = f"{what}: duty after {seconds:.1f} s, next job done {seconds_more:.1f} s later"
        if twice := overlaps((site.folder / "runs.log").read_text(), {}):
            return f"FAILED {told}: jobs {twice} ran in two processes at once"
        returns = number is signal.SIGSTOP and (first_kind, second_kind) == ("daemon", "tui")
        heir = first if returns else second  # a terminal app gives the duty back to a daemon
        if pair.holder() != heir.pid or seconds + seconds_more > LIMIT:
            return f"FAILED {told}; the duty is held by {pair.holder()}"
        return f"ok {told}"


def give_way() -> str:
    """Have a daemon take over from a terminal app that goes on, and say how long that took."""
    with new_site() as site, ExitStack() as stack:
        services = Services(load_config(site.config, env={}), kind="run", env={})
        stack.callback(services.database.close)
        pair = _Pair(site, services, stack)
        first = pair.start("tui")
        _until(lambda: pair.holder() == first.pid)
        second = pair.start("daemon")
        seconds = _until(lambda: pair.holder() == second.pid)
        verdict = "ok" if seconds < LIMIT and first.poll() is None else "FAILED"
        return f"{verdict} daemon beside tui: duty {seconds:.1f} s after its start"


def trial(times: int) -> Iterator[str]:
    """Yield a line for each pair of processes and each end, so many times."""
    for _ in range(times):
        for first_kind, second_kind in CROWDS:
            for number in SIGNALS:
                yield take_over(first_kind, second_kind, number)
        yield give_way()
