"""Writes of the clients, by real HTTP to the simulated estate."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from arrtui.clients import RadarrClient, SonarrClient, make_client, sonarr
from arrtui.core import errors, versions
from arrtui.core.apps import Ability, Kind
from arrtui.core.domain import SettingType
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from tests.clients.support import MAY_BE_NONE, http, instance

SIZE = EstateSize(radarr=(("main", 14),), sonarr=(("main", 4, 60),))
NEW_ID = 720_000
"""Known to the metadata host, in nobody's library."""
Client = RadarrClient | SonarrClient


@pytest.fixture(scope="module")
def running() -> Iterator[SimulatedEstate]:
    with SimulatedEstate(SIZE) as estate:
        yield estate


@pytest.fixture
def estate(running: SimulatedEstate) -> Iterator[SimulatedEstate]:
    for app in running.apps.values():
        app.faults.clear()
        app.reset_requests()
    yield running
    for app in running.apps.values():
        app.faults.clear()


@pytest.fixture
async def radarr(estate: SimulatedEstate) -> RadarrClient:
    found = connect(estate.apps["radarr.main"])
    assert isinstance(found, RadarrClient)
    return found


@pytest.fixture
async def tv(estate: SimulatedEstate) -> SonarrClient:
    found = connect(estate.apps["sonarr.main"])
    assert isinstance(found, SonarrClient)
    return found


@pytest.fixture(params=["radarr.main", "sonarr.main"])
async def either(estate: SimulatedEstate, request: pytest.FixtureRequest) -> Client:
    return connect(estate.apps[request.param])


def connect(app: SimulatedApp) -> Client:
    """Return a client of a simulated app that does not wait between attempts."""
    config = instance(app.url, app.kind, api_key=app.api_key, headers={})
    return make_client(config, http(config))


def app_of(estate: SimulatedEstate, client: Client) -> SimulatedApp:
    """Return the simulated app a client talks to."""
    return estate.apps[client.config.name]


def new_title(client: Client, external_id: int | str, **more: Any) -> dict[str, Any]:
    """Return the body that adds a title."""
    if client.config.kind is Kind.RADARR:
        options = {"searchForMovie": False, "monitor": "movieOnly", "addMethod": "manual"}
        own = {"tmdbId": int(external_id), "rootFolderPath": "/movies", "minimumAvailability": "released"}
    else:
        options = {"monitor": "skip"}
        own = {"tvdbId": int(external_id), "rootFolderPath": "/tv", "seasonFolder": True}
    common = {"title": f"Title {external_id}", "year": 2001, "qualityProfileId": 1, "monitored": True}
    return {**common, **own, "addOptions": options, **more}


async def a_title(client: Client, external_id: int, **more: Any) -> int:
    """Add a title and return its id."""
    return (await client.add(new_title(client, external_id, **more))).item.id


# --- looking up ------------------------------------------------------------------------------------------


async def test_a_title_is_found_by_its_external_id(either: Client) -> None:
    item = (await either.items()).records[0].item
    found = await either.find(item.external_id)
    assert found is not None
    assert found.item == item
    assert found.raw["id"] == item.id and "images" in found.raw
    assert await either.find("899998") is None
    assert await either.find("") is None


async def test_a_title_is_read_by_its_own_id(either: Client) -> None:
    listed = next(found for found in (await either.items()).records if found.files)
    found = await either.title(listed.item.id)
    assert found is not None
    assert (found.item, found.files, found.size) == (listed.item, listed.files, listed.size)
    assert await either.title(999_999) is None


async def test_another_title_than_asked_for_is_none(radarr: RadarrClient, estate: SimulatedEstate) -> None:
    """An app that does not know the query answers with its whole library."""
    real = radarr._get

    async def without_query(path: str, what: str, query: Any = None, *, heavy: bool = False) -> Any:
        return await real(path, what, None, heavy=heavy)

    radarr._get = without_query  # type: ignore[method-assign]
    last = (await radarr.items()).records[-1].item
    found = await radarr.find(last.external_id)
    assert found is not None and found.item.id == last.id
    assert await radarr.find("899998") is None


# --- adding ----------------------------------------------------------------------------------------------


