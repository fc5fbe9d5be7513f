"""Routes of custom formats (`CustomFormatController`)."""

from __future__ import annotations

import re
from typing import Any

from arrtui.demo.app.requests import Call
from arrtui.demo.app.rows import name_is_taken, require_row
from arrtui.demo.app.settings_resource import require_no_id
from arrtui.demo.app.spec import AppSpec
from arrtui.demo.http.errors import bad_request, broken, failure, refuse_if_any, rule, unreadable
from arrtui.demo.http.routing import Table, accepted, check_types, created, integers
from arrtui.demo.http.wire import EMPTY, Obj, Reply
from arrtui.demo.world.profiles import IMPLEMENTATIONS, specification

_PATH = "customformat"
_PATTERNS = ("ReleaseTitleSpecification", "ReleaseGroupSpecification", "EditionSpecification")
_NOT_ZERO = (
    "SourceSpecification",
    "ResolutionSpecification",
    "QualityModifierSpecification",
    "IndexerFlagSpecification",
)
"""Conditions whose value 0 counts as empty; so does what is no whole number."""
_WHOLE = re.compile(r"-?0*[1-9]\d*")


def implementations(spec: AppSpec) -> tuple[str, ...]:
    """Return the kinds of condition an app has."""
    left_out = {
        "QualityModifierSpecification": not spec.has_quality_modifier,
        "ReleaseTypeSpecification": not spec.has_release_type,
    }
    return tuple(name for name in IMPLEMENTATIONS if not left_out.get(name))


def format_schema(call: Call) -> list[Obj]:
    """List every kind of condition."""
    rows = [
        specification({"implementation": name, "fields": {"value": ""}}) | {"presets": []}
        for name in implementations(call.store.spec)
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
    name, specs = (body.get("name") or ""), body.get("specifications")
    for index, spec in enumerate(specs or ()):
        if not isinstance(spec.get("fields", []), list):
            text = "The JSON value could not be converted to System.Collections.Generic.List`1[Field]."
            raise unreadable(f"$.specifications[{index}].fields", text)
    failures = []
    if not name.strip():
        failures.append(failure("Name", "'Name' must not be empty.", name, "NotEmptyValidator"))
    if name_is_taken(call.store.formats, name, number):
        failures.append(failure("Name", "Must be unique.", name, "PredicateValidator"))
    refuse_if_any(failures)
    if specs is None:
        raise broken("Value cannot be null. (Parameter 'source')")
    _check_specifications(call.store.spec, specs)
    return {
        "name": name,
        "includeCustomFormatWhenRenaming": bool(body.get("includeCustomFormatWhenRenaming")),
        "specifications": [specification(spec) for spec in specs],
    }


def _check_specifications(spec: AppSpec, conditions: list[Obj]) -> None:
    """Apply the rules to the conditions of a format. Raises ApiError."""
    known = implementations(spec)
    for condition in conditions:
        implementation = condition.get("implementation")
        if implementation not in known:
            raise broken(f"{implementation} is not a valid specification implementation")
        if condition.get("fields") is None:
            raise broken("Object reference not set to an instance of an object.")
        value = next((field.get("value") for field in condition["fields"] if field["name"] == "value"), None)
        if implementation in _PATTERNS and value and not _compiles(str(value)):
            raise broken("Exception has been thrown by the target of an invocation.")
    if not conditions:
        text = "'Specifications' must not be empty."
        empty = failure("Specifications", text, conditions, "NotEmptyValidator")
        refuse_if_any(
            [*([empty] if spec.checks_conditions_twice else []), rule("Must contain at least one Condition")]
        )
    if any(not (condition.get("name") or "").strip() for condition in conditions):
        refuse_if_any([rule("Condition name(s) cannot be empty or consist of only spaces")])
    refuse_if_any([bad for condition in conditions for bad in _bad_values(condition)])


def _compiles(pattern: str) -> bool:
    """Return whether .NET takes a pattern, as far as Python can tell."""
    if "(?P<" in pattern:  # Python's own spelling of a named group
        return False
    try:
        re.compile(pattern.replace("(?<", "(?P<") if re.search(r"\(\?<[A-Za-z]", pattern) else pattern)
    except re.error as error:
        return not str(error).startswith(("missing )", "unterminated", "unbalanced", "nothing to repeat"))
    return True


def _bad_values(condition: Obj) -> list[Obj]:
    """Return the broken rules of a condition's value, which come as warnings of a provider do."""
    value: Any = next((field.get("value") for field in condition["fields"] if field["name"] == "value"), None)
    implementation = condition["implementation"]
    text = ""
    if implementation in _PATTERNS and not str(value or "").strip():
        text = "Regex Pattern must not be empty"
    elif implementation in _NOT_ZERO and (isinstance(value, bool) or not _WHOLE.fullmatch(str(value))):
        text = "'Value' must not be empty."
    return [{"isWarning": False, **rule(text, "Value"), "attemptedValue": value}] if text else []


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
