"""Routes about the app itself: status, health, commands, app settings, root folders, faults."""

from __future__ import annotations

from arrtui.demo.app.live.events import HealthTouched, ResourceChanged
from arrtui.demo.app.live.health import failed_checks
from arrtui.demo.app.requests import Call
from arrtui.demo.app.rows import read_row
from arrtui.demo.app.store import Store
from arrtui.demo.http.errors import bad_request, failure, invalid
from arrtui.demo.http.hub import Hub
from arrtui.demo.http.routing import Table, created
from arrtui.demo.http.wire import EMPTY, Obj, Reply
from arrtui.demo.world.tables import languages


def ping(call: Call) -> Obj:
    """Answer without a key."""
    return {"status": "OK"}


def api_info(call: Call) -> Obj:
    """Show which API versions there are."""
    current, deprecated = call.store.spec.api_versions
    return {"current": current, "deprecated": list(deprecated)}


def status(call: Call) -> Obj:
    """Show identity and version of the app."""
    app, spec = call.app, call.store.spec
    return {
        "appName": app.app_name,
        "instanceName": call.store.configs["host"]["instanceName"],
        "version": app.version,
        "buildTime": "2026-03-02T17:11:09Z",
        "isDebug": False,
        "isProduction": True,
        "isAdmin": False,
        "isUserInteractive": False,
        "startupPath": f"/app/{spec.kind}/bin",
        "appData": "/config",
        "osName": "alpine",
        "osVersion": "3.21.3",
        "isNetCore": True,
        "isLinux": True,
        "isOsx": False,
        "isWindows": False,
        "isDocker": True,
        **({} if spec.is_containerized is None else {"isContainerized": spec.is_containerized}),
        "mode": "console",
        "branch": "main",
        "databaseType": "postgreSQL" if call.store.storage.postgres else "sqLite",
        "databaseVersion": "15.18" if call.store.storage.postgres else "3.48.0",
        "authentication": app.authentication,
        "migrationVersion": spec.migration,
        "urlBase": app.url_base,
        "runtimeVersion": "8.0.14",
        "runtimeName": ".NET",
        "startTime": app.started_at,
        "packageVersion": app.version,
        "packageAuthor": "[demo](https://example.org)",
        "packageUpdateMechanism": "docker",
        "packageUpdateMechanismMessage": "",
    }


def health(call: Call) -> list[Obj]:
    """List the messages of the last health check."""
    return [*call.store.health, *failed_checks(call.store)]


def read_languages(call: Call) -> list[Obj]:
    """List every language of the app."""
    return [row | {"nameLower": row["name"].lower()} for row in languages(call.store.kind).values()]


def read_language(call: Call) -> Obj:
    """Show one language."""
    return read_row({row["id"]: row for row in read_languages(call)}, call.id)


def disk_space(call: Call) -> list[Obj]:
    """List free and total bytes per root folder."""
    paths = sorted({root["path"] for root in call.store.root_folders.values()})
    return [
        {"path": path, "label": "", "freeSpace": _free_space(call, number), "totalSpace": 16 * 10**12}
        for number, path in enumerate(paths)
    ]


def _free_space(call: Call, number: int) -> int:
    """Return the free bytes of a disk: they shrink with every request, as on a system that is in use."""
    return 3_200_000_000_000 - number * 10**11 - call.store.tick * 4096


# ---- commands -------------------------------------------------------------------------------------


def read_commands(call: Call) -> list[Obj]:
    """List the commands in memory."""
    return call.store.commands.listed()


def read_command(call: Call) -> Obj:
    """Show one command; a cancelled one is called queued for good."""
    return read_row(call.store.commands.items, call.id, "Command")


def post_command(call: Call) -> Reply:
    """Queue a command."""
    return created("command", dict(call.store.commands.post(call.object)))


def delete_command(call: Call) -> Reply:
    """Cancel a queued command."""
    call.store.commands.cancel(call.id)
    return Reply(EMPTY)


# ---- root folders ---------------------------------------------------------------------------------


def root_folders(call: Call) -> Reply:
    """List the root folders with their free space; those that are missing may hold it back."""
    resources = [_root_resource(call, root) for root in call.store.root_folders.values()]
    missing = sum(not resource["accessible"] for resource in resources)
    return Reply(resources, held_back=missing * call.store.offline_seconds)


def _root_resource(call: Call, root: Obj) -> Obj:
    """Render a root folder; no title's are the folders left behind, and one below the first root.

    Where there are real folders these are listed: all that are no title's and do not begin with a dot.
    """
    store = call.store
    if not store.is_folder(root["path"]):
        return root | {"accessible": False, "unmappedFolders": []}
    names = ["@eaDir"] if root["id"] == 1 else []
    mapped = {title["path"] for title in store.titles.values()}
    left = (path.rpartition("/") for path in store.orphans.keys() - mapped)
    names += sorted(name for parent, _, name in left if parent == root["path"])
    for path in store.folders_below(root["path"]) if store.folder else ():
        if path not in mapped and path.rsplit("/", 1)[-1] not in names:
            names.append(path.rsplit("/", 1)[-1])
    unmapped = [{"name": name, "path": f"{root['path']}/{name}", "relativePath": name} for name in names]
    free = {"accessible": True, "freeSpace": _free_space(call, root["id"])}
    return root | free | {"unmappedFolders": unmapped}


