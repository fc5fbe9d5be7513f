"""Plans applied to running instances: written once, conflicts left alone, undone to what it was."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.clients import SonarrClient
from arrtui.core.config.sync import SyncMap, SyncPair
from arrtui.core.errors import ArrError
from arrtui.features.sync import store
from arrtui.features.sync.fields.file_facts import looks_like_scene
from arrtui.features.sync.model import Entry, EntryOutcome, EntrySubject, Op, PlanDraft, PlanKind, entry_key
from tests.demo.library_state import library_state
from tests.features.sync.rig import Rig

MAIN, UHD = "radarr.main", "radarr.4k"
SERIES, ANIME = "sonarr.main", "sonarr.anime"


def movies(**options: Any) -> SyncPair:
    """Return a pair of the two Radarr whose profiles all become one."""
    maps = SyncMap(quality_profiles={"*": "Any"}, root_folders={"*": "/movies4k"})
    return SyncPair(**{"name": "movies", "source": MAIN, "target": UHD, "map": maps, **options})


def series(**options: Any) -> SyncPair:
    """Return a pair of the two Sonarr that carries seasons and single episodes."""
    maps = SyncMap(quality_profiles={"*": "Any"}, root_folders={"*": "/anime"})
    update = ("monitored", "seasons", "episodes")
    given = {"name": "shows", "source": SERIES, "target": ANIME, "map": maps, "update": update, **options}
    return SyncPair(**given)


async def share_series(rig: Rig) -> None:
    """Let both Sonarr have two series, and the source change seasons and single episodes of them since."""
    draft = await rig.compare(series())
    added = [entry for entry in draft.entries if entry.op is Op.ADD][:2]
    plan_id = rig.save(PlanDraft(entries=added))
    await rig.apply(plan_id, ANIME)
    assert rig.problems(plan_id) == []
    async with rig.client(SERIES) as client:
        assert isinstance(client, SonarrClient)
        for number, entry in enumerate(added):
            held = await client.find(entry.external_id)
            assert held is not None
            flipped = [
                {**season, "monitored": not season["monitored"]} if season["seasonNumber"] else season
                for season in held.raw["seasons"]
            ]
            await client.put({**held.raw, "seasons": flipped, "monitored": number == 0})
            episodes = (await client.episodes(held.item.id)).records
            odd = [one for one in episodes if one.number in (1, 2)]
            await client.set_episodes([one.id for one in odd], not odd[0].monitored)
    rig.app(ANIME).reset_requests()


def ops(draft: PlanDraft) -> dict[str, int]:
    """Return how many entries of each kind a draft has."""
    kinds = [entry.op.value for entry in draft.entries]
    return {kind: kinds.count(kind) for kind in sorted(set(kinds))}


def library_of(rig: Rig, name: str) -> dict[str, Any]:
    """Return all of a library that an API can write: a scene name only where the app takes it for one."""
    state = library_state(rig.app(name))
    for title in state["titles"].values():
        for file in title.get("files", {}).values():
            if not looks_like_scene(file.get("sceneName") or ""):
                file.pop("sceneName", None)
    return state


# --- to the end and back ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pair", "target"),
    [
        (movies(update=("monitored", "tags", "minimum_availability", "quality_profile")), UHD),
        (movies(mode="mirror", update=("root_folder",)), UHD),
        (series(), ANIME),
        (series(mode="mirror", update=("monitored", "seasons", "series_type", "tags")), ANIME),
    ],
    ids=["movies", "movies-mirror", "series", "series-mirror"],
)
async def test_an_applied_plan_leaves_nothing_to_do_and_undoing_it_leaves_no_trace(
    rig: Rig, pair: SyncPair, target: str
) -> None:
    if target == ANIME:
        await share_series(rig)
    before = library_of(rig, target)
    draft = await rig.compare(pair)
    assert {entry.op for entry in draft.entries} >= {Op.ADD, Op.UPDATE}
    plan_id = rig.save(draft)
    await rig.apply(plan_id, target)
    assert rig.problems(plan_id) == []
    assert set(rig.outcomes(plan_id)) == {EntryOutcome.DONE}
    assert library_of(rig, target) != before
    assert ops(await rig.compare(pair)) == {}
    undo_id = await rig.undo(plan_id, target)
    await rig.apply(undo_id, target)
    assert rig.problems(undo_id) == []
    assert library_of(rig, target) == before


async def test_undoing_an_undo_does_it_again(rig: Rig) -> None:
    pair = movies(mode="mirror", update=("monitored", "tags"))
    plan_id = rig.save(await rig.compare(pair))
    await rig.apply(plan_id, UHD)
    done = library_of(rig, UHD)
    undo_id = await rig.undo(plan_id, UHD)
    await rig.apply(undo_id, UHD)
    redo_id = await rig.undo(undo_id, UHD)
    await rig.apply(redo_id, UHD)
    assert rig.problems(redo_id) == []
    assert library_of(rig, UHD) == done


# --- what changed meanwhile ------------------------------------------------------------------------------


async def test_what_somebody_else_changed_is_left_alone_and_the_rest_is_written(rig: Rig) -> None:
    draft = await rig.compare(movies(update=("monitored", "minimum_availability")))
    changed = next(entry for entry in draft.entries if entry.op is Op.UPDATE and "monitored" in entry.now)
    added = next(entry for entry in draft.entries if entry.op is Op.ADD)
    plan_id = rig.save(draft)
    movie = rig.app(UHD).store.movies[changed.item_id]
    movie["minimumAvailability"] = "announced"
    if "minimum_availability" not in changed.now:
        movie["monitored"] = changed.after["monitored"]
    rig.app(UHD).store.add_title(int(added.external_id), rootFolderPath="/movies4k", qualityProfileId=2)
    await rig.apply(plan_id, UHD)
    by_key = {one.entry.key: one for one in rig.entries(plan_id)}
    assert by_key[added.key].outcome is EntryOutcome.CONFLICTED
    assert "added by somebody else" in by_key[added.key].message
    assert by_key[changed.key].outcome in (EntryOutcome.CONFLICTED, EntryOutcome.SKIPPED)
    rest = [one.outcome for key, one in by_key.items() if key not in (added.key, changed.key)]
    assert set(rest) == {EntryOutcome.DONE}
    assert rig.app(UHD).store.movies[changed.item_id]["minimumAvailability"] == "announced"


async def test_a_title_that_got_files_since_is_not_removed(rig: Rig) -> None:
    draft = await rig.compare(movies(mode="mirror"))
    removal = next(entry for entry in draft.entries if entry.op is Op.REMOVE)
    fewer = PlanDraft(entries=[_with(removal, files=removal.files - 1)])
    plan_id = rig.save(fewer)
    await rig.apply(plan_id, UHD)
    (one,) = rig.entries(plan_id)
    assert one.outcome is EntryOutcome.CONFLICTED and "files" in one.message
    assert removal.item_id in rig.app(UHD).store.movies


def _with(entry: Entry, **values: Any) -> Entry:
    import msgspec

    return msgspec.structs.replace(entry, **values)


async def test_a_title_that_is_gone_already_is_no_failure(rig: Rig) -> None:
    draft = await rig.compare(movies(mode="mirror"))
    removal = next(entry for entry in draft.entries if entry.op is Op.REMOVE)
    plan_id = rig.save(PlanDraft(entries=[removal]))
    rig.app(UHD).store.delete_title(removal.item_id, delete_files=False, exclude=False)
    assert await rig.apply(plan_id, UHD) == {"skipped": 1}


# --- refusals --------------------------------------------------------------------------------------------


def new_movie(tmdb_id: int, **after: Any) -> Entry:
    """Return an entry that adds a movie to the 4K instance."""
    fields = {
        "monitored": True,
        "quality_profile": "Any",
        "root_folder": "/movies4k",
        "tags": [],
        "minimum_availability": "released",
        **after,
    }
    return Entry(
        key=entry_key(UHD, EntrySubject.ITEM, tmdb_id),
        instance=UHD,
        op=Op.ADD,
        ident=str(tmdb_id),
        title=f"Title {tmdb_id}",
        year=2001,
        after=fields,
    )


async def test_one_title_the_app_refuses_does_not_stop_the_others(rig: Rig) -> None:
    await rig.back_up(UHD)
    wrong = 950_123
    numbers = [500_001, 500_002, wrong, 500_003, 500_004]
    plan_id = rig.save(PlanDraft(entries=[new_movie(number) for number in numbers]))
    await rig.apply(plan_id, UHD)
    by_id = {one.entry.external_id: one for one in rig.entries(plan_id)}
    assert by_id[str(wrong)].outcome is EntryOutcome.FAILED
    assert "not found" in by_id[str(wrong)].message.lower()
    assert {one.outcome for number, one in by_id.items() if number != str(wrong)} == {EntryOutcome.DONE}
    held = [movie["tmdbId"] for movie in rig.app(UHD).store.movies.values()]
    assert sorted(set(held) & set(numbers)) == [500_001, 500_002, 500_003, 500_004]
    assert len(held) == len(set(held))


async def test_a_profile_that_is_not_there_fails_its_entry_alone(rig: Rig) -> None:
    await rig.back_up(UHD)
    entries = [new_movie(500_001, quality_profile="Gone"), new_movie(500_002)]
    plan_id = rig.save(PlanDraft(entries=entries))
    assert await rig.apply(plan_id, UHD) == {"failed": 1, "done": 1}
    assert rig.problems(plan_id) == ["choosing the quality profile: there is none named Gone"]


async def test_a_title_that_an_app_added_although_it_failed_is_known(rig: Rig) -> None:
    await rig.back_up(UHD)
    plan_id = rig.save(PlanDraft(entries=[new_movie(500_001)]), kind=PlanKind.ACTION)
    profiles = {row["name"]: row["id"] for row in rig.app(UHD).store.profiles.values()}
    rig.app(UHD).store.add_title(500_001, rootFolderPath="/movies4k", qualityProfileId=profiles["Any"])
    rig.app(UHD).faults.add("empty_list", "/movie$", method="GET", times=1)
    rig.app(UHD).faults.add("500", "/movie$", method="POST", times=1)
    assert await rig.apply(plan_id, UHD) == {"done": 1}
    await rig.apply(await rig.undo(plan_id, UHD), UHD)
    assert 500_001 not in {movie["tmdbId"] for movie in rig.app(UHD).store.movies.values()}


async def test_a_refused_editor_is_asked_for_fewer_at_a_time(rig: Rig) -> None:
    draft = await rig.compare(movies(update=("quality_profile",)))
    updates = [entry for entry in draft.entries if entry.op is Op.UPDATE]
    assert len(updates) > 1
    plan_id = rig.save(PlanDraft(entries=updates))
    rig.app(UHD).faults.add("500", "/movie/editor", method="PUT", times=1)
    assert await rig.apply(plan_id, UHD) == {"done": len(updates)}


# --- files and tags --------------------------------------------------------------------------------------


@pytest.mark.parametrize("delete_files", [False, True])
async def test_files_go_only_when_that_was_chosen(rig: Rig, delete_files: bool) -> None:
    draft = await rig.compare(movies(mode="mirror"))
    removals = [entry for entry in draft.entries if entry.op is Op.REMOVE]
    plan_id = rig.save(PlanDraft(entries=removals))
    await rig.apply(plan_id, UHD, delete_files=delete_files)
    sent = [step.wanted for step in rig.database.read_sync(store.steps, plan_id)]
    assert {one["delete_files"] for one in sent} == {delete_files}
    await rig.back_up(UHD)
    again = await rig.undo(plan_id, UHD)
    await rig.apply(again, UHD)
    await rig.back_up(UHD)
    found = {title.item.external_id: title.files for title in rig.side(UHD).titles}
    kept = [found[entry.external_id] == entry.files for entry in removals if entry.files]
    assert kept and set(kept) == {not delete_files}


async def test_tags_are_created_once_and_by_label(rig: Rig) -> None:
    await rig.back_up(UHD)
    entries = [new_movie(500_001, tags=["brand-new", "other"]), new_movie(500_002, tags=["brand-new"])]
    plan_id = rig.save(PlanDraft(entries=entries))
    assert await rig.apply(plan_id, UHD) == {"done": 2}
    labels = {tag["id"]: tag["label"] for tag in rig.app(UHD).store.tags.values()}
    assert sorted(label for label in labels.values() if label in ("brand-new", "other")) == [
        "brand-new",
        "other",
    ]
    tagged = {movie["tmdbId"]: movie["tags"] for movie in rig.app(UHD).store.movies.values()}
    assert sorted(labels[one] for one in tagged[500_001]) == ["brand-new", "other"]
    assert [labels[one] for one in tagged[500_002]] == ["brand-new"]


# --- interrupted -----------------------------------------------------------------------------------------


class StopError(Exception):
    """An apply is asked to stop."""


async def test_it_stops_between_writes_and_goes_on_later(rig: Rig) -> None:
    plan_id = rig.save(await rig.compare(movies(mode="mirror", update=("monitored", "tags"))))
    left = 2

    def check() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise StopError

    with pytest.raises(StopError):
        await rig.apply(plan_id, UHD, check=check)
    some = rig.outcomes(plan_id)
    assert EntryOutcome.NONE in some
    assert all(step.state != "begun" for step in rig.database.read_sync(store.steps, plan_id))
    await rig.apply(plan_id, UHD)
    assert set(rig.outcomes(plan_id)) == {EntryOutcome.DONE}
    assert rig.snapshots.count(UHD) == 1, "one snapshot, before the first write"


async def test_an_instance_that_goes_away_leaves_the_rest_for_the_next_apply(rig: Rig) -> None:
    plan_id = rig.save(await rig.compare(movies(update=("monitored",))))
    rig.app(UHD).faults.crash_after_writes(1, executed=False)
    with pytest.raises(ArrError):
        await rig.apply(plan_id, UHD)
    assert EntryOutcome.FAILED not in rig.outcomes(plan_id)
    rig.app(UHD).faults.clear()
    await rig.apply(plan_id, UHD)
    assert set(rig.outcomes(plan_id)) == {EntryOutcome.DONE}
