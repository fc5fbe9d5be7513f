"""`python -m arrtui.demo`: run the simulated estate in the foreground until it is interrupted."""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import signal
import sys
import threading
from pathlib import Path

import msgspec

from arrtui.demo.app.chains.regression import rate_format
from arrtui.demo.estate import MEANS, EstateSize, SimulatedEstate
from arrtui.demo.lidarr.importing import finish_downloads
from arrtui.demo.lidarr.store import LidarrStore

CHANGE_AFTER = 90.0
"""Seconds until a score is changed and an album arrives, so that there are changes to watch."""
LIMITS = {"movies": 200_000, "series": 20_000, "episodes": 1_000_000, "artists": 20_000}


def parse(argv: list[str] | None = None) -> argparse.Namespace:
    """Read the command line; exits 2 with a sentence for sizes that make no sense."""
    parser = argparse.ArgumentParser(prog="python -m arrtui.demo", description=__doc__)
    parser.add_argument(
        "--config", type=Path, required=True, help="where to write the configuration for this estate"
    )
    parser.add_argument("--movies", type=int, default=1200, help="movies of the main Radarr; 4k gets a third")
    parser.add_argument(
        "--series", type=int, default=120, help="series of the main Sonarr; anime gets a third"
    )
    parser.add_argument(
        "--episodes", type=int, default=7500, help="episodes of the main Sonarr; anime gets a third"
    )
    parser.add_argument("--artists", type=int, default=80, help="artists of the Lidarr; 0 for no Lidarr")
    parser.add_argument("--seed", type=int, default=7, help="another seed, another estate")
    parser.add_argument("--without-files", action="store_true", help="lay out no media folders")
    parser.add_argument("--until-stdin-closes", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    for name, limit in LIMITS.items():
        if not 0 <= getattr(options, name) <= limit:
            parser.error(f"--{name} must be between 0 and {limit:,}, not {getattr(options, name):,}")
    if options.episodes and not options.series:
        parser.error("--episodes needs --series: without series there are no episodes")
    if options.episodes < options.series:
        parser.error(f"--episodes must be at least --series ({options.series}): each series has one or more")
    return options


def size_of(options: argparse.Namespace) -> EstateSize:
    """Return the size of the estate the options ask for."""
    anime = options.series // 3
    anime_episodes = max(anime, options.episodes // 3) if anime else 0
    return EstateSize(
        radarr=(("main", options.movies), ("4k", options.movies // 3)),
        sonarr=(("main", options.series, options.episodes), ("anime", anime, anime_episodes)),
        lidarr=(("main", options.artists, *MEANS),) if options.artists else (),
    )


def _artwork_of(config: Path) -> Path:
    """Return the folder of the demo's artwork, so that none of its images comes into the user's own."""
    return config.parent / f"{config.stem}-artwork"


def write_config(estate: SimulatedEstate, config: Path) -> None:
    """Write the configuration, readable by its owner alone."""
    text = estate.config_toml(database=config.parent / f"{config.stem}.db", live=True)
    cache = msgspec.json.encode(str(_artwork_of(config))).decode()  # TOML quotes as JSON does
    text += f'\n[artwork]\ncache = {cache}\nnfo = "missing"\n'
    descriptor = os.open(config, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(descriptor, 0o600)
        file.write(text)


def _wait(until_stdin_closes: bool) -> None:
    """Return after SIGINT or SIGTERM, or when standard input closes."""
    done = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: done.set())

    def watch_stdin() -> None:
        # The descriptor, not `sys.stdin`: its lock would hold up the end of the interpreter.
        while os.read(0, 4096):
            pass
        done.set()

    if until_stdin_closes:
        threading.Thread(target=watch_stdin, daemon=True).start()
    while not done.wait(0.5):
        pass


def _go_on(estate: SimulatedEstate) -> None:
    """Change a score in the main Radarr, as its owner would, and have the first album of a Lidarr arrive."""
    store = estate.apps["radarr.main"].store
    with store.lock:
        rate_format(store, "AMZN release", 150)
    music = estate.apps.get("lidarr.main")
    if music is not None and isinstance(music.store, LidarrStore):
        with music.store.lock:
            for entry in list(music.store.queue.values())[:1]:
                finish_downloads(music.store, entry["outputPath"])


def main(argv: list[str] | None = None) -> int:
    """Run the estate; returns the exit status."""
    options = parse(argv)
    config = options.config.absolute()
    media = config.parent / f"{config.stem}-media"
    try:
        config.parent.mkdir(parents=True, exist_ok=True)
        if not options.without_files:
            media.mkdir(exist_ok=True)
    except OSError as error:
        sys.stderr.write(f"The demo cannot use {config.parent}: {error.strerror}. Choose another --config.\n")
        return 2
    gc.disable()  # a large library is almost all of the heap, and nothing in it is cyclic garbage
    folder = None if options.without_files else media
    size, seed = size_of(options), options.seed
    estate = SimulatedEstate(
        size, seed=seed, folder=folder, neighbours=True, chains=True, providers=True, players=True
    )
    with estate:
        write_config(estate, config)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        changing = threading.Timer(CHANGE_AFTER, _go_on, [estate])
        changing.daemon = True
        changing.start()
        _wait(options.until_stdin_closes)
        changing.cancel()
    if options.until_stdin_closes:
        shutil.rmtree(media, ignore_errors=True)
        shutil.rmtree(_artwork_of(config), ignore_errors=True)
        for path in (config, *config.parent.glob(f"{config.stem}.db*")):
            path.unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
