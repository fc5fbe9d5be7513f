"""Follow the commands of an app: asked for once, then as its live feed tells; without one, asked again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arrtui.clients.answers import AppCommand
    from arrtui.clients.commanding import Commanding

REMEMBERED = 500
"""Commands of which the last word is kept."""
LONGEST_SILENCE = 15.0
"""Seconds without news of a command that has ended before the app is asked again all the same."""


class CommandNews:
    """What the live feed of an app tells of its commands. Belongs to one event loop."""

    def __init__(self) -> None:
        self.connection = 0
        """The number of the present connection of the feed; 0 while there is none."""
        self.count = 0
        """How often something was told."""
        self.endings = 0
        """How often that was the end of a command, or of the connection."""
        self._connections = 0
        self._last_words: dict[int, tuple[int, AppCommand]] = {}
        self._ending = asyncio.Event()

    def begin(self) -> None:
        """Note that from now on everything is told."""
        self._connections += 1
        self.connection = self._connections
        self._last_words.clear()

    def end(self) -> None:
        """Note that nothing is told any more; whoever waits asks the app."""
        self.connection = 0
        self._wake()

    def tell(self, command: AppCommand) -> None:
        """Keep the last word on a command, as the newest of all."""
        self.count += 1
        self._last_words.pop(command.id, None)
        self._last_words[command.id] = self.count, command
        while len(self._last_words) > REMEMBERED:
            del self._last_words[next(iter(self._last_words))]
        if command.finished:
            self._wake()

    def _wake(self) -> None:
        self.endings += 1
        self._ending.set()
        self._ending = asyncio.Event()

    def words_since(self, count: int) -> dict[int, AppCommand]:
        """Return the last word on each command that was told after so many words."""
        return {number: command for number, (at, command) in self._last_words.items() if at > count}

    async def wait(self, endings: int, seconds: float) -> bool:
        """Wait until there were more endings than so many; return False after so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                while self.endings == endings:
                    await self._ending.wait()
        except TimeoutError:
            return False
        return True


class CommandWatch:
    """The commands of an app while somebody waits for some of them."""

    def __init__(self, client: Commanding) -> None:
        self._client = client
        self._news = client.news
        self._asked: dict[int, AppCommand] | None = None
        """What the app answered; None where it is to be asked."""
        self._connection = self._count = self._endings = 0
        """Of the news, when the app was asked, and when they were looked at last."""

    async def commands(self) -> list[AppCommand]:
        """Return the commands under way and those of the last minutes: one request, or what was told since.

        Raises the client's ArrError.
        """
        news = self._news
        if not self._is_told:
            self._connection, self._count = news.connection, news.count
            self._asked = {command.id: command for command in await self._client.commands()}
        self._endings = news.endings
        words = news.words_since(self._count) if self._is_told else {}
        return list({**(self._asked or {}), **words}.values())

    @property
    def _is_told(self) -> bool:
        """Whether the feed has told everything since the app answered."""
        return self._asked is not None and self._connection == self._news.connection != 0

    async def pause(self, seconds: float) -> None:
        """Wait for news of a command that has ended; where nothing is told, so many seconds."""
        if not self._is_told:
            await asyncio.sleep(seconds)
        elif not await self._news.wait(self._endings, LONGEST_SILENCE):
            self._asked = None
