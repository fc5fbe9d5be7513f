"""Reading some titles again: it ends with the rows of a full backup, and believes no loss the app denies."""

from __future__ import annotations

import random
import time
from contextlib import suppress
from typing import Any

import pytest

from arrtui.clients import make_client
from arrtui.clients.http import ArrHttp
from arrtui.core.domain import EntityType
from arrtui.core.errors import ArrtuiError, ImplausibleAnswerError, PartialAnswerError
from arrtui.db.database import Database
from arrtui.demo.estate import SimulatedApp
from arrtui.demo.http.routing import Router
from arrtui.features.backup.backup import back_up
from arrtui.features.backup.digest import digest_of
from arrtui.features.backup.rebuild import changes_from, state_at, verify_all
from arrtui.features.backup.refresh import RefreshOutcome, RefreshRequest, refresh
from arrtui.features.backup.store import BackupRules
from tests.demo.library_changes import toggle_monitored
from tests.features.backup.conftest import backing_up, config_of, no_progress
from tests.features.backup.kinds_of_change import RADARR, SONARR
from tests.features.backup.test_backup import complete, stored
from tests.features.backup.test_incremental import grown_url, refill, running  # noqa: F401


async def read_again(
    database: Database, app: SimulatedApp, *titles: int, name: str = "", **wanted: Any
) -> RefreshOutcome:
    config = config_of(app).model_copy(update={"name": name or app.name})
    client = make_client(config, ArrHttp(config, backoff=0.0))
    hooks = {key: wanted.pop(key) for key in ("on_stored", "clock") if key in wanted}
    try:
        return await refresh(
            client,
            database,
            BackupRules(),
            RefreshRequest(titles=frozenset(titles), **wanted),
            width=2,
            progress=no_progress,
            **hooks,
        )
    finally:
        await client.aclose()


def paths_asked(app: SimulatedApp) -> list[str]:
    return [path.removeprefix("/api/v3/") for _, path in app.requests]


# --- the same as a full backup -----------------------------------------------------------------------------


@pytest.mark.parametrize("instance", ["radarr.main", "sonarr.main"])
@pytest.mark.parametrize("way_of_asking", ["whole", "titles", "singly"])
async def test_refreshes_end_with_the_rows_of_a_full_backup(
    running,  # noqa: F811
    grown_url,  # noqa: F811
    monkeypatch,
    instance,
    way_of_asking,
):
    app, rng = running.apps[instance], random.Random(len(instance + way_of_asking))
    kinds = RADARR if app.kind == "radarr" else SONARR
    if way_of_asking == "singly":
        monkeypatch.setattr("arrtui.features.backup.refresh.SINGLES", 1_000)
    database = Database.open(grown_url)
    refill(app)
    await backing_up(database)(app, accept_shrink=True)
    for change in rng.sample(sorted(kinds), 5):
        before = set(app.store.titles)
        with suppress(IndexError):
            kinds[change](app, rng)
        titles = () if way_of_asking == "whole" else before | set(app.store.titles)
        listed = way_of_asking != "singly"
        with suppress(PartialAnswerError):  # three of five series may lack what the list counts
            await read_again(database, app, *titles, whole=listed, settings=listed)
    assert (await backing_up(database)(app, accept_shrink=True)).ok
    assert (await backing_up(database)(app, name=f"{app.kind}.twin", full=True, accept_shrink=True)).ok
    assert any(row.live for row in complete(database, app.name))
    assert stored(database, app.name) == stored(database, f"{app.kind}.twin")
    verified = database.read_sync(verify_all, app.name)
    assert all(one.ok for one in verified) and len(verified) > 2
    database.close()


# --- what is asked for -------------------------------------------------------------------------------------


async def test_a_few_movies_cost_a_request_each_and_one_for_their_files(estate, back_it_up, database):
    app = estate.apps["radarr.main"]
    await back_it_up(app)
    first, second = [movie["id"] for movie in app.store.movies.values() if movie["movieFileId"]][:2]
    toggle_monitored(app.store, first)
    app.store.files[app.store.movies[second]["movieFileId"]]["relativePath"] = "Renamed.mkv"
    app.reset_requests()
    outcome = await read_again(database, app, first, second)
    assert sorted(paths_asked(app)) == ["history/since", f"movie/{first}", f"movie/{second}", "moviefile"]
    assert outcome.changed == 2 and outcome.snapshot is not None
    (newest, backup) = complete(database, app.name)
    app.reset_requests()
    await read_again(database, app, *list(app.store.titles)[:6])  # more than a few are listed together
    assert sorted(paths_asked(app)) == ["history/since", "movie", "moviefile"]
    assert (newest.live, backup.live) == (True, False)
    assert newest.digest == digest_of(stored(database, app.name)) != backup.digest
    assert (newest.items, newest.files) == (backup.items, backup.files)


