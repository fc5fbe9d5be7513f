"""Plans to publish, reviewed line by line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.artwork import PublishPlan
from arrtui.runtime.services import Services
from arrtui.tui.panes.artwork.plan_screen import PublishPlanScreen
from tests.tui.estates import NOW
from tests.tui.live import Screen, opened
from tests.tui.panes.artwork.scenes import artwork_services, plan_to_publish
from tests.tui.panes.artwork.test_pane import show_artwork


@pytest.fixture
def stored(library: Path, tmp_path: Path) -> Iterator[Services]:
    """Services in which a plan to publish waits."""
    with artwork_services(library, tmp_path, store=plan_to_publish) as services:
        yield services


async def review(screen: Screen) -> PublishPlanScreen:
    """Open the plan that waits."""
    await show_artwork(screen)
    await screen.press("a", "r")
    await screen.until(lambda: isinstance(screen.app.screen, PublishPlanScreen))
    shown = screen.app.screen
    assert isinstance(shown, PublishPlanScreen)
    await screen.until(lambda: shown.table.total_count)
    return shown


async def waiting(services: Services) -> PublishPlan:
    (plan,) = await services.artwork.publishing.plans(waiting=True)
    return plan


async def test_a_plan_waits_to_be_reviewed_and_says_so_above_the_matrix(stored: Services) -> None:
    async with opened(stored, (120, 40), clock=lambda: NOW) as screen:
        await show_artwork(screen)
        await screen.until(lambda: "1 plan to review" in screen.text("#artwork-counts"))


async def test_lines_are_rejected_and_taken_in_again(stored: Services) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        shown = await review(screen)
        await screen.press("g", "space")
        await screen.until(lambda: shown.table.get_row(0)[1].approved is False)
        await screen.pilot.pause()
        assert [entry.approved for entry in (await waiting(stored)).entries][:2] == [False, None]
        shown.table.set_filter("action:rename")
        await screen.press("a")
        await screen.until(lambda: shown.table.get_row(5)[1].approved is True)
        shown.table.set_filter("")
        await screen.press("X")
        await screen.until(lambda: not shown._wanted)
        await screen.press("A")
        await screen.until(lambda: any("Every line is rejected" in toast for toast in screen.toasts))


async def test_what_is_left_is_published_after_a_summary(stored: Services) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        await review(screen)
        plan = await waiting(stored)
        await screen.press("A")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        assert "5 files" in screen.text("ConfirmDialog Static")
        await screen.press("y")
        await screen.until(lambda: [job for job in screen.jobs if job.kind == "artwork-publish"])
        (job,) = [job for job in screen.jobs if job.kind == "artwork-publish"]
        assert job.args["plan"] == plan.id
        assert await stored.artwork.publishing.plans(waiting=True) == []


async def test_what_the_plan_leaves_out_is_listed(stored: Services) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        await review(screen)
        await screen.press("w")
        await screen.until(lambda: screen.dialog == "TextDialog")
        assert "its folder is not there" in screen.text("TextDialog VerticalScroll Static")
