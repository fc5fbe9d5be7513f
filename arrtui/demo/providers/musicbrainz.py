"""MusicBrainz (ws/2) and the Cover Art Archive: release groups and their covers."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from arrtui.demo.http.request import HttpRequest
from arrtui.demo.providers.answering import SimulatedProvider, UnknownError
from arrtui.demo.world import words
from arrtui.demo.world.pictures import DrawnPicture

_GROUP = re.compile(r"/release-group/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_NOBODY = "00000000-0000-0000-0000-000000000000"


class MusicHost(SimulatedProvider):
    """The answers of musicbrainz.org."""

    unknown: ClassVar[Any] = {"error": "Not Found", "help": "For usage, please see: https://musicbrainz.org"}
    refused: ClassVar[Any] = {"error": "Your requests are exceeding the allowable rate limit."}

    def knows_key(self, request: HttpRequest, path: str) -> bool:
        """Return whether the request says who sends it, and how to reach them."""
        return re.search(r"/[\d.]+\S* \( \S+ \)", request.headers.get("user-agent", "")) is not None

    def answer(self, request: HttpRequest, path: str) -> Any:
        """Return the body of an answer."""
        group = group_of(path)
        rng = self.rng(int(group[:8], 16))
        return {
            "id": group,
            "title": f"{rng.choice(words.ADJECTIVES)} {rng.choice(words.NOUNS)}",
            "primary-type": "Album",
            "first-release-date": f"{rng.randint(1960, 2024)}-05-12",
            "genres": [{"name": "jazz", "count": 2}, {"name": "ambient", "count": 5}],
            "rating": {"value": 4.2, "votes-count": 12},
        }


class CoverHost(SimulatedProvider):
    """The answers of coverartarchive.org, without the redirects to archive.org."""

    unknown: ClassVar[Any] = "<!doctype html><h1>Not Found</h1>"
    refused: ClassVar[Any] = ""

    def knows_key(self, request: HttpRequest, path: str) -> bool:
        """Return True: the archive needs none."""
        return True

    def answer(self, request: HttpRequest, path: str) -> Any:
        """Return the body of an answer."""
        group = group_of(path)
        images = []
        for number, type_ in enumerate(("Front", "Back", "Medium"), 1):
            name = DrawnPicture(f"g{group[:8]}", "cover", number).name
            images.append(
                {
                    "id": number,
                    "types": [type_],
                    "front": type_ == "Front",
                    "back": type_ == "Back",
                    "approved": True,
                    "comment": "",
                    "edit": 1,
                    "image": f"{self.pictures()}/{name}",
                    "thumbnails": {"500": f"{self.pictures()}/w500/{name}"},
                }
            )
        return {"images": images, "release": f"https://musicbrainz.org/release/{group}"}


def group_of(path: str) -> str:
    """Return the release group that a path names. Raises UnknownError."""
    match = _GROUP.fullmatch(path)
    if match is None or match[1] == _NOBODY:
        raise UnknownError
    return match[1]
