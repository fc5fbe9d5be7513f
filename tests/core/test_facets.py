"""Facets: AND between them, OR within one, on one copy at a time; counts say what a choice would leave."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.facets import Facet, FacetIndex, Selection, toggled
from arrtui.features.library.merge import merge
from arrtui.features.library.title_facets import title_index
from tests.features.library.estate import INSTANCES
from tests.features.library.test_merge import row

Variant = dict[str, list[str]]
FACETS = tuple(Facet[Variant](key, key.upper(), lambda it, key=key: it.get(key, [])) for key in "abc")
VARIANTS = st.dictionaries(st.sampled_from("abc"), st.lists(st.sampled_from("xyz"), max_size=3, unique=True))
ENTRIES = st.lists(st.lists(VARIANTS, min_size=1, max_size=3), max_size=20)
SELECTIONS = st.dictionaries(st.sampled_from("abc"), st.frozensets(st.sampled_from("xyzq"), max_size=3))


def index_of(entries: list[list[Variant]]) -> FacetIndex[tuple[int, list[Variant]], Variant]:
    numbered = list(enumerate(entries))
    return FacetIndex(FACETS, numbered, key=lambda one: one[0], variants=lambda one: one[1])


def plainly(entries: list[list[Variant]], selection: Selection) -> set[str]:
    """The rule as it reads."""
    return {
        number
        for number, variants in enumerate(entries)
        if any(
            all(not wanted or wanted & set(variant.get(key, [])) for key, wanted in selection.items())
            for variant in variants
        )
    }


@given(ENTRIES, SELECTIONS)
def test_matches_are_those_of_the_rule(entries: list[list[Variant]], selection: Selection) -> None:
    index = index_of(entries)
    assert index.matches(selection) == plainly(entries, selection)
    assert index.count(selection) == len(plainly(entries, selection))


@given(ENTRIES, SELECTIONS)
def test_a_count_is_what_choosing_leaves(entries: list[list[Variant]], selection: Selection) -> None:
    for key, choices in index_of(entries).choices(selection).items():
        for choice in choices:
            alone = {**selection, key: frozenset({choice.value})}
            assert choice.count == len(plainly(entries, alone))
            assert choice.chosen == (choice.value in selection.get(key, frozenset()))


@given(ENTRIES, SELECTIONS)
def test_whatever_occurs_or_is_chosen_can_be_chosen(
    entries: list[list[Variant]], selection: Selection
) -> None:
    choices = index_of(entries).choices(selection)
    listed = {(choice.facet, choice.value) for one in choices.values() for choice in one}
    occurs = {
        (key, v) for variants in entries for variant in variants for key in variant for v in variant[key]
    }
    assert listed == occurs | {(key, v) for key, values in selection.items() for v in values}


@given(SELECTIONS, st.sampled_from("abc"), st.sampled_from("xyz"))
def test_a_second_tick_takes_the_first_back(selection: Selection, key: str, value: str) -> None:
    plain = {name: values for name, values in selection.items() if values}
    assert toggled(toggled(selection, key, value), key, value) == plain


def test_choices_of_a_known_order_come_first() -> None:
    facet = Facet[str]("f", "F", lambda text: [text], ("late", "early"))
    assert facet.arranged(["b", "early", "A", "late"]) == ["late", "early", "A", "b"]


def test_facets_meet_on_one_copy() -> None:
    titles = merge(
        [
            row("radarr.main", 1, 1, files=1),
            row("radarr.uhd", 1, 1, files=0),
            row("radarr.main", 2, 2, files=0),
            row("sonarr.main", 1, 3, files=1, episodes=2),
        ],
        list(INSTANCES),
    )
    index = title_index(titles, INSTANCES)

    def found(**selection: str) -> set[str]:
        chosen = {key: frozenset({value}) for key, value in selection.items()}
        return {key.external_id for key in index.matches(chosen)}  # type: ignore[attr-defined]

    assert found(files="missing") == {"1", "2", "3"}
    assert found(files="missing", on="radarr.uhd") == {"1"}
    assert found(files="missing", on="radarr.main") == {"2"}
    assert found(absent="radarr.uhd") == {"2"}
    assert found(absent="sonarr.anime") == {"3"}
    assert found(kind="movies", monitored="monitored") == {"1", "2"}


def test_what_has_no_value_can_be_chosen_too() -> None:
    titles = merge(
        [row("radarr.main", 1, 1, profile=""), row("radarr.main", 2, 2, tags=("a",))], ["radarr.main"]
    )
    index = title_index(titles, {"radarr.main": "radarr"})
    assert index.count({"profile": frozenset({"(none)"})}) == 1
    assert index.count({"tag": frozenset({"(none)"})}) == 1
    assert "quality" in index.choices({})
