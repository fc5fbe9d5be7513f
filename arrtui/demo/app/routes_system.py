"""Routes about the app itself: status, health, commands, backups, app settings, faults."""

from __future__ import annotations

import os
from typing import Any

from arrtui.demo.app.settings import VERSIONS
from arrtui.demo.http.errors import ApiError, absent, bad_request, failure, invalid, not_found
from arrtui.demo.http.routing import HandlerRequest, Table, accepted, created
from arrtui.demo.http.wire import EMPTY, Obj, Reply
from arrtui.demo.world.tables import languages


def ping(call: HandlerRequest) -> Obj:
    """Needs no key."""
    return {"status": "OK"}


def api_info(call: HandlerRequest) -> Obj:
    """Which API versions there are."""
    return {"current": "v3", "deprecated": []}


def status(call: HandlerRequest) -> Obj:
    """Identity and version of the app."""
    app = call.app
    return {
        "appName": app.app_name,
        "instanceName": app.store.configs["host"]["instanceName"],
        "version": VERSIONS[app.kind],
        "buildTime": "2026-03-02T17:11:09Z",
        "isDebug": False,
        "isProduction": True,
        "isAdmin": False,
        "isUserInteractive": False,
        "startupPath": f"/app/{app.kind}/bin",
        "appData": "/config",
        "osName": "alpine",
        "osVersion": "3.21.3",
        "isNetCore": True,
        "isLinux": True,
        "isOsx": False,
        "isWindows": False,
        "isDocker": True,
        "mode": "console",
        "branch": "main",
        "databaseType": "sqLite",
        "databaseVersion": "3.48.0",
        "authentication": app.authentication,
        "migrationVersion": 242 if app.kind == "radarr" else 217,
        "urlBase": app.url_base,
        "runtimeVersion": "8.0.14",
        "runtimeName": ".NET",
        "startTime": app.started_at,
        "packageVersion": VERSIONS[app.kind],
        "packageAuthor": "[demo](https://example.org)",
        "packageUpdateMechanism": "docker",
        "packageUpdateMechanismMessage": "",
    }


def health(call: HandlerRequest) -> list[Obj]:
    """The messages of the last health check."""
    return call.app.store.health


def all_languages(call: HandlerRequest) -> list[Obj]:
    """Every language of the app."""
    return [item | {"nameLower": item["name"].lower()} for item in languages(call.app.kind).values()]


def one_language(call: HandlerRequest) -> Obj:
    """One language."""
    found = next((item for item in all_languages(call) if item["id"] == call.id), None)
    if found is None:
        raise absent()
    return found


def disk_space(call: HandlerRequest) -> list[Obj]:
    """Free and total bytes per root folder; free space shrinks a little with every request."""
    return [
        {"path": path, "label": "", "freeSpace": free_space(call, number), "totalSpace": 16 * 10**12}
        for number, path in enumerate(sorted({item["path"] for item in call.app.store.root_folders.values()}))
    ]


def free_space(call: HandlerRequest, number: int) -> int:
    """Free bytes of a disk: volatile, as on a system that is in use."""
    used: int = call.store.tick * 4096
    return 3_200_000_000_000 - number * 10**11 - used


def backup_list(call: HandlerRequest) -> list[Obj]:
    """The app's own backups."""
    return call.app.store.backups


def get_config(call: HandlerRequest) -> Obj:
    """One group of app settings."""
    return _config(call)


def _config(call: HandlerRequest) -> Obj:
    name = call.params["name"]
    configs = call.app.store.configs
    if name not in configs:
        raise ApiError(404)
    live = {"apiKey": call.app.api_key, "urlBase": call.app.url_base, "port": call.app.port}
    item: Obj = configs[name]
    return item | live if name == "host" else item


def put_config(call: HandlerRequest) -> Reply:
    """Replace a group of app settings."""
    present = _config(call)
    present |= {key: value for key, value in call.object.items() if key in present}
    call.app.store.configs[call.params["name"]] = present
    return accepted(present)


def commands(call: HandlerRequest) -> list[Obj]:
    """Commands the app remembers."""
    return list(call.app.store.commands.items.values())


def command(call: HandlerRequest) -> Obj:
    """One command; 404 once it has left memory."""
    found = call.app.store.commands.items.get(call.id)
    if found is None:
        raise absent()
    return found


def post_command(call: HandlerRequest) -> Reply:
    """Queue a command."""
    agent = call.headers.get("user-agent", "")
    return created("command", dict(call.app.store.commands.post(call.app.kind, call.object, "manual", agent)))


def delete_command(call: HandlerRequest) -> Reply:
    """Cancel a queued command."""
    call.app.store.commands.cancel(call.id)
    return Reply(EMPTY)


