"""Whatever an app and arrtui do in turn, what the owner had beside a film comes back under its own name.

Each attempt is a random order of upgrades, renames, scans of the app and of arrtui, backups and looks. In the
end, after one look, everything lies beside the film of then, nothing else does, and what the owner removed is
not there.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from arrtui.demo.app.commands import CommandQueue
from arrtui.runtime.artwork import follow_job, following
from tests.runtime.artwork.survival import ArtHome, art_home
from tests.runtime.artwork.test_owner_files import OLD, named, put, rename, settle, upgrade

STEPS = 9
OPERATIONS = ("upgrade", "rename", "rescan", "scan", "scan", "hear", "back_up", "remove")


def trial(times: int) -> Iterator[str]:
    """Yield what came of each order."""
    chance = random.Random(27)
    hurry = (
        patch.object(CommandQueue, "queued_for", 0.005),
        patch.object(CommandQueue, "runs_for", 0.01),
        patch.object(following, "SETTLE", 0.01),
        patch.object(follow_job, "SETTLE", 0.01),
        patch.object(follow_job, "BUSY_PAUSE", 0.01),
    )
    for change in hurry:
        change.start()
    for _ in range(times):
        steps = [chance.choice(OPERATIONS) for _ in range(STEPS)]
        with tempfile.TemporaryDirectory() as folder:
            yield asyncio.run(_attempt(Path(folder), steps))
    for change in hurry:
        change.stop()


async def _attempt(folder: Path, steps: list[str]) -> str:
    done = list[str]()
    with art_home(folder, "radarr") as film:
        put(film, named(OLD))
        await settle(film)
        removed = set[str]()
        for number, step in enumerate(steps):
            done.append(step)
            await _do(film, step, number, removed)
        await film.hear()
        await film.hear()
        (video,) = film.title.files()
        base = video.removesuffix(".mkv")
        wanted = {path for path in named(base) if path.replace(base, "BASE") not in removed}
        there = set(film.images())
        if there == wanted and not film.taken():
            return f"ok {' '.join(done)}"
        return f"FAILED {' '.join(done)}: {there ^ wanted}, noted {film.taken()}"


async def _do(film: ArtHome, step: str, number: int, removed: set[str]) -> None:
    match step:
        case "upgrade":
            is_first = (film.folder / f"{OLD}.mkv").exists()
            await asyncio.to_thread(upgrade, film, 0 if is_first else number + 1)
            if not is_first:
                await film.hear()  # another file of the size and name of before cannot be told from that
        case "rename":
            await asyncio.to_thread(rename, film)
        case "rescan":
            await asyncio.to_thread(film.title.rescan)
        case "remove":
            await film.hear()
            await film.hear()
            (film.folder / "poster.jpg").unlink(missing_ok=True)
            removed.add("poster.jpg")
            await film.scan()  # what nobody saw go before an upgrade counts as taken by that
        case "scan":
            await film.scan()
        case "hear":
            await film.hear()
        case _:
            await film.back_up()
