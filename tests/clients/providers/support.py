"""A provider that answers as it is told, and a store of answers in memory."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

import httpx
import msgspec

from arrtui.clients.providers.asking import AskingOptions
from arrtui.core.artwork import ChildIds, TitleIds

KEY = "0123456789abcdef0123456789abcdef"
FILM = TitleIds("radarr", "603", 603, "tt0133093", 0, "The Matrix", 1999)
SERIES = TitleIds("sonarr", "79126", 0, "", 79126, "The Wire", 2002)
ARTIST = TitleIds(
    "lidarr",
    "e9787aba-f4e4-4f0d-b9ed-4ff2b5d6d4ec",
    children=(
        ChildIds(0, 7, "f32fab67-77dd-3937-addc-9062e28e4c37"),
        ChildIds(1, 12, "b4e5a1a0-93a7-3a2d-a6b4-0c2d3e4f5a6b"),
    ),
)
LANGUAGES = ("en", "none")


class MemoryAnswers:
    """Keeps answers, and for how long."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], tuple[str, float]] = {}

    async def get(self, provider: str, request: str) -> str | None:
        kept = self.kept.get((provider, request))
        return kept[0] if kept else None

    async def put(self, provider: str, request: str, answer: str, seconds: float) -> None:
        self.kept[provider, request] = answer, seconds


class Network:
    """Answers requests with what a function returns, and keeps them."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response] | Any) -> None:
        self.asked: list[httpx.Request] = []
        self._answer = answer
        self.answers = MemoryAnswers()

    def options(self, **more: Any) -> AskingOptions:
        transport = httpx.MockTransport(self._handle)
        return AskingOptions(self.answers, 60.0, backoff=0, transport=transport, **more)

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if callable(self._answer):
            response: httpx.Response = self._answer(request)
            return response
        return httpx.Response(200, content=msgspec.json.encode(self._answer))


def everything_of(error: BaseException) -> str:
    """Return all that an error and what it came from could show."""
    return "".join(traceback.format_exception(error)) + repr(vars(error))
