"""The engine: the worker in a thread with its own event loop, or on the caller's loop for headless runs.

The terminal app's loop then never waits for decoding or SQL.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import threading
from collections.abc import Awaitable, Callable, Collection, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from arrtui.core.events import Job, JobChanged
from arrtui.db import jobs
from arrtui.db.database import Database
from arrtui.runtime.engine.bus import Bus
from arrtui.runtime.engine.kinds import JobKinds
from arrtui.runtime.engine.queue import JobQueue
from arrtui.runtime.engine.standing import DutyKeeper
from arrtui.runtime.engine.worker import Worker, WorkerOptions

_log = logging.getLogger(__name__)

T = TypeVar("T")

_SWITCH_INTERVAL = 0.001
"""Seconds after which a busy thread lets another run: the app's own loop must not wait for the engine's."""
_CLEAN_UP_SECONDS = 2.0
"""How long remaining tasks may take to end."""
_POLL_SECONDS = 1.0
"""Seconds between two reads of jobs that another process may be working on."""


class Engine:
    """Runs one worker, in a thread of its own with the ``standing`` work beside it.

    ``clean_up`` is awaited on the loop after both have ended, to close clients.
    """

    def __init__(
        self,
        database: Database,
        kinds: JobKinds,
        bus: Bus,
        options: WorkerOptions | None = None,
        clean_up: Callable[[], Awaitable[None]] | None = None,
        standing: DutyKeeper | None = None,
    ) -> None:
        self.options = options or WorkerOptions()
        self.queue = JobQueue(database, bus, kinds, self.options.clock, read_only=self.options.read_only)
        """The queue this engine works on."""
        self._database = database
        self._kinds = kinds
        self._bus = bus
        self._clean_up = clean_up
        self._standing = standing
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended = False
        self._worker: Worker | None = None
        self._ready = threading.Event()

    # --- in a thread of its own ----------------------------------------------------------------------

    def start(self) -> None:
        """Start the thread; returns when its loop runs. Raises RuntimeError when it is running already."""
        if self._thread is not None:
            raise RuntimeError("the engine is running already")
        sys.setswitchinterval(_SWITCH_INTERVAL)
        self._ready.clear()
        if self._ended:
            self._ended, self._loop = False, None
        self._thread = threading.Thread(target=self._main, args=[self._own_loop()], name="arrtui-engine")
        self._thread.start()
        self._ready.wait()

    def stop(self, timeout: float = 15.0) -> bool:
        """Put what runs back into the queue and end the thread; return whether it ended within ``timeout`` s.

        A second call, or one without a start, does nothing.
        """
        thread, worker = self._thread, self._worker
        if thread is None:
            self._ended = True
            if self._loop is not None:
                self._loop.close()
            return True
        if worker is not None:
            worker.stop()
        thread.join(timeout)
        if thread.is_alive():
            _log.error("the engine did not stop within %.0f s", timeout)
            return False
        self._thread = None
        return True

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Run a coroutine on the engine's loop; before the start it waits for it.

        Raises RuntimeError when the engine has ended.
        """
        if self._ended:
            work.close()
            raise RuntimeError("the engine is not running")
        return asyncio.run_coroutine_threadsafe(work, self._own_loop())

    def _own_loop(self) -> asyncio.AbstractEventLoop:
        """Return the loop of the thread, which begins to run with :meth:`start`."""
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
        return self._loop

    def _main(self, loop: asyncio.AbstractEventLoop) -> None:
        """Run the loop of the thread from its first to its last task."""
        asyncio.set_event_loop(loop)
        try:
            self._worker = self._new_worker(None)
            loop.call_soon(self._ready.set)
            loop.run_until_complete(self._serve(self._worker, self._standing))
        except BaseException:
            _log.exception("the engine failed")
        finally:
            self._ended = True
            self._ready.set()
            with contextlib.suppress(Exception):
                loop.run_until_complete(_cancel_remaining())
            loop.close()

    # --- on the caller's loop ------------------------------------------------------------------------

    async def run_jobs(self, job_ids: Collection[int]) -> list[Job]:
        """Run these jobs and those they queue on the current loop; return all of them, finished or parked.

        A job that another process runs is waited for. What still runs when the caller is cancelled goes back
        into the queue. Raises :class:`~arrtui.core.errors.StorageError` when nothing can be stored any more:
        what ran is done by the next worker, at the latest when its lease has run out.
        """
        worker = self._new_worker(job_ids)
        serving = asyncio.ensure_future(self._serve(worker))
        try:
            return await self._all_finished(worker)
        finally:
            worker.stop()
            await asyncio.shield(serving)

    async def _all_finished(self, worker: Worker) -> list[Job]:
        changed = self._bus.subscribe_queue(asyncio.get_running_loop(), JobChanged)
        try:
            while True:
                if worker.storage.fault is not None:
                    raise worker.storage.fault
                wanted = worker.wanted or frozenset()  # the worker adds to it while this is read
                current = await self._database.read(jobs.with_children, wanted)
                ids = frozenset(job.id for job in current)
                if not ids <= wanted:
                    worker.include(ids)
                    continue
                if not any(job.state.active for job in current):
                    return current
                await changed.get_within(_POLL_SECONDS)
        finally:
            changed.close()

    # --- both ----------------------------------------------------------------------------------------

    def _new_worker(self, only: Collection[int] | None) -> Worker:
        return Worker(self._database, self._kinds, self._bus, self.options, only, self._stands_by)

    def _stands_by(self) -> bool:
        """Return whether this is a daemon beside the one that holds the duty."""
        return self.options.kind == "daemon" and self._standing is not None and not self._standing.holding

    async def _serve(self, worker: Worker, standing: DutyKeeper | None = None) -> None:
        """Run the worker and the standing work until the worker is stopped, then clean up in any case."""
        duty = asyncio.create_task(standing.run(), name="standing work") if standing else None
        try:
            await worker.run()
        finally:
            if duty is not None:
                duty.cancel()
                await asyncio.wait([duty])
            if self._clean_up is not None:
                await self._clean_up()


async def _cancel_remaining() -> None:
    """Cancel the tasks that remain on the loop, and wait shortly for them to end."""
    remaining = asyncio.all_tasks() - {asyncio.current_task()}
    for task in remaining:
        task.cancel()
    if remaining:
        await asyncio.wait(remaining, timeout=_CLEAN_UP_SECONDS)
    await asyncio.get_running_loop().shutdown_asyncgens()
