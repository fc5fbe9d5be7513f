"""The candidates of an instance that are worth a search tonight. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable

from arrtui.features.scores.ignores import IgnoreKey, key_of
from arrtui.features.scores.model import Candidate

BEST = 25
"""Searches that an owner starts in one evening."""


def best_to_search(
    candidates: Iterable[Candidate], ignored: Container[IgnoreKey] = (), count: int = BEST
) -> tuple[Candidate, ...]:
    """Return the first ``count`` of an instance's candidates, in their order, that a search may replace.

    That is what the app would take a better release for and may search now: it is monitored and available.
    Titles in ``ignored`` are left out.
    """
    best: list[Candidate] = []
    for candidate in candidates:
        judged = candidate.judged
        if len(best) == count:
            break
        if not judged.verdict.facts.upgrades or not (judged.file.monitored and judged.file.available):
            continue
        if key_of(judged.file) not in ignored:
            best.append(candidate)
    return tuple(best)
