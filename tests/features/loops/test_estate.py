"""Each kind of chain, and as many harmless ones, are told apart in a simulated estate, over real HTTP."""

from __future__ import annotations

import pytest

from arrtui.db.database import Database
from arrtui.demo.app.chains.scenarios import DrawnChain, play_chains
from arrtui.demo.estate import EstateSize, SimulatedEstate
from tests.features.backup.conftest import backing_up
from tests.features.loops.live import chains_of
from tests.features.loops.mixed import play_mixed

SIZE = EstateSize(radarr=(("main", 50),), sonarr=(("main", 60, 600),))
TUNED, UNSEEN = 11, 90_210
"""Seeds of the chains that the rules were tuned on, and of others."""
MIXED = range(70_001, 70_011)
"""Seeds of titles that several things happened to."""


@pytest.mark.parametrize("seed", [TUNED, UNSEEN])
async def test_every_chain_is_of_the_kind_that_it_was_played_as(seed: int, sqlite: Database) -> None:
    with SimulatedEstate(SIZE, seed=seed) as estate:
        for app in estate.apps.values():
            played = play_chains(app.store, seed, rounds=2)
            assert len(played) >= 38, "each scenario twice"
            outcome = await backing_up(sqlite)(app)
            assert outcome.ok and not outcome.warnings
            assert mistaken(sqlite, app.name, played) == []


async def test_what_happened_to_a_title_before_explains_nothing_of_what_came_then(sqlite: Database) -> None:
    size = EstateSize(radarr=(("main", 180),), sonarr=(("main", 40, 400),))
    with SimulatedEstate(size, seed=3) as estate:
        for app in estate.apps.values():
            taken: set[tuple[int, int]] = set()
            played = [chain for seed in MIXED for chain in play_mixed(app.store, seed, 14, taken)]
            assert len(played) >= 120
            outcome = await backing_up(sqlite)(app)
            assert outcome.ok and not outcome.warnings
            assert mistaken(sqlite, app.name, played) == []


def mistaken(database: Database, instance: str, played: list[DrawnChain]) -> list[str]:
    """Return the chains that are told to be of another kind than they were played as."""
    report = chains_of(database, instance).report
    kinds = {
        (chain.item_id, episode): chain.kind.value
        for chain in report.chains
        for episode in chain.episode_ids or (0,)
    }
    wrong = [
        f"{chain.scenario} is told as {kind}, not as {chain.kind}"
        for chain in played
        if (kind := kinds.get((chain.title_id, chain.episode_id))) != chain.kind
    ]
    others = {key: kind for key, kind in kinds.items() if key not in {chain[:2] for chain in played}}
    return wrong + [f"{key} is told as {kind}" for key, kind in others.items() if kind != "none"]
