"""What the providers answer alike: a key that is wrong, a title that nobody knows, pictures of a title."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

import msgspec

from arrtui.demo.http.request import HttpRequest
from arrtui.demo.http.transport import JSON, HttpResponse
from arrtui.demo.http.wire import Obj
from arrtui.demo.world import words
from arrtui.demo.world.catalogue import Catalogue
from arrtui.demo.world.pictures import DrawnPicture

KEY = "0123456789abcdef0123456789abcdef"
"""The key that all of them take."""


class UnknownError(Exception):
    """The provider has no such thing."""


class SimulatedProvider(ABC):
    """One provider. ``pictures`` returns the address of its pictures."""

    unknown: ClassVar[Any]
    """The body of a 404."""
    refused: ClassVar[Any]
    """The body of a 401."""

    def __init__(self, catalogue: Catalogue, pictures: Callable[[], str]) -> None:
        self.catalogue = catalogue
        self.pictures = pictures

    def respond(self, request: HttpRequest, path: str) -> HttpResponse:
        """Answer a request; ``path`` is the one below the provider's address."""
        if not self.knows_key(request, path):
            return self.reply(self.refused, 401)
        try:
            return self.reply(self.answer(request, path))
        except UnknownError:
            return self.reply(self.unknown, 404)

    def reply(self, body: Any, status: int = 200) -> HttpResponse:
        """Return a body as JSON."""
        return HttpResponse(status, msgspec.json.encode(body), {"content-type": JSON})

    @abstractmethod
    def answer(self, request: HttpRequest, path: str) -> Any:
        """Return the body of an answer. Raises UnknownError."""

    @abstractmethod
    def knows_key(self, request: HttpRequest, path: str) -> bool:
        """Return whether a request has the key, where it needs one."""

    def rng(self, number: int) -> random.Random:
        """Return the generator of a title, which is the same every time."""
        return random.Random(f"{type(self).__name__} {self.catalogue.seed} {number}")


def people(rng: random.Random, count: int) -> list[Obj]:
    """Return invented people: an id, a name and a part."""
    return [
        {
            "id": rng.randrange(1_000, 90_000),
            "name": f"{rng.choice(words.NAMES)} {rng.choice(words.NOUNS)}",
            "part": f"The {rng.choice(words.ADJECTIVES)} {rng.choice(words.NOUNS)}",
        }
        for _ in range(count)
    ]


def portrait(person: Obj) -> DrawnPicture:
    """Return the picture of somebody invented."""
    return DrawnPicture(f"a{person['id']}", "actor")
