"""Which titles of the catalogue each instance holds, so that instances overlap as real ones do."""

from __future__ import annotations

import random

_STRIDE = 100_000
"""Catalogue positions between the titles of two instances that share nothing."""


def radarr_positions(seed: int, number: int, count: int, first: int) -> list[int]:
    """Return the positions of a Radarr's movies, in the order they were added.

    The first instance has the start of the catalogue, where seven in ten movies of another instance are too.
    """
    return _positions(random.Random(f"{seed}:radarr:{number}"), number, count, first, 0.7)


def sonarr_positions(seed: int, number: int, count: int, first: int) -> list[int]:
    """Return the positions of a Sonarr's series, fewer of them shared."""
    return _positions(random.Random(f"{seed}:sonarr:{number}"), number, count, first, 0.2)


def _positions(rng: random.Random, number: int, count: int, first: int, share: float) -> list[int]:
    if number == 0:
        positions = list(range(count))
    else:
        shared = rng.sample(range(first), min(int(count * share), first))
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
