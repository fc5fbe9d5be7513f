"""Edits beside refreshes of the app: they wait, end as busy, or are found to have been changed back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from arrtui.clients import SonarrClient
from arrtui.demo.http.wire import Obj
from arrtui.features.sync import store
from arrtui.features.sync.apply import run
from arrtui.features.sync.apply.adds import add
from arrtui.features.sync.model import Entry, EntryOutcome, EntrySubject, Fields, Op, PlanDraft, entry_key
from tests.features.sync.apply.test_run import ANIME, MAIN, SERIES, StopError, series
from tests.features.sync.rig import Rig


def edit(rig: Rig, number: int, *, name: str = SERIES, **after: Any) -> Entry:
    """Return an entry that changes the title at a place in an instance's list."""
    title = list(rig.app(name).store.titles.values())[number]
    external_id = str(title[rig.app(name).store.spec.external_id])
    now: Fields = {"monitored": title["monitored"]} if "monitored" in after else {}
    return Entry(
        key=entry_key(name, EntrySubject.ITEM, external_id),
        instance=name,
        op=Op.UPDATE,
        ident=external_id,
        item_id=title["id"],
        title=title["title"],
        now=now,
        after=after,
    )


def flipped(rig: Rig, number: int, *, name: str = SERIES) -> Entry:
    """Return an entry that changes whether a title is monitored."""
    title = list(rig.app(name).store.titles.values())[number]
    return edit(rig, number, name=name, monitored=not title["monitored"])


def hold_refresh(rig: Rig, *item_ids: int, name: str = SERIES) -> None:
    """Let a refresh of titles be under way, of all without ids; it does not end before `let_go`."""
    held, spec = rig.app(name).store, rig.app(name).store.spec
    with held.lock:
        held.commands.held.add(f"Refresh{spec.model}")
        held.commands.post({"name": f"Refresh{spec.model}", spec.ids_key: list(item_ids)})
        held.commands.advance(time.time() + 60)


