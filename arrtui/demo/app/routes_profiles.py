"""Routes of quality profiles."""

from __future__ import annotations

from arrtui.demo.app.requests import Call, read_routes
from arrtui.demo.app.rows import name_is_taken, require_row
from arrtui.demo.app.store import Store
from arrtui.demo.http.errors import broken, failed_predicates, failure, refuse_if_any
from arrtui.demo.http.routing import Table, accepted, check_types, created
from arrtui.demo.http.wire import EMPTY, Obj, Reply
from arrtui.demo.world.tables import qualities

_DEFAULTS = {"upgradeAllowed": False, "minFormatScore": 0, "cutoffFormatScore": 0, "minUpgradeFormatScore": 1}
_MEMBERS = (*_DEFAULTS, "name", "cutoff", "items", "language")
_MIN_UPGRADE = "'Min Upgrade Format Score' must be greater than or equal to '1'."
_ALL_FORMATS = "All Custom Formats and no extra ones need to be present inside your Profile! Try refreshing."


def profile_schema(call: Call) -> Obj:
    """Show a profile to start from."""
    last = call.store.profiles[max(call.store.profiles)]
    scores = [row | {"score": 0} for row in last["formatItems"]]
    return {key: value for key, value in last.items() if key != "id"} | {"name": "", "formatItems": scores}


def post_profile(call: Call) -> Reply:
    """Add a quality profile."""
    store, body = call.store, call.object
    _check_profile(store, body, 0)
    return created("qualityprofile", _save_profile(store, body, store.next_id(store.profiles)))


def put_profile(call: Call) -> Reply:
    """Replace a quality profile."""
    store, body, number = call.store, call.object, call.body_id
    _check_profile(store, body, number)
    require_row(store.profiles, number, "QualityProfile")
    return accepted(_save_profile(store, body, number))


def delete_profile(call: Call) -> Reply:
    """Delete a profile nobody uses; 500 otherwise (`QualityProfileInUseException`)."""
    store = call.store
    profile = require_row(store.profiles, call.id, "QualityProfile")
    if any(user["qualityProfileId"] == call.id for user in store.profile_users()):
        raise broken(f"QualityProfile [{profile['name']}] is in use.")
    del store.profiles[call.id]
    return Reply(EMPTY)


def _save_profile(store: Store, body: Obj, number: int) -> Obj:
    names = {row["id"]: row["name"] for row in store.formats.values()}
    scores = [
        {"format": row["format"], "name": names[row["format"]], "score": row.get("score", 0)}
        for row in body["formatItems"]
        if row["format"] in names
    ]
    profile = _DEFAULTS | {key: value for key, value in body.items() if key in _MEMBERS}
    store.profiles[number] = profile | {"formatItems": scores, "id": number}
    return store.profiles[number]


def _check_profile(store: Store, body: Obj, number: int) -> None:
    """Apply the validators of `QualityProfileController` to a profile with this id, 0 for a new one."""
    types = {"name": str, "cutoff": int, "items": list, "formatItems": list}
    check_types(body, **types, minFormatScore=int, upgradeAllowed=bool)
    items = body.get("items") or []
    used = [quality["quality"]["id"] for entry in items for quality in (entry.get("items") or [entry])]
    allowed = {
        entry["quality"]["id"] if entry.get("quality") else entry.get("id")
        for entry in items
        if entry.get("allowed")
    }
    every = {quality["id"] for quality in qualities(store.kind).values()}
    single = any(entry.get("items") and len(entry["items"]) < 2 for entry in items)
    formats = {row.get("format") for row in body.get("formatItems") or []}
    rules = [
        (not body.get("name"), "Name", "'Name' must not be empty."),
        (body.get("minUpgradeFormatScore", 1) < 1, "MinUpgradeFormatScore", _MIN_UPGRADE),
        (body.get("cutoff") not in allowed, "Cutoff", "Cutoff must be an allowed quality or group"),
        (len(used) != len(set(used)), "Items", "Qualities can only be used once"),
        (set(used) != every, "Items", "Must contain all qualities"),
        (single, "Items", "Groups must contain multiple qualities"),
        (not set(store.formats) <= formats, "FormatItems", _ALL_FORMATS),
    ]
    failures = failed_predicates(rules)
    if name_is_taken(store.profiles, body.get("name"), number):
        failures.append(failure("Name", "Name must be unique", body.get("name"), "UniqueValidator"))
    refuse_if_any(failures)
    if body.get("minFormatScore", 0) > 0 and not store.formats:
        raise broken("Sequence contains no elements")


TABLE: Table = [
    *read_routes("qualityprofile", "profiles"),
    ("GET", "/api/v3/qualityprofile/schema", profile_schema),
    ("POST", "/api/v3/qualityprofile", post_profile),
    ("PUT", "/api/v3/qualityprofile/{id:int}", put_profile),
    ("DELETE", "/api/v3/qualityprofile/{id:int}", delete_profile),
]
