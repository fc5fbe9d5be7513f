"""What a recorded request about settings presupposes, made by requests to a fresh app."""

from __future__ import annotations

import marshal
from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from tests.demo.replay.client import Client
from tests.demo.replay.library import Library
from tests.demo.replay.settings.records import (
    Obj,
    SettingsRecord,
    base_profile,
    fresh_app,
    record,
    records,
)

Step = Callable[["Bench", SettingsRecord], object]
STARS = "********"
SECRET = "stored-secret"
"""Stands for a secret that was stored before a request with stars."""
_TABLES = {
    "customformat": "formats",
    "qualityprofile": "profiles",
    "qualitydefinition": "quality_definitions",
    "delayprofile": "delay_profiles",
    "releaseprofile": "release_profiles",
    "remotepathmapping": "path_mappings",
    "customfilter": "custom_filters",
    "autotagging": "auto_tags",
    "tag": "tags",
}
_ALL_TABLES = (*_TABLES.values(), "root_folders", "providers", "configs")
_PROVIDERS = ("notification", "indexer", "downloadclient", "importlist")
_PATTERN = {
    "name": "s",
    "implementation": "ReleaseTitleSpecification",
    "negate": False,
    "required": False,
}


class Bench:
    """A fresh app with the settings it is installed with and the formats of the base profile."""

    def __init__(self, app: str, state: bytes = b"", library: Library | None = None) -> None:
        """`app`: `radarr` or `sonarr`; `state`: its tables as `frozen` returned them.

        `library`: one that nobody uses any more, in which no title was added; None: a new one.
        """
        self.library = library or Library(app)
        self.client = Client(self.library)
        store = self.store = self.library.store
        store._highest.clear()
        store.ghost_formats.clear()
        tables = marshal.loads(state or _state_with_formats(app))
        for name, rows in tables.items():
            setattr(store, name, rows)
        store.missing_folders.add("/nope")
        store.touch()

    def frozen(self) -> bytes:
        """Return the tables of settings."""
        return marshal.dumps({name: getattr(self.store, name) for name in _ALL_TABLES})

    def rows(self, resource: str) -> dict[int, Obj]:
        """Return the table of a resource."""
        rows: dict[int, Obj] = self.store.providers.get(resource)
        return getattr(self.store, _TABLES[resource]) if rows is None else rows

    def next_id(self, resource: str, number: int) -> None:
        """Make the next row of a resource get this id: later rows were there before."""
        rows = self.rows(resource)
        for later in [row for row in rows if row >= number]:
            del rows[later]
        self.store._highest[id(rows)] = number - 1

    def send(self, method: str, path: str, body: Any = None) -> Any:
        """Send a request that must be taken; return its answer."""
        response = self.client.call(method, path, body)
        assert response.status_code < 300, f"{method} {path}: {response.status_code} {response.text[:300]}"
        return response.json() if response.content else None

    def format(self, name: str) -> None:
        """Add a format of this name."""
        self.send("POST", "customformat", base_format(name))

    def replayed(self, file: str, *labels: str) -> None:
        """Send records that came before."""
        for label in labels:
            earlier = record(self.library.kind, file, label)
            self.client.call(earlier.method, earlier.path, earlier.body)

    def sent_before(self, later: SettingsRecord, *resources: str) -> None:
        """Send all records of some resources that came before one in its file, with the ids they got."""
        for earlier in records(self.library.kind):
            if earlier.file == later.file and earlier.place < later.place and earlier.resource in resources:
                if earlier.method == "POST" and earlier.status == 201:
                    self.next_id(earlier.resource, earlier.answer["id"])
                self.client.call(earlier.method, earlier.path, earlier.body)

    def provider(self, resource: str, number: int, body: Obj) -> Obj:
        """Have a provider as it was sent, with a secret for stars; it is switched off."""
        fields = [
            field | {"value": SECRET} if field.get("value") == STARS else field for field in body["fields"]
        ]
        self.next_id(resource, number)
        switched_off = {key: False for key in body if key.startswith(("on", "enable"))}
        body = {key: value for key, value in body.items() if key != "id"} | switched_off | {"fields": fields}
        self.send("POST", resource, body)
        return self.rows(resource)[number]


@cache
def _used_library(app: str) -> list[Library]:
    """Return where the app is that the records before were sent to."""
    return [Library(app)]


@cache
def _state_with_formats(app: str) -> bytes:
    """Return the tables of an app that has the formats of the base profile."""
    bench = Bench(app, _fresh_state(app))
    for row in sorted(base_profile(app)["formatItems"], key=lambda row: int(row["format"])):
        bench.next_id("customformat", row["format"])
        bench.format(row["name"])
    return bench.frozen()


