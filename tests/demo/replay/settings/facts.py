"""What was found out between the recorded requests: asked of a simulated app in the same way."""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from arrtui.demo.app.providers import field_values
from tests.demo.replay.settings.records import Obj, SettingsRecord, fresh_app, records
from tests.demo.replay.settings.state import STARS, Bench, bad_profile, base_format, no_formats, prepare

Fact = Callable[[SettingsRecord], Any]


def fact_of(record: SettingsRecord) -> Any:
    """Return what a simulated app says of a fact. Raises LookupError for one that nobody asks about."""
    for file, pattern, fact in _TABLE:
        if file == record.file and fnmatchcase(record.label, pattern):
            return fact(record)
    raise LookupError("nobody asks for it")


def _after(record: SettingsRecord) -> Bench:
    """Return an app that a record was sent to."""
    bench = prepare(record)
    bench.client.call(record.method, record.path, record.body)
    return bench


def _profile_read_back(record: SettingsRecord) -> Any:
    name = record.label.partition(": ")[2]
    posts = [row for row in records(record.app) if (row.method, row.path) == ("POST", "qualityprofile")]
    sent = [row for row in posts if row.body.get("name") == name]
    if sent:
        bench = _after(sent[0])
    else:  # it was posted, but what was answered is not in the recording
        bench = prepare(record)
        bench.next_id("qualityprofile", record.answer["id"])
        bench.send(
            "POST", "qualityprofile", {key: record.answer[key] for key in record.answer if key != "id"}
        )
    return next(row for row in bench.client.get("qualityprofile") if row["name"] == name)


def _listed_but_in_no_profile(record: SettingsRecord) -> list[int]:
    client = prepare(record).client
    in_profiles = {item["format"] for row in client.get("qualityprofile") for item in row["formatItems"]}
    return [row["id"] for row in client.get("customformat") if row["id"] not in in_profiles]


def _formats_of_first_profile(record: SettingsRecord) -> list[int]:
    """A format that was posted while the profiles could not be read is in none of them, cured or not."""
    bench = Bench(record.app)
    bad_profile(bench, record)
    bench.sent_before(record, "customformat", "qualityprofile")
    return [item["format"] for item in bench.rows("qualityprofile")[1]["formatItems"]]


def _private_fields(record: SettingsRecord) -> list[Obj]:
    resource, implementation = record.label.split()[:2]
    rows = Bench(record.app).client.get(f"{resource}/schema")
    kind = next(row for row in rows if row["implementation"] == implementation)
    members = ("name", "type", "privacy")
    return [{key: field[key] for key in members} for field in kind["fields"] if field["privacy"] != "normal"]


def _secrets_in_clear(record: SettingsRecord) -> list[list[str]]:
    client = Bench(record.app).client
    return [
        [resource, kind["implementation"], field["name"], field["type"]]
        for resource in ("notification", "indexer", "downloadclient", "importlist")
        for kind in client.get(f"{resource}/schema")
        for field in kind["fields"]
        if field["privacy"] == "normal" and _LOOKS_SECRET.search(field["name"])
    ]


def _stars_to_another_app(record: SettingsRecord) -> Any:
    """Post what an app shows of a provider to another one, which has none of its root folders."""
    resource, implementation = record.label.split(":")[0].split()
    shown = record.answer
    if not isinstance(shown, dict):
        shown = next(
            row.body
            for row in records(record.app)
            if row.resource == resource
            and row.method == "PUT"
            and row.body["implementation"] == implementation
        )
    bench = Bench(record.app)
    bench.store.root_folders.clear()
    bench.next_id(resource, shown["id"])
    body = {key: member for key, member in shown.items() if key != "id"}
    response = bench.client.call("POST", resource, body)
    if record.label.endswith("deleted again"):
        return None if bench.client.call("DELETE", f"{resource}/{shown['id']}").status_code == 200 else "?"
    return response.json() if response.status_code == record.status else response.status_code


def _stored_key(bench: Bench, number: int) -> Any:
    return field_values(bench.rows("indexer")[number]).get("apiKey")


def _keys_as_stored(record: SettingsRecord) -> list[list[Any]]:
    """Stars keep the key of the app they are from; another one stores the stars."""
    shown = next(row for row in records(record.app) if row.label.startswith("two-step: PUT on with stars"))
    own, other = Bench(record.app), Bench(record.app)
    own.provider("indexer", 2, shown.body)
    field = next(field for field in own.rows("indexer")[2]["fields"] if field["name"] == "apiKey")
    field["value"] = "secretkey1"
    own.send("PUT", f"{shown.path.split('?')[0]}?forceSave=true", shown.body)
    off = {key: False for key in shown.body if key.startswith("enable")}
    other.next_id("indexer", 2)
    other.send("POST", "indexer", {key: shown.body[key] for key in shown.body if key != "id"} | off)
    return [[_stored_key(own, 2)], [_stored_key(other, 2)]]


def _key_after(kept: str, *fields: Obj, **changed: str) -> Fact:
    """Return the key that is stored after a PUT with these fields for it; `kept`: the one before."""

    def fact(record: SettingsRecord) -> list[Any]:
        put = next(
            row for row in records(record.app) if row.path.startswith("indexer/") and row.status == 202
        )
        bench = prepare(put)
        own = bench.rows("indexer")[put.number]["fields"]
        for field in own:
            field |= {"value": kept} if field["name"] == "apiKey" else {}
        others = [
            field | {"value": changed.get(field["name"], field.get("value"))}
            for field in own
            if field["name"] != "apiKey"
        ]
        bench.send("PUT", f"indexer/{put.number}?forceSave=true", put.body | {"fields": [*others, *fields]})
        return [_stored_key(bench, put.number)]

    return fact


