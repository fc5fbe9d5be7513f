"""Plans, applies, undos, restores, copies and Library actions as jobs, over a simulated estate."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
import tomli_w

from arrtui.core.config import load_config
from arrtui.core.errors import (
    DecisionRefusedError,
    NoSuchPlanError,
    NoSuchSnapshotError,
    PlanLockedError,
    UsageError,
)
from arrtui.core.events import Job, JobState
from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.features.sync.actions import Action, ActionError, ActionKind, ActionTarget
from arrtui.features.sync.changes import ChangeSubject
from arrtui.features.sync.model import Decision, EntryOutcome, Op, Plan, PlanKind, PlanState
from arrtui.features.sync.review import OpenPlan
from arrtui.features.sync.wording import folder_after
from arrtui.runtime.services import Services
from tests.demo.library_state import assert_same_library, library_state

SIZE = EstateSize(radarr=(("main", 12), ("4k", 8)), sonarr=(("main", 3, 18), ("anime", 2, 8)))
MAPS = {"quality_profiles": {"*": "Any"}, "root_folders": {"*": "/movies4k"}}
MOVIES = {"source": "radarr.main", "target": "radarr.4k", "map": MAPS}
PROFILES = {
    "HD Bluray + WEB": "UHD Bluray + WEB",
    "Remux + WEB 1080p": "Remux + WEB 2160p",
    "WEB 1080p": "WEB 2160p",
    "[German] HD Bluray + WEB": "[SQP] SQP-1 (2160p)",
}
ROOTS = {"/movies": "/movies4k", "/movies4k": "/movies", "*": "/movies4k"}
PAIRS = {
    "movies": MOVIES,
    "twins": {**MOVIES, "mode": "mirror", "limits": {"removals": 99, "removals_percent": 100}},
    "then": {**MOVIES, "source": "radarr.main@latest~1"},
    "tight": {**MOVIES, "mode": "mirror"},
    "tags": {**MOVIES, "update": ["tags"]},
    "moved": {**MOVIES, "update": ["root_folder"], "move_files": True},
    "shifted": {**MOVIES, "update": ["root_folder"]},
    "both": {**MOVIES, "mode": "union", "map": {"quality_profiles": PROFILES, "root_folders": ROOTS}},
}


class Bench:
    """Services over an estate of its own, whose jobs are worked on while a test waits for them."""

    def __init__(self, estate: SimulatedEstate, services: Services) -> None:
        self.estate = estate
        self.services = services
        self.sync = services.sync

    async def done(self, *job_ids: int) -> list[Job]:
        """Work on jobs until they are finished; return them."""
        jobs = await self.services.engine.run_jobs(job_ids)
        return [job for job in jobs if job.id in job_ids]

    async def result(self, job_id: int) -> dict[str, Any]:
        """Return what a job gives."""
        (job,) = await self.done(job_id)
        assert job.state is JobState.COMPLETED, job.error
        assert job.result is not None
        return job.result

    async def planned(self, name: str, **options: Any) -> OpenPlan:
        """Return a pair's plan, opened."""
        made = await self.result(await self.sync.plan_pair(name, **options))
        return await self.sync.open(made["plan"])

    async def approve(self, opened: OpenPlan, *ops: Op) -> None:
        """Approve the entries of some kinds, or all of them."""
        chosen = [one.position for one in opened.entries if not ops or one.entry.op in ops]
        await self.sync.decide(opened.plan.id, chosen, Decision.APPROVED)

    async def applied(self, plan_id: int, **options: Any) -> list[dict[str, Any]]:
        """Apply a plan; return what each job gives."""
        return [job.result or {} for job in await self.done(*await self.sync.apply(plan_id, **options))]

    def tmdb(self, name: str) -> set[int]:
        """Return the TMDb ids of the movies of an instance."""
        return {movie["tmdbId"] for movie in self.estate.apps[name].store.movies.values()}

    def target(self, name: str, number: int = 0, **more: Any) -> ActionTarget:
        """Return a title of an instance as the target of an action."""
        store = self.estate.apps[name].store
        titles = store.movies if name.startswith("radarr") else store.series
        return ActionTarget(instance=name, item_id=sorted(titles)[number], **more)


