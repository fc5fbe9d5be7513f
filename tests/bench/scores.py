"""What the analysis of 65,000 files takes, against one pass over them that sums and groups their scores.

``python -m tests.bench.scores FILES REPEAT`` is the process that does both, from one library in memory: eight
profiles of twenty qualities and groups, ninety formats with scores from -35,000 to 1,800, and up to ten
formats a file. Everything told of an instance is counted: verdicts, candidates with their sentences, rows of
formats and profiles, and health.
"""

from __future__ import annotations

import gc
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from arrtui.core.apps import Kind
from arrtui.features.scores.analysis import analyse
from arrtui.features.scores.model import Missing, Profile, ScoredFile, ScoreLibrary
from tests.bench.children import python, run
from tests.bench.estate import FULL, Estate
from tests.bench.report import Row

BUDGET = 1.0
"""Seconds."""
FILES = 65_000
FORMATS = {number: f"Format {number:02}" for number in range(1, 91)}
SCORES = (1800, 1750, 1700, 1650, 1600, 1500, 500, 100, 75, 25, 10, 5, 1, 0, 0, 0)
"""The scales that guides give to what is wanted, and …"""
SPOILERS = dict.fromkeys(range(71, 76), -10_000) | dict.fromkeys(range(76, 81), -35_000)
"""… to what is not: one file in ten has such a format. Formats from 81 on are matched by no file."""
ITEMS = tuple(
    (
        (1000 + place, 3 * place, 3 * place + 1) if place % 3 == 2 else (3 * place,),
        f"Quality {place}",
        place > 4,
    )
    for place in range(20)
)


def measure(estate: Estate, repeat: int) -> Iterator[Row]:
    """Analyse in a process of its own; what the analysis holds is in the JSON."""
    count = FILES if estate.size == FULL else FILES // 10
    command = python("-m", "tests.bench.scores", str(count), str(repeat + 2))
    figures = run(command, estate.folder / "errors").output
    yield Row(
        what=f"score analysis of {count:,} files",
        unit="s",
        samples=tuple(figures["ours"]),
        floors=tuple(figures["least"]),
        budget=BUDGET,
        detail=figures["counts"],
    )


def _profile(number: int, chance: random.Random) -> Profile:
    return Profile(
        instance="sonarr.main",
        id=number,
        name=f"Profile {number}",
        upgrade_allowed=number != 8,
        cutoff=chance.choice(ITEMS[10:])[0][0],
        items=ITEMS,
        wanted=chance.choice((0, 1_700, 10_000)),
        scores={number: chance.choice(SCORES) for number in FORMATS} | SPOILERS,
    )


def _file(number: int, profile: Profile, chance: random.Random) -> ScoredFile:
    formats = tuple(chance.sample(range(1, 71), chance.randrange(11)))
    if number % 10 == 0:
        formats += (chance.choice(tuple(SPOILERS)),)
    return ScoredFile(
        instance="sonarr.main",
        kind=Kind.SONARR,
        file_id=number,
        item_id=number // 120,
        external_id=str(number // 120),
        title=f"Series {number // 120}",
        year=2000,
        profile_id=profile.id,
        quality_id=chance.choice(ITEMS[4:])[0][-1],
        quality="WEBDL-1080p",
        score=sum(profile.scores[number] for number in formats),
        formats=formats,
        size=1 << 30,
        monitored=number % 7 != 0,
        available=True,
        app_unmet=False,
        season=number // 20 % 6,
        episodes=(number % 20,),
        episode_ids=(number,),
        path=f"Season 1/Series {number // 120} - {number}.mkv",
    )


def _library(count: int) -> ScoreLibrary:
    """Return the same library each time."""
    chance = random.Random(count)
    profiles = {number: _profile(number, chance) for number in range(1, 9)}
    files = [_file(number, profiles[number // 120 % 8 + 1], chance) for number in range(count)]
    missing = Missing(count + count // 10, count)
    return ScoreLibrary("sonarr.main", Kind.SONARR, 0.0, files, profiles, FORMATS, missing)


def _least(library: ScoreLibrary) -> tuple[int, int]:
    total, groups = 0, dict[tuple[int, int], list[int]]()
    for file in library.files:
        total += file.score or 0
        groups.setdefault((file.profile_id, file.quality_id), []).append(file.score or 0)
    return total, len(groups)


def _timed(work: Callable[[], Any]) -> float:
    gc.collect()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    """Print the seconds of either, and what was found, as one line of JSON."""
    count, repeat = int(sys.argv[1]), int(sys.argv[2])
    library = _library(count)
    analysis = analyse(library)
    figures = {
        "ours": [_timed(lambda: analyse(library)) for _ in range(repeat)],
        "least": [_timed(lambda: _least(library)) for _ in range(repeat)],
        "counts": {
            "files": len(analysis.judged),
            "candidates": len(analysis.candidates),
            "formats": len(analysis.formats),
            "profiles": len(analysis.profiles),
            "health": analysis.health.points,
        },
    }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
