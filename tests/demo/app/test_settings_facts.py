"""Settings of both apps: status, error shape, members and their kinds, and what is stored afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.demo.conftest import Api
from tests.demo.facts import Fact, mismatch

_PROVIDER = (
    "text: configContract implementation implementationName infoLink name; list: fields tags; number: id; "
    "maybe object: message"
)
SHAPES = {
    "status": "text: appData appName authentication branch buildTime databaseType databaseVersion "
    "instanceName mode osName osVersion packageUpdateMechanism runtimeName runtimeVersion startTime "
    "startupPath urlBase version; number: migrationVersion; flag: isAdmin isDebug isDocker isLinux "
    "isNetCore isOsx isProduction isUserInteractive isWindows; "
    "maybe text: packageAuthor packageUpdateMechanismMessage packageVersion",
    "language": "number: id; text: name nameLower",
    "disk": "number: freeSpace totalSpace; text: label path",
    "root": "flag: accessible; maybe number: freeSpace; number: id; text: path; list: unmappedFolders",
    "backup": "number: id size; text: name path time type",
    "task": "number: id interval; text: lastDuration lastExecution lastStartTime name nextExecution taskName",
    "line": "number: id; text: level logger message time",
    "logfile": "text: contentsUrl downloadUrl filename lastWriteTime; number: id",
    "update": "text: branch fileName hash releaseDate url version; object: changes; "
    "flag: installable installed latest; maybe text: installedOn",
    "flag": "number: id; text: name nameLower",
    "tag": "number: id; text: label",
    "profile": "number: cutoff cutoffFormatScore id minFormatScore minUpgradeFormatScore; text: name; "
    "list: formatItems items; flag: upgradeAllowed; maybe object: language",
    "format": "number: id; flag: includeCustomFormatWhenRenaming; text: name; list: specifications",
    "kind": "text: implementation implementationName infoLink; flag: negate required; list: fields presets",
    "size": "number: id weight; object: quality; text: title; maybe number: maxSize minSize preferredSize",
    "limits": "number: max min",
    "delay": "flag: bypassIfAboveCustomFormatScore bypassIfHighestQuality enableTorrent enableUsenet; "
    "number: id minimumCustomFormatScore order torrentDelay usenetDelay; text: preferredProtocol; list: tags",
    "release": "flag: enabled; number: id indexerId; list: ignored required tags; maybe text: name",
    "mapping": "number: id; text: host localPath remotePath",
    "filter": "number: id; text: label type; list: filters",
    "rule": "number: id; text: name; flag: removeTagsAutomatically; list: specifications tags",
    "condition": "text: implementation implementationName; flag: negate required; list: fields",
    "consumer": f"{_PROVIDER}; flag: enable",
}
_DELAYS = {"enableUsenet": True, "enableTorrent": True, "usenetDelay": 5, "torrentDelay": 5}
_CONDITION = {"name": "m", "implementation": "MonitoredSpecification", "fields": []}
_RULE: dict[str, Any] = {"name": "Rule", "removeTagsAutomatically": True, "tags": [6]}
_PATTERN = {"name": "s", "implementation": "ReleaseTitleSpecification"}
_NO_TAGS = _RULE | {"tags": [], "specifications": [_CONDITION]}
_ODD_KIND = _RULE | {"specifications": [_CONDITION | {"implementation": "X"}]}
_DEAD_HOOK = [{"name": "url", "value": "http://127.0.0.1:9/x"}]
_HOOK = {"name": "Hook", "implementation": "Webhook", "configContract": "WebhookSettings", "fields": []}


def _pattern(value: Any) -> list[dict[str, Any]]:
    return [_PATTERN | {"fields": [{"name": "value", "value": value}]}]


FACTS = [
    Fact("GET", "system/status", 200, "status"),
    Fact("GET", "language", 200, "[language]"),
    Fact("GET", "diskspace", 200, "[disk]"),
    Fact("GET", "rootfolder", 200, "[root]"),
    Fact("GET", "system/backup", 200, "[backup]"),
    Fact("GET", "system/task", 200, "[task]"),
    Fact("GET", "log", 200, "page line"),
    Fact("GET", "log/file", 200, "[logfile]"),
    Fact("GET", "update", 200, "[update]"),
    Fact("GET", "indexerflag", 200, "[flag]"),
    Fact("DELETE", "system/backup/99", 404, "message NotFound"),
    Fact("POST", "system/backup/restore/99", 404, "message NotFound"),
    Fact("DELETE", "queue/999999", 404, "message NotFound"),
    Fact("POST", "queue/grab/999999", 404, "message NotFound"),
    Fact("GET", "manualimport?folder=/x", 200, "[]"),
    Fact("GET", "log/file/other.txt", 404, ""),
    Fact("GET", "nonsense", 404, ""),
    Fact("POST", "system/status", 405, "", {}),
    # tags
    Fact("GET", "tag", 200, "[tag]"),
    Fact("GET", "tag/detail/99999", 404, "problem"),
    Fact("POST", "tag", 400, "problem $.label", {"label": 5}),
    Fact("POST", "tag", 400, "problem $", []),
    Fact("POST", "tag", 500, "message Can't insert model with existing ID 77", {"id": 77, "label": "x"}),
    Fact("POST", "tag", 409, "message UNIQUE constraint failed: Tags.Label", {"label": "KIDS"}),
    Fact("PUT", "tag/1", 409, "message UNIQUE constraint failed: Tags.Label", {"id": 1, "label": "4k-copy"}),
    Fact("DELETE", "tag/1", 409, "message cannot be deleted since it's still in use"),
    Fact("DELETE", "tag/99999", 404, "message Tag with ID 99999 does not exist"),
    # profiles
    Fact("GET", "qualityprofile", 200, "[profile]"),
    Fact("GET", "qualityprofile/99999", 404, "problem"),
    Fact("PUT", "qualityprofile/1", 400, "problem $", []),
    Fact("PUT", "qualityprofile/1", 500, "message Value cannot be null", {"name": "x"}),
    Fact("DELETE", "qualityprofile/99999", 200, ""),
    # formats
    Fact("GET", "customformat", 200, "[format]"),
    Fact("GET", "customformat/schema", 200, "[kind]"),
    Fact("GET", "customformat/99999", 500, "message The given key '99999' was not present"),
    Fact("POST", "customformat", 400, "rules Name NotEmptyValidator", {"name": "", "specifications": []}),
    Fact("POST", "customformat", 500, "message Value cannot be null", {"name": "X"}),
    Fact("POST", "customformat", 400, "rules Value", {"name": "X", "specifications": _pattern("")}),
    Fact("POST", "customformat", 500, "message invocation", {"name": "X", "specifications": _pattern("(a")}),
    Fact(
        "POST",
        "customformat",
        400,
        "problem $.specifications[0].fields",
        {"name": "X", "specifications": [_PATTERN | {"fields": {"value": "x"}}]},
    ),
    Fact("DELETE", "customformat/99999", 404, "message CustomFormat with ID 99999 does not exist"),
    Fact("PUT", "customformat/bulk", 400, "message ids must be provided", {"ids": []}),
    # sizes
    Fact("GET", "qualitydefinition", 200, "[size]"),
    Fact("GET", "qualitydefinition/limits", 200, "limits"),
    Fact("GET", "qualitydefinition/99999", 500, "message Sequence contains no matching element"),
    Fact("PUT", "qualitydefinition/4", 409, "message constraint failed", {"id": 4, "title": "x"}),
    Fact("PUT", "qualitydefinition/update", 202, "[size]", []),
    Fact("PUT", "qualitydefinition/update", 202, "[size]", [{"id": 99_999, "quality": {"id": 1}}]),
    # delay profiles
    Fact("GET", "delayprofile", 200, "[delay]"),
    Fact("POST", "delayprofile", 400, "rules Tags NotEmptyValidator", _DELAYS | {"tags": []}),
    Fact("POST", "delayprofile", 400, "rules Tags DelayProfileTagInUseValidator", _DELAYS | {"tags": [1]}),
    Fact("DELETE", "delayprofile/1", 405, "message Cannot delete global delay profile"),
    Fact("DELETE", "delayprofile/99999", 200, ""),
    Fact("PUT", "delayprofile/reorder/2", 200, "[delay]"),
    # release profiles, path mappings, filters
    Fact("POST", "releaseprofile", 400, "rules ", {"name": "a", "required": [], "ignored": []}),
    Fact("POST", "releaseprofile", 400, "rules Required", {"name": "a", "required": ["x", " "]}),
    Fact("POST", "releaseprofile", 400, "rules IndexerId", {"required": ["x"], "indexerId": 99}),
    Fact("DELETE", "releaseprofile/99999", 200, ""),
    Fact(
        "POST",
        "remotepathmapping",
        400,
        "rules Host NotEmptyValidator",
        {"host": "", "remotePath": "/a", "localPath": "/b"},
    ),
    Fact("DELETE", "remotepathmapping/99999", 200, ""),
    Fact("POST", "customfilter", 409, "message CustomFilters.Type", {"label": "f"}),
    Fact("DELETE", "customfilter/99999", 200, ""),
    # auto tags
    Fact("GET", "autotagging/schema", 200, "[condition]"),
    Fact("GET", "autotagging/99999", 500, "message The given key '99999' was not present"),
    Fact(
        "POST",
        "autotagging",
        400,
        "rules Tags NotEmptyValidator",
        _RULE | {"tags": [], "specifications": [_CONDITION]},
    ),
    Fact(
        "POST", "autotagging", 400, "rules , Specifications NotEmptyValidator", _RULE | {"specifications": []}
    ),
    Fact("POST", "autotagging", 400, "rules ", _RULE | {"specifications": [_CONDITION | {"name": " "}]}),
    Fact(
        "POST",
        "autotagging",
        500,
        "message ",
        _RULE | {"specifications": [_CONDITION | {"implementation": "X"}]},
    ),
    Fact("DELETE", "autotagging/99999", 200, ""),
    # root folders
    Fact("POST", "rootfolder", 400, "rules Path PathValidator", {"path": "relative/x"}),
    Fact("DELETE", "rootfolder/99999", 200, ""),
    Fact("PUT", "rootfolder/1", 405, "", {}),
    # app settings
    Fact("GET", "config/nonsense", 404, ""),
    Fact(
        "PUT",
        "config/mediamanagement",
        400,
        "rules MinimumFreeSpaceWhenImporting GreaterThanOrEqualValidator",
        {"id": 1, "recycleBinCleanupDays": 9},
    ),
    Fact("PUT", "config/mediamanagement/1", 400, "problem $.fileDate", {"fileDate": "nope"}),
    Fact("PUT", "config/mediamanagement/1", 500, "message not a valid *nix path", {"recycleBin": "x/y"}),
    # providers
    Fact("GET", "metadata", 200, "[consumer]"),
    Fact("GET", "indexer/99999", 404, "problem"),
    Fact("PUT", "notification/99999", 404, "problem", _HOOK),
    Fact("DELETE", "notification/99999", 200, "{}"),
    Fact("POST", "notification", 400, "rules Name PredicateValidator", _HOOK | {"name": "Phone"}),
    Fact("POST", "notification", 400, "rules Name NotEmptyValidator", _HOOK | {"name": ""}),
    Fact("POST", "notification", 500, "message targetType", _HOOK | {"configContract": "NopeSettings"}),
    Fact(
        "POST",
        "notification/test",
        500,
        "message ",
        _HOOK | {"fields": _DEAD_HOOK},
    ),
]


def _draft(api: Api) -> dict[str, Any]:
    """Return what the app proposes for a profile, with every quality allowed: it proposes none."""
    proposed = api.get("qualityprofile/schema")
    items = [item | {"allowed": True} for item in proposed["items"]]
    return proposed | {"items": items, "cutoff": items[-1]["quality"]["id"]}


@pytest.fixture(params=["api", "tv"])
def either(request: pytest.FixtureRequest) -> Api:
    """A client of Radarr, then of Sonarr."""
    client: Api = request.getfixturevalue(request.param)
    return client


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact.method} {fact.path} {fact.status}")
def test_a_request_is_answered_so(either: Api, fact: Fact) -> None:
    more = {} if fact.body is None else {"json": fact.body}
    response = either(fact.method, fact.path, **more)
    assert response.status_code == fact.status, response.text[:300]
    assert not mismatch(response, fact.answer.strip(), SHAPES)


# ---- what is stored --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "sent", "stored", "shape"),
    [
        (
            "releaseprofile",
            {"name": "a", "required": "a,b"},
            {"required": ["a", "b"], "ignored": []},
            "release",
        ),
        (
            "remotepathmapping",
            {"host": "nas", "remotePath": "D:\\dl", "localPath": "/data"},
            {"remotePath": "D:\\dl\\", "localPath": "/data/"},
            "mapping",
        ),
        (
            "customfilter",
            {"type": "series", "label": "f", "filters": [{"key": "x"}]},
            {"label": "f"},
            "filter",
        ),
        ("autotagging", _RULE | {"specifications": [_CONDITION]}, {"tags": [6]}, "rule"),
    ],
)
def test_a_setting_is_added_changed_and_deleted(
    either: Api, path: str, sent: dict[str, Any], stored: dict[str, Any], shape: str
) -> None:
    posted = either("POST", path, json=sent)
    row = posted.json()
    assert posted.status_code == 201 and not mismatch(posted, shape, SHAPES)
    assert stored.items() <= row.items()
    assert posted.headers["location"] == f"{either.app.url}/api/v3/{path}/{row['id']}"
    put = either("PUT", f"{path}/{row['id']}", json=row)
    assert (put.status_code, put.json()) == (202, row)
    assert either.get(path)[-1] == either.get(f"{path}/{row['id']}") == row
    assert either("DELETE", f"{path}/{row['id']}").status_code == 200
    assert row not in either.get(path)


def test_a_path_mapping_is_there_once_for_a_host(either: Api) -> None:
    sent = {"host": "nas", "remotePath": "/data/", "localPath": "/movies"}
    number = either("POST", "remotepathmapping", json=sent).json()["id"]
    again = either("POST", "remotepathmapping", json=sent)
    assert (again.status_code, again.json()["message"]) == (500, "RemotePath already configured.")
    other = either("POST", "remotepathmapping", json=sent | {"host": "NAS"})
    assert other.status_code == 201
    for row in (number, other.json()["id"]):
        either("DELETE", f"remotepathmapping/{row}")


def test_sizes_are_written_whole(either: Api) -> None:
    row = either.get("qualitydefinition")[3]
    sent = {key: row[key] for key in ("id", "quality")} | {"title": "", "minSize": 1, "maxSize": 30.5}
    put = either("PUT", f"qualitydefinition/{row['id']}", json=sent | {"weight": 99})
    assert put.status_code == 202 and "preferredSize" not in put.json()
    assert put.json() == row | sent if "preferredSize" not in row else put.json()["maxSize"] == 30.5
    wrong = either("PUT", f"qualitydefinition/{row['id']}", json=row | {"minSize": 50, "preferredSize": 20})
    assert "MinSize" in {item["propertyName"] for item in wrong.json()}
    both = either("PUT", "qualitydefinition/update", json=[row])
    assert (both.status_code, both.json()[3]["title"]) == (202, ""), "for five seconds it shows what was"
    either.app.store.touch()
    assert either.get("qualitydefinition")[3] == row
    greatest = either.get("qualitydefinition/limits")["max"]
    over = either("PUT", f"qualitydefinition/{row['id']}", json=row | {"maxSize": greatest + 1})
    assert over.json()[-1]["propertyName"] == "MaxSize"


def test_app_settings_refuse_a_part_and_keep_what_was(either: Api) -> None:
    for name in ("naming", "mediamanagement"):
        before = either.get(f"config/{name}")
        assert either("PUT", f"config/{name}", json={"id": 1}).status_code == 400
        assert either.get(f"config/{name}") == before == either.get(f"config/{name}/7")
        put = either("PUT", f"config/{name}/7", json=before)
        assert (put.status_code, put.headers["location"][-2:]) == (202, "/1")


def test_the_least_score_must_be_within_reach(either: Api) -> None:
    profile = either.get("qualityprofile/1")
    scores = [row["score"] for row in profile["formatItems"]]
    reach = max(sum(score for score in scores if score > 0), max(scores))
    fits = either("PUT", "qualityprofile/1", json=profile | {"minFormatScore": reach})
    assert fits.status_code == 202
    beyond = either("PUT", "qualityprofile/1", json=profile | {"minFormatScore": reach + 1})
    (failed,) = beyond.json()
    assert failed["errorMessage"] == "Minimum Custom Format Score can never be satisfied"
    assert set(failed) == {"propertyName", "errorMessage", "severity"} and failed["propertyName"] == ""
    either("PUT", "qualityprofile/1", json=profile)


def test_a_format_named_twice_adds_up_and_an_unknown_one_is_dropped(either: Api) -> None:
    profile = _draft(either) | {"name": "Twice"}
    first = profile["formatItems"][0]
    rows = [*profile["formatItems"], first | {"score": 7}, {"format": 99_999, "name": "?", "score": 1}]
    posted = either("POST", "qualityprofile", json=profile | {"formatItems": rows})
    kept = posted.json()["formatItems"]
    assert len(kept) == len(rows) - 1 and [row["format"] for row in kept].count(first["format"]) == 2
    either("DELETE", f"qualityprofile/{posted.json()['id']}")


def test_a_deletion_of_many_formats_that_breaks_off_leaves_ghosts(either: Api) -> None:
    sent = {"name": "Ghost", "specifications": _pattern("x264")}
    ghost = either("POST", "customformat", json=sent).json()["id"]
    profile = either.get("qualityprofile/1")
    broken_off = either("DELETE", "customformat/bulk", json={"ids": [ghost, 99_999]})
    assert broken_off.status_code == 404
    assert ghost in [row["id"] for row in either.get("customformat")]
    as_read = either("PUT", "qualityprofile/1", json=either.get("qualityprofile/1"))
    assert [row["propertyName"] for row in as_read.json()] == ["FormatItems"]
    other = either("POST", "customformat", json=sent | {"name": "Other"}).json()["id"]
    assert ghost not in [row["id"] for row in either.get("customformat")]
    assert either("DELETE", f"customformat/{other}").status_code == 200
    assert either("PUT", "qualityprofile/1", json=profile).status_code == 202


def test_a_provider_of_an_unknown_kind_is_written_and_hides_all(either: Api) -> None:
    sent = _HOOK | {"name": "Odd", "implementation": "Nope"}
    posted = either("POST", "notification", json=sent)
    number = max(either.app.store.providers["notification"])
    assert (posted.status_code, either("GET", "notification").status_code) == (500, 500)
    assert either("DELETE", f"notification/{number}").status_code == 200
    assert either.get("notification")


def test_many_providers_are_changed_and_tested_at_once(either: Api) -> None:
    rows = either.get("indexer")
    ids = [row["id"] for row in rows]
    put = either("PUT", "indexer/bulk", json={"ids": ids, "tags": [2], "applyTags": "add", "priority": 30})
    assert (put.status_code, {row["priority"] for row in put.json()}) == (202, {30})
    assert all(2 in row["tags"] for row in either.get("indexer"))
    tested = either("POST", "indexer/testall")
    assert (tested.status_code, {row["isValid"] for row in tested.json()}) == (200, {True})
    back = {"ids": ids, "tags": [2], "applyTags": "remove", "priority": rows[0]["priority"]}
    either("PUT", "indexer/bulk", json=back)
    assert either.get("indexer") == rows
    assert either("DELETE", "indexer/bulk", json={"ids": [99]}).json() == {}


# ---- auto tags -------------------------------------------------------------------------------------


@pytest.fixture
def ruled(either: Api) -> Iterator[Api]:
    """A client of an app whose rule tags what is monitored with tag 6, and takes it away from the rest."""
    rule = _RULE | {"specifications": [_CONDITION | {"required": True}]}
    number = either("POST", "autotagging", json=rule).json()["id"]
    yield either
    either("DELETE", f"autotagging/{number}")


def test_rules_give_and_take_tags_at_each_write(ruled: Api) -> None:
    noun = ruled.app.store.spec.noun
    title = ruled.get(noun)[0]
    path = f"{noun}/{title['id']}"
    assert ruled.get(path)["tags"] == title["tags"]  # a rule that is made changes nothing yet
    watched = ruled("PUT", path, json=title | {"monitored": True}).json()
    assert watched["tags"] == [*title["tags"], 6]
    left = ruled("PUT", path, json=watched | {"monitored": False}).json()
    assert left["tags"] == title["tags"]
    by_hand = ruled("PUT", path, json=left | {"tags": [6]}).json()
    assert by_hand["tags"] == []
    edited = ruled("PUT", f"{noun}/editor", json={f"{noun}Ids": [title["id"]], "monitored": True})
    assert edited.json()[0]["tags"] == [6]
    ruled("PUT", path, json=title)


def test_rules_are_applied_at_a_refresh(ruled: Api) -> None:
    spec = ruled.app.store.spec
    title = next(row for row in ruled.app.store.titles.values() if row["monitored"] and 6 not in row["tags"])
    before = list(title["tags"])
    ruled("POST", "command", json={"name": f"Refresh{spec.model}", spec.ids_key: [title["id"]]})
    ruled.settle()
    assert ruled.get(f"{spec.noun}/{title['id']}")["tags"] == [*before, 6]
    assert ruled("DELETE", "tag/6").status_code == 409


def test_a_new_title_gets_its_tags_at_once_in_radarr_and_with_the_first_refresh_in_sonarr(ruled: Api) -> None:
    spec = ruled.app.store.spec
    root = ruled.get("rootfolder")[0]["path"]
    body = {spec.external_id: 770_201, "title": "T", "qualityProfileId": 1, "rootFolderPath": root}
    posted = ruled("POST", spec.noun, json=body | {"monitored": True}).json()
    assert posted["tags"] == ([6] if spec.kind == "radarr" else [])
    ruled.settle()
    assert ruled.get(f"{spec.noun}/{posted['id']}")["tags"] == [6]
    ruled("DELETE", f"{spec.noun}/{posted['id']}")


# ---- folders that are gone -------------------------------------------------------------------------


def test_a_root_folder_that_does_not_answer_holds_the_list_back_and_nothing_else(either: Api) -> None:
    store, root = either.app.store, either.get("rootfolder")[0]
    store.missing_folders.add(root["path"])
    try:
        either.http.post("/demo/faults", json={"offlineSeconds": 60})
        with pytest.raises(httpx.ReadTimeout):
            either("GET", "rootfolder", timeout=0.2)
        assert either("GET", "system/status").status_code == 200
        either.http.post("/demo/faults", json={"clear": True})
        assert [row["accessible"] for row in either.get("rootfolder")].count(False) == 1
    finally:
        store.missing_folders.clear()


def test_a_root_folder_that_is_offline_has_no_free_space(either: Api) -> None:
    store, root = either.app.store, either.get("rootfolder")[0]
    store.missing_folders.add(root["path"])
    try:
        shown = either.get("rootfolder")[0]
        assert (shown["accessible"], "freeSpace" in shown) == (False, False)
        noun, files = store.spec.noun, len(store.files)
        inside = [row["id"] for row in either.get(noun) if row["path"].startswith(f"{root['path']}/")]
        either("POST", "command", json={"name": f"Rescan{store.spec.model}"})
        either.settle()
        assert inside and len(store.files) == files  # no row goes while the root is gone
        file = next(row for row in store.files.values() if row[store.spec.id_key] in inside)
        assert either("DELETE", f"{store.spec.file}/{file['id']}").status_code == 409
        new = either("POST", "rootfolder", json={"path": f"{root['path']}/below"})
        assert new.json()[0]["errorCode"] == "PathExistsValidator"
    finally:
        store.missing_folders.clear()
