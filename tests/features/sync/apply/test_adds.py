"""Additions: a request that was given up is adopted once the app has finished it; ids are those of now."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from arrtui.core.apps import APPS, app_of
from arrtui.core.errors import GatewayError, UnreachableError
from arrtui.demo.estate import SimulatedApp
from arrtui.features.sync import store
from arrtui.features.sync.apply.context import MOST_ADDED
from arrtui.features.sync.apply.settle import settle_plan
from arrtui.features.sync.model import Entry, EntryOutcome, EntrySubject, Op, PlanDraft, PlanKind, entry_key
from tests.features.sync.rig import Rig, go_on, quiet

UHD, ANIME = "radarr.4k", "sonarr.anime"
FIRST_ID = 500_001
NEW_IDS = range(FIRST_ID, FIRST_ID + 100)


class StopError(Exception):
    """An apply is asked to stop."""


def additions(instance: str, count: int, **after: object) -> list[Entry]:
    """Return entries that add titles the instance does not have."""
    root = "/movies4k" if instance == UHD else "/anime"
    fields = {"monitored": True, "quality_profile": "Any", "root_folder": root, "tags": [], **after}
    return [
        Entry(
            key=entry_key(instance, EntrySubject.ITEM, str(number)),
            instance=instance,
            op=Op.ADD,
            ident=str(number),
            title=f"Title {number}",
            year=2001,
            after=dict(fields),
        )
        for number in range(FIRST_ID, FIRST_ID + count)
    ]


def imports(app: SimulatedApp) -> list[int]:
    """Return how many titles each request of several asked for, in order."""
    return [len(write.body) for write in app.written if write.path.endswith("/import")]


def added_ids(app: SimulatedApp) -> list[int]:
    """Return the external ids of the titles that were added, with repetitions."""
    key = app_of(app.name).external_id.field
    return sorted(number for title in app.store.titles.values() if (number := title[key]) in NEW_IDS)


@pytest.mark.parametrize("instance", [UHD, ANIME])
@pytest.mark.parametrize("what", ["504", "drop"])
@pytest.mark.parametrize("later", [0, 3, 6, 10, 60])
async def test_additions_an_app_finished_after_a_time_out_are_ours(
    rig: Rig, instance: str, what: str, later: int
) -> None:
    """The app finishes at once, before we look, between our look and the next request, or at last."""
    app = rig.app(instance)
    plan_id = rig.save(PlanDraft(entries=additions(instance, 6)), kind=PlanKind.ACTION)
    app.faults.add(what, "/import$", method="POST", times=1, finishes_after=later)
    if what == "drop":
        with pytest.raises(UnreachableError):
            await rig.apply(plan_id, instance)
    await rig.apply(plan_id, instance)
    assert rig.problems(plan_id) == []
    assert set(rig.outcomes(plan_id)) == {EntryOutcome.DONE}
    assert added_ids(app) == [*NEW_IDS[:6]]
    await rig.apply(await rig.undo(plan_id, instance), instance)
    assert added_ids(app) == []


async def test_an_apply_that_is_not_resumed_knows_what_the_app_added_after_it_was_cut_off(rig: Rig) -> None:
    app = rig.app(UHD)
    plan_id = rig.save(PlanDraft(entries=additions(UHD, 3)), kind=PlanKind.ACTION)
    app.faults.add("drop", "/import$", method="POST", times=1, finishes_after=8)
    with pytest.raises(UnreachableError):
        await rig.apply(plan_id, UHD)

    def stop_before_sending() -> None:
        if len(app.requests) >= 6:
            raise StopError

    app.reset_requests()
    with pytest.raises(StopError):
        await rig.apply(plan_id, UHD, check=stop_before_sending)
    assert added_ids(app) == []
    async with rig.client(UHD) as client:
        await settle_plan(client, rig.database, plan_id, progress=quiet, check=go_on)
    assert set(rig.outcomes(plan_id)) == {EntryOutcome.DONE}
    await rig.apply(await rig.undo(plan_id, UHD), UHD)
    assert added_ids(app) == []


async def test_what_somebody_else_added_meanwhile_is_not_ours(rig: Rig) -> None:
    app = rig.app(UHD)
    plan_id = rig.save(PlanDraft(entries=additions(UHD, 12)), kind=PlanKind.ACTION)
    profile = next(row["id"] for row in app.store.profiles.values() if row["name"] == "Any")
    given = {"rootFolderPath": "/movies4k", "qualityProfileId": profile}
    app.store.add_title(FIRST_ID + 1, **given)
    app.store.add_title(FIRST_ID + 2, **given, monitored=False)
    app.faults.add("empty_list", "/movie$", method="GET", times=1)
    assert await rig.apply(plan_id, UHD) == {"done": 10, "skipped": 1, "conflicted": 1}
    await rig.apply(await rig.undo(plan_id, UHD), UHD)
    assert added_ids(app) == [FIRST_ID + 1, FIRST_ID + 2]


async def test_batches_are_smaller_after_one_was_cut_off(rig: Rig) -> None:
    app = rig.app(UHD)
    plan_id = rig.save(PlanDraft(entries=additions(UHD, 12)), kind=PlanKind.ACTION)
    app.faults.add("504", "/import$", method="POST", times=1)
    assert await rig.apply(plan_id, UHD) == {"done": 12}
    assert imports(app) == [2] * 6


async def test_an_app_that_never_answers_an_addition_ends_the_attempt(rig: Rig) -> None:
    app = rig.app(UHD)
    plan_id = rig.save(PlanDraft(entries=additions(UHD, 12)), kind=PlanKind.ACTION)
    app.faults.add("504", "/movie(/import)?$", method="POST")
    with pytest.raises(GatewayError):
        await rig.apply(plan_id, UHD)
    assert [path for method, path in app.attempts if method == "POST"] == [
        *["/api/v3/movie/import"] * 2,
        "/api/v3/movie",
    ]
    app.faults.clear()
    assert await rig.apply(plan_id, UHD) == {"done": 12}
    assert added_ids(app) == [*NEW_IDS[:12]]


@pytest.mark.parametrize("instance", [UHD, ANIME])
async def test_many_titles_are_looked_for_with_one_request(rig: Rig, instance: str) -> None:
    app, resource, count = rig.app(instance), app_of(instance).resource.path, MOST_ADDED + 2
    plan_id = rig.save(PlanDraft(entries=additions(instance, count)), kind=PlanKind.ACTION)
    assert await rig.apply(plan_id, instance) == {"done": count}
    lists = app.requests.count(("GET", f"/api/v3{resource}"))
    assert lists == 2, "one to look for all of them, one to read them back"


async def test_refused_titles_are_looked_for_together(rig: Rig) -> None:
    """Sonarr's list is its heaviest answer: read before the batch and once after its refusals."""
    app = rig.app(ANIME)
    unknown = [replace(entry, ident=f"95{entry.ident[2:]}") for entry in additions(ANIME, 3)]
    plan_id = rig.save(PlanDraft(entries=[*unknown, *additions(ANIME, 6)[3:]]), kind=PlanKind.ACTION)
    assert await rig.apply(plan_id, ANIME) == {"failed": 3, "done": 3}
    assert app.requests.count(("GET", "/api/v3/series")) == 2