def empty(bench: Bench, name: str) -> None:
    """Remove every movie of an instance behind our back."""
    store = bench.estate.apps[name].store
    for movie in list(store.movies):
        store.delete_title(movie, delete_files=False, exclude=False)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr(CommandQueue, "queued_for", 0.005)
    monkeypatch.setattr(CommandQueue, "runs_for", 0.01)
    monkeypatch.setattr("arrtui.runtime.engine.jobs.BACKOFF_BASE", 0.01)
    file = tmp_path / "config.toml"
    with SimulatedEstate(SIZE) as estate:
        text = estate.config_toml(database=tmp_path / "arrtui.db").partition("[sync")[0]
        file.write_text(text + tomli_w.dumps({"sync": PAIRS}))
        file.chmod(0o600)
        services = Services(load_config(file, env={}), kind="run", env={})
        yield Bench(estate, services)
        services.database.close()


# --- planning --------------------------------------------------------------------------------------------


async def test_both_sides_are_read_first_and_not_again_while_they_are_fresh(bench: Bench) -> None:
    first = await bench.planned("movies")
    assert first.plan.counts.add > 0
    bench.estate.apps["radarr.main"].reset_requests()
    again = await bench.planned("movies")
    assert bench.estate.apps["radarr.main"].requests == []
    assert again.plan.snapshots == first.plan.snapshots
    await bench.planned("movies", fresh=True)
    assert bench.estate.apps["radarr.main"].requests
    rows = {row.pair.name: row.last for row in await bench.sync.pairs()}
    assert rows["movies"] is not None and rows["movies"].id > again.plan.id
    assert rows["twins"] is None
    assert len(await bench.sync.recent()) == 3


@pytest.mark.parametrize("fault", ["401", "empty_list", "partial_list"])
async def test_a_source_that_cannot_be_read_holds_every_removal_back(bench: Bench, fault: str) -> None:
    sound = await bench.planned("twins")
    assert sound.plan.counts.remove > 0
    bench.estate.apps["radarr.main"].faults.add(fault, "/movie$")
    held = await bench.planned("twins", fresh=True)
    assert held.plan.counts.remove == 0
    assert held.plan.counts.add == sound.plan.counts.add
    assert f"Removals held back: {sound.plan.counts.remove}." in held.plan.notes
    assert any(note.startswith("radarr.main could not be read now") for note in held.plan.notes)


async def test_a_source_that_was_never_read_and_is_away_gives_no_plan(bench: Bench) -> None:
    bench.estate.apps["radarr.main"].faults.add("401")
    (job,) = await bench.done(await bench.sync.plan_pair("movies"))
    assert job.state is JobState.FAILED
    assert "radarr.main" in job.error
    assert await bench.sync.recent() == []


async def test_a_plan_goes_stale_entry_by_entry(bench: Bench) -> None:
    opened = await bench.planned("movies")
    assert opened.stale == {}
    added = opened.entries[0].entry
    store = bench.estate.apps["radarr.main"].store
    movie = next(one for one in store.movies.values() if str(one["tmdbId"]) == added.external_id)
    movie["monitored"] = not movie["monitored"]
    await bench.done(*await bench.services.backup.back_up(["radarr.main"]))
    stale = (await bench.sync.open(opened.plan.id)).stale
    assert list(stale) == [0]
    assert "radarr.main" in stale[0]


async def test_an_old_snapshot_can_be_the_source(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up())
    store = bench.estate.apps["radarr.main"].store
    gone = next(one for one in store.movies.values() if one["tmdbId"] not in bench.tmdb("radarr.4k"))
    store.delete_title(gone["id"], delete_files=False, exclude=False)
    await bench.done(*await bench.services.backup.back_up(["radarr.main"]))
    now = {one.entry.external_id for one in (await bench.planned("movies")).entries}
    then = await bench.planned("then")
    assert {one.entry.external_id for one in then.entries} == now | {str(gone["tmdbId"])}
    assert (then.plan.source, list(then.plan.snapshots)) == ("radarr.main@latest~1", ["radarr.4k"])
    await bench.approve(then)
    await bench.applied(then.plan.id)
    assert gone["tmdbId"] in bench.tmdb("radarr.4k")


async def test_choices_are_what_the_instance_has(bench: Bench) -> None:
    await bench.planned("movies")
    choices = await bench.sync.choices("radarr.4k")
    assert "Any" in choices.profiles["quality_profile"]
    assert choices.roots == ("/movies", "/movies4k")
    assert "kids" in choices.tags


# --- applying --------------------------------------------------------------------------------------------


