"""Pictures of titles (`MediaCoverController`): with a date, without ranges and `HEAD`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import formatdate, parsedate_to_datetime
from typing import Any

from arrtui.demo.app.view import View
from arrtui.demo.http.errors import absent
from arrtui.demo.http.routing import HandlerRequest, Table
from arrtui.demo.http.wire import EMPTY, Reply
from arrtui.demo.world.pictures import DrawnPicture, draw

_NAME = re.compile(r"(?P<type>[a-z]+)(?:-(?P<height>\d+))?\.(?P<extension>jpg|png)")
_HEIGHTS = {"poster": (500, 250), "banner": (70, 35), "fanart": (360, 180)}
"""Pixels of the smaller ones that there are; one of another size is the whole picture (files/M05)."""


def cover_routes(view: View[Any], folder: str = "") -> Table:
    """Return the route of an app whose view knows which pictures a title has."""

    def read_cover(call: HandlerRequest[Any]) -> Reply:
        """Show a picture of a title. Raises ApiError 404."""
        title = call.store.titles.get(call.id)
        if title is None:
            raise absent()
        drawn = {type_: view.drawn_as.get(type_, type_) for type_ in view.cover_types(title)}
        return picture_reply(call, view.picture_owner(title), drawn, str(title.get("title", "")))

    return [("GET", f"/api/v3/mediacover/{folder}{{id:int}}/{{file}}", read_cover)]


def picture_reply(call: HandlerRequest[Any], owner: str, types: Mapping[str, str], name: str) -> Reply:
    """Return a picture, or 304 if it has not changed since the client's. Raises ApiError 404.

    Args:
        types: What is drawn, by the types of the pictures that there are.
    """
    store, match = call.store, _NAME.fullmatch(call.path.rpartition("/")[2])
    if match is None or match["type"] not in types:
        raise absent()
    picture = DrawnPicture(owner, types[match["type"]])
    if match["extension"] != picture.extension:
        raise absent()
    changed = formatdate(store.today, usegmt=True)
    since = call.headers.get("if-modified-since")
    if since and parsedate_to_datetime(since) >= parsedate_to_datetime(changed):
        return Reply(EMPTY, 304, {"last-modified": changed})
    width, height = picture.size
    wanted = int(match["height"] or 0)
    smaller = wanted * width // height if wanted in _HEIGHTS.get(match["type"], ()) else 0
    content_type = "image/png" if picture.extension == "png" else "image/jpeg"
    drawn = draw(picture, name, smaller)
    return Reply(drawn, 200, {"content-type": content_type, "last-modified": changed})