def let_go(rig: Rig, name: str = SERIES) -> None:
    """Let held commands end."""
    rig.app(name).store.commands.held.clear()


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something to have happened."""
    while not condition():
        await asyncio.sleep(0.01)


def monitored(rig: Rig, entry: Entry) -> bool:
    """Return whether the title of an entry is monitored."""
    flag: bool = rig.app(entry.instance).store.titles[entry.item_id]["monitored"]
    return flag


def edits_of(rig: Rig, name: str = SERIES) -> list[Obj]:
    """Return the bodies of the edits that were executed."""
    return [write.body for write in rig.app(name).written if write.method == "PUT" and write.executed]


# --- waiting ---------------------------------------------------------------------------------------------


async def test_what_no_refresh_concerns_is_written_first_and_the_rest_when_it_has_ended(rig: Rig) -> None:
    await rig.back_up(SERIES)
    free, busy = flipped(rig, 0), flipped(rig, 1)
    plan_id = rig.save(PlanDraft(entries=[busy, free]))
    hold_refresh(rig, busy.item_id)
    apply = asyncio.create_task(rig.apply(plan_id, SERIES))
    await until(lambda: monitored(rig, free) is free.after["monitored"])
    await until(lambda: "waiting for Sonarr to refresh 1 series" in rig.progress)
    assert monitored(rig, busy) is busy.now["monitored"]
    let_go(rig)
    assert await apply == {"done": 2}
    assert monitored(rig, busy) is busy.after["monitored"]


async def test_what_still_waits_ends_as_busy_unwritten_and_the_next_run_writes_it(rig: Rig) -> None:
    await rig.back_up(SERIES)
    free, busy = flipped(rig, 0), flipped(rig, 1)
    plan_id = rig.save(PlanDraft(entries=[busy, free]))
    hold_refresh(rig, busy.item_id)
    assert await rig.apply(plan_id, SERIES, wait_seconds=0) == {"busy": 1, "done": 1}
    assert [row["seriesIds"] for row in edits_of(rig)] == [[free.item_id]]
    let_go(rig)
    assert await rig.apply(plan_id, SERIES) == {"done": 1}
    assert monitored(rig, busy) is busy.after["monitored"]


async def test_a_refresh_of_the_whole_library_concerns_every_series(rig: Rig) -> None:
    await rig.back_up(SERIES)
    plan_id = rig.save(PlanDraft(entries=[flipped(rig, 0), flipped(rig, 1)]))
    hold_refresh(rig)
    assert await rig.apply(plan_id, SERIES, wait_seconds=0) == {"busy": 2}
    assert edits_of(rig) == []


async def test_radarr_is_not_waited_for(rig: Rig) -> None:
    await rig.back_up(MAIN)
    entry = flipped(rig, 0, name=MAIN)
    plan_id = rig.save(PlanDraft(entries=[entry]))
    hold_refresh(rig, entry.item_id, name=MAIN)
    assert await rig.apply(plan_id, MAIN, wait_seconds=0) == {"done": 1}


async def test_waiting_can_be_cancelled(rig: Rig) -> None:
    await rig.back_up(SERIES)
    busy = flipped(rig, 0)
    plan_id = rig.save(PlanDraft(entries=[busy]))
    hold_refresh(rig, busy.item_id)

    def check() -> None:
        if any("waiting" in text for text in rig.progress):
            raise StopError

    with pytest.raises(StopError):
        await rig.apply(plan_id, SERIES, check=check)
    assert rig.outcomes(plan_id) == [EntryOutcome.NONE]


async def test_single_episodes_are_set_although_a_refresh_runs_and_stay(rig: Rig) -> None:
    await rig.back_up(SERIES)
    shows = rig.app(SERIES).store
    title = next(iter(shows.titles.values()))
    episode = shows.episodes_of(title["id"])[0]
    key = f"{episode['seasonNumber']}x{episode['episodeNumber']}"
    wanted = {"monitored": not title["monitored"], "episodes": {key: not episode["monitored"]}}
    plan_id = rig.save(PlanDraft(entries=[edit(rig, 0, **wanted)]))
    hold_refresh(rig, title["id"])
    apply = asyncio.create_task(rig.apply(plan_id, SERIES))
    await until(lambda: bool(episode["monitored"]) is wanted["episodes"][key])
    assert title["monitored"] is not wanted["monitored"]
    let_go(rig)
    assert await apply == {"done": 1}
    assert (title["monitored"], episode["monitored"]) == (wanted["monitored"], wanted["episodes"][key])


async def test_the_refreshes_of_all_that_was_added_are_waited_for_together(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(run.WRITERS, (EntrySubject.ITEM, Op.ADD), (add, 1))
    draft = await rig.compare(series())
    added = [
        replace(entry, after={**entry.after, "episodes": {"1x1": False}})
        for entry in draft.entries
        if entry.op is Op.ADD
    ][:2]
    plan_id = rig.save(PlanDraft(entries=added))
    rig.app(ANIME).store.commands.held.add("RefreshSeries")
    apply = asyncio.create_task(rig.apply(plan_id, ANIME))
    await until(lambda: "waiting for Sonarr to refresh 2 series" in rig.progress)
    let_go(rig, ANIME)
    assert await apply == {"done": 2}


# --- changed back ----------------------------------------------------------------------------------------


async def test_what_a_refresh_has_changed_back_is_not_done_and_can_be_written_again(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    await rig.back_up(SERIES)
    kept, lost = flipped(rig, 0), flipped(rig, 1)
    plan_id = rig.save(PlanDraft(entries=[kept, lost]))
    hold_refresh(rig, lost.item_id)
    # the refresh began between the look at the commands and the edit
    monkeypatch.setattr("arrtui.features.sync.apply.updates.titles_refreshed", nothing_refreshed)
    apply = asyncio.create_task(rig.apply(plan_id, SERIES))
    await until(lambda: "waiting for Sonarr to end a refresh" in rig.progress)
    let_go(rig)
    assert await apply == {"changed_back": 1, "done": 1}
    assert monitored(rig, lost) is lost.now["monitored"]
    assert ["Changed back by Sonarr: monitored" in text for text in rig.problems(plan_id)] == [True]
    states = {step.position: step.state for step in rig.database.read_sync(store.steps, plan_id)}
    assert states == {0: "done", 1: "failed"}
    assert await rig.apply(plan_id, SERIES) == {"done": 1}
    assert monitored(rig, lost) is lost.after["monitored"]


async def nothing_refreshed(*_: object, **__: object) -> set[int]:
    """See no refresh."""
    return set()


async def test_episodes_that_changed_back_with_their_season_are_noticed(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    await rig.back_up(SERIES)
    shows = rig.app(SERIES).store
    title = next(iter(shows.titles.values()))
    season = next(row for row in shows.seasons_of(title) if row["seasonNumber"])
    number, flag = season["seasonNumber"], not season["monitored"]
    plan_id = rig.save(PlanDraft(entries=[edit(rig, 0, seasons={str(number): flag})]))
    hold_refresh(rig, title["id"])
    monkeypatch.setattr("arrtui.features.sync.apply.updates.titles_refreshed", nothing_refreshed)
    apply = asyncio.create_task(rig.apply(plan_id, SERIES))
    await until(lambda: "waiting for Sonarr to end a refresh" in rig.progress)
    let_go(rig)
    assert await apply == {"changed_back": 1}
    flags = {row["monitored"] for row in shows.episodes_of(title["id"]) if row["seasonNumber"] == number}
    assert flags == {not flag}


async def test_many_titles_are_read_back_with_one_list(rig: Rig) -> None:
    await rig.back_up(MAIN)
    entries = [flipped(rig, number, name=MAIN) for number in range(8)]
    plan_id = rig.save(PlanDraft(entries=entries))
    rig.app(MAIN).reset_requests()
    assert await rig.apply(plan_id, MAIN) == {"done": 8}
    lists = [path for method, path in rig.app(MAIN).requests if (method, path) == ("GET", "/api/v3/movie")]
    assert len(lists) == 2, "one for the snapshot before, one to read back"


# --- episodes that are gone ------------------------------------------------------------------------------


async def test_an_episode_that_went_away_meanwhile_leaves_the_others_set(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    await rig.back_up(SERIES)
    shows = rig.app(SERIES).store
    title = max(shows.titles.values(), key=lambda title: len(shows.episodes_of(title["id"])))
    first, gone, renumbered = shows.episodes_of(title["id"])[:3]
    keys = [f"{row['seasonNumber']}x{row['episodeNumber']}" for row in (first, gone, renumbered)]
    for row in (first, gone, renumbered):
        row["monitored"] = False
    place = list(shows.titles.values()).index(title)
    plan_id = rig.save(PlanDraft(entries=[edit(rig, place, episodes=dict.fromkeys(keys, True))]))
    set_episodes = SonarrClient.set_episodes

    async def change_meanwhile(client: SonarrClient, ids: list[int], flag: bool) -> None:
        monkeypatch.undo()
        with shows.lock:
            del shows.episodes[gone["id"]]
            again = shows.episodes.pop(renumbered["id"]) | {"id": 900_000}
            shows.episodes[again["id"]] = again
            shows.touch()
        await set_episodes(client, ids, flag)

    monkeypatch.setattr(SonarrClient, "set_episodes", change_meanwhile)
    assert await rig.apply(plan_id, SERIES) == {"done": 1}
    assert [row.message for row in rig.entries(plan_id)] == [f"Not there: {keys[1]}."]
    assert shows.episodes[first["id"]]["monitored"] and shows.episodes[900_000]["monitored"]
    assert {step.state for step in rig.database.read_sync(store.steps, plan_id)} == {"done"}


# --- read before it is written ---------------------------------------------------------------------------


async def test_a_series_is_read_right_before_it_is_put(rig: Rig) -> None:
    await rig.back_up(SERIES)
    shows = rig.app(SERIES).store
    entries = []
    for number, title in enumerate(list(shows.titles.values())[:3]):
        season = next(row for row in shows.seasons_of(title) if row["seasonNumber"])
        entries.append(edit(rig, number, seasons={str(season["seasonNumber"]): not season["monitored"]}))
    plan_id = rig.save(PlanDraft(entries=entries))
    rig.app(SERIES).reset_requests()
    assert await rig.apply(plan_id, SERIES) == {"done": 3}
    requests = rig.app(SERIES).requests
    for entry in entries:
        put = requests.index(("PUT", f"/api/v3/series/{entry.item_id}"))
        read = [path for method, path in requests[:put] if path.startswith("/api/v3/series/")]
        assert read[-1] == f"/api/v3/series/{entry.item_id}"
