"""What a large Lidarr takes: its backups, and its Library against one of as many series."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator

from tests.bench.backups import backup_rows
from tests.bench.children import FailedToRunError, output, python, run, running
from tests.bench.estate import FULL, Estate
from tests.bench.report import Row

MUSIC, SHOWS = "lidarr.main", "sonarr.main"
ARTISTS = 500
FULL_REQUESTS, UNCHANGED_REQUESTS = 60, 20
AS_FAST = 1.0
"""Of the time that as many series take."""
STEPS = {
    "open": "opened",
    "scroll": "20 pages on, each with a detail",
    "filter": "filtered",
    "title": "first title opened",
}


def measure(estate: Estate, repeat: int) -> Iterator[Row]:
    """Start a Lidarr and a Sonarr, back up the one, and use the Library over each."""
    artists = ARTISTS if estate.size == FULL else ARTISTS // 10
    with _running(estate, artists) as music:
        yield from backup_rows(
            music, MUSIC, f"{artists:,} artists", FULL_REQUESTS, UNCHANGED_REQUESTS, repeat
        )
        yield from _library(music, artists, repeat)


@contextlib.contextmanager
def _running(estate: Estate, artists: int) -> Iterator[Estate]:
    folder = estate.folder / "music"
    config = folder / "estate" / "config.toml"
    command = python("-m", "tests.bench.music_estate", str(config), str(artists))
    with running(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        if output(process).readline().strip() != b"ready":
            raise FailedToRunError("the simulated Lidarr did not start")
        yield Estate(folder, config, estate.size)


def _library(music: Estate, artists: int, repeat: int) -> Iterator[Row]:
    """Use the Library over each instance alone, in turn."""
    databases = {}
    for name in (MUSIC, SHOWS):
        config = music.fresh_config()
        music.back_up(config, name)
        databases[name] = str(config.parent / "arrtui.db")
    figures: dict[str, list[dict[str, float]]] = {MUSIC: [], SHOWS: []}
    for number in range(repeat + 2):
        for name in (MUSIC, SHOWS) if number % 2 else (SHOWS, MUSIC):
            command = python("-m", "tests.bench.library_pane", databases[name], name)
            figures[name].append(run(command, music.folder / "errors").output)
    for step, words in STEPS.items():
        yield Row(
            what=f"Library of {artists:,} artists {words}, to as many series",
            unit="s",
            samples=tuple(row[step] for row in figures[MUSIC]),
            floors=tuple(row[step] for row in figures[SHOWS]),
            budget=AS_FAST,
            budget_is_ratio=True,
        )
