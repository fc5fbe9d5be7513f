"""Kill -9 of processes that bring back artwork which an app took with its films, at another moment each time.

Whatever the moment: the next run has every image where it belongs, whole, those of the owner too. Nothing
else lies in the folders, what is noted as published is what is there, and nothing is noted as taken.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image

from arrtui.core.artwork import PhaseName
from arrtui.core.config import load_config
from arrtui.db.artwork import taken
from arrtui.runtime.artwork.following import follow_job
from arrtui.runtime.services import Services
from tests.runtime.artwork.bench import RADARR, PublishBench, publish_bench

FILMS = 24
KINDS = ("poster", "fanart", "clearlogo")
OWN = ("BASE-clearart.png", "BASE-own.gif", "sheet.png")
"""Images of the owner: one that fills a slot, and such as players do not know."""


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
        for number in range(FILMS):
            for path, content in _own(number, 0).items():
                (bench.root(RADARR) / f"Film {number} (1990)" / path).write_bytes(content)
        asyncio.run(_begin(bench))
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


async def _begin(bench: PublishBench) -> None:
    """Read what the owner has, and publish the rest."""
    (job_id,) = await bench.services.artwork.start(PhaseName.SCAN, [RADARR])
    await bench.services.engine.run_jobs([job_id])
    await bench.publish()


def _own(number: int, attempt: int) -> dict[str, bytes]:
    """Return the owner's images beside a film, by their names."""
    files = {}
    for place, name in enumerate(OWN):
        content = BytesIO()
        kind = "GIF" if name.endswith("gif") else "PNG"
        Image.new("RGB", (64, 64), (number * 10, place * 100, 7)).save(content, kind)
        files[name.replace("BASE", _video(number, attempt).removesuffix(".mkv"))] = content.getvalue()
    return files


def _video(number: int, attempt: int) -> str:
    return f"Film {number} (1990) v{attempt}.mkv" if attempt else f"Film {number} (1990).mkv"


def _upgrade(bench: PublishBench, films: list[str], attempt: int) -> None:
    """Do what an app does: another film in the place of each, and the images beside it gone."""
    for number, film in enumerate(films):
        folder = bench.root(RADARR) / f"Film {number} (1990)"
        bench.replace_file(film, _video(number, attempt - 1), _video(number, attempt))
        for image in folder.iterdir():
            if image.suffix in (".jpg", ".png", ".gif"):
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
        there, own = bench.files(title), _own(number, attempt)
        if there != wanted | own:
            faults.append(f"{title} has {sorted(there)}")
        if (bench.root(RADARR) / title / ".arrtui").exists():
            faults.append(f"{title} has a work folder")
        rows = noted.get(film, {})
        if set(rows) != set(wanted) or any(row.lost_at or not row.placed_at for row in rows.values()):
            faults.append(f"{title} is noted with {sorted(rows)}")
    noted_taken = bench.services.database.read_sync(taken.taken, RADARR)
    return faults + [f"{len(noted_taken)} films are noted as taken from" for _ in noted_taken][:1]
