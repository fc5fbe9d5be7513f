"""Standing work: what one process of all that share a database does for as long as it holds the duty."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from arrtui.core.errors import ArrtuiError, StorageError
from arrtui.db import duty, workers
from arrtui.db.database import Database
from arrtui.db.workers import WorkerInfo
from arrtui.runtime.engine.bus import call_soon
from arrtui.runtime.engine.periodic import Periodic
from arrtui.runtime.engine.processes import is_gone

_log = logging.getLogger(__name__)

RENEWAL = 5.0
"""Seconds between two renewals of the duty, and between two looks at who holds it."""
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
"""Seconds before work that failed is started again: doubled with each failure, reset by a long run."""
_ROUND = 1.0
_CANCEL_SECONDS = 5.0
"""How long work may take to end once it is cancelled."""


@dataclass(frozen=True)
class StandingWork:
    """Work that runs without end in the process that holds the duty, and nowhere else."""

    name: str
    """As the log calls it."""
    run: Callable[[Any], Coroutine[Any, Any, None]]
    """Called with the services, on the engine's loop; cancelled when the duty is lost or the process ends.

    Where it fails it is called again after a growing pause. Where it returns, there is nothing to do with the
    configuration as it is; it is called again once that has changed.
    """
    daemon_only: bool = False
    """Whether a terminal app leaves it alone."""


class DutyKeeper:
    """Holds the duty while this process may, and runs the standing work meanwhile.

    Everything but :meth:`restart` belongs to the engine's loop.
    """

    def __init__(
        self,
        database: Database,
        works: Sequence[StandingWork],
        services: object,
        worker: WorkerInfo,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Prepare the work for this process: ``worker``, which may be a daemon."""
        self.holding = False
        """Whether this process holds the duty."""
        self._database = database
        self._works = [work for work in works if worker.kind == "daemon" or not work.daemon_only]
        self._services = services
        self._worker = worker
        self._clock = clock
        self._sleep = sleep
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._until = 0.0
        self._look = Periodic(RENEWAL)
        self._changed = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def run(self) -> None:
        """Hold the duty whenever possible, until cancelled; then end the work and give the duty up."""
        self._loop = asyncio.get_running_loop()
        try:
            while True:
                await self.tick()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_ROUND):
                        await self._changed.wait()
                if self._changed.is_set():
                    self._changed.clear()
                    await self._end_work()
        finally:
            await self.close()

    def restart(self) -> None:
        """Start the work anew, since the configuration has changed. From any thread."""
        if self._loop:
            call_soon(self._loop, self._changed.set)

    async def tick(self) -> None:
        """Do one round: take, renew or leave the duty; start or end the work accordingly."""
        now = self._clock()
        if self._look.due(now):
            try:
                await self._look_at_duty(now)
            except StorageError as error:
                _log.warning("the duty could not be renewed: %s", error)
        if self.holding and not now < self._until <= now + 2 * duty.LEASE:
            await self._lose("the lease could not be renewed in time")
        if self.holding:
            self._start_work()

    async def close(self) -> None:
        """End the work and give the duty up to whoever comes next."""
        await self._end_work()
        if self.holding:
            self.holding = False
            with contextlib.suppress(StorageError):
                await self._database.write(duty.release, self._worker.id)

    # --- the duty ------------------------------------------------------------------------------------

    async def _look_at_duty(self, now: float) -> None:
        """Take or renew the duty if this process may. A terminal app leaves it to a living daemon."""
        if await self._yields(now):
            if self.holding:
                _log.info("a daemon does the standing work from now on")
            await self.close()
            return
        if not self.holding:
            current = await self._database.read(duty.holder)
            if current and not current.is_over(now) and not self._is_gone(current.worker):
                return
        current = await self._database.write(duty.hold, self._worker, now, self._is_gone)
        if current is None or current.owner != self._worker.id:
            await self._lose("another process has taken the duty")
            return
        self._until = current.until
        if not self.holding:
            _log.info("this process does the standing work: %s", ", ".join(w.name for w in self._works))
        self.holding = True

    async def _yields(self, now: float) -> bool:
        """Return whether this is a terminal app beside a living daemon."""
        if self._worker.kind == "daemon":
            return False
        every = await self._database.read(workers.all_workers)
        daemons = [worker for worker in every if worker.kind == "daemon" and worker.is_fresh(now)]
        return any(not self._is_gone(worker) for worker in daemons)

    def _is_gone(self, worker: WorkerInfo) -> bool:
        return is_gone(worker, self._worker.pid_space)

    async def _lose(self, why: str) -> None:
        if self.holding:
            _log.warning("this process ends its standing work: %s", why)
        self.holding = False
        await self._end_work()

    # --- the work ------------------------------------------------------------------------------------

    def _start_work(self) -> None:
        """Start what does not run yet, but nothing that ended by itself before the configuration changed."""
        for work in self._works:
            if work.name not in self._tasks:
                coroutine = self._keep_running(work)
                self._tasks[work.name] = asyncio.create_task(coroutine, name=f"standing {work.name}")

    async def _end_work(self) -> None:
        """Cancel the work and wait for it; what does not end in time is not started a second time."""
        for task in self._tasks.values():
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=_CANCEL_SECONDS)
        self._tasks = {name: task for name, task in self._tasks.items() if not task.done()}
        for name in self._tasks:
            _log.error("%s did not end within %.0f s", name, _CANCEL_SECONDS)

    async def _keep_running(self, work: StandingWork) -> None:
        """Run one work, and again after each failure."""
        pause = FIRST_PAUSE
        while True:
            began_at = time.monotonic()
            try:
                await work.run(self._services)
                return
            except ArrtuiError as error:
                _log.warning("%s: %s", work.name, error)
            except Exception:
                _log.exception("%s failed", work.name)
            if time.monotonic() - began_at > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            await self._sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