async def test_a_union_is_written_to_both_and_undone_on_both(bench: Bench) -> None:
    before = bench.tmdb("radarr.main"), bench.tmdb("radarr.4k")
    opened = await bench.planned("both")
    assert {one.entry.instance for one in opened.entries} == {"radarr.main", "radarr.4k"}
    await bench.approve(opened)
    results = await bench.applied(opened.plan.id)
    assert {one["instance"] for one in results} == {"radarr.main", "radarr.4k"}
    assert sum(one["applied"] for one in results) == len(opened.entries)
    assert bench.tmdb("radarr.main") > before[0] and bench.tmdb("radarr.4k") > before[1]
    again = await bench.planned("both")
    assert again.entries == []
    undo = await bench.result(await bench.sync.undo(opened.plan.id))
    await bench.applied(undo["plan"])
    assert (bench.tmdb("radarr.main"), bench.tmdb("radarr.4k")) == before
    assert (await bench.sync.open(opened.plan.id)).plan.state is PlanState.UNDONE


async def test_only_what_is_approved_is_written(bench: Bench) -> None:
    opened = await bench.planned("twins")
    before = bench.tmdb("radarr.4k")
    with pytest.raises(UsageError, match="no entry is approved"):
        await bench.sync.apply(opened.plan.id)
    await bench.sync.decide(opened.plan.id, [0], Decision.APPROVED)
    await bench.applied(opened.plan.id)
    assert bench.tmdb("radarr.4k") == before | {int(opened.entries[0].entry.external_id)}
    outcomes = [one.outcome for one in (await bench.sync.open(opened.plan.id)).entries]
    assert outcomes == [EntryOutcome.DONE, *[EntryOutcome.NONE] * (len(outcomes) - 1)]


async def test_an_undo_removes_what_has_gained_something_only_once_that_was_decided_by_itself(
    bench: Bench,
) -> None:
    opened = await bench.planned("movies")
    await bench.approve(opened, Op.ADD)
    await bench.applied(opened.plan.id)
    store = bench.estate.apps["radarr.4k"].store
    added = [int(one.entry.external_id) for one in opened.entries if one.entry.op is Op.ADD]
    movie = next(movie for movie in store.movies.values() if movie["tmdbId"] == added[0])
    file = store.files[min(store.files)]
    store.history.draw()
    store.history.add(store.history_row("grabbed", movie, file, bench.services.clock()))
    made = await bench.result(await bench.sync.undo(opened.plan.id))
    undoing = await bench.sync.open(made["plan"])
    (held,) = [one for one in undoing.entries if one.decision is Decision.UNDECIDED]
    assert held.entry.external_id == str(added[0]) and "1 row of history" in held.entry.warnings[0]
    assert f"removes {len(added)} titles" in undoing.lock and "1 of them on radarr.4k" in undoing.lock
    with pytest.raises(PlanLockedError):
        await bench.sync.apply(undoing.plan.id)
    await bench.sync.decide(undoing.plan.id, [held.position], Decision.APPROVED, by_hand=True)
    await bench.applied(undoing.plan.id)
    assert not bench.tmdb("radarr.4k") & set(added)


async def test_a_locked_plan_is_applied_only_when_each_removal_was_decided_by_itself(bench: Bench) -> None:
    opened = await bench.planned("tight")
    assert "removals" in opened.lock
    await bench.approve(opened)
    with pytest.raises(PlanLockedError):
        await bench.sync.apply(opened.plan.id)
    removals = [one.position for one in opened.entries if one.entry.op is Op.REMOVE]
    for number, position in enumerate(removals):
        decision = Decision.REJECTED if number else Decision.APPROVED
        await bench.sync.decide(opened.plan.id, [position], decision, by_hand=True)
    assert (await bench.sync.open(opened.plan.id)).lock == ""
    (result,) = await bench.applied(opened.plan.id)
    assert result["applied"] == len(opened.entries) - len(removals) + 1


async def test_edits_are_written_instead_of_what_was_planned(bench: Bench) -> None:
    opened = await bench.planned("movies")
    entry = opened.entries[0].entry
    await bench.sync.edit(opened.plan.id, 0, {"quality_profile": "WEB 2160p", "tags": ["by-hand"]})
    await bench.sync.decide(opened.plan.id, [0], Decision.APPROVED)
    await bench.applied(opened.plan.id)
    store = bench.estate.apps["radarr.4k"].store
    movie = next(one for one in store.movies.values() if str(one["tmdbId"]) == entry.external_id)
    assert store.profiles[movie["qualityProfileId"]]["name"] == "WEB 2160p"
    assert [store.tags[one]["label"] for one in movie["tags"]] == ["by-hand"]


