"""Work through many subjects with a few requests under way at a time, or wait for two answers at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")


async def fan_out(work: Callable[[T], Awaitable[None]], subjects: Iterable[T], *, width: int) -> None:
    """Await ``work`` for each subject, ``width`` at a time.

    The first error cancels the rest and is raised.
    """
    pending: Iterator[T] = iter(subjects)

    async def drain() -> None:
        for subject in pending:
            await work(subject)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(width):
                group.create_task(drain())
    except BaseExceptionGroup as errors:
        raise _first_of(errors) from None


async def both(first: Coroutine[Any, Any, T], second: Coroutine[Any, Any, R]) -> tuple[T, R]:
    """Return what two coroutines return that run at the same time.

    An error of one cancels the other and is raised.
    """
    try:
        async with asyncio.TaskGroup() as group:
            tasks = group.create_task(first), group.create_task(second)
    except BaseExceptionGroup as errors:
        raise _first_of(errors) from None
    return tasks[0].result(), tasks[1].result()


def _first_of(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    error: BaseException = errors
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
