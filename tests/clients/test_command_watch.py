"""Commands are asked for once and followed over the live feed; without one they are asked for again."""

from __future__ import annotations

import asyncio

import pytest

from arrtui.clients import command_watch
from arrtui.clients.answers import AppCommand
from arrtui.clients.command_watch import CommandNews, CommandWatch
from tests.clients.support import App, client


def command(number: int, status: str = "started") -> AppCommand:
    return AppCommand(id=number, name="RefreshMovie", status=status)


class Watched:
    """An app that answers with one command under way, and a watch of its commands."""

    def __init__(self) -> None:
        self.app = App(command=[{"id": 1, "name": "RefreshMovie", "status": "started"}])
        self.client = client(self.app)
        self.watch = CommandWatch(self.client)

    @property
    def news(self) -> CommandNews:
        return self.client.news

    @property
    def requests(self) -> int:
        return len(self.app.asked)

    async def states(self) -> dict[int, str]:
        return {word.id: word.status for word in await self.watch.commands()}


async def test_without_a_feed_the_app_is_asked_each_time() -> None:
    watched = Watched()
    for _ in range(3):
        assert await watched.states() == {1: "started"}
        await watched.watch.pause(0.0)
    assert watched.requests == 3


async def test_with_a_feed_it_is_asked_once() -> None:
    watched = Watched()
    watched.news.begin()
    watched.news.tell(command(9, "queued"))  # cancelled before the app was asked: it lists it no more
    assert await watched.states() == {1: "started"}
    watched.news.tell(command(2))
    watched.news.tell(command(1, "completed"))
    await watched.watch.pause(3600.0)  # it was told before the pause began
    assert await watched.states() == {1: "completed", 2: "started"}
    pausing = asyncio.create_task(watched.watch.pause(3600.0))
    await asyncio.sleep(0)
    watched.news.tell(command(2, "failed"))
    await pausing
    assert (await watched.states())[2] == "failed" and watched.requests == 1


async def test_a_feed_that_ends_has_the_app_asked_again() -> None:
    watched = Watched()
    watched.news.begin()
    await watched.states()
    watched.news.tell(command(1, "completed"))
    await watched.states()
    watched.news.end()
    await watched.watch.pause(0.0)
    watched.news.begin()
    assert await watched.states() == {1: "started"} and watched.requests == 2


async def test_long_silence_has_the_app_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_watch, "LONGEST_SILENCE", 0.01)
    watched = Watched()
    watched.news.begin()
    await watched.states()
    await watched.watch.pause(3600.0)
    await watched.states()
    assert watched.requests == 2


async def test_only_so_many_commands_are_remembered() -> None:
    news = CommandNews()
    for number in range(2 * command_watch.REMEMBERED):
        news.tell(command(number))
    assert len(news.words_since(0)) == command_watch.REMEMBERED
