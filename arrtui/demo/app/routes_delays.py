"""Routes of delay profiles: one for everything, others for the titles of some tags."""

from __future__ import annotations

from arrtui.demo.app.store import Store
from arrtui.demo.http.errors import ApiError, absent, failure, not_found, refuse_if_any
from arrtui.demo.http.routing import HandlerRequest, Table, accepted, created, integers, typed
from arrtui.demo.http.wire import EMPTY, Obj, Reply

GLOBAL = 1
"""The profile that holds where no other does; it has no tags and stays."""
_FIELDS = (
    "enableUsenet",
    "enableTorrent",
    "preferredProtocol",
    "usenetDelay",
    "torrentDelay",
    "bypassIfHighestQuality",
    "bypassIfAboveCustomFormatScore",
    "minimumCustomFormatScore",
    "order",
    "tags",
)
_DEFAULTS: Obj = {
    "enableUsenet": False,
    "enableTorrent": False,
    "preferredProtocol": "usenet",
    "usenetDelay": 0,
    "torrentDelay": 0,
    "bypassIfHighestQuality": False,
    "bypassIfAboveCustomFormatScore": False,
    "minimumCustomFormatScore": 0,
}


def delay_profiles(call: HandlerRequest) -> list[Obj]:
    """All delay profiles."""
    return list(call.app.store.delay_profiles.values())


def delay_profile(call: HandlerRequest) -> Obj:
    """One delay profile."""
    if call.id not in call.app.store.delay_profiles:
        raise absent()
    return call.app.store.delay_profiles[call.id]


def _read(call: HandlerRequest, own: int) -> Obj:
    body = call.object
    typed(body, tags=list, usenetDelay=int, torrentDelay=int, enableUsenet=bool, enableTorrent=bool)
    tags = integers(body, "tags")
    found = {key: body[key] for key in _FIELDS if key in body} | {"tags": tags}
    refuse_if_any(_rules(call.app.store, _DEFAULTS | found, own))
    return _DEFAULTS | found


def _rules(store: Store, item: Obj, own: int) -> list[Obj]:
    """The validators of `DelayProfileController`."""
    others = (other["tags"] for number, other in store.delay_profiles.items() if number != own)
    used = {tag for tags in others for tag in tags}
    neither = not item["enableUsenet"] and not item["enableTorrent"]
    rules = [
        (own != GLOBAL and not item["tags"], "Tags", "'Tags' must not be empty."),
        (own == GLOBAL and bool(item["tags"]), "Tags", "Must be empty"),
        (bool(used & set(item["tags"])), "Tags", "One or more tags is used in another profile"),
        (item["usenetDelay"] < 0, "UsenetDelay", "'Usenet Delay' must be greater than or equal to '0'."),
        (item["torrentDelay"] < 0, "TorrentDelay", "'Torrent Delay' must be greater than or equal to '0'."),
        (neither, "", "Either Usenet or Torrent should be enabled"),
    ]
    return [failure(name, text, None, "PredicateValidator") for wrong, name, text in rules if wrong]


def post_delay_profile(call: HandlerRequest) -> Reply:
    """Add a delay profile, behind the others."""
    store = call.app.store
    item = _read(call, 0)
    number = store.next_id(store.delay_profiles)
    store.delay_profiles[number] = item | {"id": number, "order": len(store.delay_profiles)}
    return created("delayprofile", store.delay_profiles[number])


def put_delay_profile(call: HandlerRequest) -> Reply:
    """Replace a delay profile."""
    store, number = call.app.store, int(call.object.get("id") or call.params.get("id") or 0)
    if number not in store.delay_profiles:
        raise not_found("DelayProfile", number)
    item = {"order": store.delay_profiles[number]["order"]} | _read(call, number)
    store.delay_profiles[number] = item | {"id": number}
    return accepted(store.delay_profiles[number])


def delete_delay_profile(call: HandlerRequest) -> Reply:
    """Delete a delay profile; the one for everything cannot be."""
    if call.id == GLOBAL:
        raise ApiError(405, {"message": "Cannot delete global delay profile"})
    if call.app.store.delay_profiles.pop(call.id, None) is None:
        raise not_found("DelayProfile", call.id)
    return Reply(EMPTY)


TABLE: Table = [
    ("GET", "/api/v3/delayprofile", delay_profiles),
    ("POST", "/api/v3/delayprofile", post_delay_profile),
    ("PUT", "/api/v3/delayprofile", put_delay_profile),
    ("GET", "/api/v3/delayprofile/{id:int}", delay_profile),
    ("PUT", "/api/v3/delayprofile/{id:int}", put_delay_profile),
    ("DELETE", "/api/v3/delayprofile/{id:int}", delete_delay_profile),
]
