"""``python -m tests.trials NAME [--times N]``: run a trial and print what came of it."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator

from tests.trials import (
    api,
    art_cache,
    art_following,
    art_kills,
    art_thumbs,
    art_tour,
    artwork,
    daemons,
    disks,
    enriching,
    faults,
    hangups,
    keys,
    kills,
    kodi,
    kodi_music,
    locks,
    music_art,
    music_restores,
    owner_files,
    takeovers,
    upgrades,
)

TRIALS: dict[str, tuple[Callable[[int], Iterator[str]], int]] = {
    "art-cache": (art_cache.trial, 40),
    "art-following": (art_following.trial, 20),
    "art-kills": (art_kills.trial, 40),
    "art-thumbs": (art_thumbs.trial, 5),
    "art-tour": (art_tour.trial, 20),
    "kills": (kills.trial, 60),
    "disks": (disks.trial, 10),
    "enriching": (enriching.trial, 40),
    "faults": (faults.trial, 1),
    "hangups": (hangups.trial, 20),
    "keys": (keys.trial, 1),
    "kodi": (kodi.trial, 1),
    "kodi-music": (kodi_music.trial, 1),
    "music-art": (music_art.trial, 16),
    "music-restores": (music_restores.trial, 12),
    "owner-files": (owner_files.trial, 40),
    "locks": (locks.trial, 1),
    "api": (api.trial, 1),
    "daemons": (daemons.trial, 1_000),
    "takeovers": (takeovers.trial, 1),
    "artwork": (artwork.trial, 40),
    "upgrades": (upgrades.trial, 1),
}
"""Name → what yields a line for each attempt, ``ok …`` where it went as it must; how many attempts."""


def main() -> int:
    """Run the trial named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.trials")
    parser.add_argument("name", choices=TRIALS)
    parser.add_argument("--times", type=int, default=0, help="how many attempts, or rounds of attempts")
    options = parser.parse_args()
    trial, times = TRIALS[options.name]
    counts: Counter[bool] = Counter()
    for line in trial(options.times or times):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        counts[line.startswith("ok")] += 1
    total, failed = counts.total(), counts[False]
    sys.stdout.write(f"{options.name}: {total} attempts, {failed} not as they must be\n")
    return int(counts[False] > 0 or not counts)


if __name__ == "__main__":
    sys.exit(main())
