"""An entry is stale once either side has changed in what the plan looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from arrtui.core.domain import Season, Volatile
from arrtui.features.sync.model import EntryOutcome, EntrySubject, PlannedEntry, Side, SideTitle
from arrtui.features.sync.planning.make import make_plan
from arrtui.features.sync.stale import stale_entries, title_checksum
from tests.features.sync.pairs import pair
from tests.features.sync.sides import movie, series, side

UHD = "radarr.uhd"
SOURCE = side(movie(1), movie(2, monitored=False))
TARGET = side(movie(2), movie(3), name=UHD)


def planned(source: Side = SOURCE, target: Side = TARGET, **options: Any) -> list[PlannedEntry]:
    """Return an addition of 1, an update of 2 and a removal of 3."""
    options = {"mode": "mirror", "update": ("monitored",)} | options
    draft = make_plan(pair(**options), source, target)
    return [PlannedEntry(position=place, entry=entry) for place, entry in enumerate(draft.entries)]


def stale(entries: Sequence[PlannedEntry], source: Side = SOURCE, target: Side = TARGET) -> dict[str, str]:
    """Return the reasons by external id."""
    found = stale_entries(entries, {UHD: target, source.instance: source}, source)
    return {entries[position].entry.ident: why for position, why in found.items()}


def changed(title: SideTitle, **fields: Any) -> SideTitle:
    return replace(title, item=msgspec.structs.replace(title.item, **fields))


def test_nothing_is_stale_while_nothing_changed() -> None:
    again = side(*reversed(TARGET.titles), name=UHD, snapshot=9)
    assert stale(planned()) == stale(planned(), target=again) == {}


def test_what_changed_on_the_target_is_stale() -> None:
    target = side(movie(2, files=0), movie(3, profile="UHD"), movie(1), name=UHD)
    assert stale(planned(), target=target) == {
        "1": "radarr.uhd has it by now.",
        "2": "It has changed on radarr.uhd since the plan was made.",
        "3": "It has changed on radarr.uhd since the plan was made.",
    }


def test_what_is_gone_from_the_target_or_came_back_under_another_id_is_stale() -> None:
    target = side(movie(2, id=77), name=UHD)
    assert stale(planned(), target=target) == {
        "2": "radarr.uhd does not have it any more.",
        "3": "radarr.uhd does not have it any more.",
    }


def test_what_changed_at_the_source_is_stale() -> None:
    source = side(movie(2), movie(3))
    assert stale(planned(), source=source) == {
        "1": "radarr.main does not have it any more.",
        "2": "It has changed on radarr.main since the plan was made.",
        "3": "radarr.main has it by now.",
    }


def test_the_ids_of_the_source_mean_nothing_to_the_target() -> None:
    source = side(*(changed(title, id=title.item.id + 500) for title in SOURCE.titles))
    assert stale(planned(), source=source) == {}


@pytest.mark.parametrize("outcome", [EntryOutcome.DONE, EntryOutcome.SKIPPED])
def test_what_was_applied_is_not_stale(outcome: EntryOutcome) -> None:
    entries = [msgspec.structs.replace(one, outcome=outcome) for one in planned()]
    assert stale(entries, target=side(movie(1), name=UHD)) == {}


def test_what_failed_can_be_stale() -> None:
    entries = [msgspec.structs.replace(one, outcome=EntryOutcome.FAILED) for one in planned()]
    assert "1" in stale(entries, target=side(*TARGET.titles, movie(1), name=UHD))


def test_settings_and_exclusions_are_never_stale() -> None:
    entries = [
        msgspec.structs.replace(one, entry=msgspec.structs.replace(one.entry, subject=EntrySubject.EXCLUSION))
        for one in planned()
    ]
    assert stale(entries, target=side(name=UHD)) == {}


def test_a_union_compares_each_entry_with_the_side_it_comes_from() -> None:
    entries = planned(mode="union")
    assert {one.entry.instance for one in entries} == {UHD, "radarr.main"}
    assert stale(entries) == {}
    target = side(movie(2), movie(3, profile="UHD"), name=UHD)
    assert stale(entries, target=target) == {"3": "It has changed on radarr.uhd since the plan was made."}


def test_an_old_snapshot_of_the_instance_itself_is_the_source_of_a_restore() -> None:
    now = side(movie(2))
    then = side(movie(1), movie(2, monitored=False), label="radarr.main@4")
    entries = [
        msgspec.structs.replace(one, entry=msgspec.structs.replace(one.entry, instance="radarr.main"))
        for one in planned(then, side(movie(2), name=UHD))
    ]
    assert stale_entries(entries, {"radarr.main": now}, then) == {}
    gone = side(movie(2, monitored=False), label="radarr.main@4")
    assert stale_entries(entries, {"radarr.main": now}, gone) == {
        0: "radarr.main@4 does not have it any more."
    }


def test_without_a_source_only_the_instance_written_counts() -> None:
    assert stale_entries(planned(), {UHD: TARGET}, None) == {}


def test_an_instance_nothing_is_stored_of_makes_its_entries_stale() -> None:
    found = stale_entries(planned(), {}, SOURCE)
    assert set(found.values()) == {"Nothing is stored of radarr.uhd any more."}


BASE = series(81, tags=("kids",))


@pytest.mark.parametrize(
    "other",
    [
        changed(BASE, monitored=False),
        changed(BASE, path="/tv/Elsewhere"),
        changed(BASE, root_folder="/anime"),
        changed(BASE, series_type="anime"),
        changed(BASE, monitor_new_items="none"),
        changed(BASE, minimum_availability="announced"),
        changed(BASE, seasons=(Season(season_number=1, monitored=True),)),
        replace(BASE, tags=()),
        replace(BASE, profiles={"quality_profile": "UHD"}),
        replace(BASE, files=11),
    ],
)
def test_every_fact_a_plan_looks_at_is_in_the_mark(other: SideTitle) -> None:
    there = side(BASE, name="sonarr.main")
    assert title_checksum(other, there) != title_checksum(BASE, there)


def test_what_changes_by_itself_is_not_in_the_mark() -> None:
    there = side(BASE, name="sonarr.main")
    other = replace(BASE, volatile=Volatile(popularity=5.0), size=1)
    assert title_checksum(other, there) == title_checksum(BASE, there) != 0
