"""Routes of quality definitions: the size limits of each quality (`QualityDefinitionController`)."""

from __future__ import annotations

from arrtui.demo.app.quality_sizes import SIZES, set_sizes, size_failures
from arrtui.demo.app.requests import Call
from arrtui.demo.http.errors import invalid_operation, refuse_if_any
from arrtui.demo.http.routing import Table, accepted, check_types
from arrtui.demo.http.wire import Obj, Reply, without_nulls

_CACHED_FOR = 5.0
"""Seconds the definitions stay in memory (`QualityDefinitionService`)."""


def read_definitions(call: Call) -> list[Obj]:
    """List all definitions, as they are in memory."""
    return [_shown(call, row) for row in _cached(call).values()]


def _cached(call: Call) -> dict[int, Obj]:
    """Return the definitions as the app has them in memory: read anew when they are five seconds old."""
    store, moment = call.store, call.app.clock()
    if not store.cached_sizes[0] > moment:
        store.cached_sizes = moment + _CACHED_FOR, dict(store.quality_definitions)
    return store.cached_sizes[1]


def read_definition(call: Call) -> Obj:
    """Show one definition; an unknown id is looked for in a list. Raises ApiError."""
    rows = _cached(call)
    if call.id not in rows:
        raise invalid_operation("Sequence contains no matching element")
    return _shown(call, rows[call.id])


def limits(call: Call) -> Obj:
    """Show the greatest size that may be set."""
    return {"min": 0, "max": call.store.spec.greatest_size}


def put_definition(call: Call) -> Reply:
    """Write one definition whole."""
    number = call.body_id
    body = _read(call, call.object)
    if number not in call.store.quality_definitions:
        raise invalid_operation("Sequence contains no matching element")
    _save(call, number, body)
    call.store.cached_sizes = 0.0, {}
    return accepted(_shown(call, _cached(call)[number]), "qualitydefinition")


def put_definitions(call: Call) -> Reply:
    """Write those that are sent, whole; unknown ids are ignored.

    Answers all, as they are in memory: maybe with the sizes from before, for `UpdateMany` clears nothing.
    """
    rows = call.store.quality_definitions
    bodies = [_read(call, body) for body in call.objects]
    for body in bodies:
        if body.get("id") in rows:
            _save(call, body["id"], body)
    return accepted(read_definitions(call))


def _read(call: Call, body: Obj) -> Obj:
    """Return a definition that was sent, by the rules of sizes: 0 ≤ least ≤ preferred ≤ greatest ≤ limit.

    Without its quality the database refuses it.
    """
    check_types(body, title=str, quality=dict, **dict.fromkeys(SIZES, float))
    refuse_if_any(size_failures(body, call.store.spec.greatest_size))
    if not isinstance(body.get("quality"), dict):
        raise call.store.storage.value_missing("QualityDefinitions", "Quality")
    return body


def _save(call: Call, number: int, body: Obj) -> None:
    """Replace title and sizes of a definition: a size that is left out is none. Quality and weight stay."""
    rows = call.store.quality_definitions
    kept = {key: rows[number][key] for key in ("id", "quality", "weight")}
    sizes = {key: body.get(key) for key in SIZES}
    rows[number] = without_nulls(kept | {"title": body.get("title", rows[number]["title"])} | sizes)
    if call.store.spec.sizes_in_profiles:
        set_sizes(call.store.profiles.values(), {kept["quality"]["id"]: sizes})


def _shown(call: Call, definition: Obj) -> Obj:
    """Return a definition as it is read: without sizes where these are in the profiles."""
    hidden = SIZES if call.store.spec.sizes_in_profiles else ()
    return {key: value for key, value in definition.items() if key not in hidden}


TABLE: Table = [
    ("GET", "/api/v3/qualitydefinition", read_definitions),
    ("GET", "/api/v3/qualitydefinition/limits", limits),
    ("PUT", "/api/v3/qualitydefinition/update", put_definitions),
    ("GET", "/api/v3/qualitydefinition/{id:int}", read_definition),
    ("PUT", "/api/v3/qualitydefinition", put_definition),
    ("PUT", "/api/v3/qualitydefinition/{id:int}", put_definition),
]
