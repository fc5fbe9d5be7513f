"""Which titles of the catalogue each instance holds, so that instances overlap as real ones do."""

from __future__ import annotations

import random

from arrtui.demo.world.tables import Kind

_STRIDE = 100_000
"""Catalogue positions between the titles of two instances that share nothing."""
_SHARED_PART: dict[Kind, float] = {"radarr": 0.7, "sonarr": 0.2}


def positions_of(kind: Kind, seed: int, number: int, count: int, first_count: int) -> list[int]:
    """Return the catalogue positions of an instance's titles, in the order they were added.

    The first instance (number 0, with `first_count` titles) has the start of the catalogue, where a part of
    another instance's titles is too.
    """
    rng = random.Random(f"{seed}:{kind}:{number}")
    if number == 0:
        positions = list(range(count))
    else:
        shared = rng.sample(range(first_count), min(int(count * _SHARED_PART[kind]), first_count))
        positions = shared + [number * _STRIDE + offset for offset in range(count - len(shared))]
    rng.shuffle(positions)
    return positions


def split_episodes(rng: random.Random, series: int, episodes: int) -> list[int]:
    """Distribute episodes over series, unevenly, each at least one; the sum is exact."""
    if not series:
        return []
    weights = [rng.lognormvariate(0, 0.8) for _ in range(series)]
    scale = (episodes - series) / sum(weights)
    counts = [1 + int(weight * scale) for weight in weights]
    for index in range(episodes - sum(counts)):
        counts[index % series] += 1
    return counts
