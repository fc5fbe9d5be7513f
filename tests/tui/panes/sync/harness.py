"""The app over services in memory, with helpers to see and type in the Sync pane and in a plan."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from arrtui.features.sync.model import Decision
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.plan.detail import EntryDetailView
from arrtui.tui.panes.plan.screen import PlanScreen
from arrtui.tui.panes.plan.table import EntryRow, PlanTable
from arrtui.tui.panes.sync.rows import SyncView
from tests.tui.estates import NOW
from tests.tui.live import Screen, opened
from tests.tui.panes.sync.fakes import FakeServices


class SyncScreen(Screen):
    """What a test sees and types."""

    fake: FakeServices

    @property
    def pairs(self) -> EstateTable[SyncView]:
        """The table of the pane."""
        return self.app.main.query_one("#sync-table", EstateTable)

    @property
    def plan(self) -> PlanScreen:
        """The plan in front."""
        screen = self.app.screen
        assert isinstance(screen, PlanScreen), screen
        return screen

    @property
    def table(self) -> PlanTable:
        """The entries of the plan in front."""
        return self.plan.table

    @property
    def detail(self) -> str:
        """What the detail of the plan in front says."""
        return self.plan.query_one(EntryDetailView).plain

    @property
    def rows(self) -> list[EntryRow]:
        """The entries that show."""
        return self.table.rows_shown

    def row(self, title: str) -> EntryRow:
        """Return an entry by the beginning of its title."""
        book = self.plan.book
        assert book is not None
        return next(row for row in book.rows.values() if row.entry.title.startswith(title))

    def decisions(self) -> list[str]:
        """The first letter of each decision, as shown."""
        return [row.planned.decision.value[0] for row in self.rows]

    async def go_to(self, title: str) -> None:
        """Put the cursor on an entry."""
        assert self.table.move_to(self.row(title).key)
        await self.pilot.pause()

    async def open_plan(self, plan_id: int) -> None:
        """Open a plan and wait until it is read."""
        screen = PlanScreen(plan_id)
        self.app.push_screen(screen)
        await self.until(lambda: screen.is_mounted and screen.book is not None)
        await self.pilot.pause()

    async def stored(self, decision: Decision, number: int) -> None:
        """Wait until so many decisions of a kind are stored."""
        await self.until(
            lambda: (
                sum(len(call[1]) for call in self.fake.sync.named("decide") if call[2] is decision) >= number
            )
        )

    @property
    def lines(self) -> list[str]:
        """What the terminal shows."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def seen(self) -> str:
        """What the terminal shows, as one text."""
        return "\n".join(self.lines)


@asynccontextmanager
async def sync_opened(
    services: FakeServices, size: tuple[int, int] = (120, 40), *, plan: int | None = None
) -> AsyncIterator[SyncScreen]:
    """Run the app with the Sync pane in front, or with a plan on top of it."""
    async with opened(services, size, clock=lambda: NOW) as inner:  # type: ignore[arg-type]
        screen = SyncScreen(inner.pilot, inner.app, inner.services)
        screen.fake = services
        await screen.press("3")
        await screen.until(lambda: screen.app.main.query("#sync-table"))
        await screen.until(lambda: "Reading" not in screen.pairs.empty)
        if plan is not None:
            await screen.open_plan(plan)
        yield screen


def told(screen: Screen) -> Callable[[str], Any]:
    """Return what says whether a notification has some words."""
    return lambda words: any(words in toast for toast in screen.toasts)