async def test_an_apply_goes_on_by_itself_after_the_instance_was_away(bench: Bench) -> None:
    opened = await bench.planned("twins")
    await bench.approve(opened)
    faults = bench.estate.apps["radarr.4k"].faults
    faults.crash_after_writes(1)
    (job_id,) = await bench.sync.apply(opened.plan.id)
    running = asyncio.create_task(bench.done(job_id))
    while not faults.crashed:
        await asyncio.sleep(0.01)
    faults.clear()
    (job,) = await running
    assert job.state is JobState.COMPLETED, job.error
    outcomes = {one.outcome for one in (await bench.sync.open(opened.plan.id)).entries}
    assert outcomes == {EntryOutcome.DONE}


# --- undo and restore ------------------------------------------------------------------------------------


async def test_there_is_nothing_to_undo_of_a_plan_that_wrote_nothing(bench: Bench) -> None:
    opened = await bench.planned("movies")
    with pytest.raises(UsageError, match="written nothing"):
        await bench.sync.undo(opened.plan.id)
    with pytest.raises(NoSuchPlanError):
        await bench.sync.undo(999)
    assert (await bench.sync.changes()).newest_change() is None


async def test_an_emptied_instance_is_filled_again_from_its_snapshot(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up(["radarr.4k"]))
    had = bench.tmdb("radarr.4k")
    empty(bench, "radarr.4k")
    made = await bench.result(await bench.sync.restore("radarr.4k", "1"))
    opened = await bench.sync.open(made["plan"])
    assert opened.plan.kind is PlanKind.RESTORE
    assert (opened.plan.counts.add, opened.plan.counts.remove) == (len(had), 0)
    (result,) = await bench.applied(opened.plan.id)
    assert result["failed"] == 0
    assert bench.tmdb("radarr.4k") == had
    again = await bench.result(await bench.sync.restore("radarr.4k", "1"))
    assert (again["add"], again["update"], again["remove"]) == (0, 0, 0)


@pytest.mark.parametrize("when", ["latest", "today", "latest~0"])
async def test_a_restore_goes_back_to_what_was_stored_when_it_was_asked_for(bench: Bench, when: str) -> None:
    await bench.done(*await bench.services.backup.back_up(["radarr.4k"]))
    had = bench.tmdb("radarr.4k")
    empty(bench, "radarr.4k")
    for _ in range(2):  # looking changes nothing of what latest means
        made = await bench.result(await bench.sync.restore("radarr.4k", when))
        assert made["add"] == len(had)
    opened = await bench.sync.open(made["plan"])
    assert opened.plan.source == "radarr.4k@1"
    assert opened.stale == {}
    (result,) = await bench.applied(opened.plan.id)
    assert (result["failed"], result["conflicted"]) == (0, 0)
    assert bench.tmdb("radarr.4k") == had


async def test_a_restore_to_a_snapshot_that_is_not_there_is_told_at_once(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up(["radarr.4k"]))
    with pytest.raises(NoSuchSnapshotError):
        await bench.sync.restore("radarr.4k", "latest~3")


async def test_looking_at_a_restore_accepts_no_loss_and_clears_no_guard(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up())
    (taken,) = await bench.services.backup.snapshots(["radarr.4k"])
    empty(bench, "radarr.4k")
    (refused,) = await bench.done(*await bench.services.backup.back_up(["radarr.4k"]))
    assert refused.error_code == "implausible"
    before = await bench.services.backup.snapshots(["radarr.4k"])
    for when in ("latest", str(taken.id)):
        await bench.result(await bench.sync.restore("radarr.4k", when))
    assert await bench.services.backup.snapshots(["radarr.4k"]) == before
    (refused,) = await bench.done(*await bench.services.backup.back_up(["radarr.4k"]))
    assert refused.error_code == "implausible"
    planned = await bench.planned("both")
    assert any("radarr.4k" in note for note in planned.plan.notes)


