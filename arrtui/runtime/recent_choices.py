"""What was chosen at the front door, kept from one start to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from arrtui.db import recent_choices
from arrtui.db.database import Database
from arrtui.db.recent_choices import MOST_RECENT as MOST_RECENT


class RecentChoices:
    """Reads and stores choices by kind and name. Every method may raise StorageError."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    async def all(self) -> list[tuple[str, str]]:
        """Return what was chosen, the last first, at most :data:`MOST_RECENT`."""
        return await self._database.read(recent_choices.recent_choices)

    async def remember(self, kind: str, name: str) -> None:
        """Store a choice as the last one."""
        await self._database.write(recent_choices.remember_choice, (kind, name), self._clock())

    async def forget(self, choices: Iterable[tuple[str, str]]) -> None:
        """Forget choices of what is not there any more."""
        await self._database.write(recent_choices.forget_choices, list(choices))