@pytest.mark.parametrize("instance", [UHD, ANIME])
async def test_a_title_whose_profile_vanished_since_is_not_sent(rig: Rig, instance: str) -> None:
    app = rig.app(instance)
    app.store.profiles[77] = app.store.profiles[1] | {"id": 77, "name": "Passing"}
    entries = [*additions(instance, 3), *additions(instance, 6, quality_profile="Passing")[3:]]
    plan_id = rig.save(PlanDraft(entries=entries), kind=PlanKind.ACTION)

    def delete_profile() -> None:
        app.store.profiles.pop(77, None)

    assert await rig.apply(plan_id, instance, check=delete_profile) == {"done": 3, "failed": 3}
    assert imports(app) == [3]
    assert all("there is none named Passing" in problem for problem in rig.problems(plan_id))
    async with rig.client(instance) as client:
        assert len((await client.items()).records) == len(app.store.titles)


async def test_ids_are_those_the_names_have_right_before_they_are_sent(rig: Rig) -> None:
    """A profile and a tag were made anew, under other ids, after a batch was refused."""
    app = rig.app(UHD)
    plan_id = rig.save(
        PlanDraft(entries=additions(UHD, 2, quality_profile="Passing", tags=["fresh"])), kind=PlanKind.ACTION
    )
    app.store.profiles[77] = app.store.profiles[1] | {"id": 77, "name": "Passing"}
    tag = app.store.add_tag("fresh")
    app.faults.add("500", "/import$", method="POST", times=1)
    renewed = False

    def renew() -> None:
        nonlocal renewed
        if not renewed and app.faults.rules[0].times == 0:
            renewed = True
            app.store.profiles[78] = app.store.profiles.pop(77) | {"id": 78}
            del app.store.tags[tag["id"]]
            app.store.add_tag("fresh")

    assert await rig.apply(plan_id, UHD, check=renew) == {"done": 2}
    assert renewed
    ours = [movie for movie in app.store.titles.values() if movie["tmdbId"] in NEW_IDS]
    assert {movie["qualityProfileId"] for movie in ours} == {78}
    assert [app.store.tags[number]["label"] for movie in ours for number in movie["tags"]] == ["fresh"] * 2


async def test_a_sonarr_that_cannot_keep_seasons_as_given_takes_no_additions(rig: Rig) -> None:
    app = rig.app(ANIME)
    since = APPS["sonarr"].since[next(name for name in APPS["sonarr"].since if name == "add_as_given")]
    plan_id = rig.save(PlanDraft(entries=additions(ANIME, 3)), kind=PlanKind.ACTION)
    app.version = "4.0.2.1183"
    assert await rig.apply(plan_id, ANIME) == {"failed": 3}
    assert all(since in problem and "4.0.2.1183" in problem for problem in rig.problems(plan_id))
    assert app.writes() == []
    app.version = since
    assert await rig.apply(plan_id, ANIME) == {"done": 3}


async def test_a_series_is_searched_for_what_it_lacks_once_its_episodes_are_set(rig: Rig) -> None:
    (entry,) = additions(ANIME, 1, seasons={"1": True}, episodes={"1x1": False})
    plan_id = rig.save(PlanDraft(entries=[replace(entry, search=True)]), kind=PlanKind.ACTION)
    assert await rig.apply(plan_id, ANIME) == {"done": 1}
    names = [step.step for step in rig.database.read_sync(store.steps, plan_id)]
    assert names[-1] == "search"
    commands = [command["name"] for command in rig.app(ANIME).store.commands.items.values()]
    assert commands[-1] == "MissingEpisodeSearch" and "SeriesSearch" not in commands
