"""Pictures of titles (`MediaCoverController`): with a date, without ranges and `HEAD`."""

from __future__ import annotations

import re
from base64 import b64decode
from email.utils import formatdate, parsedate_to_datetime
from typing import Any

from arrtui.demo.app.view import View
from arrtui.demo.http.errors import absent
from arrtui.demo.http.routing import HandlerRequest, Table
from arrtui.demo.http.wire import EMPTY, Reply

_PIXEL = b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////"
    "////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA="
)
"""A JPEG of one pixel, which every picture of the demo is."""
_NAME = re.compile(r"(?P<type>[a-z]+)(-\d+)?\.(jpg|png)")
"""Type of a picture; a size that is not there falls back to the whole picture."""


def cover_routes(view: View[Any]) -> Table:
    """Return the route of an app whose view knows which pictures a title has."""

    def read_cover(call: HandlerRequest[Any]) -> Reply:
        """Show a picture, or 304 if it has not changed since the client's. Raises ApiError 404."""
        store, match = call.store, _NAME.fullmatch(call.params["file"])
        title = store.titles.get(call.id)
        if title is None or match is None or match["type"] not in view.cover_types(title):
            raise absent()
        changed = formatdate(store.today, usegmt=True)
        since = call.headers.get("if-modified-since")
        if since and parsedate_to_datetime(since) >= parsedate_to_datetime(changed):
            return Reply(EMPTY, 304, {"last-modified": changed})
        return Reply(_PIXEL, 200, {"content-type": "image/jpeg", "last-modified": changed})

    return [("GET", "/api/v3/mediacover/{id:int}/{file}", read_cover)]
