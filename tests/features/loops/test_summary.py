"""What people call chains, and how they name one."""

from __future__ import annotations

import re

import pytest

from arrtui.core.errors import UsageError
from arrtui.features.loops.model import Chain, LoopReport
from arrtui.features.loops.names import NamedChain, find_chain
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


MOVIES = LoopReport("radarr.main", [], {7: "Dune (2021)", 8: "Dune (1984)", 9: "Heat"})
UHD = LoopReport("radarr.4k", [], {7: "Dune (2021)", 8: "Heat", 9: "Heat"})
SERIES = LoopReport("sonarr.main", [], {7: "The Show"}, {71: (1, 1), 72: (1, 2)})


def named(report: LoopReport, item: int, *episodes: int) -> NamedChain:
    chain = chain_of(*episodes)
    chain.item_id, chain.external_id = item, str(item * 100)
    return report, chain


CHAINS = [
    *(named(MOVIES, item) for item in (7, 8, 9)),
    *(named(UHD, item) for item in (7, 8, 9)),
    *(named(SERIES, 7, episode) for episode in (71, 72)),
]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("dune (1984)", 1), ("radarr.4k:Dune (2021)", 3), ("radarr.main:700", 0), ("radarr.4k:dune", 3),
        ("The Show S01E02", 7), ("sonarr.main:700/71", 6),
    ],
)  # fmt: skip
def test_a_chain_is_chosen_by_its_name_or_id(name: str, place: int) -> None:
    assert find_chain(CHAINS, name) == CHAINS[place]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Dune (2021)", "radarr.main:Dune (2021) and radarr.4k:Dune (2021)"),
        ("radarr.4k:Heat", "radarr.4k:800 and radarr.4k:900"),
        ("The Show", "sonarr.main:The Show S01E01 and sonarr.main:The Show S01E02"),
        ("Alien", "none is called so"),
    ],
)
def test_a_name_of_several_chains_lists_them_apart(name: str, why: str) -> None:
    with pytest.raises(UsageError, match=re.escape(why)):
        find_chain(CHAINS, name)
