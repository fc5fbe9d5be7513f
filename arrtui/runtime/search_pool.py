"""Processes that search names for patterns: pure computing, of which a library takes minutes.

They are plain processes with pipes: what :mod:`multiprocessing` starts beside itself needs the standard error
that the terminal app has taken away.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import chain
from subprocess import DEVNULL, PIPE

from arrtui.core.matching.blocks import BlockAnswers
from arrtui.core.matching.tasks import (
    FRAME,
    SearchTask,
    answers_from_bytes,
    framed,
    search,
    task_to_bytes,
)

WORKERS = 2
FEW_SEARCHES = 1_000_000
"""Patterns times names up to which a thread is done before processes have started."""
COMMAND = (sys.executable, "-m", "arrtui.core.matching.worker")
_Result = tuple[SearchTask, list[BlockAnswers]]


async def searched(tasks: Sequence[SearchTask]) -> AsyncGenerator[_Result, None]:
    """Yield what each task found, as they end. Closing the iterator drops what is not done."""
    if sum(task.searches for task in tasks) <= FEW_SEARCHES:
        for task in tasks:
            yield task, await asyncio.to_thread(search, task)
        return
    waiting, results = iter(tasks), asyncio.Queue[_Result | Exception](WORKERS)

    async def work() -> None:
        try:
            await _work(waiting, results.put)
        except Exception as fault:
            await results.put(fault)

    workers = [asyncio.create_task(work()) for _ in range(min(WORKERS, len(tasks)))]
    try:
        for _ in tasks:
            result = await results.get()
            if isinstance(result, Exception):
                raise result
            yield result
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


async def _work(waiting: Iterator[SearchTask], put: Callable[[_Result], Awaitable[None]]) -> None:
    """Have a process do tasks; a thread does what it leaves where it is ended or cannot be started."""
    unanswered = list[SearchTask]()
    try:
        async with _process() as answer:
            for task in waiting:
                unanswered.append(task)
                await put((task, await answer(task)))
                unanswered.clear()
    except (OSError, EOFError):
        for task in chain(unanswered, waiting):
            await put((task, await asyncio.to_thread(search, task)))


@asynccontextmanager
async def _process() -> AsyncIterator[Callable[[SearchTask], Awaitable[list[BlockAnswers]]]]:
    """Start a process that does tasks, apart from ctrl+c; kill it at the end, which loses nothing."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True
    )
    assert process.stdin is not None and process.stdout is not None
    tasks, answers = process.stdin, process.stdout

    async def answer(task: SearchTask) -> list[BlockAnswers]:
        tasks.write(framed(task_to_bytes(task)))
        await tasks.drain()
        length = int.from_bytes(await answers.readexactly(FRAME), "big")
        return answers_from_bytes(await answers.readexactly(length))

    try:
        yield answer
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