def _fresh_state(app: str) -> bytes:
    """Return the tables of an app that was just installed, with two tags and a root folder."""
    settings = fresh_app(app)
    tables: Obj = {name: {row["id"]: row for row in settings[resource]} for resource, name in _TABLES.items()}
    labels = {1: "keep", 2: "second"}
    tables["tags"] = {number: {"id": number, "label": label} for number, label in labels.items()}
    tables["root_folders"] = {1: {"id": 1, "path": f"/data/{app}7/a"}}
    store = Library(app).store
    tables["providers"] = store.providers | {resource: {} for resource in _PROVIDERS}
    configs = {name.removeprefix("config/"): rows for name, rows in settings.items() if "/" in name}
    tables["configs"] = store.configs | configs
    return marshal.dumps(tables)


def prepare(record: SettingsRecord) -> Bench:
    """Return an app in the state a request was sent to."""
    used = _used_library(record.app)
    if used[0].store.titles:
        used[0] = Library(record.app)
    bench = Bench(record.app, library=used[0])
    for file, pattern, step in TABLE:
        if file == record.file and fnmatchcase(record.label, pattern):
            step(bench, record)
    _common(bench, record)
    return bench


def _common(bench: Bench, record: SettingsRecord) -> None:
    """Do what follows from the request itself: the next id, the row that is replaced, a taken name."""
    if record.method == "POST" and record.status == 201:
        bench.next_id(record.resource, record.answer["id"])
    if record.resource in _PROVIDERS and record.method:
        _provider_there(bench, record)


def _provider_there(bench: Bench, record: SettingsRecord) -> None:
    is_clash = record.status == 400 and "Should be unique" in str(record.answer)
    body = record.body
    if is_clash:
        bench.provider(record.resource, 1, body)
    elif record.method == "PUT" and record.number:
        bench.provider(record.resource, record.number, body)


def _renamed(name: str) -> Step:
    """Have the first format under the name it had before the records renamed it."""
    return lambda bench, record: bench.send("PUT", "customformat/1", base_format(name) | {"id": 1})


def base_format(name: str, pattern: str = "x") -> Obj:
    """Return a format of this name, of one pattern."""
    condition = _PATTERN | {"fields": [{"name": "value", "value": pattern}]}
    return {"name": name, "includeCustomFormatWhenRenaming": False, "specifications": [condition]}


def _after(file: str, *labels: str) -> Step:
    """Have sent these records before."""
    return lambda bench, _: bench.replayed(file, *labels)


def _profile_in_use(bench: Bench, record: SettingsRecord) -> None:
    bench.library.title(1)["qualityProfileId"] = record.number


def _profile_of_case(bench: Bench, record: SettingsRecord) -> None:
    bench.send("POST", "qualityprofile", base_profile(record.app) | {"name": "hd-1080P"})


def _before(*resources: str) -> Step:
    """Have sent all earlier records of these resources in the file."""
    return lambda bench, record: bench.sent_before(record, *resources)


def _same_before(bench: Bench, record: SettingsRecord) -> None:
    related = {"tag": ("tag", "delayprofile")}
    bench.sent_before(record, *related.get(record.resource, (record.resource,)))


def _rows_of_answer(bench: Bench, record: SettingsRecord) -> None:
    """Have the rows that were listed, one after the other."""
    bench.rows(record.resource).clear()
    for row in sorted(record.answer, key=lambda row: int(row["id"])):
        bench.next_id(record.resource, row["id"])
        bench.send("POST", record.resource, {key: row[key] for key in row if key != "id"})


def _sent(bench: Bench, record: SettingsRecord) -> None:
    bench.send(record.method, record.path, record.body)


def _config_of_answer(bench: Bench, record: SettingsRecord) -> None:
    bench.send("PUT", f"{record.path}/1", record.answer)


def _without_namesake(bench: Bench, record: SettingsRecord) -> None:
    """Have deleted the format that is posted again."""
    for number, row in list(bench.rows("customformat").items()):
        if row["name"] == record.body["name"]:
            bench.send("DELETE", f"customformat/{number}")


def _cached_sizes(bench: Bench, record: SettingsRecord) -> None:
    bench.send("GET", "qualitydefinition")


def _sizes_after(bench: Bench, record: SettingsRecord) -> None:
    """Have changed sizes more than five seconds ago."""
    bench.replayed(record.file, "qualitydefinition: bulk PUT two")
    bench.store.touch()


