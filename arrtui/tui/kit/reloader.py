"""Reading stored data again: one read at a time, and one more after it when something changed meanwhile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual.dom import NoScreen

from arrtui.tui.kit.notices import try_or_notify

if TYPE_CHECKING:
    from textual.dom import DOMNode


class Reloader:
    """Runs the reads of a pane or a screen in a worker; errors of a read show as notifications."""

    def __init__(self, owner: DOMNode, read: Callable[[], Awaitable[None]]) -> None:
        """Make a reloader.

        Args:
            owner: The pane or screen that shows what is read.
            read: Reads and shows; may raise ArrtuiError.
        """
        self._owner = owner
        self._read = read
        self.reading = False
        """Whether a read is under way."""
        self.outdated = False
        """Whether what is shown may be older than what is stored. Setting it during a read causes another."""

    def request(self) -> None:
        """Read; while a read is under way, once more after it."""
        self.outdated = True
        if not self.reading:
            self.reading = True
            self._owner.run_worker(self._read_until_current(), group="reading")

    async def _read_until_current(self) -> None:
        try:
            while self.outdated:
                self.outdated = False
                await try_or_notify(self._owner, self._read())
        except NoScreen:  # the owner went while it was filled: its screen closed, or the app ended
            if self._owner.is_attached:
                raise
        finally:
            self.reading = False
