"""How long an edit in an app takes until its twin is written, without a terminal."""

from __future__ import annotations

import subprocess
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from tests.bench.children import FailedToRunError, python, running
from tests.bench.estate import Estate
from tests.bench.report import Row

BUDGET = 5.0
"""Seconds."""
WARM_UP = 2
"""Edits before those that are measured: the feeds must be up."""
LONGEST = 60.0
PAIR = """
[sync.bench-twin]
source = "radarr.main"
target = "radarr.4k"
update = ["monitored"]
follow = "live"
dry_run = false
map.quality_profiles = { "*" = "Any" }
map.root_folders = { "*" = "%s" }
"""


def measure(estate: Estate, repeat: int) -> Iterator[Row]:
    """Edit a movie that both sides have, again and again; each time its twin must become alike."""
    config = estate.copy_of(estate.filled[0])
    daemon = python("-m", "arrtui", "--config", str(config), "--run", "daemon")
    with _owner(config, "main") as source, _owner(config, "4k") as target:
        pair = PAIR % target.get("/rootfolder").json()[0]["path"]
        config.write_text(config.read_text(encoding="utf-8").partition("[sync")[0] + pair, encoding="utf-8")
        with running(daemon, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL):
            samples = _samples(source, target, repeat)
    yield Row(
        what="an edit in an app, written to its twin",
        unit="s",
        samples=tuple(samples[WARM_UP:]),
        budget=BUDGET,
    )


def _samples(source: httpx.Client, target: httpx.Client, repeat: int) -> list[float]:
    """Return the seconds of each edit of a movie that both sides have, those to warm up first."""
    twins = {movie["tmdbId"]: movie["id"] for movie in target.get("/movie").json()}
    movie = next(movie for movie in source.get("/movie").json() if movie["tmdbId"] in twins)
    path = f"/movie/{twins[movie['tmdbId']]}"
    alike = {
        **target.get(path).json(),
        "monitored": movie["monitored"],
    }  # what differed before is not followed
    target.put(path, json=alike).raise_for_status()
    return [_edit(source, movie, target, path) for _ in range(WARM_UP + repeat)]


def _owner(config: Path, label: str) -> httpx.Client:
    """Return the owner of a Radarr at another client of it."""
    instance = tomllib.loads(config.read_text(encoding="utf-8"))["radarr"][label]
    headers = {"X-Api-Key": instance["api_key"]}
    return httpx.Client(base_url=f"{instance['url']}/api/v3", headers=headers, timeout=60)


def _edit(source: httpx.Client, movie: dict[str, Any], target: httpx.Client, path: str) -> float:
    """Change whether the movie is monitored; return the seconds until its twin is alike."""
    movie["monitored"] = not movie["monitored"]
    source.put(f"/movie/{movie['id']}", json=movie).raise_for_status()
    began = time.monotonic()
    while target.get(path).json()["monitored"] != movie["monitored"]:
        if time.monotonic() - began > LONGEST:
            raise FailedToRunError("the edit did not reach the twin")
        time.sleep(0.02)
    took = time.monotonic() - began
    time.sleep(3.0)  # what is left of this one is done
    return took
