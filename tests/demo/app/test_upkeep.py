"""What the apps tell of themselves: tasks, log, updates, flags, and the folders their dialogs list."""

from __future__ import annotations

import pytest

from arrtui.demo.estate import SimulatedEstate
from tests.demo.conftest import Api


@pytest.fixture(params=["radarr.main", "sonarr.main"])
def either(estate: SimulatedEstate, request: pytest.FixtureRequest) -> Api:
    """A client of each app."""
    return Api(estate.apps[request.param])


def test_tasks_have_an_interval_in_minutes_and_the_name_of_their_command(either: Api) -> None:
    tasks = {row["taskName"]: row for row in either.get("system/task")}
    refresh = {"radarr": ("RefreshMovie", 1440), "sonarr": ("RefreshSeries", 720)}[either.app.kind]
    assert tasks[refresh[0]]["interval"] == refresh[1]
    assert set(tasks["RssSync"]) == {
        *("id", "name", "taskName", "interval"),
        *("lastExecution", "lastStartTime", "nextExecution", "lastDuration"),
    }
    assert tasks["RssSync"]["name"] == "Rss Sync"
    assert either.get(f"system/task/{tasks['RssSync']['id']}") == tasks["RssSync"]
    assert either("GET", "system/task/99").status_code == 404


def test_a_task_that_ran_is_due_one_interval_later(either: Api) -> None:
    either("POST", "command", json={"name": "RssSync"})
    either.settle()
    task = next(row for row in either.get("system/task") if row["taskName"] == "RssSync")
    assert task["lastStartTime"] != "0001-01-01T00:00:00Z" and task["nextExecution"] > task["lastExecution"]


def test_the_log_has_a_level_and_is_paged(either: Api) -> None:
    title_ids = either.app.store.spec.ids_key
    either("POST", "command", json={"name": f"Refresh{either.app.store.spec.model}", title_ids: [99_999]})
    either.settle()
    page = either.get("log", sortDirection="ascending")
    assert [row["level"] for row in page["records"]] == ["info", "error"]
    assert page["sortKey"] == "time" and "exception" in page["records"][1]
    assert [row["level"] for row in either.get("log", level="warn")["records"]] == ["error"]
    assert either("GET", "log?level=loud").status_code == 400
    file = either.get("log/file")[0]
    assert file["filename"] == f"{either.app.kind}.txt" and "/api/v1/" in file["contentsUrl"]


def test_the_newest_update_is_not_installed(either: Api) -> None:
    newest, present = either.get("update")
    assert (newest["latest"], newest["installed"], newest["installable"]) == (True, False, True)
    assert present["installed"] and present["version"] == either.app.version and "installedOn" in present


def test_indexer_flags_are_not_the_same_in_both_apps(estate: SimulatedEstate) -> None:
    flags = {
        name: {row["id"]: row["name"] for row in Api(estate.apps[name]).get("indexerflag")}
        for name in ("radarr.main", "sonarr.main")
    }
    assert flags["radarr.main"][8] == "PTP_Golden" and flags["sonarr.main"][8] == "Internal"
    assert flags["radarr.main"][128] == "G_Scene" and flags["sonarr.main"][128] == "Nuked"
    assert 64 not in flags["radarr.main"]


def test_a_folder_is_listed_up_to_its_last_separator(either: Api) -> None:
    root = either.get("rootfolder")[0]["path"]
    titles = {title["path"] for title in either.get(either.app.store.spec.noun)}
    inside = either.get("filesystem", path=f"{root}/")
    assert {entry["path"].rstrip("/") for entry in inside["directories"]} == {
        path for path in titles if path.startswith(f"{root}/")
    }
    assert inside["parent"] == f"{root.rsplit('/', 1)[0]}/" and inside["files"] == []
    assert f"{root}/" in {entry["path"] for entry in either.get("filesystem", path=root)["directories"]}
    assert either.get("filesystem", path=root, allowFoldersWithoutTrailingSlashes="true") == inside
    assert either.get("filesystem", path="/not/there/")["directories"] == []


def test_files_of_a_folder_are_told_when_asked_for(either: Api) -> None:
    store = either.app.store
    path, size = next(store.file_sizes())
    folder, name = path.rsplit("/", 1)
    entry = either.get("filesystem", path=f"{folder}/", includeFiles="true")["files"][0]
    assert (entry["name"], entry["size"], entry["type"]) == (name, size, "file")
    assert either.get("filesystem/type", path=path) == {"type": "file"}
    assert either.get("filesystem/type", path="/not/there") == {"type": "folder"}
    assert name in {row["name"] for row in either.get("filesystem/mediafiles", path=folder)}


def test_the_routes_are_listed_as_a_graph(either: Api) -> None:
    response = either("GET", "system/routes")
    assert (response.status_code, response.headers["content-type"]) == (200, "text/plain")
    assert response.text.startswith("digraph DFA {") and "/api/v3/tag HTTP: GET" in response.text
    assert either("GET", "system/routes/duplicate").json() == {}


def test_a_release_that_is_held_back_is_at_the_client_once_it_is_grabbed(either: Api) -> None:
    rows = {row["status"]: row for row in either.get("queue/details")}
    assert {"downloading", "completed", "paused", "delay"} == rows.keys()
    held = rows["delay"]
    assert "downloadClient" not in held and held["sizeleft"] == held["size"]
    assert either("POST", f"queue/grab/{rows['paused']['id']}").status_code == 404
    assert either("POST", "queue/grab/bulk", json={"ids": [held["id"]]}).status_code == 200
    now = next(row for row in either.get("queue/details") if row["id"] == held["id"])
    assert (now["status"], now["downloadClient"]) == ("downloading", "sab")


def test_the_status_of_the_queue_names_a_warning(either: Api) -> None:
    assert either.get("queue/status")["warnings"] is True
    refused = next(row for row in either.get("queue/details") if row["status"] == "completed")
    assert refused["statusMessages"][0]["messages"]
    either("DELETE", f"queue/{refused['id']}")
    assert either.get("queue/status")["warnings"] is False
