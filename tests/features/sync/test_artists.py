"""Artists and their albums: planned, written, read back, undone and restored on two simulated Lidarrs."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import msgspec
import pytest

from arrtui.core.albums import Album
from arrtui.core.apps import METADATA, Kind
from arrtui.core.config.sync import SyncLimits, SyncMap, SyncPair
from arrtui.core.errors import PairError, UnreachableError
from arrtui.demo.app.commands import CommandQueue
from arrtui.features.sync.actions import (
    Action,
    ActionKind,
    ActionTarget,
    commands_of,
    plan_action,
    summarize,
)
from arrtui.features.sync.fields.metadata_profiles import dropped_by
from arrtui.features.sync.model import EntryOutcome, Fields, Op, PlanKind, Side
from arrtui.features.sync.planning.check import check_pair
from arrtui.features.sync.planning.make import make_copy, make_plan
from arrtui.features.sync.revert.restore import make_restore
from arrtui.features.sync.review import profile_costs
from arrtui.features.sync.wording import effect_text
from tests.features.sync.furnished import set_up_anew
from tests.features.sync.pairs import pair
from tests.features.sync.rig import Rig, posted

MAIN, SECOND = "lidarr.main", "lidarr.second"
UPDATE = ("monitored", "quality_profile", "metadata_profile", "tags", "monitor_new_items", "episodes")


def artists(**options: Any) -> SyncPair:
    """Return a pair of the two Lidarrs that keeps everything equal but folders."""
    values: dict[str, Any] = {"target": SECOND, "update": UPDATE, "roots": {"*": "/music"}} | options
    return pair(kind="lidarr", **values)


def state(side: Side) -> dict[str, Fields]:
    """Return artists with their albums by external id, without what differs by itself between instances."""
    return {
        title.item.external_id: {
            "title": title.item.title,
            "monitored": title.item.monitored,
            "profiles": (dict(title.profiles)),
            "tags": title.tags,
            "new": title.item.monitor_new_items,
            "albums": dict(side.episodes.get(title.item.id, {})),
        }
        for title in side.titles
    }


def of(side: Side, external_id: str) -> int:
    """Return the id of an artist on an instance."""
    return next(title.item.id for title in side.titles if title.item.external_id == external_id)


def side_of(rig: Rig, name: str) -> Side:
    return rig.side(name, episodes=True, files=True)


async def test_a_sync_carries_artists_with_both_profiles_and_the_choice_of_albums(music: Rig) -> None:
    plan_id = music.save(await music.compare(artists()))
    before = state(side_of(music, SECOND))
    kinds = [planned.entry.op for planned in music.entries(plan_id)]
    effects = [effect_text(planned) for planned in music.entries(plan_id)]
    assert any("album" in effect for effect in effects)
    assert not any("episode" in effect for effect in effects)
    entries = [planned.entry for planned in music.entries(plan_id)]
    assert all(entry.children.keys() == entry.after.get("episodes", {}).keys() for entry in entries)
    assert Op.ADD in kinds
    assert Op.UPDATE in kinds
    await music.apply(plan_id, SECOND)
    assert music.problems(plan_id) == []
    await music.back_up(SECOND)
    main, second = state(side_of(music, MAIN)), state(side_of(music, SECOND))
    for external_id, wanted in main.items():
        got = second[external_id]
        both = wanted["albums"].keys() & got["albums"].keys()
        assert {name: wanted[name] for name in wanted if name != "albums"} == {
            name: got[name] for name in got if name != "albums"
        }
        assert {key: wanted["albums"][key] for key in both} == {key: got["albums"][key] for key in both}
        if external_id not in before:
            assert wanted["albums"].keys() == got["albums"].keys()
    again = await music.compare(artists())
    assert again.entries == []
    adds = posted(music.app(SECOND), ["/api/v1/artist", "/api/v1/artist/import"])
    assert len(adds) == kinds.count(Op.ADD)


async def synced(music: Rig, **options: Any) -> tuple[int, Side]:
    """Apply the pair; return its plan and the target as it was before."""
    plan_id = music.save(await music.compare(artists(**options)))
    before = side_of(music, SECOND)
    await music.apply(plan_id, SECOND)
    assert music.problems(plan_id) == []
    return plan_id, before


async def test_undoing_a_sync_leaves_the_instance_as_it_was(music: Rig) -> None:
    plan_id, before = await synced(music)
    undo_id = await music.undo(plan_id, SECOND)
    await music.apply(undo_id, SECOND)
    assert music.problems(undo_id) == []
    await music.back_up(SECOND)
    assert state(side_of(music, SECOND)) == state(before)


async def test_an_empty_lidarr_is_restored_to_what_it_was(music: Rig) -> None:
    app = music.app(MAIN)
    await music.back_up(MAIN)
    then = side_of(music, MAIN)
    async with music.client(MAIN) as client:
        await client.remove([title.item.id for title in then.titles], delete_files=False, exclude=False)
    app.store.settle()
    set_up_anew(app)
    await music.back_up(MAIN)
    plan_id = music.save(make_restore(then, side_of(music, MAIN)), kind=PlanKind.RESTORE)
    await music.apply(plan_id, MAIN)
    assert music.problems(plan_id) == []
    await music.back_up(MAIN)
    now = side_of(music, MAIN)
    assert state(now) == state(then)
    for profile in now.kind.app.profiles:
        assert {*now.profile_names(profile.name)} >= {*then.profile_names(profile.name)}


@pytest.mark.parametrize("lost_after", [1, 2, 3])
async def test_an_apply_lost_between_additions_goes_on_and_adds_nothing_twice(
    music: Rig, lost_after: int
) -> None:
    plan_id = music.save(await music.compare(artists()))
    app = music.app(SECOND)
    app.faults.crash_after_writes(lost_after)
    with pytest.raises(UnreachableError):
        await music.apply(plan_id, SECOND)
    app.faults.clear()
    await music.apply(plan_id, SECOND)
    assert music.problems(plan_id) == []
    adds = [write for write in app.written if write.path == "/api/v1/artist" and write.executed]
    ids = [write.body["foreignArtistId"] for write in adds]
    assert len(ids) == len({*ids})
    await music.back_up(SECOND)
    assert (await music.compare(artists())).entries == []


async def test_each_artist_is_complete_before_the_next_is_added(music: Rig) -> None:
    plan_id = music.save(await music.compare(artists(update=())))
    app = music.app(SECOND)
    app.reset_requests()
    await music.apply(plan_id, SECOND)
    requests = [
        (method, path) for method, path in app.requests if path in ("/api/v1/artist", "/api/v1/command")
    ]
    adds = [place for place, request in enumerate(requests) if request == ("POST", "/api/v1/artist")]
    assert len(adds) > 1
    between = (requests[first:last] for first, last in pairwise(adds))
    assert all(("GET", "/api/v1/command") in part for part in between)  # the refresh was waited for


# --- metadata profiles ------------------------------------------------------------------------------------


async def test_a_narrower_metadata_profile_says_what_the_next_refresh_drops(music: Rig) -> None:
    app, artist = music.app(MAIN), await wide_artist(music)
    draft = await music.compare(artists(source=SECOND, target=MAIN, update=("metadata_profile",)))
    (entry,) = [entry for entry in draft.entries if entry.external_id == artist]
    assert entry.after == {"metadata_profile": "Standard"}
    (warning,) = entry.warnings
    before = music.side(MAIN, episodes=True)
    plan_id = music.save(draft)
    await music.apply(plan_id, MAIN)
    app.store.settle()
    async with music.client(MAIN) as client:
        await client.command("RefreshArtist", {"artistIds": [entry.item_id]})
    app.store.settle()
    await music.back_up(MAIN)
    now = music.side(MAIN, episodes=True)
    gone = {album.title for album in before.albums[entry.item_id]} - {
        album.title for album in now.albums[entry.item_id]
    }
    assert gone
    assert warning.startswith(f"The next refresh deletes {len(gone)} album")
    assert all(title in warning for title in sorted(gone)[:5])


async def wide_artist(music: Rig) -> str:
    """Give an artist of both instances everything on the one and the usual on the other; return its id."""
    await music.back_up(MAIN, SECOND)
    main, second = music.side(MAIN, episodes=True), music.side(SECOND)
    shared = {title.item.external_id for title in second.titles}
    artist = next(title.item for title in main.titles if title.item.external_id in shared)
    for name, profile in ((MAIN, 3), (SECOND, 1)):
        number = of(music.side(name), artist.external_id)
        async with music.client(name) as client:
            await client.edit([number], {"metadataProfileId": profile})
            await client.command("RefreshArtist", {"artistIds": [number]})
        music.app(name).store.settle()
    store = music.app(MAIN).store
    for number in [album["id"] for album in store.albums_of(artist.id)]:  # type: ignore[union-attr]
        for file_id in list(store.album_files[number]):  # type: ignore[union-attr]
            store.delete_file(file_id)
    return artist.external_id


async def test_what_a_metadata_profile_is_called_elsewhere_is_mapped(music: Rig) -> None:
    plan = await music.compare(artists(update=("metadata_profile",), metadata_profiles={"*": "None"}))
    profiles = {entry.after["metadata_profile"] for entry in plan.entries}
    assert profiles == {"None"}
    with pytest.raises(PairError, match="Nothing like it"):
        check_pair(artists(metadata_profiles={"*": "Nothing like it"}), music.side(MAIN), music.side(SECOND))


async def test_a_copied_artist_takes_its_albums_and_its_mapped_profile_along(music: Rig) -> None:
    await music.back_up(MAIN, SECOND)
    main, second = music.side(MAIN, episodes=True), music.side(SECOND)
    there = {title.item.external_id for title in second.titles}
    title = next(title for title in main.titles if title.item.external_id not in there)
    names = SyncMap(metadata_profiles={"*": "Everything"}, root_folders={"*": "/music"})
    (entry,) = make_copy(replace(main, titles=(title,)), second, names, search=False).entries
    assert entry.after["metadata_profile"] == "Everything"
    assert entry.after["episodes"] == main.episodes[title.item.id]


async def test_a_plan_that_costs_too_many_albums_is_decided_one_by_one(music: Rig) -> None:
    await music.back_up(MAIN, SECOND)
    main, second = music.side(MAIN, episodes=True), music.side(SECOND)
    albums = {title.item.id: albums_named(1 + 20 * (place < 2)) for place, title in enumerate(main.titles)}
    main, source = replace(main, albums=albums), replace(second, titles=main.titles[2:])
    limits = SyncLimits(removals=9, removals_percent=50)
    draft = make_plan(artists(source=SECOND, target=MAIN, mode="mirror", limits=limits), source, main)
    assert draft.locked == f"It costs {MAIN} 42 of 47 albums; the limit is 23 (50 %)."
    assert [entry.by_hand for entry in draft.entries if entry.op is Op.REMOVE] == [True, True]
    source = replace(second, titles=main.titles[1:])
    draft = make_plan(artists(source=SECOND, target=MAIN, mode="mirror", limits=limits), source, main)
    assert draft.locked == "", "one artist may go, whatever it has"


def albums_named(count: int) -> tuple[Album, ...]:
    return tuple(Album(f"a{number}", f"A{number}", "Album", (), frozenset(), True) for number in range(count))


# --- what is not written ----------------------------------------------------------------------------------


async def test_folders_are_kept_equal_only_together_with_moving_files(music: Rig) -> None:
    await music.back_up(MAIN, SECOND)
    sides = music.side(MAIN), music.side(SECOND)
    check_pair(artists(update=("root_folder",), move_files=True), *sides)
    with pytest.raises(PairError, match="move_files = true"):
        check_pair(artists(update=("root_folder",)), *sides)


@pytest.mark.parametrize("command", ["RefreshArtist", "BulkRefreshArtist", "RefreshAlbum"])
async def test_nothing_is_edited_under_a_refresh_that_would_undo_it(
    music: Rig, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await music.back_up(MAIN)
    side, app = side_of(music, MAIN), music.app(MAIN)
    title = next(title for title in side.titles if len(side.episodes.get(title.item.id, {})) > 1)
    key, monitored = next(iter(side.episodes[title.item.id].items()))
    kind = ActionKind.UNMONITOR if monitored else ActionKind.MONITOR
    target = ActionTarget(instance=MAIN, item_id=title.item.id, episodes=(key,))
    plan_id = music.save(plan_action(Action(kind=kind, targets=(target,)), side), kind=PlanKind.ACTION)
    monkeypatch.setattr(CommandQueue, "runs_for", 3600.0)
    album = app.store.album_ids[title.item.id][0]  # type: ignore[union-attr]
    body = {"albumId": album} if command == "RefreshAlbum" else {"artistIds": [title.item.id]}
    async with music.client(MAIN) as client:
        await client.command(command, body)
    app.reset_requests()
    await music.apply(plan_id, MAIN, wait_seconds=0.1)
    assert music.outcomes(plan_id) == [EntryOutcome.BUSY]
    assert app.writes() == []
    monkeypatch.setattr(CommandQueue, "runs_for", 0.01)
    app.store.settle()
    await music.apply(plan_id, MAIN)
    assert music.outcomes(plan_id) == [EntryOutcome.DONE]


# --- actions ----------------------------------------------------------------------------------------------


async def test_single_albums_are_monitored_and_searched_for(music: Rig) -> None:
    await music.back_up(MAIN)
    side = side_of(music, MAIN)
    title = next(title for title in side.titles if len(side.episodes.get(title.item.id, {})) > 2)
    keys = list(side.episodes[title.item.id])[:2]
    target = ActionTarget(instance=MAIN, item_id=title.item.id, episodes=tuple(keys), episode_ids=(11, 12))
    (search,) = commands_of(Action(kind=ActionKind.SEARCH, targets=(target,)), MAIN, Kind.LIDARR)
    assert (search.name, search.body) == ("AlbumSearch", {"albumIds": [11, 12]})
    assert search.text == f"search for 2 albums of number {title.item.id}"
    for kind in (ActionKind.UNMONITOR, ActionKind.MONITOR):
        draft = plan_action(Action(kind=kind, targets=(target,)), side)
        await music.apply(music.save(draft, kind=PlanKind.ACTION), MAIN)
        await music.back_up(MAIN)
        side = side_of(music, MAIN)
        assert {side.episodes[title.item.id][key] for key in keys} == {kind is ActionKind.MONITOR}


async def test_whole_artists_are_searched_for_one_by_one_and_refreshed_together(music: Rig) -> None:
    targets = tuple(ActionTarget(instance=MAIN, item_id=number, title=f"T{number}") for number in (1, 2))
    searches = commands_of(Action(kind=ActionKind.SEARCH, targets=targets), MAIN, Kind.LIDARR)
    assert [(row.name, row.body) for row in searches] == [
        ("ArtistSearch", {"artistId": 1}),
        ("ArtistSearch", {"artistId": 2}),
    ]
    (refresh,) = commands_of(Action(kind=ActionKind.REFRESH, targets=targets), MAIN, Kind.LIDARR)
    assert (refresh.name, refresh.body) == ("RefreshArtist", {"artistIds": [1, 2]})


async def test_a_folder_is_not_changed_without_its_files(music: Rig) -> None:
    await music.back_up(MAIN)
    side = music.side(MAIN)
    title = next(title for title in side.titles if title.item.root_folder == "/music")
    target = ActionTarget(instance=MAIN, item_id=title.item.id)
    values: dict[str, Any] = {"kind": ActionKind.ROOT_FOLDER, "value": {MAIN: "/music-archive"}}
    draft = plan_action(Action(targets=(target,), **values), side)
    assert draft.entries == []
    assert draft.left_out[0].reason == "Lidarr changes a folder only together with moving the files."
    (told,) = summarize(Action(targets=(target,), **values), {MAIN: side})
    assert told.text == "nothing to do: Lidarr changes a folder only together with moving the files"
    draft = plan_action(Action(targets=(target,), move_files=True, **values), side)
    plan_id = music.save(draft, kind=PlanKind.ACTION)
    await music.apply(plan_id, MAIN)
    assert music.outcomes(plan_id) == [EntryOutcome.DONE]
    assert music.app(MAIN).store.titles[title.item.id]["path"].startswith("/music-archive/")


async def test_another_metadata_profile_says_first_which_albums_it_costs(music: Rig) -> None:
    artist = await wide_artist(music)
    await music.back_up(MAIN)
    side = side_of(music, MAIN)
    target = ActionTarget(instance=MAIN, item_id=of(side, artist))
    action = Action(
        kind=ActionKind.PROFILE, targets=(target,), value={MAIN: "Standard"}, profile=METADATA.name
    )
    (summary,) = summarize(action, {MAIN: side})
    (entry,) = plan_action(action, side).entries
    (warning,) = entry.warnings
    _, lost = dropped_by(entry.after, side, entry.item_id)
    assert lost
    assert f"DELETES {len(lost)} album" in summary.text
    assert all(album.title in warning for album in lost[:5])
    plan_id = music.save(plan_action(action, side), kind=PlanKind.ACTION)
    (planned,) = music.entries(plan_id)
    edited = msgspec.structs.replace(planned, edits={METADATA.name: "Everything"})
    costs = [music.database.read_sync(profile_costs, [each]) for each in (planned, edited)]
    assert costs == [[f"{entry.title}: {warning}"], []]
    await music.apply(plan_id, MAIN)
    assert music.problems(plan_id) == []
    await music.back_up(MAIN)
    now = next(title for title in side_of(music, MAIN).titles if title.item.external_id == artist)
    assert now.profiles[METADATA.name] == "Standard"
