"""Additions that an app would refuse: held for a decision, or added without what it refuses."""

from __future__ import annotations

from arrtui.features.sync.model import Decision, EntryOutcome, Op
from tests.runtime.sync.runs import sync_and_apply
from tests.runtime.sync.test_use_cases import Bench
from tests.runtime.sync.test_use_cases import bench as bench


async def test_an_addition_to_another_titles_folder_is_not_sent_every_night_and_can_be_approved(
    bench: Bench,
) -> None:
    target = bench.estate.apps["radarr.4k"].store
    first = await bench.planned("movies", fresh=True)
    addition = next(planned for planned in first.entries if planned.entry.op is Op.ADD)
    source = bench.estate.apps["radarr.main"].store
    movie = next(m for m in source.titles.values() if str(m["tmdbId"]) == addition.entry.ident)
    folder = f"/movies4k/{movie['path'].rpartition('/')[2]}"
    holder = next(iter(target.titles.values()))
    holder["path"] = folder
    for _night in range(2):
        result = await sync_and_apply(bench.services, "movies")
        assert result["failed"] == 0
        assert movie["tmdbId"] not in bench.tmdb("radarr.4k")
    opened = await bench.planned("movies", fresh=True)
    (held,) = [planned for planned in opened.entries if planned.entry.ident == addition.entry.ident]
    assert held.decision is Decision.UNDECIDED and held.entry.by_hand
    await bench.sync.decide(opened.plan.id, [held.position], Decision.APPROVED, by_hand=True)
    (applied,) = await bench.applied(opened.plan.id)
    assert (applied["applied"], applied["failed"]) == (1, 0)
    added = next(m for m in target.titles.values() if m["tmdbId"] == movie["tmdbId"])
    assert added["path"] == f"{folder} {{tmdb-{movie['tmdbId']}}}"


async def test_a_title_is_added_without_a_tag_that_the_app_refuses_and_that_is_told(bench: Bench) -> None:
    opened = await bench.planned("movies", fresh=True)
    addition = next(planned for planned in opened.entries if planned.entry.op is Op.ADD)
    await bench.sync.edit(opened.plan.id, addition.position, {"tags": ["größe_1", "plain"]})
    await bench.sync.decide(opened.plan.id, [addition.position], Decision.APPROVED)
    await bench.applied(opened.plan.id)
    after = (await bench.sync.open(opened.plan.id)).entries[addition.position]
    assert after.outcome is EntryOutcome.DONE
    assert "größe_1" in after.message and "a-z" in after.message
    store = bench.estate.apps["radarr.4k"].store
    added = next(m for m in store.titles.values() if str(m["tmdbId"]) == addition.entry.ident)
    assert {store.tags[tag]["label"] for tag in added["tags"]} == {"plain"}