async def test_looking_at_a_restore_twice_does_not_confirm_a_loss_that_a_backup_noticed(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up())
    empty(bench, "radarr.main")
    await bench.done(*await bench.services.backup.back_up(["radarr.main"], accept_shrink=True))
    bench.estate.apps["radarr.main"].store.add_title(500_001, rootFolderPath="/movies", qualityProfileId=1)
    for _ in range(2):
        await bench.result(await bench.sync.restore("radarr.main", "latest~1"))
    planned = await bench.planned("twins")
    assert planned.plan.counts.remove == 0


async def test_an_undo_is_planned_without_storing_what_the_instance_has_now(bench: Bench) -> None:
    opened = await bench.planned("movies")
    await bench.approve(opened, Op.ADD)
    await bench.applied(opened.plan.id)
    before = await bench.services.backup.snapshots()
    empty(bench, "radarr.4k")
    made = await bench.result(await bench.sync.undo(opened.plan.id))
    assert made["remove"] == 0, "what was added is gone by now"
    assert await bench.services.backup.snapshots() == before


async def test_restoring_keeps_what_the_backup_does_not_know(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up(["radarr.4k"]))
    bench.estate.apps["radarr.4k"].store.add_title(500_001, rootFolderPath="/movies4k", qualityProfileId=1)
    made = await bench.result(await bench.sync.restore("radarr.4k", "1"))
    if made["update"] or made["add"]:
        await bench.applied(made["plan"])
    assert made["remove"] == 0
    assert 500_001 in bench.tmdb("radarr.4k")


# --- the Library -----------------------------------------------------------------------------------------


async def test_a_copy_is_a_plan_of_what_was_chosen(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up(["radarr.main", "radarr.4k"]))
    store = bench.estate.apps["radarr.main"].store
    new = next(one for one in store.movies.values() if one["tmdbId"] not in bench.tmdb("radarr.4k"))
    options = {"names": {"quality_profile": "Any", "root_folder": "/movies4k"}}
    made = await bench.result(await bench.sync.copy("radarr.main", [new["id"]], "radarr.4k", **options))
    opened = await bench.sync.open(made["plan"])
    assert [(one.entry.op, one.entry.external_id) for one in opened.entries] == [(Op.ADD, str(new["tmdbId"]))]
    await bench.applied(opened.plan.id)
    assert new["tmdbId"] in bench.tmdb("radarr.4k")
    with pytest.raises(UsageError):
        await bench.sync.copy("radarr.main", [new["id"]], "sonarr.main", **options)


async def test_a_copy_follows_the_map_of_the_pair_in_either_direction_of_a_union(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up(["radarr.main", "radarr.4k"]))
    both = bench.services.config.pair("both")
    bench.services.config = replace(bench.services.config, sync=(both,))
    for source, target in (("radarr.main", "radarr.4k"), ("radarr.4k", "radarr.main")):
        store = bench.estate.apps[source].store
        new = next(one for one in store.movies.values() if one["tmdbId"] not in bench.tmdb(target))
        profile = store.profiles[new["qualityProfileId"]]["name"]
        made = await bench.result(await bench.sync.copy(source, [new["id"]], target, names={}))
        (planned,) = (await bench.sync.open(made["plan"])).entries
        names = PROFILES if source == both.source else {new: old for old, new in PROFILES.items()}
        assert planned.entry.after["quality_profile"] == names[profile]
    assert bench.sync.pair_between("radarr.4k", "radarr.main").name == "both"
    assert bench.sync.pair_between("sonarr.main", "sonarr.anime") is None


async def test_a_copy_to_an_instance_that_cannot_be_read_now_says_so(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up(["radarr.main", "radarr.4k"]))
    movie = next(iter(bench.estate.apps["radarr.main"].store.movies.values()))
    bench.services.clock = lambda: time.time() + 7_200
    bench.estate.apps["radarr.4k"].faults.add("401", "/movie$")
    names = {"quality_profile": "Any", "root_folder": "/movies4k"}
    job = await bench.sync.copy("radarr.main", [movie["id"]], "radarr.4k", names=names)
    made = await bench.result(job)
    assert made["stale"] == ["radarr.4k"]
    assert made["notes"][0].startswith("radarr.4k could not be read now")


