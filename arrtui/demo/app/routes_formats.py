"""Routes of custom formats (`CustomFormatController`)."""

from __future__ import annotations

from arrtui.demo.app.condition_rules import check_conditions
from arrtui.demo.app.requests import Call
from arrtui.demo.app.rows import name_is_taken, require_row
from arrtui.demo.app.settings_resource import require_no_id
from arrtui.demo.http.errors import bad_request, broken, failure, refuse_if_any, unreadable
from arrtui.demo.http.routing import Table, accepted, check_types, created, integers
from arrtui.demo.http.wire import EMPTY, Obj, Reply
from arrtui.demo.world.conditions import condition_kinds, specification

_PATH = "customformat"


def format_schema(call: Call) -> list[Obj]:
    """List every kind of condition."""
    rows = [
        specification({"implementation": name}) | {"presets": []} for name in condition_kinds(call.store.kind)
    ]
    return [{key: value for key, value in row.items() if key != "name"} for row in rows]


def read_format(call: Call) -> Obj:
    """Show one format; an unknown one is looked up in a dictionary. Raises ApiError 500."""
    return _known(call, call.id)


def _known(call: Call, number: int) -> Obj:
    if number not in call.store.formats:
        raise broken(f"The given key '{number}' was not present in the dictionary.")
    return call.store.formats[number]


def _read_format(call: Call, number: int) -> Obj:
    """Return the format sent; `number` is the id it has, 0 for a new one. Raises ApiError."""
    body = call.object
    check_types(body, name=str, specifications=list, includeCustomFormatWhenRenaming=bool)
    name, specs = body.get("name"), body.get("specifications")
    for index, spec in enumerate(specs or ()):
        if not isinstance(spec.get("fields", []), list):
            type_ = f"System.Collections.Generic.List`1[{call.app.app_name}.Http.ClientSchema.Field]"
            where = f"$.specifications[{index}].fields"
            raise unreadable(where, f"The JSON value could not be converted to {type_}.")
    failures = []
    if not (name or "").strip():
        failures.append(failure("Name", "'Name' must not be empty.", name, "NotEmptyValidator"))
    if name_is_taken(call.store.formats, name, number):
        failures.append(failure("Name", "Must be unique.", name, "PredicateValidator"))
    refuse_if_any(failures)
    if specs is None:
        raise broken("Value cannot be null. (Parameter 'source')")
    check_conditions(call.store.spec, specs)
    return {
        "name": name,
        "includeCustomFormatWhenRenaming": bool(body.get("includeCustomFormatWhenRenaming")),
        "specifications": [specification(spec) for spec in specs],
    }


def post_format(call: Call) -> Reply:
    """Add a custom format; every profile gets it with score 0.

    Raises ApiError 500 although it is there where something reads formats at that moment.
    """
    row = _read_format(call, 0)
    require_no_id(call.object)
    added = call.store.save_format(row)
    if call.store.racing_reads:
        call.store.racing_reads -= 1
        raise broken(f"The given key '{added['id']}' was not present in the dictionary.")
    return created(_PATH, added)


def put_format(call: Call) -> Reply:
    """Replace a custom format."""
    number = call.body_id
    row = _read_format(call, number)
    _known(call, number)
    return accepted(call.store.save_format(row | {"id": number}), _PATH)


def put_formats(call: Call) -> Reply:
    """Change whether many formats go into file names."""
    body = call.object
    ids = integers(body, "ids")
    if not ids:
        raise bad_request("ids must be provided")
    rows = [_known(call, number) for number in ids]
    flag = body.get("includeCustomFormatWhenRenaming")
    for row in rows if flag is not None else ():
        row["includeCustomFormatWhenRenaming"] = bool(flag)
    return accepted(rows)


def delete_format(call: Call) -> Reply:
    """Delete a custom format, from every profile too."""
    require_row(call.store.formats, call.id, "CustomFormat")
    call.store.delete_format(call.id)
    return Reply(EMPTY)


def delete_formats(call: Call) -> Obj:
    """Delete many formats; it stops at the first unknown id (404): those before it are gone.

    They are still listed, and asked for in each profile, until a format is written again.
    """
    store, deleted = call.store, dict[int, Obj]()
    for number in integers(call.object, "ids"):
        if number not in store.formats:
            store.ghost_formats = deleted
        deleted[number] = require_row(store.formats, number, "CustomFormat")
        store.delete_format(number)
    return {}


def read_formats(call: Call) -> list[Obj]:
    """List the formats that are in memory."""
    store = call.store
    return store.storage.ordered("formats", [*store.formats.values(), *store.ghost_formats.values()])


TABLE: Table = [
    ("GET", "/api/v3/customformat", read_formats),
    ("GET", "/api/v3/customformat/schema", format_schema),
    ("GET", "/api/v3/customformat/{id:int}", read_format),
    ("POST", "/api/v3/customformat", post_format),
    ("PUT", "/api/v3/customformat", put_format),
    ("PUT", "/api/v3/customformat/bulk", put_formats),
    ("DELETE", "/api/v3/customformat/bulk", delete_formats),
    ("PUT", "/api/v3/customformat/{id:int}", put_format),
    ("DELETE", "/api/v3/customformat/{id:int}", delete_format),
]
