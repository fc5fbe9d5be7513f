"""Each write is told as the real apps tell it: the same messages in the same order."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from tests.demo.live.listener import Obj, recorded_by
from tests.demo.live.operations import OPERATIONS, prepared
from tests.demo.replay.client import Client
from tests.demo.replay.compare import shape_differences
from tests.demo.replay.records import FOLDER

LATER = {"command", "health", "queue", "queue/details", "queue/status", "system/task", "version"}
"""Messages that are put off, or come from what the app does by itself."""
RECORDINGS = {"radarr": "live-radarr-6.1", "sonarr": "live-sonarr-4.0.19"}
CASES = [(kind, name) for kind, table in OPERATIONS.items() for name in table]
LEFT_OUT = {
    "all refreshed (RefreshSeries, no ids)": "one of its series had a file that no episode had",
    "app restarted": "the simulated apps are not restarted",
    "app restarted after an update": "the simulated apps are not restarted",
    "CheckHealth with a failing webhook": "it ended before the command did",
    "quality definitions written (PUT /qualitydefinition/update)": "told as other settings are: not at all",
    "custom format changed": "told as an added one is: not at all",
    "custom format deleted": "told as an added one is: not at all",
    "notification edited": "what it changed was not recorded",
    "quality profile deleted": "told as an added one is: not at all",
    "quiet (5 minutes, pings)": "nothing is written",
    "quiet (pings)": "nothing is written",
    "series edited (PUT, season 1 unmonitored)": "has a test of its own",
    "upgrade: EpisodeSearch": "the demo's indexers have nothing",
    "upgrade: MoviesSearch": "the demo's indexers have nothing",
    "upgrade: RefreshMonitoredDownloads": "no download of the demo ends",
}


def perform(kind: str, name: str) -> list[Obj]:
    """Return what a simulated app tells of an operation, once everything has ended."""
    library = prepared(kind)
    client, recorder = Client(library), recorded_by(library.app)
    OPERATIONS[kind][name].do(client)
    library.settle()
    return recorder.messages


def told(messages: list[Obj]) -> list[str]:
    """Return name and action of the messages that tell of the write itself."""
    return [f"{row['name']} {row['body']['action']}" for row in messages if row["name"] not in LATER]


def ended_commands(messages: list[Obj]) -> list[str]:
    """Return the names of the commands that were told to have ended."""
    rows = [row["body"]["resource"] for row in messages if row["name"] == "command"]
    return [row["name"] for row in rows if row["status"] == "completed"]


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_an_operation_is_told(kind: str, name: str) -> None:
    operation, messages = OPERATIONS[kind][name], perform(kind, name)
    names = [row["name"] for row in messages]
    assert told(messages) == list(operation.told)
    assert ended_commands(messages) == list(operation.commands)
    assert names.count("system/task") >= len(operation.commands)
    if operation.health is not None:
        assert ("health" in names) == operation.health


def test_each_command_is_told_as_it_runs_and_as_it_ends() -> None:
    rows = [
        row["body"]["resource"]
        for row in perform("radarr", "movie added (POST /movie)")
        if row["name"] == "command"
    ]
    assert [row["status"] for row in rows] == ["started", "completed"]
    assert rows[0]["trigger"] == "unspecified" and rows[0]["message"].startswith("Updating info for")


def test_a_season_flag_that_was_put_is_told_first() -> None:
    library = prepared("sonarr")
    client, recorder = Client(library), recorded_by(library.app)
    series = client.get("series/1")
    series["seasons"][1]["monitored"] = not series["seasons"][1]["monitored"]
    client.call("PUT", "series/1", series)
    assert told(recorder.messages) == ["series updated"] * 2
    resources = [row["body"]["resource"] for row in recorder.messages]
    assert [row.get("episodesChanged") for row in resources] == [True, None]


def test_a_movie_that_was_put_is_told_twice() -> None:
    library = prepared("radarr")
    client, recorder = Client(library), recorded_by(library.app)
    client.call("PUT", "movie/1", client.get("movie/1") | {"monitored": False})
    assert told(recorder.messages) == ["movie updated"] * 2
    assert [row["body"]["resource"]["monitored"] for row in recorder.messages] == [False, False]


def test_a_single_episode_is_told_whichever_route_sets_its_flag() -> None:
    library = prepared("sonarr")
    client, recorder = Client(library), recorded_by(library.app)
    client.call("PUT", "episode/monitor", {"episodeIds": [2], "monitored": False})
    assert [row["body"]["resource"]["id"] for row in recorder.messages] == [2] * 4


def test_a_rename_is_told_with_the_old_path() -> None:
    rows = [
        row["body"]["resource"]
        for row in perform("radarr", "file renamed (RenameFiles 1)")
        if row["name"] == "movie"
    ]
    assert {row["movieFile"]["relativePath"] for row in rows} == {"Old name.mkv"}


def test_what_is_deleted_has_defaults_but_for_its_id() -> None:
    (row,) = perform("radarr", "movie deleted (DELETE, deleteFiles)")[:1]
    assert row["body"]["action"] == "deleted"
    resource = row["body"]["resource"]
    facts = (resource["id"], resource["tmdbId"], resource["monitored"], resource["status"])
    assert facts == (1, 0, True, "tba")
    rows = perform("radarr", "files deleted (DELETE /moviefile/bulk, 2)")
    gone = [row["body"]["resource"] for row in rows if row["name"] == "moviefile"]
    assert [(row["id"], row["movieId"], row["size"]) for row in gone] == [(1, 0, 0), (3, 0, 0)]


def test_a_deleted_series_is_told_whole() -> None:
    resource = perform("sonarr", "series deleted (DELETE, deleteFiles)")[0]["body"]["resource"]
    assert resource["title"] and resource["statistics"] and resource["alternateTitles"] == []


def test_a_provider_is_not_told_where_a_put_changes_nothing() -> None:
    library = prepared("radarr")
    client, recorder = Client(library), recorded_by(library.app)
    client.call("PUT", "indexer/1?forceSave=true", client.get("indexer/1"))
    assert told(recorder.messages) == []


def test_nobody_who_listens_costs_a_message() -> None:
    library = prepared("radarr")
    client = Client(library)
    OPERATIONS["radarr"]["movie added (POST /movie)"].do(client)
    library.settle()
    recorder = recorded_by(library.app)
    library.settle()
    assert told(recorder.messages) == []


# ---- the recording --------------------------------------------------------------------------------


@cache
def recording(kind: str) -> dict[str, list[Obj]]:
    """Return the recorded messages of each operation; those that were cut hold some members only."""
    rows: dict[str, list[Obj]] = {}
    file = FOLDER / RECORDINGS[kind] / "signalr.jsonl"
    for line in file.read_text().splitlines() if file.is_file() else ():
        row: Any = json.loads(line)
        messages = rows.setdefault(row["op"], [])
        if "name" in row.get("message", ()):
            messages.append(row["message"] | {"cut": row["message"]["body"].get("cut", False)})
    return rows


needs_recording = pytest.mark.skipif(
    not all((FOLDER / name).is_dir() for name in RECORDINGS.values()),
    reason=f"no recorded messages in {FOLDER}; the table of operations stands for them",
)


@needs_recording
@pytest.mark.parametrize("kind", OPERATIONS)
def test_the_table_is_what_was_recorded(kind: str) -> None:
    rows = recording(kind)
    assert set(rows) - set(OPERATIONS[kind]) <= LEFT_OUT.keys()
    for name, operation in OPERATIONS[kind].items():
        assert told(rows[name]) == list(operation.told), name
        commands = set(ended_commands(rows[name])) - {"ImportListSync"}
        assert commands == set(operation.commands) - {"ImportListSync"}, name
        if operation.health is not None:
            assert ("health" in {row["name"] for row in rows[name]}) == operation.health, name


@needs_recording
@pytest.mark.parametrize("kind", OPERATIONS)
def test_messages_have_the_keys_and_types_that_were_recorded(kind: str) -> None:
    lines = []
    for name in OPERATIONS[kind]:
        ours = perform(kind, name)
        for theirs in recording(kind)[name]:
            same = [row for row in ours if row["name"] == theirs["name"] and _state(row) == _state(theirs)]
            if same and not theirs["cut"]:
                body = {key: value for key, value in theirs["body"].items() if key != "cut"}
                resources = [row["body"] for row in same if row["body"]["action"] == body["action"]]
                found = [shape_differences(row, body) for row in resources]
                best = min(found, key=len)
                lines += [f"{name}: {theirs['name']} {body['action']}: {line}" for line in best]
    assert not lines, "\n".join(sorted(set(lines)))


def _state(message: Obj) -> tuple[Any, Any]:
    """Return what tells messages of one name apart: the action, and of a command its state and name."""
    resource = message["body"].get("resource", {})
    command = (resource["name"], resource["status"]) if message["name"] == "command" else None
    return message["body"].get("action"), command
