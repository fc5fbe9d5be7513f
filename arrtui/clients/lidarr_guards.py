"""Requests that are never sent to Lidarr, because of what they break there. Pure.

Source: LIDARR_API 0 and 8, seen on the running app.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Sent = Mapping[str, Any]
"""The query or the body of a request."""
WHOLE = frozenset({"path", "qualityProfileId", "metadataProfileId", "monitored", "monitorNewItems", "tags"})
"""Fields of an artist that a PUT clears when they are left out."""


class _RequestRule(NamedTuple):
    """What requests to one resource have to be like."""

    method: str
    path: re.Pattern[str]
    faults: Callable[[Sent, Sent], Iterator[str]]
    """Takes query and body; yields what is wrong."""


def refusal(method: str, path: str, query: Sent, body: Any) -> str:
    """Return why a request must not be sent, without a full stop; empty for one that may be.

    ``path`` is below the API.
    """
    if "releases" in _keys(body):
        return "two monitored releases of an album break its library, and another one cuts the files loose"
    fields = body if isinstance(body, Mapping) else {}
    for rule in _RULES:
        if rule.method == method and rule.path.fullmatch(path):
            return next(rule.faults(query, fields), "")
    return ""


def root_refusal(method: str, path: str, body: Any, roots: Mapping[int, str]) -> str:
    """Return why a change of a root folder must not be sent, without a full stop; empty for one that may be.

    Lidarr takes another path, though it means to refuse it, and its artists lie in no root folder then. Only
    what was read before can be told to be the same; ``roots`` are the paths that were read, by id.
    """
    if method != "PUT" or not (match := re.fullmatch(r"/rootfolder/(\d+)", path)):
        return ""
    fields = body if isinstance(body, Mapping) else {}
    number = fields.get("id", int(match[1]))  # that of the body counts
    if number not in roots or fields.get("path") != roots[number]:
        return "a root folder keeps its path; add another one and move the artists there"
    return ""


def _keys(value: Any) -> Iterator[str]:
    """Yield every key in a body, however deep."""
    if isinstance(value, Mapping):
        yield from value
        for part in value.values():
            yield from _keys(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _keys(part)


def _never(why: str) -> Callable[[Sent, Sent], Iterator[str]]:
    def faults(_query: Sent, _body: Sent) -> Iterator[str]:
        yield why

    return faults


def _ids(name: str) -> Callable[[Sent, Sent], Iterator[str]]:
    """Require a list of ids without a repeated one: Lidarr answers 500, some of it after writing the rest."""

    def faults(_query: Sent, body: Sent) -> Iterator[str]:
        ids: Sequence[int] = body.get(name) or ()
        if not ids:
            yield f"it names no {name}"
        if len({*ids}) < len(ids):
            yield f"its {name} repeat one"

    return faults


def _monitoring(query: Sent, body: Sent) -> Iterator[str]:
    yield from _ids("albumIds")(query, body)
    if not isinstance(body.get("monitored"), bool):
        yield "without monitored it unmonitors the albums"


def _album_removal(query: Sent, _body: Sent) -> Iterator[str]:
    if query.get("addImportListExclusion") != "true":
        yield "an album that is not excluded comes back with the next refresh"


def _artist_addition(_query: Sent, body: Sent) -> Iterator[str]:
    if (body.get("addOptions") or {}).get("monitor") != "unknown":
        yield "only the option unknown leaves artist and albums monitored as they are sent"


def _artist_change(query: Sent, body: Sent) -> Iterator[str]:
    if lacking := sorted(WHOLE - body.keys()):
        yield f"what is left out of it is cleared: {', '.join(lacking)}"
    if query.get("moveFiles") != "true":
        yield "a folder is changed only together with moving the files"


def _artists_change(query: Sent, body: Sent) -> Iterator[str]:
    yield from _ids("artistIds")(query, body)
    if "rootFolderPath" in body and body.get("moveFiles") is not True:
        yield "a root folder is changed only together with moving the files"
    if "tags" in body and "applyTags" not in body:
        yield "without applyTags its tags are added to those that are there"


def _command(_query: Sent, body: Sent) -> Iterator[str]:
    match body.get("name"):
        case "RescanFolders":
            if not body.get("folders") or body.get("addNewArtists") is not False:
                yield "a scan of all folders adds artists: it needs folders and addNewArtists: false"
            if body.get("filter") == "none":
                yield "a scan with the filter none imports every file anew"
        case "RetagFiles" | "RetagArtist" as name:
            yield f"{name} writes into the files"
        case "RenameFiles" | "RenameArtist" as name:
            yield f"{name} takes files out of the folders of their albums where tracks are not renamed"
        case "RefreshAlbum" if not isinstance(body.get("albumId"), int):
            yield "RefreshAlbum takes one albumId and does nothing otherwise"
        case "ArtistSearch" if not isinstance(body.get("artistId"), int):
            yield "ArtistSearch takes one artistId and fails otherwise"


_RULES = tuple(
    _RequestRule(method, re.compile(path), faults)
    for method, path, faults in (
        ("PUT", r"/album/monitor", _monitoring),
        ("PUT", r"/album(?:/\d+)?", _never("it takes id, flags and releases of an album from its body")),
        ("POST", r"/album", _never("it deletes exclusions of the album and of its artist")),
        ("DELETE", r"/album/\d+", _album_removal),
        ("POST", r"/albumstudio", _never("its words change the artist too, and albums nobody named")),
        ("POST", r"/artist", _artist_addition),
        ("PUT", r"/artist/editor", _artists_change),
        ("PUT", r"/artist(?:/\d+)?", _artist_change),
        ("DELETE", r"/artist/editor", _ids("artistIds")),
        ("PUT", r"/trackfile/editor", _ids("trackFileIds")),
        ("DELETE", r"/trackfile/bulk", _ids("trackFileIds")),
        ("POST", r"/command", _command),
    )
)
