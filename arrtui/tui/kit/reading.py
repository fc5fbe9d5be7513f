"""Reading again what has changed: one read at a time, and once more after it when something came then."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arrtui.tui.kit.pane import Pane as Base
else:
    Base = object


class Rereading(Base):
    """Part of a pane or a screen that shows stored data; it says in ``_read_once`` how that is read."""

    _reading = False
    _behind = False

    def read(self) -> None:
        """Read; while a read is under way, once more after it."""
        self._behind = True
        if not self._reading:
            self._reading = True
            self.run_worker(self._read(), group="reading")

    async def _read(self) -> None:
        try:
            while self._behind:
                self._behind = False
                await self.trying(self._read_once())
        finally:
            self._reading = False

    async def _read_once(self) -> None:
        """Read what is shown, and show it."""
        raise NotImplementedError
