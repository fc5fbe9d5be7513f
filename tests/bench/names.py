"""What finding a title by name at the front door takes, against asking each name."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence

from arrtui.core.folding import fold
from arrtui.tui.front_door.dialog import MOST_HITS
from arrtui.tui.front_door.matching import NameIndex
from tests.bench.estate import Estate
from tests.bench.report import Row

COUNT = 60_000
BUDGET = 50.0
"""Milliseconds of processor time of the slowest query."""
QUERIES = (
    "e",
    "th",
    "the",
    "1999",
    "zzzz",
    "er 19 a",
    "qu x z",
    "nothing like this",
    "e 1",
    "19 20",
    "1 9 e a",
)


def titles(count: int) -> list[str]:
    """Return names like those of titles, the same in every run."""
    chance = random.Random(1)
    words = [
        "".join(chance.choices("etaoinshrdlucmfwypvbgkqjxzé", k=chance.randint(2, 9))) for _ in range(6_000)
    ]
    return [
        f"{' '.join(chance.choices(words, k=chance.randint(1, 5))).title()} ({chance.randint(1930, 2025)})"
        for _ in range(count)
    ]


def measure(_estate: Estate, repeat: int) -> Iterator[Row]:
    """Match every query; a sample is the slowest one."""
    names = titles(COUNT)
    index = NameIndex(names)
    folded = [fold(name) for name in names]
    samples, floors = [], []
    for _ in range(repeat + 2):
        samples.append(max(1000 * _seconds(index, query) for query in QUERIES))
        floors.append(max(1000 * _asked(folded, fold(query).split()) for query in QUERIES))
    yield Row(
        what=f"a name among {COUNT:,}", unit="ms", samples=(*samples,), floors=(*floors,), budget=BUDGET
    )


def _seconds(index: NameIndex, query: str) -> float:
    begin = time.thread_time()
    index.match(query, MOST_HITS)
    return time.thread_time() - begin


def _asked(folded: Sequence[str], words: Sequence[str]) -> float:
    begin = time.thread_time()
    for name in folded:
        all(word in name for word in words)
    return time.thread_time() - begin
