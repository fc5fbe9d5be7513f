"""Backing up the simulated estate: what is stored, what is asked for, what counts as a change."""

from __future__ import annotations

import gzip
import json
from collections import Counter

import pytest

from arrtui.core.apps import Kind
from arrtui.core.domain import ChangeKind, EntityType
from arrtui.core.errors import WrongAppError
from arrtui.db import estate as estate_rows
from arrtui.db import records, snapshots
from arrtui.demo.estate import SimulatedApp
from arrtui.features.backup.export import write_export
from arrtui.features.backup.export_lines import Export
from arrtui.features.backup.rebuild import changes_from, state_at, verify_all
from arrtui.features.backup.retention import Retention
from arrtui.features.backup.thin import thin
from tests.demo.library_changes import set_score, toggle_monitored, upgrade_movie

DAY = 86_400.0


def stored(database, name):
    """Return every stored record of an instance by type and key."""
    number = database.read_sync(estate_rows.instance_ids)[name]
    return {kind: database.read_sync(records.stored_docs, number, kind) for kind in EntityType}


def complete(database, name):
    """Return the complete snapshots of an instance, newest first."""
    return database.read_sync(snapshots.list_snapshots, [name], complete=True)


async def test_a_radarr_is_stored_whole(estate, back_it_up, database):
    app = estate.apps["radarr.main"]
    outcome = await back_it_up(app)
    assert (outcome.ok, outcome.items, outcome.error) == (True, 60, None)
    assert outcome.files == len(app.store.files) > 40
    assert outcome.history == outcome.new_history > outcome.files
    assert (outcome.added, outcome.changed, outcome.removed) == (0, 0, 0)
    files = [json.loads(doc) for doc in stored(database, app.name)[EntityType.FILE].values()]
    assert all(file["score"] is not None and file["quality"] for file in files)
    assert len({file["score"] for file in files}) > 5


async def test_a_sonarr_is_stored_whole(estate, back_it_up, database):
    app = estate.apps["sonarr.anime"]
    outcome = await back_it_up(app)
    assert (outcome.items, outcome.episodes, outcome.files) == (
        3,
        len(app.store.episodes),
        len(app.store.files),
    )
    docs = stored(database, app.name)
    named = {json.loads(doc).get("file_id") for doc in docs[EntityType.EPISODE].values()} - {None}
    assert named == {int(key) for key in docs[EntityType.FILE]}


async def test_every_type_of_setting_is_stored_without_secrets(estate, back_it_up, database):
    await back_it_up(estate.apps["radarr.main"])
    settings = stored(database, "radarr.main")[EntityType.SETTING]
    kinds = {key.partition("/")[0] for key in settings}
    assert kinds >= {
        *("quality_profile", "custom_format", "tag", "root_folder", "naming", "media_management"),
        *("delay_profile", "exclusion", "import_list", "indexer", "download_client", "notification"),
        *("collection", "quality_definition", "metadata_consumer"),
    }
    assert estate.apps["radarr.main"].api_key not in "".join(settings.values())


@pytest.mark.parametrize("name", ["radarr.main", "sonarr.main"])
async def test_no_planted_key_reaches_database_or_export(estate, back_it_up, database, tmp_path, name):
    app, key = estate.apps[name], "Planted0Key0f1e2d3c"
    addresses = {
        "baseUrl": f"https://h.example/{key}/rss?u=1;tp={key}",
        "url": f"https://h.example/rss?key={key}",
    }
    secrets = {"arguments": f"--key {key}", "topics": [key], "cookie": key, "botToken": key}
    for resource in ("indexer", "importlist", "notification", "downloadclient"):
        for row in app.store.providers[resource].values():
            fields = [{"name": field, "value": value} for field, value in (addresses | secrets).items()]
            if resource == "downloadclient":  # a path is no key there
                fields[0]["value"] = f"https://h.example/rss?u=1;tp={key}"
            row["fields"] = [field | {"privacy": "normal"} for field in fields]
    await back_it_up(app)
    file = tmp_path / "all.jsonl"
    (row,) = complete(database, name)
    write_export(Export(row, database.read_sync(state_at, row)), str(file))
    assert "h.example" in file.read_text()
    assert key not in file.read_text()
    assert key not in "".join(stored(database, name)[EntityType.SETTING].values())


async def test_history_keeps_no_indexer_keys(estate, back_it_up, database):
    await back_it_up(estate.apps["radarr.main"])
    rows = database.read_sync(lambda: list(_all_text(database)))
    assert rows
    assert not [row for row in rows if "SECRETINDEXERKEY" in row or "apikey=" in row]


def _all_text(database):
    from arrtui.db.models import ReleaseEventRow

    return (" ".join(map(str, row)) for row in ReleaseEventRow.select().tuples())


