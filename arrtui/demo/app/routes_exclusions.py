"""Routes of import exclusions."""

from __future__ import annotations

from operator import itemgetter

from arrtui.demo.app.requests import Call
from arrtui.demo.app.rows import require_row
from arrtui.demo.app.spec import AppSpec
from arrtui.demo.http.errors import Check, broken_rules, refuse_if_any
from arrtui.demo.http.paging import PageRequest
from arrtui.demo.http.routing import Table, accepted, check_types, created, integers
from arrtui.demo.http.wire import EMPTY, Obj, Reply

_MODEL = "ImportListExclusion"


def exclusion_routes(spec: AppSpec) -> Table:
    """Return the routes at the path of the app."""
    path = f"/api/v3/{spec.exclusion_path}"
    return [
        ("GET", path, exclusions),
        ("POST", path, post_exclusion),
        ("GET", f"{path}/paged", exclusions_paged),
        ("POST", f"{path}/bulk", post_exclusions),
        ("DELETE", f"{path}/bulk", delete_exclusions),
        ("GET", f"{path}/{{id:int}}", exclusion),
        ("PUT", f"{path}/{{id:int}}", put_exclusion),
        ("DELETE", f"{path}/{{id:int}}", delete_exclusion),
    ]


def exclusions(call: Call) -> Reply:
    """List all exclusions; the unpaged list is deprecated and says so."""
    return Reply(list(call.store.exclusions.values()), headers={"deprecation": "true"})


def exclusions_paged(call: Call) -> Obj:
    """Show a page of exclusions."""
    id_key, title_key = call.store.spec.external_id, call.store.spec.exclusion_title
    page = PageRequest(call, {key: itemgetter(key) for key in ("id", id_key, title_key)}, "id")
    rows = list(call.store.exclusions.values())
    return page.result(len(rows), page.cut(page.sort(rows)))


def exclusion(call: Call) -> Obj:
    """Show one exclusion; an unknown id is answered as a write would be."""
    return require_row(call.store.exclusions, call.id, _MODEL)


def _save_exclusion(call: Call, body: Obj, number: int = 0) -> Obj:
    spec, year = call.store.spec, body.get("movieYear", 0)
    external_id, title = body.get(spec.external_id), body.get(spec.exclusion_title)
    return call.store.add_exclusion(external_id, title, year, number)


def _check_exclusion(call: Call, body: Obj, number: int = 0) -> None:
    """Apply the rules to an exclusion with this id, 0 for a new one. Raises ApiError 400."""
    spec = call.store.spec
    name, title = spec.external_name, spec.exclusion_title
    check_types(body, **{spec.external_id: int, title: str})
    external_id, label = body.get(spec.external_id) or 0, body.get(title)
    rows = call.store.exclusions.values()
    there = any(row[spec.external_id] == external_id and row["id"] != number for row in rows)
    exists = "This exclusion has already been added."
    title_name = title[0].upper() + title[1:]
    checks = [
        Check(
            external_id <= 0, name, f"'{name[:-2]} Id' must not be empty.", external_id, "NotEmptyValidator"
        ),
        Check(there, name, exists, external_id, "ImportListExclusionExistsValidator"),
        Check(not label, title_name, f"'{title_name}' must not be empty.", label, "NotEmptyValidator"),
    ]
    refuse_if_any(broken_rules(checks))


def post_exclusion(call: Call) -> Reply:
    """Add an exclusion."""
    body = call.object
    _check_exclusion(call, body)
    return created(call.store.spec.exclusion_path, _save_exclusion(call, body))


def put_exclusion(call: Call) -> Reply:
    """Change an exclusion."""
    body, number = call.object, call.body_id
    _check_exclusion(call, body, number)
    require_row(call.store.exclusions, number, _MODEL)
    return accepted(_save_exclusion(call, body, number), call.store.spec.exclusion_path)


def post_exclusions(call: Call) -> list[Obj]:
    """Add many exclusions, all or none; one that comes twice is added once."""
    key, bodies = call.store.spec.external_id, call.objects
    for body in bodies:
        _check_exclusion(call, body)
    return [_save_exclusion(call, body) for body in {body[key]: body for body in bodies}.values()]


def delete_exclusion(call: Call) -> Reply:
    """Delete an exclusion; an unknown one is no error."""
    call.store.exclusions.pop(call.id, None)
    return Reply(EMPTY)


def delete_exclusions(call: Call) -> Obj:
    """Delete many exclusions; unknown ids are skipped."""
    for number in integers(call.object, "ids"):
        call.store.exclusions.pop(number, None)
    return {}
