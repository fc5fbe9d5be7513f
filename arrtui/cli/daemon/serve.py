"""Run the daemon: start the services, obey signals, tell systemd how it is, stop in time."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Callable, Mapping

from arrtui.cli.daemon.notify import Notifier
from arrtui.core.ending import ending_on_signals
from arrtui.core.errors import ConfigProblem
from arrtui.core.events import ConfigChanged, Event, JobChanged, JobState
from arrtui.runtime.services import Services

_log = logging.getLogger(__name__)

STOP_SECONDS = 13.0
"""Seconds that the daemon is given to end by itself; then it is ended, with what it releases under 20."""


async def serve(services: Services, env: Mapping[str, str] = os.environ) -> None:
    """Run until SIGTERM or SIGINT; SIGHUP reads the configuration again. To be called in the main thread."""
    notifier, stopped = Notifier(env), asyncio.Event()
    unsubscribe = services.bus.subscribe(lambda event: _log_event(services, event), ConfigChanged, JobChanged)
    loop = asyncio.get_running_loop()
    with ending_on_signals(
        stopped.set, services.database.close, names=("SIGTERM", "SIGINT"), grace=STOP_SECONDS
    ):
        reloads = _Reloads(services, notifier)
        with contextlib.suppress(NotImplementedError, AttributeError):  # Windows has no such signal
            loop.add_signal_handler(signal.SIGHUP, reloads.begin)
        services.start()
        watchdog = asyncio.create_task(_give_signs_of_life(services, notifier))
        _log.info("started over %s", services.database.shown_url)
        _log_warnings(services)
        notifier.ready()
        await stopped.wait()
        notifier.stopping()
        _log.info("stopping; jobs that run go back into the queue")
        watchdog.cancel()
        unsubscribe()
        await asyncio.to_thread(services.stop)
        _log.info("stopped")


class _Reloads:
    """Reads the configuration again, one time after the other."""

    def __init__(self, services: Services, notifier: Notifier) -> None:
        self._services = services
        self._notifier = notifier
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Read it now."""
        self._task = asyncio.create_task(self._reload(self._task))

    async def _reload(self, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        self._notifier.reloading()
        known = self._outcome()
        await self._services.follow_config()
        if self._outcome() == known:
            _log_config(self._services)  # since nothing has changed, nothing was published
        self._notifier.ready()

    def _outcome(self) -> tuple[int, tuple[ConfigProblem, ...]]:
        """Return which configuration is in use, and what is wrong with the file."""
        fault = self._services.config_fault
        return id(self._services.config), fault.problems if fault else ()


async def _give_signs_of_life(services: Services, notifier: Notifier) -> None:
    """Tell systemd twice within its time that the engine's loop turns; a stuck one is not told of."""
    while notifier.watchdog_seconds:
        await asyncio.wrap_future(services.engine.submit(asyncio.sleep(0)))
        notifier.alive()
        await asyncio.sleep(notifier.watchdog_seconds / 2)


def _log_event(services: Services, event: Event) -> None:
    """Log what the configuration's file brought, and jobs that have ended."""
    if isinstance(event, ConfigChanged):
        _log_config(services)
    elif isinstance(event, JobChanged) and (event.job.state.finished or event.job.state is JobState.PARKED):
        job, kinds = event.job, services.kinds
        outcome = job.error or kinds.describe_result(job)
        log: Callable[..., None] = _log.warning if job.error else _log.info
        if job.error or not kinds.routine(job.kind):
            log(
                "job %d, %s: %s%s",
                job.id,
                kinds.describe(job),
                job.state.word,
                f": {outcome}" if outcome else "",
            )


def _log_config(services: Services) -> None:
    fault = services.config_fault
    if fault is None:
        _log.info("the configuration as it is now is in use")
        _log_warnings(services)
        return
    _log.error("the configuration is refused, and the one before stays in use: %s", fault)
    for problem in fault.problems if len(fault.problems) > 1 else ():
        _log.error("%s", problem)


def _log_warnings(services: Services) -> None:
    for warning in services.config.warnings:
        _log.warning("%s", warning)
