"""Routes of delay profiles: one for everything, others for the titles of some tags."""

from __future__ import annotations

from arrtui.demo.app.requests import Call, read_routes
from arrtui.demo.app.rows import require_row
from arrtui.demo.app.settings import DELAY_DEFAULTS
from arrtui.demo.http.errors import ApiError, failed_predicates, refuse_if_any
from arrtui.demo.http.routing import Table, accepted, check_types, created, integers
from arrtui.demo.http.wire import EMPTY, Obj, Reply

GLOBAL = 1
"""The profile that holds where no other does; it has no tags and stays."""
_MEMBERS = (*DELAY_DEFAULTS, "order", "tags")
_AT_LEAST_0 = "must be greater than or equal to '0'."


def _read(call: Call, number: int) -> Obj:
    """Return the profile sent, which has this id (0: a new one), by the rules of `DelayProfileController`."""
    body = call.object
    check_types(body, tags=list, usenetDelay=int, torrentDelay=int, enableUsenet=bool, enableTorrent=bool)
    tags = integers(body, "tags")
    profile = DELAY_DEFAULTS | {key: body[key] for key in _MEMBERS if key in body} | {"tags": tags}
    others = (row for row in call.store.delay_profiles.values() if row["id"] != number)
    used = {tag for row in others for tag in row["tags"]}
    neither = not profile["enableUsenet"] and not profile["enableTorrent"]
    rules = [
        (number != GLOBAL and not tags, "Tags", "'Tags' must not be empty."),
        (number == GLOBAL and bool(tags), "Tags", "Must be empty"),
        (bool(used & set(tags)), "Tags", "One or more tags is used in another profile"),
        (profile["usenetDelay"] < 0, "UsenetDelay", f"'Usenet Delay' {_AT_LEAST_0}"),
        (profile["torrentDelay"] < 0, "TorrentDelay", f"'Torrent Delay' {_AT_LEAST_0}"),
        (neither, "", "Either Usenet or Torrent should be enabled"),
    ]
    refuse_if_any(failed_predicates(rules))
    return profile


def post_delay_profile(call: Call) -> Reply:
    """Add a delay profile, behind the others."""
    rows = call.store.delay_profiles
    profile = _read(call, 0)
    number = call.store.next_id(rows)
    rows[number] = profile | {"id": number, "order": len(rows)}
    return created("delayprofile", rows[number])


def put_delay_profile(call: Call) -> Reply:
    """Replace a delay profile."""
    rows, number = call.store.delay_profiles, call.body_id
    order = require_row(rows, number, "DelayProfile")["order"]
    rows[number] = {"order": order} | _read(call, number) | {"id": number}
    return accepted(rows[number])


def delete_delay_profile(call: Call) -> Reply:
    """Delete a delay profile; the one for everything cannot be."""
    if call.id == GLOBAL:
        raise ApiError(405, {"message": "Cannot delete global delay profile"})
    require_row(call.store.delay_profiles, call.id, "DelayProfile")
    del call.store.delay_profiles[call.id]
    return Reply(EMPTY)


TABLE: Table = [
    *read_routes("delayprofile", "delay_profiles"),
    ("POST", "/api/v3/delayprofile", post_delay_profile),
    ("PUT", "/api/v3/delayprofile", put_delay_profile),
    ("PUT", "/api/v3/delayprofile/{id:int}", put_delay_profile),
    ("DELETE", "/api/v3/delayprofile/{id:int}", delete_delay_profile),
]
