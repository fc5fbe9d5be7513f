"""Removing single albums, undoing that, and albums that come only after a refresh, on a simulated Lidarr."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from arrtui.core.apps import METADATA
from arrtui.core.config.sync import SyncLimits
from arrtui.core.domain import SettingType
from arrtui.core.errors import ArrError
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.db import estate_events
from arrtui.demo.app.commands import CommandQueue
from arrtui.features.backup.backup import back_up
from arrtui.features.backup.report_news import store_news
from arrtui.features.backup.store import BackupRules, StoredSnapshot
from arrtui.features.sync.actions import Action, ActionKind, ActionTarget, plan_action, summarize
from arrtui.features.sync.fields.title_state import present_entry, title_state
from arrtui.features.sync.model import EntryOutcome, EntrySubject, Op, PlanDraft, PlanKind, Side
from arrtui.features.sync.planning.make import make_plan
from arrtui.features.sync.revert.restore import make_restore
from tests.features.sync.pairs import pair
from tests.features.sync.rig import Rig, quiet

MAIN, SECOND = "lidarr.main", "lidarr.second"


@dataclass(frozen=True)
class Chosen:
    """Albums of an artist that are removed."""

    side: Side
    item_id: int
    external_id: str
    keys: tuple[str, ...]

    def action(self, **options: Any) -> Action:
        target = ActionTarget(instance=self.side.instance, item_id=self.item_id, episodes=self.keys)
        return Action(kind=ActionKind.DELETE, targets=(target,), **options)


async def chosen(music: Rig, count: int = 2) -> Chosen:
    """Back up, and return the first albums of the first artist that has more, one of them monitored."""
    await music.back_up(MAIN)
    side = music.side(MAIN, episodes=True, files=True)
    title = next(title for title in side.titles if len(side.episodes.get(title.item.id, {})) > count)
    flags = side.episodes[title.item.id]
    keys = tuple(sorted(flags, key=lambda key: not flags[key])[:count])
    return Chosen(side, title.item.id, title.item.external_id, keys)


def removal(music: Rig, albums: Chosen) -> int:
    return music.save(plan_action(albums.action(), albums.side), kind=PlanKind.ACTION)


async def present(music: Rig, albums: Chosen) -> dict[str, bool]:
    await music.back_up(MAIN)
    flags = music.side(MAIN, episodes=True).episodes[albums.item_id]
    return {key: flag for key, flag in flags.items() if key in albums.keys}


async def excluded(music: Rig) -> set[str]:
    async with music.client(MAIN) as client:
        return {row["foreignId"] for row in await client.raw_settings(SettingType.EXCLUSION)}


async def heard(music: Rig) -> list[EstateEvent]:
    """Back up, and return what that brings of changed artists."""

    def keep(stored: StoredSnapshot) -> None:
        store_news(stored)

    async with music.client(MAIN) as client:
        rules = BackupRules(full=True, accept_shrink=True)
        await back_up(client, music.database, rules, width=2, progress=quiet, on_stored=keep)
    events = music.database.read_sync(estate_events.since, 0.0, (EventType.TITLE_CHANGED,), [MAIN])
    return [event for event in events if event.facts.get("episodes_removed")]


async def refreshed(music: Rig, item_id: int) -> None:
    async with music.client(MAIN) as client:
        await client.command("RefreshArtist", {"artistIds": [item_id]})
    music.app(MAIN).store.settle()


@pytest.mark.parametrize("delete_files", [False, True])
async def test_a_removed_album_stays_away_and_undoing_brings_it_back(music: Rig, delete_files: bool) -> None:
    albums = await chosen(music)
    before = {key: albums.side.episodes[albums.item_id][key] for key in albums.keys}
    (summary,) = summarize(albums.action(delete_files=delete_files), {MAIN: albums.side})
    assert summary.text.startswith("2 albums will be deleted and put on the exclusion list")
    assert ("DELETED FROM DISK" in summary.text) is (delete_files and summary.files > 0)
    plan_id = removal(music, albums)
    assert {planned.entry.subject for planned in music.entries(plan_id)} == {EntrySubject.ALBUM}
    await music.apply(plan_id, MAIN, delete_files=delete_files)
    assert music.outcomes(plan_id) == [EntryOutcome.DONE] * 2
    assert {*albums.keys} <= await excluded(music)
    await refreshed(music, albums.item_id)
    assert [event.own for event in await heard(music)] == [True]
    assert await present(music, albums) == {}
    undo_id = await music.undo(plan_id, MAIN)
    lost = [warning for planned in music.entries(undo_id) for warning in planned.entry.warnings]
    assert all(("recycle bin" in warning) is delete_files for warning in lost)
    await music.apply(undo_id, MAIN)
    assert music.problems(undo_id) == []
    assert {*albums.keys}.isdisjoint(await excluded(music))
    assert await present(music, albums) == before
    again = await music.undo(undo_id, MAIN)
    assert [planned.entry.op for planned in music.entries(again)] == [Op.REMOVE] * 2
    await music.apply(again, MAIN)
    assert await present(music, albums) == {}


async def test_an_album_is_not_removed_under_a_refresh(music: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    albums = await chosen(music, 1)
    plan_id = removal(music, albums)
    await music.back_up(MAIN)
    monkeypatch.setattr(CommandQueue, "runs_for", 3600.0)
    async with music.client(MAIN) as client:
        await client.command("RefreshArtist", {"artistIds": [albums.item_id]})
    music.app(MAIN).reset_requests()
    await music.apply(plan_id, MAIN, wait_seconds=0.1)
    assert music.outcomes(plan_id) == [EntryOutcome.BUSY]
    assert music.app(MAIN).writes() == []
    monkeypatch.setattr(CommandQueue, "runs_for", 0.01)
    music.app(MAIN).store.settle()
    await music.apply(plan_id, MAIN)
    assert music.outcomes(plan_id) == [EntryOutcome.DONE]


async def test_what_has_changed_since_is_not_removed(music: Rig) -> None:
    albums = await chosen(music, 1)
    plan_id = removal(music, albums)
    ((key, flag),) = (await present(music, albums)).items()
    async with music.client(MAIN) as client:
        rows = {album.key: album.id for album in (await client.episodes(albums.item_id)).records}
        await client.set_episodes([rows[key]], not flag)
    await music.apply(plan_id, MAIN)
    assert music.outcomes(plan_id) == [EntryOutcome.CONFLICTED]
    assert await present(music, albums) == {key: not flag}


async def test_an_album_that_cannot_come_back_is_told(music: Rig) -> None:
    albums = await chosen(music, 1)
    plan_id = removal(music, albums)
    await music.apply(plan_id, MAIN)
    profiles = music.app(MAIN).store.metadata_profiles  # type: ignore[union-attr]
    none = next(row for row in profiles.values() if row["name"] == "None")
    async with music.client(MAIN) as client:
        await client.edit([albums.item_id], {"metadataProfileId": none["id"]})
    undo_id = await music.undo(plan_id, MAIN)
    await music.apply(undo_id, MAIN)
    assert music.outcomes(undo_id) == [EntryOutcome.FAILED]
    (message,) = [planned.message for planned in music.entries(undo_id)]
    assert "metadata profile" in message


@pytest.mark.parametrize("write", ["DELETE /api/v1/album/", "DELETE /api/v1/importlistexclusion/"])
async def test_a_write_that_was_cut_off_is_settled_and_not_repeated(music: Rig, write: str) -> None:
    albums = await chosen(music, 1)
    plan_id = removal(music, albums)
    if "exclusion" in write:
        await music.apply(plan_id, MAIN)
        plan_id = await music.undo(plan_id, MAIN)
    app = music.app(MAIN)
    app.reset_requests()
    app.faults.crash_after_writes(0)  # the first one is carried out and not answered
    with pytest.raises(ArrError):
        await music.apply(plan_id, MAIN)
    app.faults.clear()
    await music.apply(plan_id, MAIN)
    assert music.problems(plan_id) == []
    method, path = write.split()
    done = [row for row in app.written if row.executed and row.method == method and row.path.startswith(path)]
    assert len(done) == 1


# --- a wider metadata profile -----------------------------------------------------------------------------


async def narrowed_second(music: Rig) -> str:
    """Give an artist of both Lidarrs everything on the one and too little on the other; return its id."""
    await music.back_up(MAIN, SECOND)
    main, second = music.side(MAIN, episodes=True), music.side(SECOND)
    there = {title.item.external_id: title.item.id for title in second.titles}
    artist = next(title.item for title in main.titles if title.item.external_id in there)
    for name, number, profile in ((MAIN, artist.id, 3), (SECOND, there[artist.external_id], 1)):
        store = music.app(name).store
        for album in [row["id"] for row in store.albums_of(number)]:  # type: ignore[union-attr]
            for file_id in list(store.album_files[album]):  # type: ignore[union-attr]
                store.delete_file(file_id)
        async with music.client(name) as client:
            await client.edit([number], {"metadataProfileId": profile, "monitorNewItems": "none"})
            await client.command("RefreshArtist", {"artistIds": [number]})
        store.settle()
    return artist.external_id


async def test_albums_that_a_wider_profile_lets_in_are_set_in_the_same_run(music: Rig) -> None:
    external_id = await narrowed_second(music)
    update = ("metadata_profile", "episodes")
    wanted = pair(kind="lidarr", target=SECOND, update=update, roots={"*": "/music"})
    draft = await music.compare(wanted)
    entry = next(entry for entry in draft.entries if entry.external_id == external_id)
    coming = entry.after["episodes"].keys() - entry.now["episodes"].keys()
    assert coming
    assert coming <= entry.children.keys()
    plan_id = music.save(draft)
    await music.apply(plan_id, SECOND)
    assert music.problems(plan_id) == []
    assert any("refresh" in text for text in music.progress)
    await music.back_up(SECOND)
    main, second = music.side(MAIN, episodes=True), music.side(SECOND, episodes=True)
    ours, theirs = (
        side.episodes[next(one.item.id for one in side.titles if one.item.external_id == external_id)]
        for side in (main, second)
    )
    assert {key: theirs.get(key) for key in coming} == {key: ours[key] for key in coming}
    assert [left.external_id for left in (await music.compare(wanted)).entries] == []


async def test_a_narrower_profile_counts_against_the_number_of_removals(music: Rig) -> None:
    external_id = await narrowed_second(music)
    update = ("metadata_profile",)
    options: dict[str, Any] = {"kind": "lidarr", "source": SECOND, "target": MAIN, "update": update}
    await music.back_up(MAIN, SECOND)
    sides = music.side(SECOND, episodes=True), music.side(MAIN, episodes=True)
    limits = SyncLimits(removals=0, removals_percent=100)
    draft = make_plan(pair(**options, roots={"*": "/music"}, limits=limits), *sides)
    entry = next(entry for entry in draft.entries if entry.external_id == external_id)
    assert entry.after[METADATA.name] == "Standard"
    assert entry.warnings
    assert "of artists that stay" in draft.locked
    assert entry.by_hand


@pytest.mark.parametrize("back", ["undo", "restore"])
async def test_albums_that_a_narrower_profile_cost_come_back_monitored_as_before(
    music: Rig, back: str
) -> None:
    external_id = await narrowed_second(music)
    await music.back_up(MAIN)
    then = music.side(MAIN, episodes=True)
    item_id = next(title.item.id for title in then.titles if title.item.external_id == external_id)
    async with music.client(MAIN) as client:
        ids = [album.id for album in (await client.episodes(item_id)).records]
        await client.set_episodes(ids, monitored=True)
    await music.back_up(MAIN)
    then = music.side(MAIN, episodes=True, files=True)
    target = ActionTarget(instance=MAIN, item_id=item_id)
    action = Action(
        kind=ActionKind.PROFILE, targets=(target,), value={MAIN: "Standard"}, profile=METADATA.name
    )
    plan_id = music.save(plan_action(action, then), kind=PlanKind.ACTION)
    await music.apply(plan_id, MAIN)
    await refreshed(music, item_id)
    assert [event.own for event in await heard(music)] == [True], "what we narrowed is no loss of others"
    now = music.side(MAIN, episodes=True, files=True)
    assert now.episodes[item_id].keys() < then.episodes[item_id].keys()
    if back == "undo":
        back_id = await music.undo(plan_id, MAIN)
    else:
        back_id = music.save(make_restore(then, now), kind=PlanKind.RESTORE)
    (planned,) = music.entries(back_id)
    assert planned.after[METADATA.name] == "Everything"
    await music.apply(back_id, MAIN)
    assert music.problems(back_id) == []
    await music.back_up(MAIN)
    assert music.side(MAIN, episodes=True).episodes[item_id] == then.episodes[item_id]


@pytest.mark.parametrize("excluded", [False, True])
async def test_a_restore_lets_single_albums_in_again(music: Rig, excluded: bool) -> None:
    """Whether somebody put them on the exclusion list with that, or the next refresh would bring them."""
    albums = await chosen(music)
    then = music.side(MAIN, episodes=True, files=True)
    rows = {album.key: album.id for album in then.albums[albums.item_id]}
    store = music.app(MAIN).store
    for key in albums.keys:
        store.delete_album(store.albums[rows[key]], delete_files=True, exclude=excluded)  # type: ignore[union-attr]
    assert await present(music, albums) == {}
    draft = make_restore(then, music.side(MAIN, episodes=True, files=True))
    assert {entry.ident for entry in draft.entries} == {*albums.keys}
    assert all(bool(entry.warnings) is excluded for entry in draft.entries)
    plan_id = music.save(draft, kind=PlanKind.RESTORE)
    await music.apply(plan_id, MAIN)
    assert music.problems(plan_id) == []
    before = {key: then.episodes[albums.item_id][key] for key in albums.keys}
    assert await present(music, albums) == before
    undo_id = await music.undo(plan_id, MAIN)
    assert {planned.entry.op for planned in music.entries(undo_id)} == {Op.REMOVE}


@pytest.mark.parametrize("what", ["files", "removal"])
async def test_facts_of_files_and_removals_of_artists_wait_for_a_refresh(
    music: Rig, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await music.back_up(MAIN)
    side = music.side(MAIN, episodes=True, files=True)
    title = next(title for title in side.titles if side.media.get(title.item.id))
    file = side.media[title.item.id][0]
    if what == "files":
        after = {"files": {file.relative_path: {"release_group": "OTHER"}}}
        entry = present_entry(title, side, Op.UPDATE, "Asked for.", after=after)
    else:
        entry = present_entry(title, side, Op.REMOVE, "Asked for.", now=title_state(title, side))
    plan_id = music.save(PlanDraft(entries=[entry], kind=PlanKind.RESTORE))
    app = music.app(MAIN)
    monkeypatch.setattr(CommandQueue, "runs_for", 3600.0)
    async with music.client(MAIN) as client:
        await client.command("RefreshArtist", {"artistIds": [title.item.id]})
    app.reset_requests()
    await music.apply(plan_id, MAIN, wait_seconds=0.1)
    assert music.outcomes(plan_id) == [EntryOutcome.BUSY]
    assert app.writes() == []
    monkeypatch.setattr(CommandQueue, "runs_for", 0.01)
    app.store.settle()
    await music.apply(plan_id, MAIN)
    assert music.outcomes(plan_id) == [EntryOutcome.DONE]
