"""Routes of tags, and of who uses them."""

from __future__ import annotations

import re

from arrtui.demo.app.live.events import ResourceChanged
from arrtui.demo.app.requests import Call, read_routes
from arrtui.demo.app.rows import read_row, require_row
from arrtui.demo.app.settings_resource import require_no_id
from arrtui.demo.app.store import Store
from arrtui.demo.http.errors import broken, conflict, failure, invalid
from arrtui.demo.http.routing import Table, accepted, check_types, created
from arrtui.demo.http.wire import EMPTY, Obj, Reply


def _read_label(call: Call) -> str:
    """Return the label sent. Raises ApiError: Radarr takes a–z, 0–9 and - only, Sonarr 4 any text."""
    body, pattern = call.object, call.store.spec.tag_pattern
    check_types(body, label=str)
    label = body.get("label")
    if pattern is None:
        if label is None:
            raise broken("Object reference not set to an instance of an object.")
        return str(label)
    if not label:
        raise invalid(failure("Label", "'Label' must not be empty.", label, "NotEmptyValidator"))
    if not re.fullmatch(pattern, label.lower()):
        text = "Allowed characters a-z, 0-9 and -"
        code, expression = "RegularExpressionValidator", f"^{pattern}$"
        raise invalid(failure("Label", text, label, code, regularExpression=expression))
    return str(label)


def post_tag(call: Call) -> Reply:
    """Add a tag, or return the one of exactly this label."""
    label, there = _read_label(call), len(call.store.tags)
    require_no_id(call.object)
    tag = call.store.add_tag(label)
    if len(call.store.tags) > there:
        call.store.publish(ResourceChanged("tag"))
    return created("tag", tag)


def put_tag(call: Call) -> Reply:
    """Rename a tag."""
    tag = require_row(call.store.tags, call.body_id, "Tag")
    label = _read_label(call).lower()
    if any(other["label"] == label and other is not tag for other in call.store.tags.values()):
        raise call.store.storage.constraint_failed("Tags", "Label")
    tag["label"] = label
    call.store.publish(ResourceChanged("tag"))
    return accepted(tag, "tag")


def delete_tag(call: Call) -> Reply:
    """Delete a tag nobody uses; 409 otherwise."""
    tags = call.store.tags
    detail = _detail(call.store, require_row(tags, call.id, "Tag"))
    if any(value for key, value in detail.items() if key.endswith("Ids")):
        text = f"Tag with ID {call.id} '{detail['label']}' cannot be deleted since it's still in use"
        raise conflict(text)
    del tags[call.id]
    call.store.publish(ResourceChanged("tag"))
    return Reply(EMPTY)


def tag_details(call: Call) -> list[Obj]:
    """List all tags with their users."""
    tags = call.store.storage.ordered("tags", call.store.tags.values())
    return [_detail(call.store, tag) for tag in tags]


def tag_detail(call: Call) -> Obj:
    """Show one tag with its users."""
    return _detail(call.store, read_row(call.store.tags, call.id, "Tag"))


def _detail(store: Store, tag: Obj) -> Obj:
    return {"id": tag["id"], "label": tag["label"], **store.tag_users(tag["id"])}


TABLE: Table = [
    *read_routes("tag", "tags", "Tag"),
    ("POST", "/api/v3/tag", post_tag),
    ("PUT", "/api/v3/tag", put_tag),
    ("GET", "/api/v3/tag/detail", tag_details),
    ("GET", "/api/v3/tag/detail/{id:int}", tag_detail),
    ("PUT", "/api/v3/tag/{id:int}", put_tag),
    ("DELETE", "/api/v3/tag/{id:int}", delete_tag),
]