def bad_profile(bench: Bench, record: SettingsRecord) -> None:
    """Have a profile of a language that the app does not know."""
    bench.next_id("qualityprofile", 24)
    language = {"id": 9999, "name": "Nope"}
    body = base_profile(record.app) | {"name": "bad", "language": language}
    assert bench.client.call("POST", "qualityprofile", body).status_code == 500
    bench.library.title(1)
    bench.next_id("customformat", 33)


def _bad_provider(bench: Bench, record: SettingsRecord) -> None:
    """Have a provider of a kind that the app does not know."""
    resource = record.label.split(":")[0] if ":" in record.label else record.resource
    resource = resource if resource in _PROVIDERS else record.resource
    posts = [row.body for row in records(record.app) if row.method == "POST" and row.path == resource]
    body = next(body for body in posts if not body["configContract"].startswith("Nope"))
    body = body | {key: False for key in body if key.startswith(("on", "enable"))}
    bench.next_id(resource, record.number or 1)
    answer = bench.client.call("POST", resource, body | {"name": "nope", "implementation": "Nope"})
    assert answer.status_code == 500
    assert len(bench.rows(resource)) == 1


def _second_indexer(bench: Bench, record: SettingsRecord) -> None:
    """Have the second indexer as a record left it."""
    earlier = next(row for row in records(record.app) if row.label.startswith("enabled, baseUrl changed"))
    bench.provider("indexer", 2, earlier.body)
    bench.send(earlier.method, earlier.path, earlier.body)


def _one_more_format(bench: Bench, record: SettingsRecord) -> None:
    bench.format("later")


def no_formats(bench: Bench, record: SettingsRecord) -> None:
    """Have no formats any more."""
    bench.send("DELETE", "customformat/bulk", {"ids": sorted(bench.rows("customformat"))})


_CASE_ONLY = "format: name differs by case only"
_PUT_PATH = "format: PUT path id differs from body id"
_BULK_DELETE = "format: bulk DELETE with an unknown id last"
TABLE: list[tuple[str, str, Step]] = [
    ("errors-format", "format: name that exists", _renamed("1.0 Mono")),
    ("errors-format", "format: bulk PUT two", _after("errors-format", _PUT_PATH, "format: PUT back")),
    ("errors-format", _BULK_DELETE, _after("errors-format", _CASE_ONLY)),
    ("errors-profile", "ghost after *", _after("errors-format", _CASE_ONLY, _BULK_DELETE)),
    ("errors-profile", "after failed bulk delete*", _after("errors-format", _CASE_ONLY, _BULK_DELETE)),
    ("errors-profile", "profile: PUT rename, case only", _profile_of_case),
    ("errors-profile", "profile: DELETE in use", _profile_in_use),
    ("naming-media-quality", "naming: path id 7*", _before("config")),
    ("naming-media-quality", "naming: read after", _before("config")),
    ("naming-media-quality", "mediamanagement: after", _config_of_answer),
    ("naming-media-quality", "qualitydefinition: bulk PUT two", _cached_sizes),
    ("naming-media-quality", "qualitydefinition: bulk PUT unknown id", _sizes_after),
    ("naming-media-quality", "qualitydefinition: bulk PUT empty", _sizes_after),
    ("other", "*", _same_before),
    ("other", "autotagging: list", _rows_of_answer),
    ("other", "remotepathmapping: same again", _sent),
    ("broken-by-a-bad-row", "after a profile was posted*", bad_profile),
    ("broken-by-a-bad-row", "after: *", bad_profile),
    ("broken-by-a-bad-row", "repair: *", bad_profile),
    ("broken-by-a-bad-row", "repair: *", _before("customformat", "qualityprofile")),
    ("broken-by-a-bad-row", "*: list after that", _bad_provider),
    ("broken-by-a-bad-row", "after POST importlist*", _bad_provider),
    ("broken-by-a-bad-row", "*: DELETE the broken row", _bad_provider),
    ("broken-by-a-bad-row", "same: GET by id", _bad_provider),
    ("broken-by-a-bad-row", "same: list again", _rows_of_answer),
    ("providers", "bulk PUT", _second_indexer),
    ("providers", "testall", _second_indexer),
    ("providers", "testall", lambda bench, _: bench.replayed("providers", "bulk PUT")),
    ("undo-race-at-once", "undo: PUT profile with its old body*", _one_more_format),
    ("undo-race-at-once", "undo: re-POST without id", _without_namesake),
    ("undo-race-at-once", "profile PUT with zero formats*", no_formats),
]
