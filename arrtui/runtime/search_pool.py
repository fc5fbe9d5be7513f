"""Processes that search names for patterns: pure computing, of which a library takes minutes."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import AsyncGenerator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context, parent_process

from arrtui.core.matching.blocks import BlockAnswers
from arrtui.features.matches.searching import SearchTask, search

WORKERS = 2
FEW_SEARCHES = 1_500_000
"""Patterns times names up to which a thread is done before processes have started."""
_WAITING = 2
"""Tasks for each process that are handed over ahead."""


async def searched(
    tasks: Sequence[SearchTask],
) -> AsyncGenerator[tuple[SearchTask, list[BlockAnswers]], None]:
    """Yield what each task found, as they end. Closing the iterator drops what is not done."""
    if sum(task.searches for task in tasks) <= FEW_SEARCHES:
        for task in tasks:
            yield task, await asyncio.to_thread(search, task)
        return
    loop, waiting = asyncio.get_running_loop(), iter(tasks)
    pool = ProcessPoolExecutor(WORKERS, get_context("spawn"), _begin)
    running: dict[asyncio.Future[list[BlockAnswers]], SearchTask] = {}
    try:
        while True:
            for task in islice(waiting, WORKERS * _WAITING - len(running)):
                running[loop.run_in_executor(pool, search, task)] = task
            if not running:
                return
            done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for future in done:
                yield running.pop(future), future.result()
    finally:
        for future in running:
            future.cancel()
        pool.shutdown(wait=False, cancel_futures=True)


def _begin() -> None:
    """Set up a process: it leaves the machine to others, leaves ctrl+c to its parent and ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(10)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
