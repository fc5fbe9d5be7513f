"""A plan of sides narrowed to some titles is the whole plan with these titles only, but for its limits."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.config.sync import SyncPair
from arrtui.features.sync.fields.narrow import narrowed
from arrtui.features.sync.model import Entry, Op, PlanDraft, Side
from arrtui.features.sync.planning.divide import RecentWrites, divide
from arrtui.features.sync.planning.make import make_plan
from tests.features.sync.pairs import pair
from tests.features.sync.planning.test_properties import cases
from tests.features.sync.sides import movie, side

IDS = st.sets(st.integers(1, 8).map(str))


def entries_of(draft: PlanDraft, ids: set[str]) -> list[Entry]:
    return [msgspec.structs.replace(entry, by_hand=False) for entry in draft.entries if entry.ident in ids]


@given(cases(flawed=True), IDS)
def test_a_narrowed_plan_is_the_whole_one_restricted_to_its_titles(
    case: tuple[SyncPair, Side, Side], ids: set[str]
) -> None:
    options, source, target = case
    whole = make_plan(options, source, target)
    made = make_plan(options, narrowed(source, ids), narrowed(target, ids))
    assert entries_of(made, ids) == entries_of(whole, ids) and {entry.ident for entry in made.entries} <= ids
    assert made.left_out == [title for title in whole.left_out if title.ident in ids]
    assert narrowed(target, ids).library_size == target.library_size


def test_the_folder_of_a_title_it_is_not_about_is_not_taken() -> None:
    source = side(movie(1, "Heat"), movie(2, "Ran"))
    target = side(movie(3, "Heat"), name="radarr.4k")
    made = make_plan(pair(mode="mirror"), narrowed(source, {"1"}), narrowed(target, {"1"}))
    (entry,) = made.entries
    assert (entry.ident, entry.by_hand) == ("1", True)
    assert "belongs to Heat (1999)" in entry.warnings[0]


def test_removals_and_what_is_decided_by_itself_are_never_written_unasked() -> None:
    source = side(movie(1, "Heat"), movie(2, "Ran"), movie(5, "Ikiru", monitored=False))
    target = side(movie(3, "Heat"), movie(4, "Gone"), movie(5, "Ikiru"), name="radarr.4k")
    options = pair(mode="mirror", update=("monitored",))
    draft = make_plan(options, source, target)
    parts = divide(draft, options, None, "updates", RecentWrites())
    assert [(entry.ident, entry.op) for entry in parts.unasked] == [("2", Op.ADD), ("5", Op.UPDATE)]
    assert {entry.ident for entry in parts.waiting} == {"1", "3", "4"}
    only = divide(draft, options, {"2", "5"}, "additions", RecentWrites())
    assert [entry.ident for entry in only.unasked] == ["2"]
    assert divide(draft, options, None, "none", RecentWrites()).unasked == []
    draft.entries = [msgspec.structs.replace(entry, costs=int(entry.ident == "5")) for entry in draft.entries]
    parts = divide(draft, options, None, "updates", RecentWrites())
    assert [entry.ident for entry in parts.unasked] == ["2"], "what costs albums waits too"


def test_a_burst_writes_nothing_and_says_which_limit_it_exceeds() -> None:
    source = side(*(movie(number) for number in range(1, 5)))
    draft = make_plan(pair(), source, side(name="radarr.4k"))
    few = pair().model_copy(update={"burst": 4})
    assert len(divide(draft, few, None, "updates", RecentWrites()).unasked) == 4
    parts = divide(draft, few, None, "updates", RecentWrites(titles=1))
    assert (parts.unasked, len(parts.waiting)) == ([], 4) and "(burst)" in parts.burst
    limits = pair().limits.model_copy(update={"additions": 5})
    limited = pair().model_copy(update={"limits": limits})
    assert not divide(draft, limited, None, "updates", RecentWrites(1, 1)).burst
    assert "(limits.additions)" in divide(draft, limited, None, "updates", RecentWrites(2, 2)).burst
    assert not divide(draft, limited, None, "none", RecentWrites(2, 2)).burst
