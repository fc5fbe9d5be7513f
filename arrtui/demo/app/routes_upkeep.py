"""Routes about what the app does by itself: its tasks, its log and its updates."""

from __future__ import annotations

import re
from operator import itemgetter

from arrtui.demo.app.requests import Call
from arrtui.demo.app.rows import read_row
from arrtui.demo.http.clock import epoch, iso, time_span
from arrtui.demo.http.errors import ApiError, unreadable
from arrtui.demo.http.paging import PageRequest
from arrtui.demo.http.routing import Table
from arrtui.demo.http.wire import Obj, Reply

_NEVER = "0001-01-01T00:00:00Z"
_LEVELS = ("trace", "debug", "info", "warn", "error", "fatal")
"""Levels of the log, in ascending order."""


def tasks(call: Call) -> list[Obj]:
    """List the tasks with their intervals in minutes, by name (`TaskController`)."""
    started = epoch(call.app.started_at)
    rows = []
    for number, (name, minutes) in enumerate(call.store.spec.tasks.items(), 1):
        ran = [row for row in call.store.commands.items.values() if row["name"] == name and "ended" in row]
        last = epoch(ran[-1]["ended"]) if ran else started
        times = {
            "lastExecution": iso(last),
            "lastStartTime": ran[-1]["started"] if ran else _NEVER,
            "nextExecution": iso(last + minutes * 60),
            "lastDuration": ran[-1]["duration"] if ran else time_span(0),
        }
        title = re.sub("(?<=.)(?=[A-Z])", " ", name)
        rows.append({"name": title, "taskName": name, "interval": minutes, **times, "id": number})
    return sorted(rows, key=itemgetter("name"))


def task(call: Call) -> Obj:
    """Show one task."""
    return read_row({row["id"]: row for row in tasks(call)}, call.id)


def log(call: Call) -> Obj:
    """Show a page of the log: of a level and those above it, where one is asked for (`LogController`)."""
    page = PageRequest(call, {key: itemgetter(key) for key in ("time", "id")}, "time")
    rows, level = _log_rows(call), call.text("level").lower()
    if level and level not in _LEVELS:
        raise unreadable("level", f"The value '{level}' is not valid.")
    if level:
        rows = [row for row in rows if _LEVELS.index(row["level"]) >= _LEVELS.index(level)]
    return page.result(len(rows), page.cut(page.sort(rows)))


def _log_rows(call: Call) -> list[Obj]:
    """Return the start of the app and every command that has failed, as the log has them."""
    rows: list[Obj] = [{"id": 1, "time": call.app.started_at, "level": "info", "logger": "Bootstrap"}]
    rows[0]["message"] = f"Starting {call.app.app_name} - /app/bin/{call.app.app_name} - {call.app.version}"
    for command in call.store.commands.items.values():
        if command["status"] == "failed":
            row = {"id": len(rows) + 1, "time": command["ended"], "level": "error"}
            row |= {"logger": "CommandExecutor", "message": "Error occurred while executing task"}
            rows.append(row | {"exception": command["exception"], "exceptionType": "System.Exception"})
    return rows


def log_files(call: Call) -> list[Obj]:
    """List the files of the log; the address of their content names a version that is not (`v1`)."""
    name = f"{call.store.spec.kind}.txt"
    address = {"contentsUrl": f"{call.app.url_base}/api/v1//{name}", "downloadUrl": f"/logfile/{name}"}
    return [{"filename": name, "lastWriteTime": call.app.started_at, **address, "id": 1}]


def updates(call: Call) -> list[Obj]:
    """List what the update server has: a newer version, and the one that is installed."""
    major = call.app.version.rsplit(".", 1)
    newer = f"{major[0]}.{int(major[-1]) + 10}"
    rows = []
    for version, is_installed in ((newer, False), (call.app.version, True)):
        name = f"{call.app.app_name}.main.{version}.linux-core-x64.tar.gz"
        row: Obj = {"version": version, "branch": "main", "releaseDate": iso(call.store.today)}
        row |= {"fileName": name, "url": f"https://updates.example/{name}", "installed": is_installed}
        if is_installed:
            row["installedOn"] = call.app.started_at
        row |= {"installable": not is_installed, "latest": not is_installed}
        rows.append(row | {"changes": {"new": [], "fixed": ["Small faults"]}, "hash": "0" * 64})
    return rows


def indexer_flags(call: Call) -> list[Obj]:
    """List what a tracker can say of a release, as bits (`IndexerFlagController`)."""
    flags = call.store.spec.indexer_flags
    return [
        {"id": 1 << bit, "name": name, "nameLower": name.lower()} for bit, name in enumerate(flags) if name
    ]


def log_text(call: Call) -> Reply:
    """Show a file of the log as text. Raises ApiError 404."""
    if call.params["name"] != f"{call.store.spec.kind}.txt":
        raise ApiError(404)
    lines = [f"{row['time']}|{row['level']}|{row['logger']}|{row['message']}" for row in _log_rows(call)]
    return Reply("\n".join(lines).encode(), 200, {"content-type": "text/plain"})


def route_graph(call: Call) -> Reply:
    """Show every route of the app as a graph in the language of Graphviz (`DfaGraphWriter`)."""
    table = call.app.router.table
    nodes = [f'{number} [label="{path} HTTP: {verb}"]' for number, (verb, path, _) in enumerate(table)]
    text = "\n".join(["digraph DFA {", *nodes, "}", ""])
    return Reply(text.encode(), 200, {"content-type": "text/plain"})


def duplicate_routes(call: Call) -> Obj:
    """Show which routes a request could not choose between: none."""
    return {}


def localization(call: Call) -> Obj:
    """Show the texts of the web interface: the demo has none."""
    return {"strings": {}}


TABLE: Table = [
    ("GET", "/api/v3/system/routes", route_graph),
    ("GET", "/api/v3/system/routes/duplicate", duplicate_routes),
    ("GET", "/api/v3/log/file/{name}", log_text),
    ("GET", "/api/v3/localization", localization),
    ("GET", "/api/v3/system/task", tasks),
    ("GET", "/api/v3/system/task/{id:int}", task),
    ("GET", "/api/v3/log", log),
    ("GET", "/api/v3/log/file", log_files),
    ("GET", "/api/v3/update", updates),
    ("GET", "/api/v3/indexerflag", indexer_flags),
]