async def test_a_title_is_added(either: Client) -> None:
    added = await either.add(new_title(either, NEW_ID, tags=[1], monitored=False))
    assert (added.item.external_id, added.item.tags, added.item.monitored) == (str(NEW_ID), (1,), False)
    found = await either.find(str(NEW_ID))
    assert found is not None and found.item.id == added.item.id


async def test_the_apps_own_words_say_why_a_title_is_refused(either: Client) -> None:
    present = (await either.items()).records[0].item.external_id
    body = new_title(either, present, qualityProfileId=77, title="Twice", year=1999)
    with pytest.raises(errors.ValidationFailedError) as caught:
        await either.add(body)
    named = dict(caught.value.failures)
    assert "already been added" in named.get("TmdbId", named.get("TvdbId", ""))
    assert "does not exist" in named["QualityProfileId"]
    assert f"{either.config.name}: adding Twice (1999): " in str(caught.value)


async def test_many_titles_are_added_with_one_request(either: Client, estate: SimulatedEstate) -> None:
    app = app_of(estate, either)
    bodies = [new_title(either, NEW_ID + number) for number in range(10, 13)]
    app.reset_requests()
    added = await either.add_many(bodies)
    assert [held.item.external_id for held in added] == [str(NEW_ID + number) for number in (10, 11, 12)]
    assert app.requests == [("POST", f"/api/v3{either.app.resource.path}/import")]
    assert await either.add_many([]) == []


async def test_one_title_that_is_there_stops_all(either: Client) -> None:
    present = (await either.items()).records[0].item
    bodies = [new_title(either, NEW_ID + 25), new_title(either, present.external_id, path=present.path)]
    with pytest.raises(errors.ValidationFailedError, match="already configured"):
        await either.add_many(bodies)
    assert await either.find(str(NEW_ID + 25)) is None


async def test_a_movie_whose_profile_is_gone_is_named_as_what_breaks_the_list(
    radarr: RadarrClient, estate: SimulatedEstate
) -> None:
    """Radarr's import takes any profile id, and answers 500 to every list of movies from then on."""
    app = app_of(estate, radarr)
    await radarr.add_many(
        [new_title(radarr, NEW_ID + number, qualityProfileId=number) for number in (99, 98)]
    )
    try:
        with pytest.raises(errors.ServerFaultError) as caught:
            await radarr.items()
        assert "quality profile 99, which is gone" in caught.value.why
        assert "backups" in caught.value.advice and "QualityProfileId" in caught.value.advice
    finally:
        broken = [movie["id"] for movie in app.store.titles.values() if movie["qualityProfileId"] > 90]
        for number in broken:
            del app.store.titles[number]


async def test_one_unknown_title_stops_all(either: Client) -> None:
    bodies = [new_title(either, NEW_ID + 20), new_title(either, 950_000)]
    with pytest.raises(errors.ValidationFailedError, match=r"adding 2 (movies|series): .*was not found"):
        await either.add_many(bodies)
    assert await either.find(str(NEW_ID + 20)) is None


