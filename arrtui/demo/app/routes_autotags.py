"""Routes of auto tags (`AutoTaggingController`)."""

from __future__ import annotations

import re
from typing import Any

from arrtui.demo.app.autotags import FIELDS, implementations
from arrtui.demo.app.requests import Call
from arrtui.demo.app.rows import name_is_taken
from arrtui.demo.app.settings_resource import SettingsResource
from arrtui.demo.http.errors import broken, failure, refuse_if_any, rule
from arrtui.demo.http.routing import Table, check_types, integers
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.conditions import setting_field

_NUMBERS = ("number", "qualityProfile", "metadataProfile", "select")
"""Types of fields that start with 0."""
_WORDS = re.compile("(?<=.)(?=[A-Z])")


class AutoTags(SettingsResource):
    """Rules and the tags they give."""

    told_as = "tag"

    def table(self) -> Table:
        """Return the routes, with the kinds of condition."""
        return [("GET", f"/api/v3/{self.resource}/schema", self.schema), *super().table()]

    def read_one(self, call: Call) -> Obj:
        """Show one rule; an unknown one is looked up in a dictionary. Raises ApiError 500."""
        rows = self.rows(call)
        if call.id not in rows:
            raise broken(f"The given key '{call.id}' was not present in the dictionary.")
        return rows[call.id]

    def schema(self, call: Call) -> list[Obj]:
        """List the kinds of condition with their fields."""
        kinds = implementations(call.store.kind)
        rows = [_condition({"implementation": f"{name}Specification"}) for name in kinds]
        for field in (field for row in rows for field in row["fields"]):
            if field["type"] in _NUMBERS:
                field["value"] = 0
        return rows

    def read(self, call: Call, number: int) -> Obj:
        """Read a rule; whether its tags, folders and profiles exist is not looked at."""
        body = call.object
        check_types(body, name=str, tags=list, specifications=list, removeTagsAutomatically=bool)
        name, tags, conditions = (
            body.get("name") or "",
            integers(body, "tags"),
            body.get("specifications") or [],
        )
        failures = []
        if not name:
            failures.append(failure("Name", "'Name' must not be empty.", name, "NotEmptyValidator"))
        if name_is_taken(self.rows(call), name, number):
            failures.append(failure("Name", "Must be unique.", name, "PredicateValidator"))
        if not tags:
            failures.append(failure("Tags", "'Tags' must not be empty.", tags, "NotEmptyValidator"))
        if not conditions:
            text = "'Specifications' must not be empty."
            failures.append(failure("Specifications", text, conditions, "NotEmptyValidator"))
            failures.append(rule("Must contain at least one Condition"))
        if any(not (condition.get("name") or "").strip() for condition in conditions):
            failures.append(rule("Condition name(s) cannot be empty or consist of only spaces"))
        known = implementations(call.store.kind)
        names = [
            str(condition.get("implementation")).removesuffix("Specification") for condition in conditions
        ]
        if any(implementation not in known for implementation in names):
            raise broken("Sequence contains no matching element")
        refuse_if_any(failures)
        remove = bool(body.get("removeTagsAutomatically"))
        head = {"name": name, "removeTagsAutomatically": remove, "tags": tags}
        return head | {"specifications": [_condition(condition) for condition in conditions]}


def _condition(condition: Obj) -> Obj:
    """Render a condition with the fields its kind has."""
    implementation = condition["implementation"]
    name = implementation.removesuffix("Specification")
    values: dict[str, Any] = {field["name"]: field.get("value") for field in condition.get("fields") or ()}
    fields = [
        setting_field(order, key, values.get(key), type_) for order, (key, type_) in enumerate(FIELDS[name])
    ]
    head = {"name": condition["name"]} if condition.get("name") else {}
    return {
        **head,
        "implementation": implementation,
        "implementationName": _WORDS.sub(" ", name),
        "negate": bool(condition.get("negate")),
        "required": bool(condition.get("required")),
        "fields": fields,
    }


TABLE: Table = AutoTags("autotagging", "auto_tags", "AutoTag").table()