@pytest.mark.parametrize(("name", "most"), [("radarr.main", 21), ("sonarr.main", 21)])
async def test_nothing_changed_is_few_requests_and_no_changes(estate, back_it_up, name, most):
    await back_it_up(estate.apps[name])
    again = await back_it_up(estate.apps[name])
    assert (again.added, again.changed, again.removed, again.new_history) == (0, 0, 0, 0)
    assert again.requests <= most


def asked(app: SimulatedApp, path: str) -> int:
    """Return how often an app was asked for something since its requests were reset."""
    return [requested for _, requested in app.requests].count(f"/api/v3{path}")


async def test_the_status_is_asked_for_when_another_version_answers(estate, back_it_up, database):
    app, other = estate.apps["radarr.main"], estate.apps["sonarr.main"]
    await back_it_up(app)
    app.reset_requests()
    await back_it_up(app)
    assert asked(app, "/system/status") == 0
    app.version = "6.9.1.20000"
    await back_it_up(app)
    assert asked(app, "/system/status") == 1
    assert complete(database, app.name)[0].app_version == app.version
    with pytest.raises(WrongAppError):
        await back_it_up(other, name=app.name, kind=Kind.RADARR)


@pytest.mark.parametrize("name", ["radarr.main", "sonarr.main"])
async def test_auto_tagging_rules_are_asked_for_where_a_tag_has_one(estate, back_it_up, database, name):
    app = estate.apps[name]
    await back_it_up(app)
    app.reset_requests()
    await back_it_up(app)
    assert asked(app, "/autotagging") == 0
    app.store.auto_tags[1] = {"id": 1, "name": "Rule", "tags": [min(app.store.tags)], "specifications": []}
    await back_it_up(app)
    assert "auto_tag/1" in stored(database, name)[EntityType.SETTING]
    del app.store.auto_tags[1]
    await back_it_up(app)
    assert "auto_tag/1" not in stored(database, name)[EntityType.SETTING]
    assert asked(app, "/autotagging") == 2


async def test_an_upgrade_is_one_file_added_one_removed_and_its_events(estate, back_it_up, database):
    app = estate.apps["radarr.main"]
    await back_it_up(app)
    movie = next(movie for movie in app.store.movies.values() if app.store.file_of(movie))
    upgrade_movie(app.store, movie["id"])
    app.reset_requests()
    outcome = await back_it_up(app)
    assert (outcome.added, outcome.changed, outcome.removed) == (1, 0, 1)
    assert outcome.new_history == 3
    assert [path for _, path in app.requests].count("/api/v3/moviefile") == 1


async def test_a_new_score_in_a_profile_rescores_its_files_only(estate, back_it_up, database):
    app = estate.apps["sonarr.main"]
    await back_it_up(app)
    users = Counter(series["qualityProfileId"] for series in app.store.series.values())
    used = users.most_common()[-1][0]
    profile = app.store.profiles[used]
    format_id = next(one["format"] for one in profile["formatItems"] if one["score"] > 0)
    set_score(app.store, used, format_id, 1234)
    app.reset_requests()
    await back_it_up(app)
    asked = [path for _, path in app.requests if path == "/api/v3/episodefile"]
    under = [one for one in app.store.series.values() if one["qualityProfileId"] == used]
    assert 0 < len(asked) <= len(under)
    (latest, before, *_) = complete(database, app.name)
    between = database.read_sync(changes_from, before, latest)
    assert {one.type for one in between.changes} <= {EntityType.FILE, EntityType.SETTING}
    assert any(one.key == f"quality_profile/{used}" for one in between.changes)


@pytest.mark.parametrize("name", ["radarr.main", "sonarr.main"])
async def test_nothing_depends_on_the_order_of_lists(estate, back_it_up, name):
    app = estate.apps[name]
    app.store.storage.postgres = True
    await back_it_up(app)
    for table in ("titles", "files", "profiles", "formats", "tags", "delay_profiles"):
        rows = getattr(app.store, table).values()
        app.store.storage.ordered(table, rows)
        for row in list(rows)[::2]:
            row["written"] = True
        moved = [row["id"] for row in app.store.storage.ordered(table, rows)]
        for row in rows:
            row.pop("written", None)
        assert moved != sorted(moved) or len(moved) < 2
    outcome = await back_it_up(app, full=True)
    assert (outcome.added, outcome.changed, outcome.removed) == (0, 0, 0)


async def test_a_full_backup_asks_for_everything_again(estate, back_it_up):
    app = estate.apps["sonarr.main"]
    first = await back_it_up(app)
    full = await back_it_up(app, full=True)
    assert full.requests >= first.requests - 3
    assert (full.added, full.changed, full.removed) == (0, 0, 0)


