"""How long an edit in an app takes until it is on the screen, over the app's live feed."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Iterator
from typing import Any

import httpx

from tests.bench.children import FailedToRunError, python
from tests.bench.estate import MOVIES, Estate
from tests.bench.report import Row
from tests.bench.terminal import Terminal, on_terminal

COLLECTING = 1.0
"""Seconds that messages are collected before anything is read."""
BUDGET = 300.0
"""Milliseconds beyond them."""
CHANGED = "◆"
"""The sign of a row that has just changed."""
LONGEST = 20.0


def measure(estate: Estate, repeat: int) -> Iterator[Row]:
    """Edit a movie that shows, again and again; each time its row must carry the sign of a change."""
    config, titles = estate.filled
    kind, label = MOVIES.split(".")
    instance = tomllib.loads(config.read_text(encoding="utf-8"))[kind][label]
    with (
        httpx.Client(base_url=f"{instance['url']}/api/v3", headers={"X-Api-Key": instance["api_key"]}) as app,
        on_terminal(python("-m", "arrtui", "--config", str(config)), 200, 50) as terminal,
    ):
        movie: dict[str, Any] = app.get("/movie", timeout=60).json()[0]
        terminal.until(lambda text: f"{titles[MOVIES]:,}" in text)
        terminal.settle(2.0)  # the feeds are up, and what happened before is read
        terminal.type(f"2/{movie['title']}\r")
        terminal.settle(2.0)
        samples = [_edit(app, terminal, movie) for _ in range(repeat + 2)]
    yield Row(
        what="an edit in an app, on the screen, beyond the second of collecting",
        unit="ms",
        samples=tuple(samples),
        budget=BUDGET,
    )


def _edit(app: httpx.Client, terminal: Terminal, movie: dict[str, Any]) -> float:
    """Change whether the movie is monitored; return the milliseconds beyond the time of collecting."""
    movie["monitored"] = not movie["monitored"]
    app.put(f"/movie/{movie['id']}", json=movie, timeout=60).raise_for_status()
    began = time.monotonic()
    terminal.watch(LONGEST, until=CHANGED)
    took = time.monotonic() - began
    if took >= LONGEST:
        raise FailedToRunError("the edit did not appear on the screen")
    terminal.settle(6.0)  # the sign goes, so that the next one is drawn
    return 1000 * (took - COLLECTING)
