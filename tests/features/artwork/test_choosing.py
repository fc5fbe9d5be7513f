"""Which slots a title is to have filled, and what is tried for them."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.art_layouts import FILM_ART, SERIES_ART
from arrtui.core.artwork import ArtCandidate, Asset, AssetOrigin, SlotChoice
from arrtui.core.config import ArtworkConfig
from arrtui.features.artwork.choosing import (
    FilledSlots,
    PresentParts,
    SlotChooser,
    SlotTask,
    kept_candidates,
    rank_pools,
    wanted_slots,
)
from tests.features.artwork.test_scoring import candidate, scorer

SHA = "a" * 64


def wanted(*present: Any, layout: Any = FILM_ART, **options: Any) -> list[str]:
    parts = PresentParts(*present) if present else PresentParts()
    return [slot.text for slot in wanted_slots(layout, ArtworkConfig.model_validate(options), parts)]


def asset(sha256: str = SHA, **facts: Any) -> Asset:
    values = {"sha256": sha256, "extension": ".jpg", "size": 9, "origin": AssetOrigin.PROVIDER, "added_at": 1}
    return msgspec.convert({**values, "width": 1000, "height": 1500, **facts}, Asset)


def choice(slot: str = "poster", **facts: Any) -> SlotChoice:
    return msgspec.convert({"external_id": "603", "slot": slot, "sha256": SHA, **facts}, SlotChoice)


def filled(*choices: SlotChoice, locks: frozenset[str] = frozenset()) -> FilledSlots:
    own = {row.slot: row for row in choices}
    return FilledSlots(own, locks, {row.sha256: asset(row.sha256) for row in choices if row.sha256})


def tasks(entries: list[ArtCandidate], state: FilledSlots, **options: Any) -> list[SlotTask]:
    config = ArtworkConfig.model_validate(options)
    slots = wanted_slots(FILM_ART, config, PresentParts())
    return SlotChooser(config, scorer(**options)).tasks(
        slots, rank_pools(entries, scorer(**options), state), state
    )


def tried(made: list[SlotTask]) -> dict[str, list[str]]:
    return {task.slot: [entry.candidate.address for entry in task.tries] for task in made}


GOOD = candidate("https://a/good.jpg", votes=100, rating=8.0)
FAIR = candidate("https://a/fair.jpg", width=400, height=600)


def test_a_film_wants_its_kinds_and_as_much_fanart_as_configured() -> None:
    assert wanted(kinds=["poster", "fanart", "thumb"], fanart=3) == [
        "poster",
        "fanart",
        "fanart#2",
        "fanart#3",
    ]
    assert wanted(kinds=["poster", "fanart"], fanart=0) == ["poster"]
    assert wanted(kinds=[]) == []


def test_a_series_wants_images_of_seasons_and_episodes_that_have_files() -> None:
    present = frozenset({1, 0}), frozenset({(1, 2)})
    slots = wanted(*present, layout=SERIES_ART, kinds=["poster", "discart", "thumb"])
    assert slots == ["poster", "s00:poster", "s01:poster", "s01e02:thumb"]


def test_an_empty_slot_takes_the_best_and_has_others_in_reserve() -> None:
    assert tried(tasks([FAIR, GOOD], FilledSlots())) == {"poster": [GOOD.address, FAIR.address]}
    assert tasks([msgspec.structs.replace(GOOD, refusal="It is no image.")], FilledSlots()) == []
    assert tasks([GOOD], FilledSlots(), min_score=99) == []


def test_one_that_was_begun_and_never_came_is_tried_again() -> None:
    begun = choice(sha256="", address=GOOD.address)
    assert tried(tasks([GOOD], filled(begun))) == {"poster": [GOOD.address]}


def test_what_a_phase_chose_gives_way_to_what_is_clearly_better() -> None:
    assert tried(tasks([FAIR, GOOD], filled(choice(address=FAIR.address)))) == {"poster": [GOOD.address]}
    assert tasks([FAIR, GOOD], filled(choice(address=GOOD.address))) == []
    near = msgspec.structs.replace(GOOD, address="https://a/near.jpg", votes=150)
    assert tasks([near, GOOD], filled(choice(address=GOOD.address))) == []


def test_an_image_that_its_provider_names_no_more_stays() -> None:
    gone = choice(address="https://a/gone.jpg", provider="tmdb")
    assert tasks([GOOD], filled(gone)) == []


def test_what_is_locked_or_the_owners_is_left_alone() -> None:
    for state in (
        filled(locks=frozenset({"poster"})),
        filled(locks=frozenset({"*"})),
        filled(choice(by_owner=True)),
        filled(choice(sha256="", by_owner=True)),
    ):
        assert tasks([GOOD], state) == []


def test_fanart_in_use_is_not_taken_twice() -> None:
    art = [
        candidate(f"https://a/{n}.jpg", slot="fanart", width=1920, height=1080, language="") for n in "abc"
    ]
    state = filled(choice("fanart", address=art[0].address))
    made = tried(tasks(art, state, fanart=2))
    assert made == {"fanart#2": [art[1].address, art[2].address]}


def test_of_many_candidates_the_best_and_the_chosen_are_kept() -> None:
    many = [candidate(f"https://a/{n}.jpg", votes=n, rating=9.0) for n in range(100)]
    kept = kept_candidates(rank_pools(many, scorer(), FilledSlots()), {many[0].address})
    assert len(kept) == 31
    assert many[0] in kept and many[99] in kept and many[50] not in kept


@given(
    st.lists(st.tuples(st.integers(1, 3000), st.integers(0, 500), st.floats(0, 10)), min_size=1, max_size=15)
)
def test_a_second_run_changes_nothing(facts: list[tuple[int, int, float]]) -> None:
    entries = [
        candidate(f"https://a/{n}.jpg", width=width, height=width, votes=votes, rating=rating)
        for n, (width, votes, rating) in enumerate(facts)
    ]
    state = FilledSlots()
    for _ in range(3):
        made = tasks(entries, state)
        if not made:
            break
        best = made[0].tries[0].candidate
        state = filled(choice(address=best.address))
    assert tasks(entries, state) == []
