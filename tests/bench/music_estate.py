"""A process with a large Lidarr, and a Sonarr with as many series beside it.

``python -m tests.bench.music_estate CONFIG ARTISTS`` writes a configuration for them, says that it is ready,
and ends once its standard input closes.
"""

from __future__ import annotations

import gc
import sys
from dataclasses import replace
from pathlib import Path

from arrtui.demo.estate import MUSIC_BENCH, SimulatedEstate

EPISODES_EACH = 120
"""Episodes of a series, which have about as many files as the tracks of an artist."""


def main() -> None:
    """Run until nobody listens any longer."""
    config, artists = Path(sys.argv[1]), int(sys.argv[2])
    (name, _, *means), *_ = MUSIC_BENCH.lidarr
    size = replace(
        MUSIC_BENCH,
        lidarr=((name, artists, means[0], means[1]),),
        sonarr=(("main", artists, artists * EPISODES_EACH),),
    )
    gc.disable()
    with SimulatedEstate(size) as estate:
        config.parent.mkdir(parents=True)
        config.write_text(estate.config_toml(database=config.with_suffix(".db")), encoding="utf-8")
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
