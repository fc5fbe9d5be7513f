"""A Lidarr of 40 artists is lost, whole or in part, and restored, with the app lost now and then."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

from arrtui.demo.app.commands import CommandQueue
from arrtui.features.sync.revert.restore import make_restore
from tests.features.sync.mixed_music import furnish, lidarr_of, lose, mix, refresh, restore, stored, unlike

ARTISTS = 40


def trial(times: int) -> Iterator[str]:
    """Yield what came of each attempt."""
    CommandQueue.queued_for, CommandQueue.runs_for = 0.005, 0.01
    for seed in range(1, times + 1):
        yield asyncio.run(_attempt(seed))


async def _attempt(seed: int) -> str:
    every, cut_after = seed % 3 + 1, (0, 1, 2, 3, 5, 8, 13, 21)[seed % 8]
    with tempfile.TemporaryDirectory() as folder, lidarr_of(ARTISTS, Path(folder)) as rig:
        await furnish(rig)
        await mix(rig, seed)
        then = await stored(rig)
        await lose(rig, every)
        if every > 1:
            await mix(rig, seed + 1_000)
        plan = await restore(rig, then, cut_after=cut_after)
        await refresh(rig)
        now = await stored(rig)
        left = make_restore(then, now).entries
        wrong = [*rig.problems(plan), *map(str, unlike(then, now)), *map(str, left)]
        what = f"seed {seed}: 1 of {every} lost, cut off after every {cut_after or 'no'} writes"
        return f"{'wrong' if wrong else 'ok'} {what} {'; '.join(wrong[:5])}".rstrip()
