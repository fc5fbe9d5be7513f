"""What holds of every plan, whatever the two sides are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.apps import Kind
from arrtui.core.config.sync import SyncPair
from arrtui.features.sync.model import Entry, Op, Side, SideTitle
from arrtui.features.sync.planning.make import make_plan
from tests.features.sync.modelled import apply_to
from tests.features.sync.pairs import pair
from tests.features.sync.sides import PROFILES, ROOTS, SHOW_ROOTS, movie, series, side

KINDS = st.sampled_from(Kind)
MODES = st.sampled_from(("add", "mirror", "union"))
TAGS = st.sets(st.sampled_from(("kids", "4k", "1", "12")), max_size=2).map(tuple)
EPISODES = st.dictionaries(st.sampled_from(("1x1", "1x2", "2x1", "2x2", "3x1")), st.booleans())


@st.composite
def titles(draw: st.DrawFn, kind: Kind, external: int, number: int) -> SideTitle:
    common: dict[str, Any] = {
        "id": number, "profile": draw(st.sampled_from(PROFILES)), "tags": draw(TAGS),
        "monitored": draw(st.booleans()), "files": draw(st.integers(0, 1)),
    }  # fmt: skip
    if kind is Kind.RADARR:
        least = draw(st.sampled_from(("announced", "released")))
        return movie(external, root=draw(st.sampled_from(ROOTS)), minimum_availability=least, **common)
    return series(
        external,
        root=draw(st.sampled_from(SHOW_ROOTS)),
        seasons=draw(st.dictionaries(st.integers(1, 3), st.booleans())),
        series_type=draw(st.sampled_from(("standard", "anime"))),
        monitor_new_items=draw(st.sampled_from(("all", "none"))),
        **common,
    )


@st.composite
def sides(draw: st.DrawFn, kind: Kind, label: str, *, flawed: bool = False) -> Side:
    """Return a side of up to eight titles; a flawed one may have titles without an id, or with the same."""
    idents = draw(st.lists(st.integers(0 if flawed else 1, 8), max_size=8, unique=not flawed))
    numbers = draw(st.permutations(range(1, len(idents) + 1)))
    found = [draw(titles(kind, one, number)) for one, number in zip(idents, numbers, strict=True)]
    made = side(*found, name=f"{kind.value}.{label}", tags=("kids", "4k", "1", "12"))
    flags = {title.item.id: draw(EPISODES) for title in found if kind is Kind.SONARR}
    return replace(made, episodes=flags)


def updates(kind: Kind) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(kind.app.update_fields)).map(tuple)


@st.composite
def pairs(draw: st.DrawFn, kind: Kind) -> SyncPair:
    """Return a pair whose result is what it asks for.

    A union does not get a fixed monitored state, nor a map that is not its own opposite: what came from the
    target would be brought in line only by the next plan.
    """
    mode = draw(MODES)
    union = mode == "union"
    roots = (ROOTS if kind is Kind.RADARR else SHOW_ROOTS)[0]
    return pair(
        kind=kind.value,
        mode=mode,
        update=draw(updates(kind)),
        monitored="source" if union else draw(st.sampled_from(("source", "true", "false"))),
        profiles=draw(st.sampled_from(({}, {"HD": "UHD", "UHD": "HD"}))),
        roots={} if union else draw(st.sampled_from(({}, {"*": roots}))),
        tags={} if union else draw(st.sampled_from(({}, {"kids": "", "1": "12"}, {"*": "all"}))),
        exclude=draw(st.sampled_from(({}, {"tags": ("4k",)}, {"quality_profiles": ("Any",)}))),
    )


@st.composite
def cases(draw: st.DrawFn, *, flawed: bool = False) -> tuple[SyncPair, Side, Side]:
    kind = draw(KINDS)
    source = draw(sides(kind, "main", flawed=flawed))
    return draw(pairs(kind)), source, draw(sides(kind, "uhd", flawed=flawed))


@given(cases())
def test_a_plan_that_was_applied_leaves_nothing_to_plan(case: tuple[SyncPair, Side, Side]) -> None:
    wanted, source, target = case
    draft = make_plan(wanted, source, target)
    known = {
        title.item.external_id: one.episodes.get(title.item.id, {})
        for one in (target, source)
        for title in one.titles
    }
    after = [apply_to(one, draft, known) for one in (source, target)]
    assert make_plan(wanted, after[0], after[1]).entries == []


@given(st.data(), KINDS, MODES)
def test_a_side_does_not_differ_from_itself(data: st.DataObject, kind: Kind, mode: str) -> None:
    one = data.draw(sides(kind, "main", flawed=True))
    wanted = pair(kind=kind.value, mode=mode, update=kind.app.update_fields)
    draft = make_plan(wanted, one, replace(one, instance=f"{kind.value}.uhd"))
    assert draft.entries == []


@given(cases(flawed=True), st.booleans())
def test_only_a_mirror_of_a_sound_source_removes_and_only_what_the_source_lacks(
    case: tuple[SyncPair, Side, Side], sound: bool
) -> None:
    wanted, source, target = case
    source = replace(source, trouble="" if sound else "It is down.")
    removed = [one for one in make_plan(wanted, source, target).entries if one.op is Op.REMOVE]
    if wanted.mode != "mirror" or not sound:
        assert removed == []
    assert not {one.external_id for one in removed} & {one.item.external_id for one in source.titles}
    assert {one.instance for one in removed} <= {target.instance}


@given(cases(flawed=True), st.randoms(use_true_random=False))
def test_the_order_of_the_titles_has_no_part_in_it(case: tuple[SyncPair, Side, Side], random: Any) -> None:
    wanted, source, target = case
    shuffled = [
        replace(one, titles=tuple(random.sample(one.titles, len(one.titles)))) for one in (source, target)
    ]
    assert make_plan(wanted, *shuffled) == make_plan(wanted, source, target)


@given(cases(), st.integers(1, 900))
def test_no_id_of_one_instance_reaches_another(case: tuple[SyncPair, Side, Side], shift: int) -> None:
    """Every id of either side is another; only the ids of the titles written follow, to those written."""
    wanted, source, target = case
    draft = make_plan(wanted, source, target)
    other = make_plan(wanted, _renumbered(source, shift), _renumbered(target, 2 * shift))
    moved = {source.instance: shift, target.instance: 2 * shift}
    assert [_with_id(one, moved[one.instance]) for one in draft.entries] == other.entries


def _renumbered(one: Side, shift: int) -> Side:
    """Return a side all whose ids are higher."""
    found = [
        replace(
            title,
            item=msgspec.structs.replace(
                title.item, id=title.item.id + shift, profile_id=shift, tags=(shift,)
            ),
        )
        for title in one.titles
    ]
    return replace(
        one,
        titles=tuple(found),
        profiles={
            field: {number + shift: name for number, name in names.items()}
            for field, names in one.profiles.items()
        },
        tags={number + shift: name for number, name in one.tags.items()},
        episodes={number + shift: flags for number, flags in one.episodes.items()},
    )


def _with_id(entry: Entry, shift: int) -> Entry:
    return msgspec.structs.replace(entry, item_id=entry.item_id + shift) if entry.item_id else entry


@given(cases(flawed=True))
def test_every_title_is_accounted_for_once(case: tuple[SyncPair, Side, Side]) -> None:
    """A title both sides have counts once, unless nobody can tell which of several it is."""
    wanted, source, target = case
    draft = make_plan(wanted, source, target)
    told = [one.external_id for one in draft.entries] + [one.ident for one in draft.left_out]
    ids = [title.item.external_id for one in (source, target) for title in one.titles]
    assert set(told) == set(ids)
    assert all(
        told.count(ident) == (ids.count(ident) if _unclear(ident, source, target) else 1) for ident in ids
    )


def _unclear(ident: str, *both: Side) -> bool:
    return not ident or any([title.item.external_id for title in one.titles].count(ident) > 1 for one in both)