async def test_an_action_over_instances_of_both_kinds_is_one_plan_and_can_be_undone(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up())
    movies, shows = (bench.estate.apps[name].store for name in ("radarr.main", "sonarr.main"))
    movie, show = movies.movies[min(movies.movies)], shows.series[min(shows.series)]
    movie["monitored"] = show["monitored"] = True
    await bench.done(*await bench.services.backup.back_up())
    action = Action(
        kind=ActionKind.UNMONITOR, targets=(bench.target("radarr.main"), bench.target("sonarr.main"))
    )
    told = {one.instance for one in await bench.sync.summary(action)}
    assert told == {"radarr.main", "sonarr.main"}
    jobs = await bench.done(*await bench.sync.act(action))
    assert [job.state for job in jobs] == [JobState.COMPLETED] * 2
    assert (movie["monitored"], show["monitored"]) == (False, False)
    assert await bench.sync.act(action) == []
    plan = (await bench.sync.changes()).newest_change()
    assert plan is not None and plan.kind is PlanKind.ACTION
    undo = await bench.result(await bench.sync.undo(plan.id))
    await bench.applied(undo["plan"])
    assert (movie["monitored"], show["monitored"]) == (True, True)


def moving(bench: Bench, name: str, root: str) -> Action:
    """Return the action that moves two titles of an instance, whose folders are called oddly, to a root."""
    store = bench.estate.apps[name].store
    store.root_folders[99] = {"id": 99, "path": root}
    for title in list(store.titles.values())[:2]:
        title["path"] = f"{title['path']} (odd)"
    targets = tuple(bench.target(name, number) for number in range(2))
    return Action(kind=ActionKind.ROOT_FOLDER, targets=targets, value={name: root}, move_files=True)


@pytest.mark.parametrize("name", ["radarr.main", "sonarr.main"])
async def test_a_move_says_beforehand_what_the_app_then_calls_the_folders(bench: Bench, name: str) -> None:
    action = moving(bench, name, "/archive")
    await bench.done(*await bench.services.backup.back_up())
    titles = bench.estate.apps[name].store.titles
    moves = await bench.sync.moved_folders(action)
    assert [move.path for move in moves] == [titles[move.item_id]["path"] for move in moves]
    assert len(moves) == 2 and all(move.path.endswith(" (odd)") for move in moves)
    await bench.done(*await bench.sync.act(action))
    assert [move.new_path for move in moves] == [titles[move.item_id]["path"] for move in moves]


