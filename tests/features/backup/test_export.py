"""Exports: every field of every record, names beside ids, the history if it is asked for."""

from __future__ import annotations

import json

import pytest

from arrtui.core.domain import Episode, Item, MediaFile, ReleaseEvent, Setting
from arrtui.features.backup.export import write_export
from arrtui.features.backup.export_lines import Export, read_events
from arrtui.features.backup.rebuild import state_at
from tests.features.backup.test_backup import complete

STRUCTS = {"item": Item, "episode": Episode, "file": MediaFile, "setting": Setting, "history": ReleaseEvent}


@pytest.fixture
async def exported(estate, back_it_up, database, tmp_path, request):
    """Return the lines of an instance's export by type, after its heading, and its simulated app."""
    app = estate.apps[request.param]
    await back_it_up(app)
    (row,) = complete(database, app.name)
    file = tmp_path / "export.jsonl"
    events = database.read_sync(read_events, row)
    count = write_export(Export(row, database.read_sync(state_at, row), events), str(file))
    heading, *lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert (heading["records"], len(lines)) == (count, count)
    by_type = {}
    for line in lines:
        by_type.setdefault(line["type"], []).append(line)
    return by_type, app


@pytest.mark.parametrize("exported", ["radarr.main", "sonarr.main"], indirect=True)
async def test_every_field_is_there(exported):
    by_type, app = exported
    assert by_type.keys() == STRUCTS.keys() - ({"episode"} if app.kind == "radarr" else set())
    for type_, lines in by_type.items():
        fields = set(STRUCTS[type_].__struct_fields__) | ({"external_id"} if type_ == "history" else set())
        assert all(line["record"].keys() == fields for line in lines), type_
    assert all(
        season.keys() == {"season_number", "monitored"}
        for line in by_type["item"]
        for season in line["record"]["seasons"]
    )
    id_field = "tmdbId" if app.kind == "radarr" else "tvdbId"
    external_ids = {title["id"]: title[id_field] for title in app.store.titles.values()}
    assert {line["record"]["id"]: line["record"]["external_id"] for line in by_type["item"]} == external_ids
    assert all(
        line["record"]["external_id"] == external_ids[line["record"]["item_id"]]
        for line in by_type["history"]
    )


@pytest.mark.parametrize("exported", ["radarr.main", "sonarr.main"], indirect=True)
async def test_names_stand_beside_ids(exported):
    by_type, app = exported
    store = app.store
    titles = {line["record"]["id"]: line["record"] for line in by_type["item"]}
    for line in by_type["item"]:
        title = store.titles[line["record"]["id"]]
        assert line["names"]["profile_id"] == store.profiles[title["qualityProfileId"]]["name"]
        assert line["names"].get("tags", []) == [
            store.tags[number]["label"] for number in sorted(title["tags"])
        ]
    for line in by_type["file"]:
        formats = [store.formats[number]["name"] for number in line["record"]["formats"]]
        assert line["names"].get("formats", []) == formats
        assert titles[line["record"]["item_id"]]["title"] in line["names"]["item_id"]
    assert any(line["names"].get("tags") for line in by_type["setting"])
    for line in by_type.get("episode", []):
        assert ("file_id" in line["names"]) is bool(line["record"]["file_id"])
    if app.kind == "sonarr":
        assert all(line["names"]["episode_id"].startswith("S") for line in by_type["history"])


@pytest.mark.parametrize("exported", ["radarr.4k"], indirect=True)
async def test_the_history_is_whole_and_in_the_order_of_the_app(exported):
    by_type, app = exported
    assert [line["record"]["id"] for line in by_type["history"]] == sorted(
        row.id for row in app.store.history.rows
    )
