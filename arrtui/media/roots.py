"""Read what lies below a root folder, as long as that is what it should be. Stores nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from arrtui.core.batches import batched
from arrtui.core.trailers import MediaRoot, RootState
from arrtui.media.mapping import PathMapper
from arrtui.media.mounts import NO_PATH_HERE, Expected, RootLook, count_there, judge_root, look_at_root

BATCH = 100
"""Folders that one thread reads before progress is published and a cancellation is noticed."""
READERS = 4
"""Threads that read: what takes time on a network share is waiting for it."""
NOT_HERE = "its path is none of this machine"
"""The error of a title whose folder no mapping leads to."""
T = TypeVar("T")
R = TypeVar("R")


class RootWatch:
    """A root folder that is looked at before and after what is read below it."""

    def __init__(
        self, path: str, folders: Sequence[str], known: MediaRoot | None, mapper: PathMapper, now: float
    ) -> None:
        """``path`` and ``folders`` are as the app gives them; ``folders``: those of titles with files.

        ``known`` is what was thought of the root before, ``now`` the time in UTC seconds.
        """
        self.path = path
        self._folders = [mapper.local(folder) for folder in folders]
        self._known = known
        self._mapper = mapper
        self._now = now
        self._look = RootLook()

    def begin(self) -> MediaRoot:
        """Return what the root folder is; below one that is not ready nothing is to be read."""
        self._look, root = self._judge()
        return root

    def end(self) -> MediaRoot:
        """Return what the root folder is after the reading; unless it is ready, nothing read counts."""
        look, root = self._judge()
        if root.state is RootState.READY and look.identity != self._look.identity:
            reason = "it was mounted or taken away while it was read"
            root = msgspec.structs.replace(root, state=RootState.NOT_MOUNTED, reason=reason)
        return root

    def _judge(self) -> tuple[RootLook, MediaRoot]:
        local = self._mapper.local(self.path)
        look = RootLook(error=NO_PATH_HERE) if local is None else look_at_root(local)
        there = 0 if look.error else count_there([path for path in self._folders if path], local or "", look)
        expected = Expected(len(self._folders), there)
        is_mapped = self._mapper.covers(self.path)
        return look, judge_root(self.path, look, expected, self._known, is_mapped=is_mapped, now=self._now)


async def read_below(
    root: RootWatch,
    titles: Sequence[T],
    read: Callable[[Sequence[T]], Sequence[R]],
    check: Callable[[], None],
) -> tuple[MediaRoot, Sequence[R]]:
    """Return a root folder and what was read below it: nothing unless it was ready all the time.

    ``read`` is called with some titles in a thread; ``check`` raises when the work is to stop.
    """
    state = await asyncio.to_thread(root.begin)
    if state.state is not RootState.READY:
        return state, ()
    readings: list[R] = []
    for batches in batched(batched(titles, BATCH), READERS):
        check()
        for part in await asyncio.gather(*(asyncio.to_thread(read, batch) for batch in batches)):
            readings += part
    state = await asyncio.to_thread(root.end)
    return state, readings if state.state is RootState.READY else ()