def root_folder(call: Call) -> Obj:
    """Show one root folder."""
    return _root_resource(call, read_row(call.store.root_folders, call.id, "RootFolder"))


def post_root_folder(call: Call) -> Reply:
    """Add a root folder; it must exist for the app, and only once."""
    store, path = call.store, str(call.object.get("path") or "").rstrip("/")
    if not path.startswith("/"):
        raise invalid(failure("Path", f"Invalid Path: '{path}'", path, "PathValidator"))
    if any(root["path"] == path for root in store.root_folders.values()):
        text = "Path is already configured as a root folder"
        raise invalid(failure("Path", text, path, "RootFolderValidator"))
    if not store.is_folder(path):
        raise invalid(failure("Path", f"Path '{path}' does not exist", path, "PathExistsValidator"))
    number = store.next_id(store.root_folders)
    store.root_folders[number] = {"id": number, "path": path}
    resource = _root_resource(call, store.root_folders[number])
    store.publish(ResourceChanged("rootfolder", "created", resource))
    store.publish(HealthTouched())
    return created("rootfolder", resource)


def delete_root_folder(call: Call) -> Reply:
    """Forget a root folder, whether titles are in it or not; an unknown one is no error."""
    call.store.root_folders.pop(call.id, None)
    call.store.publish(HealthTouched())
    return Reply(EMPTY)


# ---- the demo's own -------------------------------------------------------------------------------


def set_faults(call: Call) -> Obj:
    """Set faults: `{"clear": true}`, `{"add": {"what": "500", …}}`, latency, jitter, a crash.

    `{"hold": ["RefreshSeries"]}` lets commands of these names not end, `{"moves": "io"}`, `"permission"`
    or `"large"` lets every move of files fail, `{"offlineSeconds": 5}` holds the list of root folders back,
    so long for each that is missing, `{"hostDown": true}` whatever asks the metadata host; with
    `{"hostSeconds": 2}` that of music takes so long.
    `{"dropFeed": true}` cuts the connections of the live feed, `{"feedPiece": 1, "feedPause": 0.01}` sends it
    in frames of so many characters, so many seconds apart, `{"feedHandshake": false}` never answers a
    handshake, `{"callAnywhere": true}` lets webhooks call other machines than this one.
    """
    body, faults = call.object, call.app.faults
    try:
        _set_store_faults(call.store, body)
        if body.get("clear"):
            faults.clear()
        _set_feed_faults(call.app.hub, body)
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


def _set_feed_faults(hub: Hub, body: Obj) -> None:
    """Set how badly the live feed is served; `clear` ends all of it first."""
    if body.get("clear"):
        hub.piece, hub.pause, hub.answers_handshake = None, 0.0, True
    piece = body.get("feedPiece", hub.piece)
    hub.piece = None if piece is None else max(1, int(piece))
    hub.pause = float(body.get("feedPause", hub.pause))
    hub.answers_handshake = bool(body.get("feedHandshake", hub.answers_handshake))
    if body.get("dropFeed"):
        hub.drop_all()


def _set_store_faults(store: Store, body: Obj) -> None:
    """Set what goes wrong behind the app's answers; `clear` ends all of it first."""
    if body.get("clear"):
        store.commands.held.clear()
        store.move_fault, store.metadata_host_down, store.offline_seconds = "", False, 0.0
        store.courier.only_loopback = True
        store.racing_reads = 0
    if "hold" in body:
        store.commands.held = {str(name) for name in body["hold"]}
    store.move_fault = body.get("moves", store.move_fault)
    store.offline_seconds = float(body.get("offlineSeconds", store.offline_seconds))
    store.courier.only_loopback = not body.get("callAnywhere", not store.courier.only_loopback)
    store.racing_reads = int(body.get("racingReads", store.racing_reads))
    music = store.catalogue.music
    music.seconds = float(body.get("hostSeconds", 0.0 if body.get("clear") else music.seconds))
    store.metadata_host_down = bool(body.get("hostDown", store.metadata_host_down))


def show_faults(call: Call) -> Obj:
    """Show the faults that are set."""
    faults = call.app.faults
    rules = [
        {"what": rule.what, "path": rule.path, "method": rule.method, "times": rule.times}
        for rule in faults.rules
    ]
    return {"latency": faults.latency, "jitter": faults.jitter, "crashed": faults.crashed, "rules": rules}


TABLE: Table = [
    ("GET", "/ping", ping),
    ("HEAD", "/ping", ping),
    ("GET", "/api", api_info),
    ("GET", "/demo/faults", show_faults),
    ("POST", "/demo/faults", set_faults),
    ("GET", "/api/v3/system/status", status),
    ("GET", "/api/v3/health", health),
    ("GET", "/api/v3/language", read_languages),
    ("GET", "/api/v3/language/{id:int}", read_language),
    ("GET", "/api/v3/diskspace", disk_space),
    ("GET", "/api/v3/command", read_commands),
    ("GET", "/api/v3/command/{id:int}", read_command),
    ("POST", "/api/v3/command", post_command),
    ("DELETE", "/api/v3/command/{id:int}", delete_command),
    ("GET", "/api/v3/rootfolder", root_folders),
    ("GET", "/api/v3/rootfolder/{id:int}", root_folder),
    ("POST", "/api/v3/rootfolder", post_root_folder),
    ("DELETE", "/api/v3/rootfolder/{id:int}", delete_root_folder),
]
