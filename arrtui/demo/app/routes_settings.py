"""Routes of what an instance is configured with: tags, profiles, formats, providers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from arrtui.demo.app import routes_delays
from arrtui.demo.app.settings import MASK, masked, notification_flags, provider
from arrtui.demo.app.store import Store
from arrtui.demo.http.errors import absent, broken, conflict, failure, invalid, not_found, refuse_if_any
from arrtui.demo.http.routing import Handler, HandlerRequest, Table, accepted, created, typed
from arrtui.demo.http.webhook import failing_call
from arrtui.demo.http.wire import EMPTY, Obj, Reply
from arrtui.demo.world.profiles import IMPLEMENTATIONS, specification
from arrtui.demo.world.tables import qualities

_LABEL = re.compile(r"[a-z0-9-]+")


def _find(table: dict[int, Obj], number: int) -> Obj:
    if number not in table:
        raise absent()
    return table[number]


def _present(table: dict[int, Obj], number: int, kind: str) -> Obj:
    if number not in table:
        raise not_found(kind, number)
    return table[number]


def _id_of(call: HandlerRequest, body: Obj) -> int:
    """The id in the body counts; the one in the path only if the body has none (R `RestController.cs`)."""
    return int(body.get("id") or call.params.get("id") or 0)


# ---- tags -----------------------------------------------------------------------------------------


def tags(call: HandlerRequest) -> list[Obj]:
    """All tags."""
    return list(call.app.store.tags.values())


def tag(call: HandlerRequest) -> Obj:
    """One tag."""
    return _find(call.app.store.tags, call.id)


def _label(call: HandlerRequest) -> str:
    body = call.object
    typed(body, label=str)
    label = body.get("label") or ""
    if not label:
        raise invalid(failure("Label", "'Label' must not be empty.", label, "NotEmptyValidator"))
    if call.app.kind == "radarr" and not _LABEL.fullmatch(label.lower()):
        raise invalid(
            failure("Label", "Allowed characters a-z, 0-9 and -", label, "RegularExpressionValidator")
        )
    return str(label)


def post_tag(call: HandlerRequest) -> Reply:
    """Add a tag, or return the one of exactly this label."""
    return created("tag", call.app.store.add_tag(_label(call)))


def put_tag(call: HandlerRequest) -> Reply:
    """Rename a tag."""
    item = _present(call.app.store.tags, _id_of(call, call.object), "Tag")
    label = _label(call).lower()
    if any(other["label"] == label and other is not item for other in call.app.store.tags.values()):
        raise conflict("constraint failed\nUNIQUE constraint failed: Tags.Label")
    item["label"] = label
    return accepted(item)


def delete_tag(call: HandlerRequest) -> Reply:
    """Delete a tag nobody uses; 409 otherwise."""
    store = call.app.store
    _present(store.tags, call.id, "Tag")
    detail = _detail(store, store.tags[call.id])
    if any(value for key, value in detail.items() if key.endswith("Ids")):
        raise conflict(f"Model conflict: 'Tag {call.id}' is still in use")
    del store.tags[call.id]
    return Reply(EMPTY)


def tag_details(call: HandlerRequest) -> list[Obj]:
    """All tags with their users."""
    return [_detail(call.app.store, item) for item in call.app.store.tags.values()]


def tag_detail(call: HandlerRequest) -> Obj:
    """One tag with its users."""
    return _detail(call.app.store, _find(call.app.store.tags, call.id))


def _detail(store: Any, item: Obj) -> Obj:
    users = {"importList": "importlist", "notification": "notification"}
    users |= {"indexer": "indexer", "downloadClient": "downloadclient"}
    detail: Obj = {"id": item["id"], "label": item["label"]}
    detail["delayProfileIds"] = _users(store.delay_profiles, item["id"])
    detail["releaseProfileIds" if store.kind == "radarr" else "restrictionIds"] = _users(
        store.release_profiles, item["id"]
    )
    detail |= {f"{name}Ids": _users(store.providers[table], item["id"]) for name, table in users.items()}
    titles, key = (store.movies, "movieIds") if store.kind == "radarr" else (store.series, "seriesIds")
    return detail | {"autoTagIds": [], key: _users(titles, item["id"])}


def _users(table: dict[int, Obj], tag_id: int) -> list[int]:
    return [number for number, item in table.items() if tag_id in (item.get("tags") or ())]


# ---- quality profiles -----------------------------------------------------------------------------


def profiles(call: HandlerRequest) -> list[Obj]:
    """All quality profiles."""
    return list(call.app.store.profiles.values())


def profile(call: HandlerRequest) -> Obj:
    """One quality profile."""
    return _find(call.app.store.profiles, call.id)


def profile_schema(call: HandlerRequest) -> Obj:
    """A profile to start from."""
    store = call.app.store
    base = store.profiles[max(store.profiles)]
    scores = [item | {"score": 0} for item in base["formatItems"]]
    return {key: value for key, value in base.items() if key != "id"} | {"name": "", "formatItems": scores}


def post_profile(call: HandlerRequest) -> Reply:
    """Add a quality profile."""
    store, body = call.app.store, call.object
    _check_profile(store, body, 0)
    number = store.next_id(store.profiles)
    store.profiles[number] = _clean_profile(store, body) | {"id": number}
    return created("qualityprofile", store.profiles[number])


def put_profile(call: HandlerRequest) -> Reply:
    """Replace a quality profile."""
    store, body = call.app.store, call.object
    number = _id_of(call, body)
    _check_profile(store, body, number)
    _present(store.profiles, number, "QualityProfile")
    store.profiles[number] = _clean_profile(store, body) | {"id": number}
    return accepted(store.profiles[number])


def delete_profile(call: HandlerRequest) -> Reply:
    """Delete a profile nobody uses; 500 otherwise (`QualityProfileInUseException`)."""
    store: Any = call.app.store
    item = _present(store.profiles, call.id, "QualityProfile")
    users = [store.movies, store.collections] if store.kind == "radarr" else [store.series]
    used = (user for table in [*users, store.providers["importlist"]] for user in table.values())
    if any(user["qualityProfileId"] == call.id for user in used):
        raise broken(f"QualityProfile [{item['name']}] is in use.")
    del store.profiles[call.id]
    return Reply(EMPTY)


_PROFILE_DEFAULTS = {
    "upgradeAllowed": False,
    "minFormatScore": 0,
    "cutoffFormatScore": 0,
    "minUpgradeFormatScore": 1,
}


def _clean_profile(store: Store, body: Obj) -> Obj:
    names = {number: item["name"] for number, item in store.formats.items()}
    clean = {
        key: value
        for key, value in body.items()
        if key in (*_PROFILE_DEFAULTS, "name", "cutoff", "items", "language")
    }
    rows = [
        {"format": row["format"], "name": names[row["format"]], "score": row.get("score", 0)}
        for row in body["formatItems"]
        if row["format"] in names
    ]
    return _PROFILE_DEFAULTS | clean | {"formatItems": rows}


def _check_profile(store: Store, body: Obj, own: int) -> None:
    """The validators of `QualityProfileController`."""
    typed(body, name=str, cutoff=int, items=list, formatItems=list, minFormatScore=int, upgradeAllowed=bool)
    items = body.get("items") or []
    found = list(_profile_rules(store, body, items))
    same = [
        item for item in store.profiles.values() if item["name"] == body.get("name") and item["id"] != own
    ]
    if same:
        found.append(failure("Name", "Name must be unique", body.get("name"), "UniqueValidator"))
    refuse_if_any(found)
    if body.get("minFormatScore", 0) > 0 and not store.formats:
        raise broken("Sequence contains no elements")


_MIN_UPGRADE = "'Min Upgrade Format Score' must be greater than or equal to '1'."
_ALL_FORMATS = "All Custom Formats and no extra ones need to be present inside your Profile! Try refreshing."


def _profile_rules(store: Store, body: Obj, items: list[Obj]) -> list[Obj]:
    numbers = [quality["quality"]["id"] for item in items for quality in (item.get("items") or [item])]
    allowed = {
        item["quality"]["id"] if item.get("quality") else item.get("id")
        for item in items
        if item.get("allowed")
    }
    formats = {row.get("format") for row in body.get("formatItems") or []}
    every = {item["id"] for item in qualities(store.kind).values()}
    lonely = any(item.get("items") and len(item["items"]) < 2 for item in items)
    rules = [
        (not body.get("name"), "Name", "'Name' must not be empty."),
        (body.get("minUpgradeFormatScore", 1) < 1, "MinUpgradeFormatScore", _MIN_UPGRADE),
        (body.get("cutoff") not in allowed, "Cutoff", "Cutoff must be an allowed quality or group"),
        (len(numbers) != len(set(numbers)), "Items", "Qualities can only be used once"),
        (set(numbers) != every, "Items", "Must contain all qualities"),
        (lonely, "Items", "Groups must contain multiple qualities"),
        (not set(store.formats) <= formats, "FormatItems", _ALL_FORMATS),
    ]
    return [
        failure(name, text, None, "PredicateValidator") for broken_rule, name, text in rules if broken_rule
    ]


# ---- custom formats -------------------------------------------------------------------------------


def formats(call: HandlerRequest) -> list[Obj]:
    """All custom formats."""
    return list(call.app.store.formats.values())


def format_(call: HandlerRequest) -> Obj:
    """One custom format."""
    return _find(call.app.store.formats, call.id)


def format_schema(call: HandlerRequest) -> list[Obj]:
    """Every kind of specification."""
    names = [
        name
        for name in IMPLEMENTATIONS
        if name != "QualityModifierSpecification" or call.app.kind == "radarr"
    ]
    return [
        specification({"implementation": name, "name": "", "fields": {"value": ""}}) | {"presets": []}
        for name in names
    ]


def _read_format(call: HandlerRequest, own: int) -> Obj:
    store, body = call.app.store, call.object
    typed(body, name=str, specifications=list)
    name, specs = body.get("name") or "", body.get("specifications") or []
    found = []
    if not name:
        found.append(failure("Name", "'Name' must not be empty.", name, "NotEmptyValidator"))
    if any(item["name"] == name and item["id"] != own for item in store.formats.values()):
        found.append(failure("Name", "Must be unique.", name, "PredicateValidator"))
    if not specs:
        found.append(
            failure("Specifications", "'Specifications' must not be empty.", specs, "NotEmptyValidator")
        )
    refuse_if_any(found)
    if any(spec.get("implementation") not in IMPLEMENTATIONS for spec in specs):
        raise broken("Sequence contains no matching element")
    including = bool(body.get("includeCustomFormatWhenRenaming"))
    return {
        "name": name,
        "includeCustomFormatWhenRenaming": including,
        "specifications": [specification(spec) for spec in specs],
    }


def post_format(call: HandlerRequest) -> Reply:
    """Add a custom format; every profile gets it with score 0."""
    return created("customformat", call.app.store.save_format(_read_format(call, 0)))


def put_format(call: HandlerRequest) -> Reply:
    """Replace a custom format."""
    number = _id_of(call, call.object)
    _present(call.app.store.formats, number, "CustomFormat")
    return accepted(call.app.store.save_format(_read_format(call, number) | {"id": number}))


def delete_format(call: HandlerRequest) -> Reply:
    """Delete a custom format, from every profile too."""
    _present(call.app.store.formats, call.id, "CustomFormat")
    call.app.store.delete_format(call.id)
    return Reply(EMPTY)


# ---- plain tables ---------------------------------------------------------------------------------


def quality_definitions(call: HandlerRequest) -> list[Obj]:
    """Size limits per quality."""
    return list(call.app.store.quality_definitions.values())


def release_profiles(call: HandlerRequest) -> list[Obj]:
    """All release profiles."""
    return list(call.app.store.release_profiles.values())


# ---- providers ------------------------------------------------------------------------------------


def _provider_routes(name: str) -> Table:
    path = f"/api/v3/{name}"
    makers: list[tuple[str, str, Callable[[str], Handler]]] = [
        ("GET", path, _list_providers),
        ("GET", f"{path}/schema", _schema),
        ("GET", f"{path}/{{id:int}}", _get_provider),
        ("POST", path, _post_provider),
        ("POST", f"{path}/test", _test_provider),
        ("PUT", f"{path}/{{id:int}}", _put_provider),
        ("DELETE", f"{path}/{{id:int}}", _delete_provider),
    ]
    return [(verb, route, make(name)) for verb, route, make in makers]


def _list_providers(name: str) -> Handler:
    return lambda call: [masked(item) for item in call.store.providers[name].values()]


def _get_provider(name: str) -> Handler:
    return lambda call: masked(_find(call.store.providers[name], call.id))


def _schema(name: str) -> Handler:
    def handler(call: HandlerRequest) -> list[Obj]:
        if name == "notification":
            return [webhook_template(call)]
        rows = [
            {key: value for key, value in item.items() if key != "id"}
            for item in call.store.providers[name].values()
        ]
        return [masked(item | {"name": "", "presets": []}) for item in rows]

    return handler


def webhook_template(call: HandlerRequest) -> Obj:
    """The empty webhook connection."""
    fields = {"url": "", "method": 1, "username": "", "password": "", "headers": []}
    return provider("", "Webhook", fields, **notification_flags(call.app.kind, False)) | {"presets": []}


def _test_provider(name: str) -> Handler:
    def handler(call: HandlerRequest) -> Obj:
        item = _read_provider(call, name, int(call.object.get("id") or 0))
        if item["implementation"] == "Webhook":
            _check_webhook(call, item)
        return {}

    return handler


def _refuse_dead_webhook(call: HandlerRequest, name: str, item: Obj) -> None:
    """Saving a webhook with any event on sends it a live test."""
    wants = any(value is True for key, value in item.items() if key.startswith("on"))
    if name == "notification" and item["implementation"] == "Webhook" and wants:
        _check_webhook(call, item)


def _check_webhook(call: HandlerRequest, item: Obj) -> None:
    message = failing_call(call.app.kind, call.store.configs["host"]["instanceName"], item)
    if message:
        raise invalid(failure("Url", message, None, "", isWarning=False, detailedDescription=message))


def _read_provider(call: HandlerRequest, name: str, own: int) -> Obj:
    """The provider sent; stars keep the stored secret, names are unique."""
    body, table = call.object, call.store.providers[name]
    typed(body, name=str, fields=list, tags=list)
    if not body.get("name"):
        raise invalid(failure("Name", "'Name' must not be empty.", body.get("name"), "NotEmptyValidator"))
    if any(item["name"] == body["name"] and item["id"] != own for item in table.values()):
        raise invalid(failure("Name", "Should be unique", body["name"], "PredicateValidator"))
    if not body.get("implementation"):
        raise invalid(
            failure("Implementation", "'Implementation' must not be empty.", None, "NotEmptyValidator")
        )
    stored = {entry["name"]: entry.get("value") for entry in table.get(own, {}).get("fields", ())}
    given = {entry["name"]: entry.get("value") for entry in body.get("fields") or []}
    values = {key: stored.get(key) if value == MASK else value for key, value in given.items()}
    base = provider(body["name"], body["implementation"], values)
    extra = notification_flags(call.app.kind, False) if name == "notification" else {}
    output_only = {"fields", "id", "presets", "infoLink", "implementationName"}
    return (
        base
        | extra
        | {
            key: value
            for key, value in body.items()
            if key not in output_only and not key.startswith("supports")
        }
    )


def _post_provider(name: str) -> Handler:
    def handler(call: HandlerRequest) -> Reply:
        table = call.store.providers[name]
        number = call.store.next_id(table)
        item = _read_provider(call, name, 0) | {"id": number}
        _refuse_dead_webhook(call, name, item)
        table[number] = item
        return created(name, masked(table[number]))

    return handler


def _put_provider(name: str) -> Handler:
    def handler(call: HandlerRequest) -> Reply:
        table, number = call.store.providers[name], _id_of(call, call.object)
        _present(table, number, "ProviderDefinition")
        item = _read_provider(call, name, number) | {"id": number}
        if not call.flag("forceSave"):
            _refuse_dead_webhook(call, name, item)
        table[number] = item
        return accepted(masked(table[number]))

    return handler


def _delete_provider(name: str) -> Handler:
    def handler(call: HandlerRequest) -> Reply:
        _present(call.store.providers[name], call.id, "ProviderDefinition")
        del call.store.providers[name][call.id]
        return Reply(EMPTY)

    return handler


TABLE: Table = [
    ("GET", "/api/v3/tag", tags),
    ("POST", "/api/v3/tag", post_tag),
    ("PUT", "/api/v3/tag", put_tag),
    ("GET", "/api/v3/tag/detail", tag_details),
    ("GET", "/api/v3/tag/detail/{id:int}", tag_detail),
    ("GET", "/api/v3/tag/{id:int}", tag),
    ("PUT", "/api/v3/tag/{id:int}", put_tag),
    ("DELETE", "/api/v3/tag/{id:int}", delete_tag),
    ("GET", "/api/v3/qualityprofile", profiles),
    ("GET", "/api/v3/qualityprofile/schema", profile_schema),
    ("GET", "/api/v3/qualityprofile/{id:int}", profile),
    ("POST", "/api/v3/qualityprofile", post_profile),
    ("PUT", "/api/v3/qualityprofile/{id:int}", put_profile),
    ("DELETE", "/api/v3/qualityprofile/{id:int}", delete_profile),
    ("GET", "/api/v3/customformat", formats),
    ("GET", "/api/v3/customformat/schema", format_schema),
    ("GET", "/api/v3/customformat/{id:int}", format_),
    ("POST", "/api/v3/customformat", post_format),
    ("PUT", "/api/v3/customformat/{id:int}", put_format),
    ("DELETE", "/api/v3/customformat/{id:int}", delete_format),
    ("GET", "/api/v3/qualitydefinition", quality_definitions),
    *routes_delays.TABLE,
    ("GET", "/api/v3/releaseprofile", release_profiles),
    *(
        row
        for name in ("indexer", "downloadclient", "importlist", "notification", "metadata")
        for row in _provider_routes(name)
    ),
]
