"""What the apps ask of a quality profile (`QualityProfileController`, `QualityItemsValidator`)."""

from __future__ import annotations

from typing import Any

from arrtui.demo.app.quality_sizes import size_failures
from arrtui.demo.app.store import Store
from arrtui.demo.http.errors import Check, broken, broken_rules, refuse_if_any, rule
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.tables import qualities

_ALL_FORMATS = (
    "All Custom Formats and no extra ones need to be present inside your Profile! "
    "Try refreshing your browser."
)
_NO_OBJECT = "Object reference not set to an instance of an object."


def check_profile(store: Store, body: Obj) -> None:
    """Apply the validators, and the rule of the least score last. Raises ApiError."""
    items, formats = body.get("items"), body.get("formatItems")
    _require_ids(store, items or [])
    if formats is None:
        raise broken("Value cannot be null. (Parameter 'source')")
    failures = broken_rules(
        [
            *_head_checks(body, items or [], has_increment=store.spec.has_increment),
            *_item_checks(store, items),
        ]
    )
    if store.spec.sizes_in_profiles:
        ceiling = store.spec.greatest_size
        for index, item in enumerate(items or []):
            failures += size_failures(item, ceiling, f"Items[{index}].")
    missing = not {*store.formats, *store.ghost_formats} <= {row.get("format") for row in formats}
    failures += broken_rules([Check(missing, "FormatItems", _ALL_FORMATS, formats)])
    if not failures:
        _check_least_score(body.get("minFormatScore") or 0, formats)
    refuse_if_any(failures)


def _require_ids(store: Store, items: list[Any]) -> None:
    """Refuse groups without an id, groups in groups and unknown qualities. Raises ApiError 500."""
    groups = [item for item in items if not item.get("quality")]
    members = [member for group in groups for member in group.get("items") or ()]
    if any(not group.get("id") for group in groups) or any(not member.get("quality") for member in members):
        raise broken(_NO_OBJECT)
    every = {quality["id"] for quality in qualities(store.kind).values()}
    if not set(_used(items)) <= every:
        raise broken("ID does not match a known quality (Parameter 'id')")


def _used(items: list[Any]) -> list[int]:
    """Return the ids of the qualities in a profile; one left out is 0, Unknown."""
    singles = [
        entry for item in items for entry in ([item] if item.get("quality") else item.get("items") or ())
    ]
    return [single["quality"].get("id", 0) for single in singles]


def _head_checks(body: Obj, items: list[Any], *, has_increment: bool) -> list[Check]:
    """Check name, least improvement and cutoff: an allowed quality or group of the top level."""
    name, cutoff, least = body.get("name"), body.get("cutoff", 0), body.get("minUpgradeFormatScore") or 0
    allowed = {
        entry["quality"].get("id", 0) if entry.get("quality") else entry.get("id")
        for entry in items
        if entry.get("allowed")
    }
    at_least_1 = "'Min Upgrade Format Score' must be greater than or equal to '1'."
    text = "Cutoff must be an allowed quality or group"
    compared = {"comparisonValue": 1, "comparisonProperty": ""}
    return [
        Check(not (name or "").strip(), "Name", "'Name' must not be empty.", name, "NotEmptyValidator"),
        Check(
            has_increment and least < 1,
            "MinUpgradeFormatScore",
            at_least_1,
            least,
            "GreaterThanOrEqualValidator",
            compared,
        ),
        Check(cutoff not in allowed, "Cutoff", text, cutoff, "ValidCutoffValidator`1"),
    ]


def _item_checks(store: Store, items: list[Any] | None) -> list[Check]:
    """Check that every quality is in it once, groups have a name, an id and more than one member.

    Items left out break every rule.
    """
    absent, entries = items is None, items or []
    used, every = _used(entries), {quality["id"] for quality in qualities(store.kind).values()}
    groups = [entry for entry in entries if not entry.get("quality")]
    ids = [group["id"] for group in groups]
    rules = [
        (not entries, "NotEmptyValidator", "'Items' must not be empty."),
        (
            not any(entry.get("allowed") for entry in entries),
            "AllowedValidator`1",
            "Must contain at least one allowed quality",
        ),
        (
            any(entry.get("quality") and entry.get("name") for entry in entries),
            "QualityNameValidator`1",
            "Individual qualities should not be named",
        ),
        (
            any(len(group.get("items") or ()) < 2 for group in groups),
            "GroupItemValidator`1",
            "Groups must contain multiple qualities",
        ),
        (False, "ItemGroupIdValidator`1", "Groups must have an ID"),
        (len(ids) != len(set(ids)), "UniqueIdValidator`1", "Groups must have a unique ID"),
        (len(used) != len(set(used)), "UniqueQualityIdValidator`1", "Qualities can only be used once"),
        (not every <= set(used), "AllQualitiesValidator`1", "Must contain all qualities"),
        (
            any(not group.get("name") for group in groups),
            "ItemGroupNameValidator`1",
            "Groups must have a name",
        ),
    ]
    return [Check(absent or is_broken, "Items", text, items, code) for is_broken, code, text in rules]


def _check_least_score(least: int, formats: list[Obj]) -> None:
    """Refuse a least score above what all formats together, or the best one, can give. Raises ApiError."""
    scores = [row.get("score", 0) for row in formats]
    if least > 0 and not scores:
        raise broken("Sequence contains no elements")
    if scores and least > max(sum(score for score in scores if score > 0), max(scores)):
        refuse_if_any([rule("Minimum Custom Format Score can never be satisfied")])
