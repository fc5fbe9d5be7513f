"""Work through many subjects with a few requests under way at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


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
    except BaseExceptionGroup as group_error:
        error: BaseException = group_error
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        raise error from None
