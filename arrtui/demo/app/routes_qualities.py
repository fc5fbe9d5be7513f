"""Routes of quality definitions: the size limits of each quality (`QualityDefinitionController`)."""

from __future__ import annotations

from arrtui.demo.app.requests import Call, list_route
from arrtui.demo.app.rows import require_row
from arrtui.demo.http.errors import broken, conflict, failure, refuse_if_any
from arrtui.demo.http.routing import Table, accepted, check_types
from arrtui.demo.http.wire import Obj, Reply, without_nulls

_SIZES = ("minSize", "preferredSize", "maxSize")
_NAMES = {"minSize": "Min Size", "preferredSize": "Preferred Size", "maxSize": "Max Size"}


def read_definition(call: Call) -> Obj:
    """Show one definition; 500 for an unknown id, which is looked for in a list."""
    rows = call.store.quality_definitions
    if call.id not in rows:
        raise broken("Sequence contains no matching element")
    return rows[call.id]


def limits(call: Call) -> Obj:
    """Show the greatest size that may be set."""
    return {"min": 0, "max": call.store.spec.greatest_size}


def put_definition(call: Call) -> Reply:
    """Write one definition whole."""
    number = call.body_id
    body = _read(call, call.object)
    require_row(call.store.quality_definitions, number, "QualityDefinition")
    return accepted(_save(call, number, body), "qualitydefinition")


def put_definitions(call: Call) -> Reply:
    """Write those that are sent, whole; unknown ids are ignored. Answers all."""
    rows = call.store.quality_definitions
    bodies = [_read(call, body) for body in call.objects]
    for body in bodies:
        if body.get("id") in rows:
            _save(call, body["id"], body)
    return accepted(list(rows.values()))


def _read(call: Call, body: Obj) -> Obj:
    """Return a definition that was sent, by the rules of sizes: 0 ≤ least ≤ preferred ≤ greatest ≤ limit.

    Without its quality the database refuses it.
    """
    check_types(body, title=str, quality=dict, **dict.fromkeys(_SIZES, float))
    least, preferred, greatest = (body.get(key) for key in _SIZES)
    ceiling = call.store.spec.greatest_size
    failures = [
        *_at_least("MinSize", least, 0),
        *_at_most("MinSize", least, preferred if preferred is not None else greatest),
        *_at_least("PreferredSize", preferred, least),
        *_at_most("PreferredSize", preferred, greatest),
        *_at_most("MaxSize", greatest, ceiling),
    ]
    refuse_if_any(failures)
    if not isinstance(body.get("quality"), dict):
        raise conflict("constraint failed\nNOT NULL constraint failed: QualityDefinitions.Quality")
    return body


def _at_least(name: str, value: float | None, other: float | None) -> list[Obj]:
    if value is None or other is None or value >= other:
        return []
    text = f"'{_spaced(name)}' must be greater than or equal to '{other:g}'."
    return [failure(name, text, value, "GreaterThanOrEqualTo")]


def _at_most(name: str, value: float | None, other: float | None) -> list[Obj]:
    if value is None or other is None or value <= other:
        return []
    text = f"'{_spaced(name)}' must be less than or equal to '{other:g}'."
    return [failure(name, text, value, "LessThanOrEqualTo")]


def _spaced(name: str) -> str:
    return _NAMES[name[0].lower() + name[1:]]


def _save(call: Call, number: int, body: Obj) -> Obj:
    """Replace title and sizes of a definition: a size that is left out is none. Quality and weight stay."""
    rows = call.store.quality_definitions
    kept = {key: rows[number][key] for key in ("id", "quality", "weight")}
    sizes = {key: body.get(key) for key in _SIZES}
    rows[number] = without_nulls(kept | {"title": body.get("title", rows[number]["title"])} | sizes)
    return rows[number]


TABLE: Table = [
    list_route("qualitydefinition", "quality_definitions"),
    ("GET", "/api/v3/qualitydefinition/limits", limits),
    ("PUT", "/api/v3/qualitydefinition/update", put_definitions),
    ("GET", "/api/v3/qualitydefinition/{id:int}", read_definition),
    ("PUT", "/api/v3/qualitydefinition", put_definition),
    ("PUT", "/api/v3/qualitydefinition/{id:int}", put_definition),
]
