"""Pairs that follow live: what they need, and circles of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.config.findings import Findings
from arrtui.core.config.following import circles
from arrtui.core.config.sync import SyncPair, build_pairs

NAMES = ("a", "b", "c", "d")
PAIRS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.booleans(), st.booleans()).filter(
        lambda drawn: drawn[0] != drawn[1]
    ),
    max_size=6,
)


def pairs_of(drawn: Iterable[tuple[str, str, bool, bool]]) -> list[SyncPair]:
    return [
        SyncPair(
            name=f"p{number}",
            source=f"radarr.{source}",
            target=f"radarr.{target}",
            mode="union" if union else "add",
            follow="live" if live else "off",
        )
        for number, (source, target, union, live) in enumerate(drawn)
    ]


def goes_round(pairs: list[SyncPair], place: str, goal: str, used: frozenset[str]) -> bool:
    """Return whether pairs that are not used lead from a place to a goal, each taken once."""
    for pair in pairs:
        ways = [(pair.source, pair.target)] + [(pair.target, pair.source)] * (pair.mode == "union")
        for start, end in ways:
            is_next = pair.follows and pair.name not in used and start == place
            if is_next and (end == goal or goes_round(pairs, end, goal, used | {pair.name})):
                return True
    return False


@given(PAIRS)
def test_a_circle_is_told_just_where_pairs_lead_back(drawn: list[tuple[str, str, bool, bool]]) -> None:
    pairs = pairs_of(drawn)
    told = list(circles(pairs))
    expected = any(
        goes_round(pairs, end, start, frozenset({pair.name}))
        for pair in pairs
        if pair.follows
        for start, end in [(pair.source, pair.target)] + [(pair.target, pair.source)] * (pair.mode == "union")
    )
    assert bool(told) is expected
    assert all(len({pair.name for pair in circle}) == len(circle) >= 2 for circle in told)


HEADS = '[radarr.a]\nurl="http://a"\n[radarr.b]\nurl="http://b"\n[radarr.c]\nurl="http://c"\n'


def problems_of(*pairs: str) -> list[str]:
    findings = Findings()
    list(build_pairs(tomllib.loads(HEADS + "\n".join(pairs)), findings, Path()))
    return [str(problem) for problem in findings.problems]


def live(name: str, source: str, target: str, more: str = "") -> str:
    return f'[sync.{name}]\nsource="radarr.{source}"\ntarget="radarr.{target}"\nfollow="live"\n{more}'


def test_a_circle_is_a_fault_with_a_sentence_that_names_its_pairs() -> None:
    (problem,) = problems_of(live("one", "a", "b"), live("two", "b", "c"), live("three", "c", "a"))
    assert problem.startswith("sync.one.follow") and "two and three" in problem
    assert problems_of(live("one", "a", "b", 'mode="union"'), live("two", "b", "c")) == []


@pytest.mark.parametrize(
    ("source", "more", "place"),
    [("a@latest", "", "follow"), ("a", "burst = 0", "burst"), ("a", 'dry_run = "no"', "dry_run")],
)
def test_what_cannot_be_followed_is_refused(source: str, more: str, place: str) -> None:
    (problem,) = problems_of(live("one", source, "b", more))
    assert problem.startswith(f"sync.one.{place}")
