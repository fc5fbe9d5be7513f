"""Routes of quality profiles (`QualityProfileController`)."""

from __future__ import annotations

from typing import Any

from arrtui.demo.app.quality_sizes import size_failures, stored_items
from arrtui.demo.app.requests import Call
from arrtui.demo.app.rows import name_is_taken
from arrtui.demo.app.settings import default_quality_definitions
from arrtui.demo.app.settings_resource import SettingsResource
from arrtui.demo.app.store import Store
from arrtui.demo.http.errors import Check, broken, broken_rules, described, refuse_if_any, rule
from arrtui.demo.http.routing import Table, check_types
from arrtui.demo.http.wire import Obj, Reply
from arrtui.demo.world.tables import languages, qualities

_DEFAULTS = {"upgradeAllowed": False, "minFormatScore": 0, "cutoffFormatScore": 0, "minUpgradeFormatScore": 1}
_MEMBERS = (*_DEFAULTS, "name", "cutoff", "items", "language")
_ALL_FORMATS = (
    "All Custom Formats and no extra ones need to be present inside your Profile! "
    "Try refreshing your browser."
)


class QualityProfiles(SettingsResource):
    """Which qualities and formats are wanted."""

    def table(self) -> Table:
        """Return the routes, with a profile to start from."""
        return [("GET", f"/api/v3/{self.resource}/schema", self.schema), *super().table()]

    def schema(self, call: Call) -> Obj:
        """Show a profile to start from: nothing allowed, no scores, the app's own sizes."""
        spec, formats = call.store.spec, call.store.formats.values()
        sized = default_quality_definitions(spec.kind, spec.greatest_size)
        items = stored_items([row | {"allowed": False} for row in sized], with_sizes=spec.sizes_in_profiles)
        return {
            "name": "",
            "cutoff": 0,
            **_DEFAULTS,
            "items": [{key: value for key, value in item.items() if key != "id"} for item in items],
            "formatItems": [{"format": row["id"], "name": row["name"], "score": 0} for row in formats],
            **({"language": languages(spec.kind)["Original"]} if spec.kind == "radarr" else {}),
        }

    def read_all(self, call: Call) -> list[Obj]:
        """List the profiles. Raises ApiError 500 while one of them has a language that is not known."""
        call.store.require_languages()
        return call.store.storage.ordered("profiles", call.store.profiles.values())

    def post(self, call: Call) -> Reply:
        """Add a profile; one with an unknown language is written and makes the answer a 500."""
        reply = super().post(call)
        call.store.require_languages()
        return reply

    def put(self, call: Call) -> Reply:
        """Replace a profile, with the same trap."""
        reply = super().put(call)
        call.store.require_languages()
        return reply

    def read(self, call: Call, number: int) -> Obj:
        """Read a profile; only the database looks whether the name is taken."""
        store, body = call.store, call.object
        types = {"name": str, "cutoff": int, "items": list, "formatItems": list}
        check_types(body, **types, minFormatScore=int, cutoffFormatScore=int, upgradeAllowed=bool)
        check_types(body, minUpgradeFormatScore=int)
        for row in body.get("formatItems") or ():
            check_types(row, format=int, score=int)
        _check(store, body)
        if name_is_taken(store.profiles, body["name"], number):
            raise store.storage.constraint_failed("QualityProfiles", "Name")
        return _profile(store, body)

    def delete(self, call: Call) -> Reply:
        """Delete a profile nobody uses. Raises ApiError (`QualityProfileInUseException`)."""
        store = call.store
        store.require_languages()
        profile = store.profiles.get(call.id)
        if profile and any(user["qualityProfileId"] == call.id for user in store.profile_users()):
            named = profile[store.spec.profile_in_use[1]]
            raise described(store.spec.profile_in_use[0], f"QualityProfile [{named}] is in use.")
        return super().delete(call)


def _profile(store: Store, body: Obj) -> Obj:
    """Return the profile as it is stored: unknown formats are dropped, names are the formats' own."""
    names = {row["id"]: row["name"] for row in store.formats.values()}
    scores = [
        {"format": row["format"], "name": names[row["format"]], "score": row.get("score", 0)}
        for row in body["formatItems"]
        if row["format"] in names
    ]
    profile = _DEFAULTS | {key: value for key, value in body.items() if key in _MEMBERS and value is not None}
    items = stored_items(body["items"], with_sizes=store.spec.sizes_in_profiles)
    return profile | {"items": items, "formatItems": scores}