async def test_a_refresh_of_everything_reads_the_list_and_no_file_of_a_row_that_is_the_same(
    estate, back_it_up, database, monkeypatch
):
    monkeypatch.setattr("arrtui.features.backup.refresh.MANY", 10)
    app = estate.apps["radarr.main"]
    await back_it_up(app)
    app.reset_requests()
    outcome = await read_again(database, app, *app.store.titles, whole=True)
    assert sorted(paths_asked(app)) == ["history/since", "movie"]
    assert (outcome.snapshot, outcome.titles) == (None, 0)
    assert len(complete(database, app.name)) == 1, "nothing had changed"


async def test_nothing_is_read_before_the_first_backup(estate, database):
    app = estate.apps["radarr.main"]
    app.reset_requests()
    assert not (await read_again(database, app, 1, whole=True)).backed_up
    assert app.requests == []


# --- losses ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["radarr.main", "sonarr.main"])
async def test_a_title_is_gone_when_the_app_says_so_and_comes_back_by_the_snapshot_before(
    estate, back_it_up, database, name
):
    app = estate.apps[name]
    await back_it_up(app)
    gone = next(iter(app.store.titles))
    assert (await read_again(database, app, gone)).removed == 0, "a message alone removes nothing"
    before = stored(database, name)
    app.store.delete_title(gone)
    outcome = await read_again(database, app, gone)
    assert outcome.removed >= 1 and gone in outcome.changed_titles
    now = stored(database, name)
    assert str(gone) not in now[EntityType.ITEM]
    live, backup = complete(database, name)
    assert database.read_sync(state_at, backup) == before
    assert database.read_sync(changes_from, backup, live).changes
    assert (live.items, live.files) == tuple(len(now[kind]) for kind in (EntityType.ITEM, EntityType.FILE))


async def test_no_other_answer_removes_anything(estate, back_it_up, database):
    app = estate.apps["radarr.main"]
    await back_it_up(app)
    before, titles = stored(database, app.name), list(app.store.titles)[:2]
    for fault in ("html", "500", "empty_list", "truncate", "404 of a proxy"):
        app.faults.clear()
        if fault == "404 of a proxy":
            app.router = Router([route for route in app.routes if "/movie" not in route[1]])
        else:
            app.faults.add(fault, "/movie")
        for wanted in ({"whole": True}, {}):
            with suppress(ArrtuiError):  # an empty list is none where one title was asked for
                await read_again(database, app, *titles, **wanted)
        assert stored(database, app.name) == before, fault
    assert len(complete(database, app.name)) == 1


async def test_another_library_is_not_believed(estate, back_it_up, database):
    app = estate.apps["radarr.main"]
    await back_it_up(app)
    before = stored(database, app.name)
    for item_id in list(app.store.titles)[:20]:
        app.store.delete_title(item_id)
    with pytest.raises(ImplausibleAnswerError):
        await read_again(database, app, *map(int, before[EntityType.ITEM]), whole=True)
    assert stored(database, app.name) == before


# --- beside a backup ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", ["comparing with what is stored", "storing the snapshot"])
async def test_a_backup_leaves_what_a_refresh_stored_meanwhile(estate, back_it_up, database, moment):
    app = estate.apps["radarr.main"]
    await back_it_up(app)
    gone, edited, other = list(app.store.titles)[:3]
    refreshed = []

    async def change_and_refresh(done, total, text):
        """Change the app after the backup has read it, and read that again."""
        if text == moment and not refreshed:
            refreshed.append(True)
            app.store.delete_title(gone)
            toggle_monitored(app.store, edited)
            await read_again(database, app, gone, edited)

    toggle_monitored(app.store, other)
    config = config_of(app)
    client = make_client(config, ArrHttp(config, backoff=0.0))
    outcome = await back_up(client, database, BackupRules(), width=2, progress=change_and_refresh)
    await client.aclose()
    assert refreshed and outcome.changed == 1, "only what no refresh had stored"
    assert str(gone) not in stored(database, app.name)[EntityType.ITEM]
    assert all(one.ok for one in database.read_sync(verify_all, app.name))
    await back_it_up(app, name="radarr.twin")
    assert stored(database, app.name) == stored(database, "radarr.twin")


async def test_a_refresh_reads_again_after_a_backup_was_stored_meanwhile(estate, back_it_up, database):
    app = estate.apps["radarr.main"]
    await back_it_up(app)
    first = next(iter(app.store.titles))
    toggle_monitored(app.store, first)
    times = []

    def clock() -> float:
        times.append(time.time())
        return times[-1]

    config = config_of(app)
    client = make_client(config, ArrHttp(config, backoff=0.0))
    reads = client.item

    async def item(item_id):
        fetched = await reads(item_id)
        if len(times) == 1:
            await back_it_up(app)
        return fetched

    client.item = item
    request_of_one = RefreshRequest(titles=frozenset({first}))
    outcome = await refresh(
        client, database, BackupRules(), request_of_one, width=2, progress=no_progress, clock=clock
    )
    await client.aclose()
    assert len(times) == 2 and outcome.snapshot is None, "the backup has it already"
    assert all(one.ok for one in database.read_sync(verify_all, app.name))
