"""The channels of notifications in the Jobs pane: what they look like, and what their keys do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import JobState
from arrtui.core.notifying import ChannelState
from arrtui.db import estate_events, jobs, notify
from arrtui.db.job_rows import update_job
from arrtui.db.jobs import NewJob
from arrtui.runtime.services import Services
from arrtui.tui.kit.dialogs.text import TextDialog
from tests.tui.estates import CONFIG, MINUTE, NOW, scene_services
from tests.tui.live import opened
from tests.tui.panes.jobs.lists import open_list
from tests.tui.scenes import SIZES, app_at_now

SECRET = "planted-secret"
CHANNELS = f"""
[[notify]]
name = "phone"
url = "json://127.0.0.1:1/{SECRET}"
events = ["problems", "grabbed"]
title = "{{{{{{{{ count }}}}}}}} for you"

[[notify]]
name = "mail"
url = "mailto://{SECRET}@example.org"
digest = "08:00"
instances = ["radarr.main"]
"""
ERROR = "sending through phone: connection refused"


def store() -> None:
    """Store a message that was not taken, and two events that wait; to be called while writing."""
    (job, _) = jobs.enqueue(NewJob(kind="notify", subject="phone", priority=4), NOW - 5 * MINUTE)
    update_job(job.id, state=JobState.RETRYING, attempts=3, error=ERROR, run_after=NOW + MINUTE)
    event = EstateEvent(
        type=EventType.GRABBED, at=NOW - 60, instance="radarr.main", title="Metropolis", year=1927
    )
    ids = estate_events.insert([event, event])
    notify.store_states({"phone": ChannelState(last_id=ids[-1], waiting=tuple(ids), waiting_since=NOW - 60)})


@pytest.fixture
def told(library: Path, tmp_path: Path) -> Iterator[Services]:
    with scene_services(library, tmp_path, config=CONFIG + CHANNELS) as services:
        services.database.write_sync(store)
        yield services


async def show(pilot: Pilot[Any]) -> None:
    await open_list(pilot, "n", "ChannelsDialog")


@pytest.mark.parametrize("size", SIZES)
def test_channels(size: str, told: Services, snap_compare: Callable[..., bool]) -> None:
    assert snap_compare(app_at_now(told, "dark"), terminal_size=SIZES[size], run_before=show)


async def test_keys_show_the_next_message_and_send_a_test(told: Services) -> None:
    async with opened(told, clock=lambda: NOW) as screen:
        await show(screen.pilot)
        await screen.press("enter")
        await screen.until(lambda: isinstance(screen.app.screen, TextDialog))
        text = screen.text("TextDialog VerticalScroll Static")
        assert "2 for you" in text and text.count("Metropolis (1927)") == 2
        await screen.press("escape")
        await screen.press("down", "enter")
        await screen.until(lambda: isinstance(screen.app.screen, TextDialog))
        assert "did not happen" in screen.text("TextDialog VerticalScroll Static")
        await screen.press("escape")
        await screen.press("up", "t")
        await screen.until(lambda: any("sending through phone" in toast for toast in screen.toasts))
        assert SECRET not in " ".join(screen.toasts)
