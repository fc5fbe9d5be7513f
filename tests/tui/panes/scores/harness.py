"""The app over services in memory, with helpers to see and type in the Scores pane."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from arrtui.tui.kit.table import EstateTable
from tests.tui.estates import NOW
from tests.tui.live import Screen, opened
from tests.tui.panes.scores.fakes import FakeServices, estate

if TYPE_CHECKING:
    from arrtui.tui.panes.scores.pane import ScoresPane

__all__ = ["FakeServices", "ScoresScreen", "estate", "scores_opened"]


class ScoresScreen(Screen):
    """What a test sees and types."""

    fake: FakeServices

    @property
    def pane(self) -> ScoresPane:
        """The pane."""
        from arrtui.tui.panes.scores.pane import ScoresPane

        return self.app.main.query_one(ScoresPane)

    @property
    def candidates(self) -> EstateTable[Any]:
        """The table of candidates."""
        return self.app.main.query_one("#candidates-table", EstateTable)

    @property
    def lines(self) -> list[str]:
        """What the terminal shows."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def seen(self) -> str:
        """What the terminal shows, as one text."""
        return "\n".join(self.lines)

    def notified(self, words: str) -> bool:
        """Whether a notification has some words."""
        return any(words in toast for toast in self.toasts)


@asynccontextmanager
async def scores_opened(
    services: FakeServices | None = None, size: tuple[int, int] = (120, 40), *, tab: str = ""
) -> AsyncIterator[ScoresScreen]:
    """Run the app with the Scores pane in front, read, and with another tab where its letter is given."""
    fake = services or estate()
    async with opened(fake, size, clock=lambda: NOW) as inner:  # type: ignore[arg-type]
        screen = ScoresScreen(inner.pilot, inner.app, inner.services)
        screen.fake = fake
        await screen.press("4")
        await screen.until(lambda: screen.app.main.query("ScoresPane"))
        if fake.scores.gate is None:
            await screen.until(lambda: screen.pane.read_once)
        if tab:
            await screen.press("f", tab)
        yield screen
