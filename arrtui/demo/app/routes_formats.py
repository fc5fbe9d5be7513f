"""Routes of custom formats."""

from __future__ import annotations

from arrtui.demo.app.requests import Call, read_routes
from arrtui.demo.app.rows import name_is_taken, require_row
from arrtui.demo.http.errors import broken, failure, refuse_if_any
from arrtui.demo.http.routing import Table, accepted, check_types, created
from arrtui.demo.http.wire import EMPTY, Obj, Reply
from arrtui.demo.world.profiles import IMPLEMENTATIONS, specification


def format_schema(call: Call) -> list[Obj]:
    """List every kind of specification."""
    left_out = None if call.store.spec.has_quality_modifier else "QualityModifierSpecification"
    return [
        specification({"implementation": name, "name": "", "fields": {"value": ""}}) | {"presets": []}
        for name in IMPLEMENTATIONS
        if name != left_out
    ]


def _read_format(call: Call, number: int) -> Obj:
    """Return the format sent; `number` is the id it has, 0 for a new one."""
    body = call.object
    check_types(body, name=str, specifications=list)
    name, specs = body.get("name") or "", body.get("specifications") or []
    failures = []
    if not name:
        failures.append(failure("Name", "'Name' must not be empty.", name, "NotEmptyValidator"))
    if name_is_taken(call.store.formats, name, number):
        failures.append(failure("Name", "Must be unique.", name, "PredicateValidator"))
    if not specs:
        text = "'Specifications' must not be empty."
        failures.append(failure("Specifications", text, specs, "NotEmptyValidator"))
    refuse_if_any(failures)
    if any(spec.get("implementation") not in IMPLEMENTATIONS for spec in specs):
        raise broken("Sequence contains no matching element")
    return {
        "name": name,
        "includeCustomFormatWhenRenaming": bool(body.get("includeCustomFormatWhenRenaming")),
        "specifications": [specification(spec) for spec in specs],
    }


def post_format(call: Call) -> Reply:
    """Add a custom format; every profile gets it with score 0."""
    return created("customformat", call.store.save_format(_read_format(call, 0)))


def put_format(call: Call) -> Reply:
    """Replace a custom format."""
    number = call.body_id
    require_row(call.store.formats, number, "CustomFormat")
    return accepted(call.store.save_format(_read_format(call, number) | {"id": number}))


def delete_format(call: Call) -> Reply:
    """Delete a custom format, from every profile too."""
    require_row(call.store.formats, call.id, "CustomFormat")
    call.store.delete_format(call.id)
    return Reply(EMPTY)


TABLE: Table = [
    *read_routes("customformat", "formats"),
    ("GET", "/api/v3/customformat/schema", format_schema),
    ("POST", "/api/v3/customformat", post_format),
    ("PUT", "/api/v3/customformat/{id:int}", put_format),
    ("DELETE", "/api/v3/customformat/{id:int}", delete_format),
]
