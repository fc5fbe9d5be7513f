"""A process that backs up in the engine's thread and watches how long its main event loop stands still.

``python -m tests.bench.stall CONFIG INSTANCE``: the loop wakes every 5 ms; how much later than that it really
wakes is a stall. First nothing else is done, which shows what the machine itself contributes; then the
instance is backed up in full while the loop follows the job as the terminal app does.
"""

from __future__ import annotations

import asyncio
import gc
import json
import statistics
import sys
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from arrtui.core.config import config_path, load_config
from arrtui.core.events import JobState
from arrtui.core.memory import begin_collecting
from arrtui.runtime.services import Services

TICK = 0.005
IDLE = 10.0
"""Seconds of watching while nothing is done."""


class Watch:
    """Ticks, and notes by how much each tick was late."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self.own: list[float] = []
        """The same without the time in which the system gave the thread no processor."""

    async def during(self, work: Awaitable[Any]) -> dict[str, float]:
        """Watch until ``work`` is done; return the figures in milliseconds."""
        ticking = asyncio.create_task(self._tick())
        try:
            await work
        finally:
            ticking.cancel()
        return {
            "longest": 1000 * max(self.late),
            "longest_own": 1000 * max(self.own),
            "percentile_99": 1000 * statistics.quantiles(self.late, n=100)[-1],
            "over_50": sum(stall > 0.05 for stall in self.late),
            "over_50_own": sum(stall > 0.05 for stall in self.own),
            "ticks": len(self.late),
        }

    async def _tick(self) -> None:
        last, waited = time.perf_counter(), _waited()
        while True:
            await asyncio.sleep(TICK)
            now, waiting = time.perf_counter(), _waited()
            late = now - last - TICK
            self.late.append(late)
            self.own.append(max(0.0, late - (waiting - waited)))
            last, waited = now, waiting


def _waited() -> float:
    """Return for how many seconds in all this thread was ready to run but not given a processor (Linux)."""
    try:
        with Path("/proc/thread-self/schedstat").open(encoding="ascii") as file:
            return int(file.read().split()[1]) / 1e9
    except OSError:
        return 0.0


async def _back_up(services: Services, instance: str) -> None:
    changes = services.jobs.changes()
    (wanted,) = await services.backup.back_up([instance], full=True)
    async for batch in changes:
        for job in (event.job for event in batch if event.job.id == wanted):
            if job.state.finished:
                await services.estate.rows()
                if job.state is not JobState.COMPLETED:
                    raise RuntimeError(f"the backup was {job.state.value}: {job.error}")
                return


async def _measure(services: Services, instance: str) -> dict[str, Any]:
    idle = await Watch().during(asyncio.sleep(IDLE))
    services.start()
    began = time.monotonic()
    busy = await Watch().during(_back_up(services, instance))
    return {"idle": idle, "busy": busy, "seconds": time.monotonic() - began}


def main() -> None:
    """Print the figures as one line of JSON."""
    config, instance = sys.argv[1:]
    gc.disable()  # and begun again as the terminal app does it
    services = Services(load_config(config_path(config)))
    begin_collecting()
    try:
        figures = asyncio.run(_measure(services, instance))
    finally:
        services.stop()
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
