"""What verifying found, and its repair."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.runtime.services import Services
from arrtui.tui.panes.artwork.verify_screen import VerifyScreen
from tests.tui.estates import NOW
from tests.tui.live import Screen, opened
from tests.tui.panes.artwork.scenes import artwork_services, verified
from tests.tui.panes.artwork.test_pane import show_artwork


@pytest.fixture
def stored(library: Path, tmp_path: Path) -> Iterator[Services]:
    """Services in which a verification found something."""
    with artwork_services(library, tmp_path, store=verified) as services:
        yield services


async def show_report(screen: Screen) -> VerifyScreen:
    """Open the report."""
    await show_artwork(screen)
    await screen.press("a", "y")
    await screen.until(lambda: isinstance(screen.app.screen, VerifyScreen))
    shown = screen.app.screen
    assert isinstance(shown, VerifyScreen)
    return shown


async def test_problems_are_listed_with_their_titles_and_repaired_after_a_question(stored: Services) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        shown = await show_report(screen)
        await screen.until(lambda: shown.table.total_count == 3)
        assert [row[2] for row in shown.table.rows][:2] == ["1917", ""]
        await screen.press("A")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.press("n", "A")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.press("y")
        await screen.until(lambda: [job for job in screen.jobs if job.kind == "artwork-repair"])


async def test_before_the_first_verification_its_key_is_told(library: Path, tmp_path: Path) -> None:
    with artwork_services(library, tmp_path) as services:
        async with opened(services, clock=lambda: NOW) as screen:
            shown = await show_report(screen)
            await screen.until(lambda: "r verifies" in shown.table.empty)
            await screen.press("r")
            await screen.until(lambda: [job for job in screen.jobs if job.kind == "artwork-verify"])
            assert all(job.args["applies"] is False for job in screen.jobs if job.kind == "artwork-verify")
