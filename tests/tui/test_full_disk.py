"""A full disk in the terminal app: one red line, jobs wait, and everything goes on once there is space."""

from __future__ import annotations

from textual.widgets import Static

from arrtui.core.events import JobState
from tests.db.disk import fill_disk, free_disk
from tests.tui.live import Live, opened


async def test_a_full_disk_is_one_line_until_there_is_space(live: Live) -> None:
    async with opened(live.services()) as screen:
        line = screen.app.screen.query_one("#storage-fault", Static)
        assert not line.display
        await fill_disk(screen.services.database, spare=12)
        await screen.press("b")
        await screen.until(lambda: line.display)
        assert "the disk is full" in str(line.content)
        assert not any(job.state is JobState.FAILED for job in screen.jobs)
        await free_disk(screen.services.database)
        await screen.until(lambda: not line.display)
        await screen.until(lambda: screen.view("radarr.main").row.complete_at)
