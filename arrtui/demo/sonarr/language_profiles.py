"""Routes of language profiles: one that means nothing since Sonarr 4 (`LanguageProfileController`)."""

from __future__ import annotations

from arrtui.demo.http.routing import Table
from arrtui.demo.http.wire import Obj, Reply
from arrtui.demo.sonarr.views import Call

_ENGLISH = {"id": 1, "name": "English"}
_ONLY: Obj = {
    "name": "Deprecated",
    "upgradeAllowed": True,
    "cutoff": _ENGLISH,
    "languages": [{"language": _ENGLISH, "allowed": True}],
    "id": 1,
}
_DEPRECATED = {"deprecation": "true"}


def read_all(call: Call) -> Reply:
    """List the one profile there is."""
    return Reply([_ONLY], headers=_DEPRECATED)


def read_one(call: Call) -> Reply:
    """Show the one profile, whatever its id is said to be."""
    return Reply(_ONLY, headers=_DEPRECATED)


def ignore(call: Call) -> Reply:
    """Take what is sent and forget it."""
    return Reply(call.object, 202, _DEPRECATED)


TABLE: Table = [
    ("GET", "/api/v3/languageprofile", read_all),
    ("GET", "/api/v3/languageprofile/schema", read_one),
    ("GET", "/api/v3/languageprofile/{id:int}", read_one),
    ("POST", "/api/v3/languageprofile", ignore),
    ("PUT", "/api/v3/languageprofile/{id:int}", ignore),
]
