"""Routes of quality profiles (`QualityProfileController`)."""

from __future__ import annotations

from arrtui.demo.app.profile_rules import check_profile
from arrtui.demo.app.quality_sizes import stored_items
from arrtui.demo.app.requests import Call
from arrtui.demo.app.rows import name_is_taken
from arrtui.demo.app.settings import default_quality_definitions
from arrtui.demo.app.settings_resource import SettingsResource
from arrtui.demo.app.spec import AppSpec
from arrtui.demo.app.store import Store
from arrtui.demo.http.errors import described
from arrtui.demo.http.routing import Table, check_types, wrong_type
from arrtui.demo.http.wire import Obj, Reply
from arrtui.demo.world.tables import languages

_DEFAULTS = {"upgradeAllowed": False, "minFormatScore": 0, "cutoffFormatScore": 0, "minUpgradeFormatScore": 1}


class QualityProfiles(SettingsResource):
    """Which qualities and formats are wanted."""

    def table(self) -> Table:
        """Return the routes, with a profile to start from."""
        return [("GET", f"/api/v3/{self.resource}/schema", self.schema), *super().table()]

    def schema(self, call: Call) -> Obj:
        """Show a profile to start from: nothing allowed, no scores, the app's own sizes."""
        spec, formats = call.store.spec, call.store.formats.values()
        definitions = default_quality_definitions(spec.kind, spec.greatest_size)
        sized = [row | {"allowed": False} for row in definitions]
        items = call.store.grouped(stored_items(sized, with_sizes=spec.sizes_in_profiles))
        return {
            "name": "",
            "cutoff": 0,
            **_defaults(spec),
            "items": items,
            "formatItems": [{"format": row["id"], "name": row["name"], "score": 0} for row in formats],
            **({"language": languages(spec.kind)["Original"]} if spec.profiles_have_language else {}),
        }

    def read_all(self, call: Call) -> list[Obj]:
        """List the profiles. Raises ApiError 500 while one of them has a language that is not known."""
        call.store.require_languages()
        return call.store.storage.ordered("profiles", call.store.profiles.values())

    def read_one(self, call: Call) -> Obj:
        """Show one profile. Raises ApiError 500 for one of a language that is not known."""
        row = super().read_one(call)
        call.store.require_languages([row])
        return row

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
        for index, row in enumerate(body.get("formatItems") or ()):
            check_types(row, f"$.formatItems[{index}].", format=int, score=int)
            if row.get("score", 0) is None:
                raise wrong_type(f"$.formatItems[{index}].score", int)
        check_profile(store, body)
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


def _defaults(spec: AppSpec) -> Obj:
    """Return what a profile has where nothing else is sent."""
    left_out = () if spec.has_increment else ("minUpgradeFormatScore",)
    return {key: value for key, value in _DEFAULTS.items() if key not in left_out}


def _profile(store: Store, body: Obj) -> Obj:
    """Return the profile as it is stored: unknown formats are dropped, names are the formats' own."""
    names = {row["id"]: row["name"] for row in store.formats.values()}
    scores = [
        {"format": row["format"], "name": names[row["format"]], "score": row.get("score", 0)}
        for row in body["formatItems"]
        if row["format"] in names
    ]
    defaults = _defaults(store.spec)
    members = (*defaults, "name", "cutoff", "items", "language")
    if not store.spec.profiles_have_language:
        members = members[:-1]
    profile = defaults | {key: value for key, value in body.items() if key in members and value is not None}
    if isinstance(language := profile.get("language"), dict):
        number = language.get("id", 0)
        known = (row for row in languages(store.kind).values() if row["id"] == number)
        profile["language"] = next(known, {"id": number, "name": "Unknown"})
    items = stored_items(body["items"], with_sizes=store.spec.sizes_in_profiles)
    return profile | {"items": items, "formatItems": scores}


TABLE: Table = QualityProfiles("qualityprofile", "profiles", "QualityProfile").table()
