"""Kill -9 of processes that bring back artwork which an app took with its films, at another moment each time.

Whatever the moment: the next run has every image where it belongs, whole, nothing else lies in the folders,
and what is noted as published is what is there.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from arrtui.core.config import load_config
from arrtui.runtime.artwork.following import follow_job
from arrtui.runtime.services import Services
from tests.runtime.artwork.bench import RADARR, PublishBench, publish_bench

FILMS = 24
KINDS = ("poster", "fanart", "clearlogo")


def follow(file: Path) -> int:
    """Bring back what is missing, in a process of its own; return 0 when the job completed."""
    return asyncio.run(_follow(file))


async def _follow(file: Path) -> int:
    services = Services(load_config(file, env={}), env={})
    try:
        job_id, _ = await services.jobs.enqueue(follow_job(RADARR, ()))
        sys.stdout.write("working\n")
        sys.stdout.flush()
        (job,) = await services.engine.run_jobs([job_id])
        return int(job.state != "completed")
    finally:
        services.stop()


def trial(times: int) -> Iterator[str]:
    """Let an app upgrade all films, kill who follows, follow again, and yield what the folders are like."""
    chance = random.Random(16)
    with tempfile.TemporaryDirectory() as folder, publish_bench(Path(folder)) as bench:
        films = [bench.film(f"Film {number} (1990)") for number in range(FILMS)]
        for film in films:
            for kind in KINDS:
                bench.choose(RADARR, film, kind, f"{film} {kind}".encode() * 20_000)
        asyncio.run(bench.publish())
        for attempt in range(1, times + 1):
            _upgrade(bench, films, attempt)
            delay = chance.uniform(0.0, 1.2)
            killed = _run(Path(folder) / "config.toml", delay)
            ended = _run(Path(folder) / "config.toml", None)
            faults = [] if ended == 0 else [f"the second run ended with {ended}"]
            faults += _examine(bench, films, attempt)
            how = f"after {delay:.2f} s{'' if killed else ', when it had ended'}"
            yield (
                f"ok {attempt}, {how}" if not faults else f"attempt {attempt}, {how}: {'; '.join(faults[:3])}"
            )


def _video(number: int, attempt: int) -> str:
    return f"Film {number} (1990) v{attempt}.mkv" if attempt else f"Film {number} (1990).mkv"


def _upgrade(bench: PublishBench, films: list[str], attempt: int) -> None:
    """Do what an app does: another film in the place of each, and the images beside it gone."""
    for number, film in enumerate(films):
        folder = bench.root(RADARR) / f"Film {number} (1990)"
        bench.replace_file(film, _video(number, attempt - 1), _video(number, attempt))
        for image in folder.glob("*.jpg"):
            image.unlink()


def _run(config: Path, kill_after: float | None) -> int:
    """Follow in a process of its own; return its status, that of a killed one after so many seconds."""
    command = "import sys; from pathlib import Path; from tests.trials import art_following; "
    command += "sys.exit(art_following.follow(Path(sys.argv[1])))"
    process = subprocess.Popen(
        [sys.executable, "-c", command, str(config)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stdout.readline() == "working\n"
    if kill_after is not None:
        time.sleep(kill_after)
        process.kill()
    return process.wait()


def _examine(bench: PublishBench, films: list[str], attempt: int) -> list[str]:
    """Return what is not as it must be."""
    faults, noted = [], bench.placements()
    for number, film in enumerate(films):
        title, base = f"Film {number} (1990)", _video(number, attempt).removesuffix(".mkv")
        wanted = {f"{base}-{kind}.jpg": f"{film} {kind}".encode() * 20_000 for kind in KINDS}
        there = bench.files(title)
        if there != wanted:
            faults.append(f"{title} has {sorted(there)}")
        if (bench.root(RADARR) / title / ".arrtui").exists():
            faults.append(f"{title} has a work folder")
        rows = noted.get(film, {})
        if set(rows) != set(wanted) or any(row.lost_at or not row.placed_at for row in rows.values()):
            faults.append(f"{title} is noted with {sorted(rows)}")
    return faults
