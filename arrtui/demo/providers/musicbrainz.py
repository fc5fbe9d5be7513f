"""MusicBrainz (ws/2) and the Cover Art Archive: artists, release groups, and the covers of these.

The archive answers with redirects, as the real one does to archive.org.
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable
from typing import Any, ClassVar

from arrtui.demo.http.request import HttpRequest
from arrtui.demo.http.transport import HttpResponse
from arrtui.demo.http.wire import Obj
from arrtui.demo.providers.answering import SimulatedProvider, UnknownError
from arrtui.demo.world.catalogue import Catalogue
from arrtui.demo.world.music import HostAlbum, HostArtist, number_of
from arrtui.demo.world.pictures import DrawnPicture

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ONE = re.compile(rf"/(artist|release-group)/({_UUID})")
_PAGE = 25
"""Release groups of a page, unless a request says otherwise; 100 at most."""
_WINDOW = 2.0
"""Seconds over which requests are counted."""


class MusicHost(SimulatedProvider):
    """The answers of musicbrainz.org."""

    unknown: ClassVar[Any] = {"error": "Not Found", "help": "For usage, please see: https://musicbrainz.org"}
    refused: ClassVar[Any] = {
        "error": "Your requests are exceeding the allowable rate limit. Please see "
        "http://wiki.musicbrainz.org/XMLWebService for more information."
    }

    def __init__(self, catalogue: Catalogue, pictures: Callable[[], str]) -> None:
        super().__init__(catalogue, pictures)
        self.per_second = 0.0
        """Knob: more requests than these are refused, as at the real one those above one a second."""
        self._lately: deque[float] = deque()

    def respond(self, request: HttpRequest, path: str) -> HttpResponse:
        """Answer a request, with 503 while there are too many."""
        now = time.monotonic()
        while self._lately and self._lately[0] <= now - _WINDOW:
            self._lately.popleft()
        self._lately.append(now)
        if self.per_second and len(self._lately) > self.per_second * _WINDOW:
            response = self.reply(self.refused, 503)
            response.headers["retry-after"] = "1"
            return response
        return super().respond(request, path)

    def knows_key(self, request: HttpRequest, path: str) -> bool:
        """Return whether the request says who sends it, and how to reach them."""
        return re.search(r"/[\d.]+\S* \( \S+ \)", request.headers.get("user-agent", "")) is not None

    def answer(self, request: HttpRequest, path: str) -> Any:
        """Return the body of an answer."""
        if path == "/release-group":
            return self._page(request)
        match = _ONE.fullmatch(path)
        if match is None:
            raise UnknownError
        music = self.catalogue.music
        if match[1] == "artist":
            artist = music.artist(match[2])
            return _artist(artist) if artist else self._nobody()
        album = music.album(match[2])
        return _group(album) if album else self._nobody()

    def _page(self, request: HttpRequest) -> Obj:
        artist = self.catalogue.music.artist(request.parameter("artist") or "")
        albums = artist.albums if artist else self._nobody()
        first, most = int(request.parameter("offset") or 0), int(request.parameter("limit") or _PAGE)
        return {
            "release-group-count": len(albums),
            "release-group-offset": first,
            "release-groups": [_group(album) for album in albums[first : first + min(most, 100)]],
        }

    @staticmethod
    def _nobody() -> Any:
        raise UnknownError


def _artist(artist: HostArtist) -> Obj:
    is_person, began = artist.kind == "Person", f"{1940 + number_of('a', artist.artist_id) % 60}"
    return {
        "id": artist.artist_id,
        "name": artist.name,
        "sort-name": artist.sort_name.title(),
        "type": artist.kind,
        "type-id": None,
        "gender": None,
        "country": "GB",
        "disambiguation": artist.disambiguation,
        "life-span": {
            "begin": f"{began}-03-09" if is_person else began,
            "end": "2011" if artist.status == "ended" else None,
            "ended": artist.status == "ended",
        },
        "genres": [{"name": name.lower(), "count": 3, "id": None} for name in artist.genres],
        "rating": {"value": artist.rating / 2, "votes-count": artist.votes},
    }


def _group(album: HostAlbum) -> Obj:
    return {
        "id": album.album_id,
        "title": album.title,
        "primary-type": album.primary_type,
        "primary-type-id": None,
        "secondary-types": list(album.secondary_types),
        "disambiguation": album.disambiguation,
        "first-release-date": album.date[:10],
        "genres": [{"name": name.lower(), "count": 2, "id": None} for name in album.genres],
        "rating": {"value": album.rating / 2, "votes-count": album.votes},
    }


class CoverHost(SimulatedProvider):
    """The answers of coverartarchive.org, and of archive.org, where its redirects lead."""

    unknown: ClassVar[Any] = "<!doctype html><h1>Not Found</h1>"
    refused: ClassVar[Any] = ""

    def __init__(self, catalogue: Catalogue, pictures: Callable[[], str], own: Callable[[], str]) -> None:
        """``own``: returns the address of the archive itself."""
        super().__init__(catalogue, pictures)
        self._own = own

    def respond(self, request: HttpRequest, path: str) -> HttpResponse:
        """Answer a request: 307 to where the files lie, 404 for what has no covers."""
        response = super().respond(request, path.removeprefix("/download"))
        if response.status != 200 or path.startswith("/download/"):
            return response
        return HttpResponse(307, b"See: archive.org", {"location": f"{self._own()}/download{path}"})

    def knows_key(self, request: HttpRequest, path: str) -> bool:
        """Return True: the archive needs none."""
        return True

    def answer(self, request: HttpRequest, path: str) -> Any:
        """Return the body of an answer; every seventh album has no covers."""
        match = _ONE.fullmatch(path)
        number = number_of("b", match[2]) if match else 0
        if match is None or match[1] != "release-group" or number == 0 or number % 7 == 0:
            raise UnknownError
        return {
            "images": [
                self._image(DrawnPicture(f"g{match[2][:8]}", kind), place, type_)
                for place, (type_, kind) in enumerate(
                    (("Front", "cover"), ("Back", "landscape"), ("Medium", "discart")), 1
                )
            ],
            "release": f"https://musicbrainz.org/release/{match[2]}",
        }

    def _image(self, picture: DrawnPicture, place: int, type_: str) -> Obj:
        address, name = self.pictures(), picture.name
        return {
            "id": place,
            "types": [type_],
            "front": type_ == "Front",
            "back": type_ == "Back",
            "approved": True,
            "comment": "",
            "edit": 1,
            "image": f"{address}/{name}",
            "thumbnails": {
                **{str(width): f"{address}/w{width}/{name}" for width in (250, 500, 1200)},
                "small": f"{address}/w250/{name}",
                "large": f"{address}/w500/{name}",
            },
        }