def _differing_resources(record: SettingsRecord) -> Any:
    """Undo a write, by another one or by making again what was deleted: only these resources differ then."""
    bench = Bench(record.app)
    before = _all_settings(bench)
    if "re-made" in record.label:
        body = before["customformat"][2]
        bench.send("DELETE", f"customformat/{body['id']}")
        bench.send("POST", "customformat", {key: body[key] for key in body if key != "id"})
    else:
        profile = before["qualityprofile"][3]
        bench.send("PUT", f"qualityprofile/{profile['id']}", profile | {"cutoffFormatScore": 77})
        bench.send("PUT", f"qualityprofile/{profile['id']}", profile)
    after = _all_settings(bench)
    differing = {f"/{name}" for name in before if before[name] != after[name]}
    recorded = {match[0] for line in record.answer if (match := _RESOURCE.search(line))}
    is_same = recorded <= differing if "re-made" in record.label else recorded == differing
    return record.answer if is_same else sorted(differing)


def _all_settings(bench: Bench) -> Obj:
    return {name: bench.client.get(name) for name in ("rootfolder", *fresh_app(bench.library.kind))}


def _limits_without_formats(record: SettingsRecord) -> Obj:
    bench = Bench(record.app)
    profile = bench.client.get("qualityprofile/4")
    bench.send("PUT", "qualityprofile/4", profile | {"cutoffFormatScore": 100})
    no_formats(bench, record)
    now = bench.client.get("qualityprofile/4")
    return {key: now[key] for key in record.answer}


def _formats_posted_while_read(record: SettingsRecord) -> Any:
    """Post formats while another client reads them: what answers 500 has been made, and nothing is lost."""
    bench, refused = Bench(record.app), record.answer["answers_not_201"]
    bench.store.racing_reads = len(refused)
    for status, message in refused:
        bench.next_id("customformat", int(_KEY.search(message)[0]))  # type: ignore[index]
        body = base_format(f"while read {message}")
        response = bench.client.call("POST", "customformat", body)
        if (response.status_code, response.json()["message"]) != (status, message):
            return response.text
    listed = {row["id"] for row in bench.client.get("customformat")}
    profile = bench.client.get("qualityprofile/1")
    missing = listed ^ {item["format"] for item in profile["formatItems"]}
    put = bench.client.call("PUT", "qualityprofile/1", profile).status_code
    return record.answer if put == 202 and not missing else [put, missing]


def _score_at_once(record: SettingsRecord) -> list[int]:
    """Read the score of a file before and after a format, its score in the profile and its negation."""
    bench = Bench(record.app)
    kind = bench.library.kind
    if kind == "radarr":
        bench.library.file(1, 1)
    else:
        bench.library.file(9, 1)
    path = "moviefile/1" if kind == "radarr" else "episodefile/9"
    scores = [bench.client.get(path)["customFormatScore"]]
    format_ = base_format("at once", ".")
    number = bench.send("POST", "customformat", format_)["id"]
    scores.append(bench.client.get(path)["customFormatScore"])
    profile = bench.client.get("qualityprofile/1")
    for item in profile["formatItems"]:
        item["score"] = 4242 if item["format"] == number else item["score"]
    bench.send("PUT", "qualityprofile/1", profile)
    scores.append(bench.client.get(path)["customFormatScore"])
    format_["specifications"][0]["negate"] = True
    bench.send("PUT", f"customformat/{number}", format_)
    scores.append(bench.client.get(path)["customFormatScore"])
    return [score - scores[0] + int(record.answer[0]) for score in scores]


_LOOKS_SECRET = re.compile("auth|token|apikey|cookie|webhook", re.IGNORECASE)
_RESOURCE = re.compile(r"/[a-z]+")
_KEY = re.compile(r"\d+")
_TABLE: list[tuple[str, str, Fact]] = [
    ("errors-profile", "profile read back: *", _profile_read_back),
    ("errors-profile", "after failed bulk delete: ids listed by*", _listed_but_in_no_profile),
    ("broken-by-a-bad-row", "format 33 was posted*", _formats_of_first_profile),
    ("broken-by-a-bad-row", "provider fields that look secret*", _secrets_in_clear),
    ("providers", "*schema: fields with a privacy level", _private_fields),
    ("providers", "*: POST with stars to another app with forceSave", _stars_to_another_app),
    ("providers", "*: stars posted to another app*", _stars_to_another_app),
    ("providers", "keys as the database stores them", _keys_as_stored),
    (
        "providers",
        "key in the database after a PUT that left the field out*",
        _key_after("keepme1"),
    ),
    (
        "providers",
        "key after a PUT with the field but no value*",
        _key_after("keepme2", {"name": "apiKey"}),
    ),
    (
        "providers",
        "key after a PUT with stars and another host*",
        _key_after("keepme3", {"name": "apiKey", "value": STARS}, baseUrl="http://127.0.0.1:8"),
    ),
    ("undo-race-at-once", "undo with*: differences*", _differing_resources),
    ("undo-race-at-once", "profile 4 after all formats were deleted*", _limits_without_formats),
    ("undo-race-at-once", "60 formats posted*", _formats_posted_while_read),
    ("undo-race-at-once", "race 0*", _formats_posted_while_read),
    ("undo-race-at-once", "a format posted, scored 4242*", _score_at_once),
]
