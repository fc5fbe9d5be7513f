"""Fixtures of the client tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """Collect the pauses between attempts instead of sleeping through them."""
    import asyncio

    from httpx_retries import retry

    class Instead:
        @staticmethod
        async def sleep(seconds: float) -> None:
            found.append(seconds)
            await asyncio.sleep(0)

    found: list[float] = []
    monkeypatch.setattr(retry, "asyncio", Instead)
    yield found


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands still until it is told otherwise."""
    return Clock()


class Clock:
    """Seconds, by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += seconds
