"""What people call chains."""

from __future__ import annotations

import pytest

from arrtui.features.loops.model import Chain, LoopReport
from arrtui.features.loops.summary import episode_words, title_of
from tests.features.loops.test_rules import LOWER, judged, rows_of


def chain_of(*episodes: int) -> Chain:
    """Return a chain of episodes by their ids."""
    (chain,) = judged(rows_of([LOWER]))
    chain.episode_ids = episodes
    return chain


@pytest.mark.parametrize(
    ("episodes", "words"),
    [((), ""), ((12,), "S01E02"), ((13, 12), "S01E02-E03"), ((11, 13), "S01E01E03"), ((99,), "")],
)
def test_episodes_are_named_in_their_order(episodes: tuple[int, ...], words: str) -> None:
    report = LoopReport(
        "sonarr.main", [], {7: "The Show"}, {10 + number: (1, number) for number in (1, 2, 3)}
    )
    chain = chain_of(*episodes)
    assert episode_words(report, chain) == words
    assert title_of(report, chain) == f"The Show {words}".rstrip()