async def test_folders_are_asked_for_up_to_a_number_and_left_open_where_the_app_does_not_tell(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    action = moving(bench, "radarr.main", "/archive")
    await bench.done(*await bench.services.backup.back_up())
    app = bench.estate.apps["radarr.main"]
    monkeypatch.setattr("arrtui.runtime.sync.folders.MOST_NAMED", 1)
    app.reset_requests()
    assert [bool(move.folder) for move in await bench.sync.moved_folders(action)] == [True, False]
    assert len(app.requests) == 1
    app.faults.add("401", "/folder$")
    moves = await bench.sync.moved_folders(action)
    assert [move.new_path for move in moves] == ["/archive/…"] * 2


@pytest.mark.parametrize("pair", ["moved", "shifted"])
async def test_a_plan_says_where_folders_will_be_whoever_names_them(bench: Bench, pair: str) -> None:
    store = bench.estate.apps["radarr.4k"].store
    store.root_folders[99] = {"id": 99, "path": "/archive"}
    for movie in store.movies.values():
        store.relocate(movie, f"/archive/shelf/{movie['title']} (odd)")
    opened = await bench.planned(pair)
    moves = [planned for planned in opened.entries if planned.entry.op is Op.UPDATE]
    await bench.approve(opened, Op.UPDATE)
    await bench.applied(opened.plan.id)
    paths = [store.movies[planned.entry.item_id]["path"] for planned in moves]
    assert moves and [folder_after(planned) for planned in moves] == paths
    assert all(
        path.startswith("/movies4k/") and path.endswith(" (odd)") is (pair == "shifted") for path in paths
    )


async def test_a_plan_leaves_folders_open_that_the_app_does_not_name(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = bench.estate.apps["radarr.4k"]
    app.store.root_folders[99] = {"id": 99, "path": "/archive"}
    for movie in app.store.movies.values():
        app.store.relocate(movie, f"/archive/{movie['title']}")
    monkeypatch.setattr("arrtui.runtime.sync.folders.MOST_PLANNED", 1)
    opened = await bench.planned("moved")
    named = [bool(folder_after(planned)) for planned in opened.entries if planned.entry.op is Op.UPDATE]
    assert len(named) > 1 and named.count(True) == 1
    assert sum(path.endswith("/folder") for _, path in app.requests) == 1
    app.faults.add("401", "/folder$")
    opened = await bench.planned("moved")
    assert not any(folder_after(one) for one in opened.entries if one.entry.op is Op.UPDATE)


async def test_searching_and_refreshing_are_commands_of_the_app(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up())
    for kind in (ActionKind.SEARCH, ActionKind.REFRESH):
        targets = (
            bench.target("radarr.main", 0),
            bench.target("radarr.main", 1),
            bench.target("sonarr.main"),
        )
        jobs = await bench.done(*await bench.sync.act(Action(kind=kind, targets=targets)))
        assert [job.state for job in jobs] == [JobState.COMPLETED] * 2
        assert all(job.result and job.result["failed"] == 0 for job in jobs)
    names = [one["name"] for one in bench.estate.apps["radarr.main"].store.commands.items.values()]
    assert names == ["MoviesSearch", "RefreshMovie"]
    names = [one["name"] for one in bench.estate.apps["sonarr.main"].store.commands.items.values()]
    assert names == ["SeriesSearch", "RefreshSeries"]


async def test_what_is_not_monitored_is_searched_by_episodes_or_left_out_and_said_so(bench: Bench) -> None:
    app = bench.estate.apps["sonarr.main"]
    series = next(iter(app.store.titles.values()))
    series["monitored"] = False
    await bench.done(*await bench.services.backup.back_up(["sonarr.main"]))
    whole = bench.target("sonarr.main")
    season = msgspec.structs.replace(whole, seasons=(1,))
    for target, told in ((whole, "monitored series only"), (season, "one by one, as not monitored")):
        (summary,) = await bench.sync.summary(Action(kind=ActionKind.SEARCH, targets=(target,)))
        assert told in summary.text
    (job,) = await bench.done(*await bench.sync.act(Action(kind=ActionKind.SEARCH, targets=(whole,))))
    assert job.result and (job.result["applied"], job.result["skipped"]) == (0, 1)
    assert "not monitored" in job.result["messages"][0]
    assert not app.store.commands.items
    (job,) = await bench.done(*await bench.sync.act(Action(kind=ActionKind.SEARCH, targets=(season,))))
    assert job.result and job.result["skipped"] == 0
    ids = {row["id"] for row in app.store.episodes_of(series["id"]) if row["seasonNumber"] == 1}
    (command,) = app.store.commands.items.values()
    assert command["name"] == "EpisodeSearch" and set(command["body"]["episodeIds"]) <= ids


async def test_all_refreshes_of_a_job_are_followed_with_one_request_a_look(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up(["radarr.main"]))
    app = bench.estate.apps["radarr.main"]
    app.reset_requests()
    target = bench.target("radarr.main", 0)
    await bench.done(*await bench.sync.act(Action(kind=ActionKind.REFRESH, targets=(target,))))
    paths = [path for method, path in app.requests if method == "GET" and "/command" in path]
    assert paths and set(paths) == {"/api/v3/command"}


async def test_an_action_with_a_name_that_is_not_there_writes_nothing(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up())
    wrong = Action(
        kind=ActionKind.PROFILE, targets=(bench.target("radarr.main"),), value={"radarr.main": "Nope"}
    )
    with pytest.raises(ActionError):
        await bench.sync.act(wrong)
    assert await bench.sync.recent() == []


@pytest.mark.parametrize("delete_files", [False, True])
async def test_deleting_takes_a_snapshot_first_and_can_be_undone(bench: Bench, delete_files: bool) -> None:
    await bench.done(*await bench.services.backup.back_up(["radarr.main"]))
    had = bench.tmdb("radarr.main")
    action = Action(
        kind=ActionKind.DELETE,
        targets=(bench.target("radarr.main"),),
        delete_files=delete_files,
        exclude=True,
    )
    (job,) = await bench.done(*await bench.sync.act(action))
    assert job.result is not None and job.result["applied"] == 1
    assert len(bench.tmdb("radarr.main")) == len(had) - 1
    plan = (await bench.sync.changes()).newest_change()
    assert plan is not None
    undo = await bench.result(await bench.sync.undo(plan.id))
    await bench.applied(undo["plan"])
    assert bench.tmdb("radarr.main") == had


# --- undo and redo ---------------------------------------------------------------------------------------


async def went_back(bench: Bench, plan: Plan | None) -> int:
    """Make and apply the plan that goes back from another; return its id."""
    assert plan is not None
    made = await bench.result(await bench.sync.undo(plan.id))
    for result in await bench.applied(made["plan"]):
        assert result["failed"] == result["conflicted"] == 0
    return int(made["plan"])


async def test_undo_redo_undo_and_redo_end_where_they_began(bench: Bench) -> None:
    app = bench.estate.apps["radarr.4k"]
    opened = await bench.planned("movies")
    await bench.approve(opened)
    before = library_state(app)
    await bench.applied(opened.plan.id)
    after = library_state(app)
    subject = ChangeSubject(pair="movies")
    for _ in range(2):
        await went_back(bench, (await bench.sync.changes()).newest_change(subject))
        assert_same_library(before, library_state(app))
        await went_back(bench, (await bench.sync.changes()).newest_undo(subject))
        assert_same_library(after, library_state(app))
    history = await bench.sync.changes()
    assert (len(history.changes), len(history.undos)) == (1, 0)
    number = sum(one.entry.op is Op.ADD for one in opened.entries)
    assert history.text(history.changes[0]) == f"{number} movies to radarr.4k"


async def test_an_undo_that_is_planned_again_takes_the_place_of_the_open_one(bench: Bench) -> None:
    opened = await bench.planned("movies")
    await bench.approve(opened)
    await bench.applied(opened.plan.id)
    first = await bench.result(await bench.sync.undo(opened.plan.id))
    second = await bench.result(await bench.sync.undo(opened.plan.id))
    states = {plan.id: plan.state for plan in await bench.sync.recent() if plan.undoes == opened.plan.id}
    assert states == {first["plan"]: PlanState.DISCARDED, second["plan"]: PlanState.OPEN}
    wrote = (await bench.sync.changes()).changes_of(
        ChangeSubject(entries=frozenset({opened.entries[0].entry.key}))
    )
    assert [plan.id for plan in wrote] == [opened.plan.id]


async def test_a_redo_leaves_alone_what_somebody_has_changed_since(bench: Bench) -> None:
    app = bench.estate.apps["radarr.4k"]
    opened = await bench.planned("movies")
    await bench.approve(opened)
    await bench.applied(opened.plan.id)
    undo = await went_back(bench, (await bench.sync.changes()).newest_change())
    taken = next(
        one.entry for one in (await bench.sync.open(opened.plan.id)).entries if one.entry.op is Op.ADD
    )
    other = await bench.planned("movies")
    (again,) = [one for one in other.entries if one.entry.ident == taken.ident]
    await bench.sync.decide(other.plan.id, [again.position], Decision.APPROVED)
    await bench.applied(other.plan.id)
    redo = await bench.result(await bench.sync.undo(undo))
    entries = (await bench.sync.open(redo["plan"])).entries
    assert taken.ident not in {one.entry.ident for one in entries}
    assert len(entries) == len(opened.entries) - 1
    assert int(taken.ident) in bench.tmdb(app.name)


async def test_the_last_change_of_a_pair_an_instance_or_of_all(bench: Bench) -> None:
    with pytest.raises(UsageError, match="nothing was written"):
        await bench.sync.last_change()
    opened = await bench.planned("movies")
    await bench.approve(opened)
    await bench.applied(opened.plan.id)
    for name in (None, "movies", "radarr.4k"):
        assert (await bench.sync.last_change(name)).id == opened.plan.id
    for name in ("twins", "radarr.main"):
        with pytest.raises(UsageError, match=f"of {name}"):
            await bench.sync.last_change(name)
    with pytest.raises(UsageError):
        await bench.sync.last_change("radarr.nowhere")


# --- discarding ------------------------------------------------------------------------------------------


async def test_a_discarded_plan_is_not_applied(bench: Bench) -> None:
    opened = await bench.planned("movies")
    await bench.approve(opened)
    await bench.sync.discard(opened.plan.id)
    with pytest.raises(UsageError, match="discarded"):
        await bench.sync.apply(opened.plan.id)
    assert all(row.last is None for row in await bench.sync.pairs() if row.pair.name == "movies")


async def test_a_plan_that_a_job_waits_to_apply_is_not_discarded(bench: Bench) -> None:
    opened = await bench.planned("movies")
    await bench.approve(opened)
    jobs = await bench.sync.apply(opened.plan.id)
    with pytest.raises(DecisionRefusedError, match="being applied"):
        await bench.sync.discard(opened.plan.id)
    await bench.done(*jobs)
    assert (await bench.sync.open(opened.plan.id)).plan.state is PlanState.APPLIED