def _check(store: Store, body: Obj) -> None:
    """Apply the validators, and the rule of the least score last. Raises ApiError."""
    items, formats = body.get("items") or [], body.get("formatItems")
    if any(not item.get("quality") and not item.get("items") for item in items):
        raise broken("Object reference not set to an instance of an object.")
    if formats is None:
        raise broken("Value cannot be null. (Parameter 'source')")
    failures = broken_rules([*_head_checks(body, items), *_item_checks(store, items)])
    if store.spec.sizes_in_profiles:
        ceiling = store.spec.greatest_size
        for index, item in enumerate(items):
            failures += size_failures(item, ceiling, f"Items[{index}].")
    missing = not {*store.formats, *store.ghost_formats} <= {row.get("format") for row in formats}
    failures += broken_rules([Check(missing, "FormatItems", _ALL_FORMATS, formats)])
    if not failures:
        _check_least_score(store, body.get("minFormatScore") or 0, formats)
    refuse_if_any(failures)


def _head_checks(body: Obj, items: list[Any]) -> list[Check]:
    """Check name, least improvement and cutoff: an allowed quality or group of the top level."""
    name, cutoff, least = body.get("name"), body.get("cutoff", 0), body.get("minUpgradeFormatScore") or 0
    allowed = {
        entry["quality"]["id"] if entry.get("quality") else entry.get("id")
        for entry in items
        if entry.get("allowed")
    }
    at_least_1 = "'Min Upgrade Format Score' must be greater than or equal to '1'."
    text = "Cutoff must be an allowed quality or group"
    return [
        Check(not (name or "").strip(), "Name", "'Name' must not be empty.", name, "NotEmptyValidator"),
        Check(least < 1, "MinUpgradeFormatScore", at_least_1, least, "GreaterThanOrEqualValidator"),
        Check(cutoff not in allowed, "Cutoff", text, cutoff, "ValidCutoffValidator`1"),
    ]


def _item_checks(store: Store, items: list[Any]) -> list[Check]:
    """Check that every quality is in it once, groups have a name and more than one member."""
    used = [quality["quality"].get("id", 0) for entry in items for quality in (entry.get("items") or [entry])]
    every = {quality["id"] for quality in qualities(store.kind).values()}
    groups = [entry for entry in items if entry.get("items")]
    if any(not group.get("id") for group in groups):
        raise broken("Object reference not set to an instance of an object.")
    if not set(used) <= every:
        raise broken(f"ID does not match a known quality (Parameter '{max(set(used) - every)}')")
    none_allowed = not any(entry.get("allowed") for entry in items)
    single = any(len(group["items"]) < 2 for group in groups)
    nameless = any(not group.get("name") for group in groups)
    rules = [
        (not items, "NotEmptyValidator", "'Items' must not be empty."),
        (none_allowed, "AllowedValidator`1", "Must contain at least one allowed quality"),
        (single, "GroupItemValidator`1", "Groups must contain multiple qualities"),
        (nameless, "ItemGroupNameValidator`1", "Groups must have a name"),
        (len(used) != len(set(used)), "UniqueQualityIdValidator`1", "Qualities can only be used once"),
        (
            len(used) == len(set(used)) and set(used) != every,
            "AllQualitiesValidator`1",
            "Must contain all qualities",
        ),
    ]
    return [Check(is_broken, "Items", text, items, code) for is_broken, code, text in rules]


def _check_least_score(store: Store, least: int, formats: list[Obj]) -> None:
    """Refuse a least score above what all formats together, or the best one, can give. Raises ApiError."""
    scores = [row.get("score", 0) for row in formats if row["format"] in store.formats]
    if least > 0 and not scores:
        raise broken("Sequence contains no elements")
    if scores and least > max(sum(score for score in scores if score > 0), max(scores)):
        refuse_if_any([rule("Minimum Custom Format Score can never be satisfied")])


TABLE: Table = QualityProfiles("qualityprofile", "profiles", "QualityProfile").table()