async def test_an_import_may_take_long(either: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed: list[float] = []
    send = either.http.send

    async def noting(*arguments: Any, **more: Any) -> Any:
        allowed.append(more["timeout"])
        return await send(*arguments, **more)

    monkeypatch.setattr(either.http, "send", noting)
    await either.add_many([new_title(either, NEW_ID + 30)])
    await either.add(new_title(either, NEW_ID + 31))
    assert allowed[0] >= 600 > allowed[1] >= 120


# --- changing --------------------------------------------------------------------------------------------


async def test_many_titles_are_edited(either: Client, estate: SimulatedEstate) -> None:
    ids = [found.item.id for found in (await either.items()).records[:3]]
    app = app_of(estate, either)
    app.reset_requests()
    changes = {"monitored": False, "qualityProfileId": 2, "tags": [2, 3], "applyTags": "replace"}
    await either.edit([*ids, ids[0]], changes)
    assert app.requests == [("PUT", f"/api/v3{either.app.resource.path}/editor")]
    changed = [found.item for found in (await either.items()).records if found.item.id in ids]
    assert {(item.monitored, item.profile_id, item.tags) for item in changed} == {(False, 2, (2, 3))}


async def test_nothing_is_sent_for_nothing(either: Client, estate: SimulatedEstate) -> None:
    await either.edit([], {"monitored": True})
    await either.remove([], delete_files=True, exclude=False)
    await either.edit_files([])
    if isinstance(either, SonarrClient):
        await either.set_episodes([], True)
    assert app_of(estate, either).attempts == []


async def test_a_missing_id_changes_nothing(either: Client) -> None:
    item = (await either.items()).records[0].item
    with pytest.raises(
        errors.ServerFaultError, match=r"changing 2 .*Expected query to return 2 rows"
    ) as caught:
        await either.edit([item.id, 999_999], {"monitored": not item.monitored})
    assert "   at " not in str(caught.value) + caught.value.detail
    assert not caught.value.passing
    found = await either.title(item.id)
    assert found is not None and found.item.monitored == item.monitored
    with pytest.raises(errors.ServerFaultError, match="removing 2 "):
        await either.remove([item.id, 999_999], delete_files=False, exclude=False)
    assert await either.title(item.id) is not None


async def test_a_title_is_written_back_whole(either: Client) -> None:
    item = next(found.item for found in (await either.items()).records if found.files)
    found = await either.title(item.id)
    assert found is not None
    changed = await either.put({**found.raw, "monitored": not item.monitored})
    assert changed.item.monitored is not item.monitored
    again = await either.title(item.id)
    assert again is not None
    assert (again.item.tags, again.item.seasons, again.item.path) == (item.tags, item.seasons, item.path)
    with pytest.raises(errors.NotFoundError, match=f"changing {item.title[:4]}"):
        await either.put({**found.raw, "id": 999_999, "path": "/nowhere/else"})


async def test_files_move_only_when_they_are_told_to(either: Client, monkeypatch: Any) -> None:
    asked: list[Any] = []
    send = either.http.send

    async def noting(*arguments: Any, **more: Any) -> Any:
        asked.append(more["params"])
        return await send(*arguments, **more)

    monkeypatch.setattr(either.http, "send", noting)
    found = await either.title((await either.items()).records[0].item.id)
    assert found is not None
    await either.put(found.raw)
    await either.put(found.raw, move_files=True)
    assert [query["moveFiles"] for query in asked] == ["false", "true"]


async def test_titles_are_removed_and_excluded(either: Client, estate: SimulatedEstate) -> None:
    store = estate.apps[f"{either.app.kind}.main"].store
    ids = [await a_title(either, NEW_ID + number) for number in (40, 41)]
    await either.remove(ids, delete_files=False, exclude=True)
    store.settle()
    assert await either.title(ids[0]) is None
    rows = await either.raw_settings(SettingType.EXCLUSION)
    assert {NEW_ID + 40, NEW_ID + 41} <= {row[either.app.external_id.field] for row in rows}
    kept = await a_title(either, NEW_ID + 42)
    await either.remove([kept], delete_files=True, exclude=False)
    store.settle()
    rows = await either.raw_settings(SettingType.EXCLUSION)
    assert NEW_ID + 42 not in {row[either.app.external_id.field] for row in rows}


async def test_episodes_are_set_in_bounded_requests(
    tv: SonarrClient, estate: SimulatedEstate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sonarr, "EPISODES_PER_REQUEST", 4)
    series = max((await tv.items()).records, key=lambda found: found.total_episodes)
    ids = [episode.id for episode in (await tv.episodes(series.item.id)).records][:10]
    app = estate.apps["sonarr.main"]
    for flag in (False, True):
        app.reset_requests()
        await tv.set_episodes([*ids, ids[0]], flag)
        assert app.requests == [("PUT", "/api/v3/episode/monitor")] * 3
        found = (await tv.episodes(series.item.id)).records
        assert {episode.monitored for episode in found if episode.id in ids} == {flag}
    with pytest.raises(errors.ServerFaultError, match="unmonitoring 2 episodes: "):
        await tv.set_episodes([ids[0], 9_999_999], False)


async def test_radarr_has_no_episodes(radarr: RadarrClient) -> None:
    with pytest.raises(ValueError, match="Radarr has no episodes"):
        await radarr.set_episodes([1], True)


async def test_facts_of_files_are_set(either: Client) -> None:
    item = next(found.item for found in (await either.items()).records if found.files)
    file = (await either.files([item.id])).records[0]
    await either.edit_files([{"id": file.id, "releaseGroup": "RESTORED", "indexerFlags": 9}])
    after = next(found for found in (await either.files([item.id])).records if found.id == file.id)
    assert (after.release_group, after.indexer_flags) == ("RESTORED", 9)
    assert (after.quality, after.size) == (file.quality, file.size)
    with pytest.raises(errors.ServerFaultError, match="setting facts of 1 file: "):
        await either.edit_files([{"id": 999_999, "releaseGroup": "X"}])


@pytest.mark.parametrize(
    ("kind", "version", "can"),
    [
        (Kind.RADARR, "5.21.0.9799", False),
        (Kind.RADARR, "5.21.1", True),
        (Kind.RADARR, "6.0.0.1", True),
        (Kind.RADARR, "", False),
        (Kind.SONARR, "4.0.0", True),
    ],
)
def test_which_versions_set_facts_of_files(kind: Kind, version: str, can: bool) -> None:
    assert versions.is_able(kind, Ability.EDIT_FILES, version) is can


# --- settings --------------------------------------------------------------------------------------------


async def test_every_setting_can_be_read_whole(either: Client) -> None:
    for type_ in (*either.setting_types, SettingType.ROOT_FOLDER):
        rows = await either.raw_settings(type_)
        assert (rows or type_ in MAY_BE_NONE) and all(row["id"] for row in rows), type_
    assert len(await either.raw_settings(SettingType.NAMING)) == 1


async def test_sonarr_has_no_collections(tv: SonarrClient) -> None:
    with pytest.raises(ValueError, match="Sonarr has no collections"):
        await tv.raw_settings(SettingType.COLLECTION)


async def test_tags_are_created_in_lower_case(either: Client, estate: SimulatedEstate) -> None:
    made = await either.create_tag("  New-Label ")
    assert (made.name, made.type) == ("new-label", "tag")
    assert (await either.create_tag("NEW-LABEL")).id == made.id
    await either.delete_setting(SettingType.TAG, made.id)
    assert "new-label" not in {row["label"] for row in await either.raw_settings(SettingType.TAG)}


async def test_a_tag_in_use_stays(either: Client) -> None:
    tag = (await either.create_tag("in-use")).id
    ids = [(await either.items()).records[0].item.id]
    await either.edit(ids, {"tags": [tag], "applyTags": "add"})
    with pytest.raises(errors.ConflictError, match=f"deleting the tag {tag}: .*still in use"):
        await either.delete_setting(SettingType.TAG, tag)
    await either.edit(ids, {"tags": [tag], "applyTags": "remove"})
    await either.delete_setting(SettingType.TAG, tag)


async def test_an_exclusion_is_added_once(either: Client) -> None:
    await either.add_exclusion(str(NEW_ID + 50), "The Film", 2001)
    rows = await either.raw_settings(SettingType.EXCLUSION)
    row = next(row for row in rows if row[either.app.external_id.field] == NEW_ID + 50)
    assert "The Film" in (row.get("movieTitle"), row.get("title"))
    with pytest.raises(errors.ValidationFailedError, match=r"excluding The Film: .*already been added"):
        await either.add_exclusion(str(NEW_ID + 50), "The Film", 2001)
    await either.delete_setting(SettingType.EXCLUSION, row["id"])
    rows = await either.raw_settings(SettingType.EXCLUSION)
    assert NEW_ID + 50 not in {row[either.app.external_id.field] for row in rows}


def _format(name: str) -> dict[str, Any]:
    fields = [{"name": "value", "value": "x264"}]
    spec = {"name": "s", "implementation": "ReleaseTitleSpecification", "negate": False, "required": True}
    return {"id": 4711, "name": name, "specifications": [{**spec, "fields": fields}]}


async def test_formats_and_profiles_are_added_changed_and_deleted(either: Client) -> None:
    made = await either.post_setting(SettingType.CUSTOM_FORMAT, _format("Ours"))
    assert made["id"] != 4711
    profiles = await either.raw_settings(SettingType.QUALITY_PROFILE)
    profile = await either.post_setting(SettingType.QUALITY_PROFILE, {**profiles[0], "name": "Ours"})
    changed = await either.put_setting(
        SettingType.QUALITY_PROFILE, profile["id"], {**profile, "cutoffFormatScore": 12}
    )
    assert changed["cutoffFormatScore"] == 12
    without = {**profile, "formatItems": profile["formatItems"][1:]}
    with pytest.raises(
        errors.ValidationFailedError, match=r"changing the quality profile Ours: .*Custom Formats"
    ):
        await either.put_setting(SettingType.QUALITY_PROFILE, profile["id"], without)
    await either.delete_setting(SettingType.QUALITY_PROFILE, profile["id"])
    await either.delete_setting(SettingType.CUSTOM_FORMAT, made["id"])
    with pytest.raises(errors.NotFoundError, match="deleting the custom format"):
        await either.delete_setting(SettingType.CUSTOM_FORMAT, made["id"])


async def test_a_profile_in_use_stays(either: Client) -> None:
    used = (await either.items()).records[0].item.profile_id
    with pytest.raises((errors.ServerFaultError, errors.BadRequestError), match="is in use"):
        await either.delete_setting(SettingType.QUALITY_PROFILE, used)


@pytest.mark.parametrize("type_", [SettingType.NAMING, SettingType.MEDIA_MANAGEMENT])
async def test_what_there_is_once_is_replaced(either: Client, type_: SettingType) -> None:
    (before,) = await either.raw_settings(type_)
    key = next(key for key, value in before.items() if isinstance(value, bool))
    changed = await either.put_setting(type_, before["id"], {**before, key: not before[key]})
    assert changed[key] is not before[key]
    assert (await either.raw_settings(type_)) == [{**before, key: not before[key]}]
    await either.put_setting(type_, before["id"], before)


async def test_delay_profiles_and_root_folders(either: Client) -> None:
    base = (await either.raw_settings(SettingType.DELAY_PROFILE))[-1]
    made = await either.post_setting(SettingType.DELAY_PROFILE, {**base, "tags": [2], "usenetDelay": 30})
    changed = await either.put_setting(SettingType.DELAY_PROFILE, made["id"], {**made, "usenetDelay": 60})
    assert (changed["usenetDelay"], changed["id"]) == (60, made["id"])
    await either.delete_setting(SettingType.DELAY_PROFILE, made["id"])
    folder = await either.post_setting(SettingType.ROOT_FOLDER, {"path": "/another"})
    with pytest.raises(errors.ValidationFailedError, match="adding the root folder /another: "):
        await either.post_setting(SettingType.ROOT_FOLDER, {"path": "/another"})
    await either.delete_setting(SettingType.ROOT_FOLDER, folder["id"])
    assert "/another" not in {row["path"] for row in await either.raw_settings(SettingType.ROOT_FOLDER)}


async def test_a_collection_is_changed(radarr: RadarrClient) -> None:
    row = (await radarr.raw_settings(SettingType.COLLECTION))[0]
    body = {**row, "monitored": not row["monitored"]}
    changed = await radarr.put_setting(SettingType.COLLECTION, row["id"], body)
    assert changed["monitored"] is body["monitored"]


@pytest.mark.parametrize(
    "type_",
    [
        SettingType.IMPORT_LIST,
        SettingType.INDEXER,
        SettingType.DOWNLOAD_CLIENT,
        SettingType.NOTIFICATION,
    ],
)
async def test_providers_keep_their_secrets(
    either: Client, estate: SimulatedEstate, type_: SettingType
) -> None:
    row = (await either.raw_settings(type_))[0]
    table = app_of(estate, either).store.providers[type_.value.replace("_", "")]
    fields = [dict(field) for field in table[row["id"]]["fields"]]
    changed = await either.put_setting(type_, row["id"], {**row, "name": f"{row['name']} 2"})
    assert changed["name"] == f"{row['name']} 2"
    assert [(field["name"], field.get("value")) for field in table[row["id"]]["fields"]] == [
        (field["name"], field.get("value")) for field in fields
    ]


# --- commands --------------------------------------------------------------------------------------------


async def finished(client: Client, number: int) -> Any:
    """Return a command once it has ended."""
    while not (state := await client.command_state(number)) or not state.finished:
        await asyncio.sleep(0.02)
    return state


async def test_a_command_is_followed_to_its_end(either: Client) -> None:
    item = (await either.items()).records[0].item
    radarr = either.config.kind is Kind.RADARR
    name, key = ("RefreshMovie", "movieIds") if radarr else ("RefreshSeries", "seriesIds")
    started = await either.command(name, {key: [item.id]})
    assert (started.name, started.body[key], started.finished, started.failed) == (
        name,
        [item.id],
        False,
        False,
    )
    assert (await either.command(name, {key: [item.id]})).id == started.id
    assert started.id in {command.id for command in await either.commands()}
    state = await finished(either, started.id)
    assert (state.status, state.failed) == ("completed", False)
    assert await either.command_state(999_999) is None


async def test_a_command_fails_later(radarr: RadarrClient) -> None:
    started = await radarr.command("MoviesSearch", {"movieIds": [999_999]})
    assert not started.failed
    state = await finished(radarr, started.id)
    assert state.failed
    assert "999999" in state.message or "rows" in state.message


async def test_an_unknown_command(either: Client) -> None:
    with pytest.raises(errors.ServerFaultError, match="starting Nonsense: "):
        await either.command("Nonsense")


# --- what may go wrong -----------------------------------------------------------------------------------

Write = Callable[[Client], Awaitable[Any]]
WRITES: list[tuple[str, Write]] = [
    ("adding", lambda made: made.add(new_title(made, NEW_ID + 60))),
    ("adding 1 ", lambda made: made.add_many([new_title(made, NEW_ID + 61)])),
    ("changing 1 ", lambda made: made.edit([1], {"monitored": True})),
    ("changing T", lambda made: made.put({"id": 1, "title": "T"})),
    ("removing 1 ", lambda made: made.remove([1], delete_files=False, exclude=False)),
    ("setting facts of 1 file", lambda made: made.edit_files([{"id": 1}])),
    ("adding the tag x", lambda made: made.create_tag("X")),
    ("deleting the tag 1", lambda made: made.delete_setting(SettingType.TAG, 1)),
    ("excluding T", lambda made: made.add_exclusion(str(NEW_ID + 62), "T", 2000)),
    ("adding the root folder /x", lambda made: made.post_setting(SettingType.ROOT_FOLDER, {"path": "/x"})),
    ("changing the naming", lambda made: made.put_setting(SettingType.NAMING, 1, {"id": 1})),
    ("starting Backup", lambda made: made.command("Backup")),
]


@pytest.mark.parametrize(("what", "write"), WRITES, ids=[what.strip() for what, _ in WRITES])
@pytest.mark.parametrize(
    ("fault", "passing"), [("drop", True), ("reset", True), ("502", True), ("429", True), ("500", False)]
)
async def test_a_write_is_sent_once_whatever_happens(
    estate: SimulatedEstate, radarr: RadarrClient, what: str, write: Write, fault: str, passing: bool
) -> None:
    app = estate.apps["radarr.main"]
    app.faults.add(fault, method="POST|PUT|DELETE")
    with pytest.raises(errors.ArrError) as caught:
        await write(radarr)
    assert caught.value.passing is passing
    assert str(caught.value).startswith(f"radarr.main: {what}")
    assert len(app.attempts) == 1
    told = str(caught.value) + caught.value.detail + repr(caught.value)
    assert app.api_key not in told and "   at " not in told


async def test_a_crash_leaves_open_whether_it_was_done(estate: SimulatedEstate, radarr: RadarrClient) -> None:
    app = estate.apps["radarr.main"]
    app.faults.crash_after_writes(0)
    with pytest.raises(errors.UnreachableError, match="may have done it all the same") as caught:
        await radarr.add(new_title(radarr, NEW_ID + 70))
    assert caught.value.passing
    assert len(app.attempts) == 1
    app.faults.clear()
    found = await radarr.find(str(NEW_ID + 70))
    assert found is not None


async def test_an_answer_that_cannot_be_read_says_it_was_done(
    estate: SimulatedEstate, either: Client
) -> None:
    app = app_of(estate, either)
    for fault in ("truncate", "empty_list", "html"):
        app.faults.add(fault, method="POST", times=1)
    with pytest.raises(errors.TruncatedError, match="has very likely done it"):
        await either.add(new_title(either, NEW_ID + 80))
    assert await either.add_many([new_title(either, NEW_ID + 81)]) == []
    with pytest.raises(errors.NotJsonError, match="adding Title 720082"):
        await either.add(new_title(either, NEW_ID + 82))
    for number in (80, 81, 82):
        assert await either.find(str(NEW_ID + number)) is not None