@pytest.mark.parametrize("name", ["radarr.4k", "sonarr.anime"])
async def test_a_backup_after_a_week_without_one_is_full_by_itself(estate, back_it_up, database, name):
    app = estate.apps[name]
    await back_it_up(app, now=1_000 * DAY)
    await back_it_up(app, now=1_000.5 * DAY)
    await back_it_up(app, now=1_008 * DAY)
    assert [row.full for row in complete(database, app.name)] == [True, False, True]


async def test_any_earlier_snapshot_can_be_rebuilt(estate, back_it_up, database):
    app = estate.apps["radarr.main"]
    states = []
    for step in range(4):
        await back_it_up(app)
        states.append(stored(database, app.name))
        _live_on(app, step)
    rows = complete(database, app.name)
    assert [database.read_sync(state_at, row) for row in reversed(rows)] == states
    assert [one.ok for one in database.read_sync(verify_all, app.name)] == [True] * 4


def _live_on(app, step):
    """Change a little of everything."""
    movies = list(app.store.movies.values())
    toggle_monitored(app.store, movies[step]["id"])
    upgrade_movie(app.store, next(one["id"] for one in movies[step + 5 :] if app.store.file_of(one)))
    app.store.delete_title(movies[-1 - step]["id"])
    app.store.add_tag(f"new-{step}")


async def test_a_diff_names_what_changed_both_ways(estate, back_it_up, database):
    app = estate.apps["radarr.main"]
    await back_it_up(app)
    _live_on(app, 0)
    await back_it_up(app)
    newer, older = complete(database, app.name)
    forth = database.read_sync(changes_from, older, newer).changes
    back = database.read_sync(changes_from, newer, older).changes
    assert {(one.type, one.kind) for one in forth} >= {
        (EntityType.ITEM, ChangeKind.CHANGED),
        (EntityType.ITEM, ChangeKind.REMOVED),
        (EntityType.FILE, ChangeKind.ADDED),
        (EntityType.SETTING, ChangeKind.ADDED),
    }
    assert len(back) == len(forth)
    assert {(one.key, one.before == None) for one in back if one.type is EntityType.ITEM} >= {  # noqa: E711
        (one.key, True) for one in forth if one.type is EntityType.ITEM and one.kind is ChangeKind.REMOVED
    }


async def test_thinning_keeps_every_kept_snapshot_restorable(estate, back_it_up, database):
    app = estate.apps["radarr.main"]
    states = {}
    for step in range(6):
        await back_it_up(app, now=(1_000 + step) * DAY)
        states[complete(database, app.name)[0].id] = stored(database, app.name)
        _live_on(app, step)
    rule = Retention(days=2, weeks=1, months=1)
    dropped = database.write_sync(thin, app.name, rule)
    rows = complete(database, app.name)
    assert dropped == 6 - len(rows) > 0
    assert rows[-1].baseline
    for row in rows:
        assert database.read_sync(state_at, row) == states[row.id]
    assert all(one.ok for one in database.read_sync(verify_all, app.name))


async def test_a_damaged_database_is_found_out(estate, back_it_up, database):
    app = estate.apps["radarr.main"]
    await back_it_up(app)
    from arrtui.db.models import ItemRow

    def damage():
        ItemRow.update(doc='{"id":1,"title":"Something else"}').where(ItemRow.item_id == 1).execute()

    database.write_sync(damage)
    (only,) = database.read_sync(verify_all, app.name)
    assert not only.ok
    assert "damaged" in only.error


async def test_an_export_holds_the_whole_snapshot(estate, back_it_up, database, tmp_path):
    app = estate.apps["radarr.4k"]
    await back_it_up(app)
    (row,) = complete(database, app.name)
    states = database.read_sync(state_at, row)
    file = tmp_path / "4k.jsonl.gz"
    count = write_export(Export(row, states), str(file))
    with gzip.open(file, "rt") as text:
        heading, *lines = [json.loads(line) for line in text]
    assert (heading["arrtui_export"], heading["records"], heading["digest"]) == (1, count, row.digest)
    assert len(lines) == count
    assert {line["type"] for line in lines} == {"item", "file", "setting"}
    assert file.stat().st_mode & 0o077 == 0


async def test_two_instances_with_equal_ids_never_mix(estate, back_it_up, database):
    await back_it_up(estate.apps["radarr.main"])
    before = stored(database, "radarr.main")
    await back_it_up(estate.apps["radarr.4k"])
    assert stored(database, "radarr.main") == before
    shared = before[EntityType.ITEM].keys() & stored(database, "radarr.4k")[EntityType.ITEM].keys()
    assert shared