def set_faults(call: HandlerRequest) -> Obj:
    """The demo's own route: `{"clear": true}`, `{"add": {"what": "500", …}}`, latency, jitter, a crash."""
    body, faults = call.object, call.app.faults
    try:
        if body.get("clear"):
            faults.clear()
        rules = body.get("add") or []
        for rule in [rules] if isinstance(rules, dict) else rules:
            faults.add(**rule)
        crash = body.get("crashAfterWrites")
        if crash is not None:
            faults.crash_after_writes(int(crash), executed=bool(body.get("executed", True)))
        faults.latency = float(body.get("latency", faults.latency))
        faults.jitter = float(body.get("jitter", faults.jitter))
    except (TypeError, ValueError) as error:
        raise bad_request(str(error)) from None
    return show_faults(call)


def show_faults(call: HandlerRequest) -> Obj:
    """The faults that are set."""
    faults = call.app.faults
    rules = [
        {"what": rule.what, "path": rule.path, "method": rule.method, "times": rule.times}
        for rule in faults.rules
    ]
    return {"latency": faults.latency, "jitter": faults.jitter, "crashed": faults.crashed, "rules": rules}


def root_folders(call: HandlerRequest) -> list[Obj]:
    """Root folders with free space."""
    return [_root(call, item) for item in call.app.store.root_folders.values()]


def _root(call: HandlerRequest, item: Obj) -> Obj:
    real = call.app.store.folder is not None
    accessible = os.path.isdir(item["path"]) if real else True  # noqa: PTH112
    return item | {
        "accessible": accessible,
        "freeSpace": free_space(call, item["id"]),
        "unmappedFolders": _unmapped(item),
    }


def _unmapped(item: Obj) -> list[Obj]:
    """A folder that belongs to no title: one below the first root folder."""
    name = "@eaDir"
    return [{"name": name, "path": f"{item['path']}/{name}", "relativePath": name}] if item["id"] == 1 else []


def root_folder(call: HandlerRequest) -> Obj:
    """One root folder."""
    if call.id not in call.app.store.root_folders:
        raise absent()
    return _root(call, call.app.store.root_folders[call.id])


def post_root_folder(call: HandlerRequest) -> Reply:
    """Add a root folder; it must exist for the app, and only once."""
    store, path = call.app.store, str(call.object.get("path") or "").rstrip("/")
    if not path.startswith("/"):
        raise invalid(failure("Path", f"Invalid Path: '{path}'", path, "PathValidator"))
    if any(item["path"] == path for item in store.root_folders.values()):
        raise invalid(
            failure("Path", "Path is already configured as a root folder", path, "RootFolderValidator")
        )
    if store.folder is not None and not os.path.isdir(path):  # noqa: PTH112
        raise invalid(failure("Path", f"Path '{path}' does not exist", path, "PathExistsValidator"))
    number = store.next_id(store.root_folders)
    store.root_folders[number] = {"id": number, "path": path}
    return created("rootfolder", _root(call, store.root_folders[number]))


def delete_root_folder(call: HandlerRequest) -> Reply:
    """Forget a root folder."""
    if call.app.store.root_folders.pop(call.id, None) is None:
        raise not_found("RootFolder", call.id)
    return Reply(EMPTY)


def nothing(call: HandlerRequest) -> list[Any]:
    """A list this demo keeps empty."""
    return []


TABLE: Table = [
    ("GET", "/ping", ping),
    ("GET", "/api", api_info),
    ("GET", "/demo/faults", show_faults),
    ("POST", "/demo/faults", set_faults),
    ("GET", "/api/v3/system/status", status),
    ("GET", "/api/v3/system/backup", backup_list),
    ("GET", "/api/v3/health", health),
    ("GET", "/api/v3/language", all_languages),
    ("GET", "/api/v3/language/{id:int}", one_language),
    ("GET", "/api/v3/diskspace", disk_space),
    ("GET", "/api/v3/config/{name}", get_config),
    ("PUT", "/api/v3/config/{name}", put_config),
    ("PUT", "/api/v3/config/{name}/{id}", put_config),
    ("GET", "/api/v3/command", commands),
    ("GET", "/api/v3/command/{id:int}", command),
    ("POST", "/api/v3/command", post_command),
    ("DELETE", "/api/v3/command/{id:int}", delete_command),
    ("GET", "/api/v3/rootfolder", root_folders),
    ("GET", "/api/v3/rootfolder/{id:int}", root_folder),
    ("POST", "/api/v3/rootfolder", post_root_folder),
    ("DELETE", "/api/v3/rootfolder/{id:int}", delete_root_folder),
    ("GET", "/api/v3/remotepathmapping", nothing),
    ("GET", "/api/v3/customfilter", nothing),
    ("GET", "/api/v3/autotagging", nothing),
]
