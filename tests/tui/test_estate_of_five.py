"""What a user sees and does in every pane with a Lidarr among five instances: rows, words, menus."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from arrtui.core.activity import ActivityKind
from arrtui.core.apps import APPS
from arrtui.core.events import Job, JobState
from arrtui.db.activity import replace_activity
from arrtui.runtime.capabilities import panes
from arrtui.tui.app import ArrtuiApp
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.main_screen import MainScreen
from arrtui.tui.panes.library.actions.dialog_summary import SummaryDialog
from tests.tui.estates import CONFIG, NOW, scene_services
from tests.tui.incognito import drawn
from tests.tui.live import Screen, opened
from tests.tui.panes.activity.scenes import download, entry
from tests.tui.scenes import idle

NAME, TWIN = "lidarr.main", "lidarr.flac"
LIDARR = APPS["lidarr"]
PAIR = f"""
[{TWIN}]
url = "http://nas:8687"
api_key = "0123456789abcdef0123456789abcdef"

[sync.music]
source = "{NAME}"
target = "{TWIN}"
mode = "add"

[database]"""
OTHERS = {
    word
    for app in APPS.values()
    if app is not LIDARR
    for noun in (app.title, app.unit)
    for word in (noun.singular, noun.plural)
}
"""What the other apps call their titles and the parts of these."""
ACTIVITY = (
    download(1, "downloading", item_id=1, episode_id=1, seconds_left=60.0),
    entry(ActivityKind.WANTED, "missing", "missing", count=8, at=NOW),
)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what the app tells as an error from here on."""
    errors: list[str] = []
    notify = ArrtuiApp.notify

    def noting(app: ArrtuiApp, message: str, **options: Any) -> None:
        if options.get("severity") == "error":
            errors.append(message)
        notify(app, message, **options)

    monkeypatch.setattr(ArrtuiApp, "notify", noting)
    return errors


def seen(screen: Screen) -> str:
    """Return what is on screen below the line of panes, without that of the Library's views."""
    return "\n".join(line for line in drawn(screen.app)[1:] if "Episodes, albums" not in line)


def table_of(screen: Screen) -> EstateTable[Any]:
    """Return the table of the pane that shows."""
    tables = [table for table in screen.app.main.pane.query(EstateTable) if table.region]
    return max(tables, key=lambda table: table.region.area)


def job_of(screen: Screen, kind: str, subject: str) -> Job:
    """Return the newest job of a kind about something."""
    return max(
        (job for job in screen.jobs if (job.kind, job.subject) == (kind, subject)), key=lambda job: job.id
    )


async def read(screen: Screen) -> None:
    """Wait until nothing is being read."""
    await screen.until(lambda: len(screen.app.screen_stack) > 1 or idle(screen.pilot))


async def shows(screen: Screen, *texts: str) -> None:
    """Wait until texts are on screen, of which a line may break any."""
    try:
        await screen.until(lambda: all(text in " ".join(seen(screen).split()) for text in texts))
    except AssertionError as error:
        raise AssertionError(texts, seen(screen)) from error


async def back(screen: Screen) -> None:
    """Close what is open, a layer at a time."""
    for _ in range(6):
        if isinstance(screen.app.screen, MainScreen):
            return
        await screen.press("escape")
    raise AssertionError(screen.dialog)


async def narrow(screen: Screen) -> None:
    """Narrow the pane to the Lidarr."""
    await screen.press("slash")
    field = screen.app.focused
    assert isinstance(field, Input)
    field.value = f"@{NAME}"
    await screen.press("enter")
    await read(screen)


async def in_estate(screen: Screen) -> None:
    """Its line and detail; a backup of it is queued."""
    await narrow(screen)
    assert table_of(screen).visible_count == 1
    await shows(screen, "Lidarr 2.14.5.10000", "/music")
    await screen.press("b")
    await screen.until(lambda: job_of(screen, "backup", NAME).state is JobState.PENDING)


async def in_library(screen: Screen) -> None:
    """Artists, their albums, the detail of one; albums of all artists; an album is to be monitored."""
    await narrow(screen)
    assert table_of(screen).visible_count == 10
    await shows(screen, LIDARR.title.singular, "Albums", "Tracks", "wanted")
    own_words(screen)
    await screen.press("enter")
    await shows(screen, "All albums", LIDARR.dated)
    await screen.press("tab", "enter")
    await shows(screen, "Tracks", "Id musicbrainz")
    own_words(screen)
    await screen.press("escape", "space", "a", "m")
    await screen.until(lambda: isinstance(screen.app.screen, SummaryDialog))
    await shows(screen, NAME)
    await back(screen)
    await screen.press("v")
    await screen.until(lambda: table_of(screen).visible_count > 10)
    assert f"@{NAME}" not in seen(screen), "the filter is that of the titles"
    await narrow(screen)
    await screen.until(lambda: {row.instance for row in table_of(screen).rows_shown} == {NAME})
    own_words(screen)


async def in_sync(screen: Screen) -> None:
    """The pair of two Lidarrs with its dialog; a plan of it is queued."""
    await shows(screen, "music", NAME)
    await screen.press("e")
    await shows(screen, "Metadata profiles: what each becomes on the target", "Scored Lossless")
    await screen.press("escape", "D")
    await screen.until(lambda: job_of(screen, "plan", "music").state is JobState.PENDING)


async def in_scores(screen: Screen) -> None:
    """Albums to upgrade, one of which is ignored, and why albums go round."""
    await narrow(screen)
    await screen.until(lambda: table_of(screen).visible_count)
    await shows(screen, NAME)
    await screen.press("i")
    await screen.until(lambda: any("ignored for 30 days" in text for text in screen.toasts))
    await screen.press("enter")
    await shows(screen, NAME, "What its profile wants")
    own_words(screen)
    await screen.press("escape", *["right_square_bracket"] * 5)
    await shows(screen, "title formats read the names")
    own_words(screen)


async def in_trailers(screen: Screen) -> None:
    """Nothing, and why."""
    await narrow(screen)
    assert table_of(screen).visible_count == 0
    await shows(screen, f"{NAME} has no titles here: {LIDARR.title.plural} have no trailers.")


async def in_jobs(screen: Screen) -> None:
    """The backup that was queued, which is cancelled, and the plan."""
    await shows(screen, "music")
    await narrow(screen)
    await shows(screen, f"Backup {NAME}")
    await screen.press("c")
    await screen.until(lambda: job_of(screen, "backup", NAME).state is JobState.CANCELLED)


async def in_artwork(screen: Screen) -> None:
    """Nothing while its artwork is off, and why."""
    await narrow(screen)
    assert table_of(screen).visible_count == 0
    await shows(screen, f"{NAME} has no titles here: its artwork is off.")


async def in_settings(screen: Screen) -> None:
    """Its settings against those of others, and why some cannot be compared."""
    await screen.press("less_than_sign")
    await shows(screen, f"against {NAME}", "Lidarr has no condition on resolution")
    await screen.press("down")
    await shows(screen, "Between different apps only custom formats and tags compare.")


async def in_activity(screen: Screen) -> None:
    """What it loads, and how many albums it lacks."""
    await narrow(screen)
    await shows(screen, "downloading", LIDARR.unit.count(8))
    assert table_of(screen).visible_count == len(ACTIVITY)
    own_words(screen)


TRIED: dict[str, Callable[[Screen], Awaitable[None]]] = {
    "estate": in_estate,
    "library": in_library,
    "sync": in_sync,
    "scores": in_scores,
    "trailers": in_trailers,
    "jobs": in_jobs,
    "artwork": in_artwork,
    "settings": in_settings,
    "activity": in_activity,
}


def own_words(screen: Screen) -> None:
    """Hold that nothing on screen calls artists and albums what other apps call theirs."""
    found = OTHERS & set(re.findall(r"[a-z]+", seen(screen)))
    assert not found, (found, seen(screen))


@asynccontextmanager
async def five(library: Path, folder: Path, size: tuple[int, int]) -> AsyncIterator[Screen]:
    """Open the app over a stored estate with a Lidarr, and a pair of it and a second one."""
    config = CONFIG.replace("\n[database]", PAIR).replace("http://nas:8686", "http://127.0.0.1:9")
    with scene_services(library, folder, config=config) as services:
        services.database.write_sync(replace_activity, NAME, ACTIVITY, NOW - 20.0)
        async with opened(services, size, clock=lambda: NOW) as screen:
            yield screen


async def test_every_pane_shows_a_lidarr_in_its_words(library: Path, tmp_path: Path, told: list[str]) -> None:
    assert set(TRIED) == {pane.id for pane in panes()}
    async with five(library, tmp_path, (120, 40)) as screen:
        for pane in panes():
            await screen.press(pane.digit)
            await screen.until(lambda pane=pane: screen.app.main.pane.id == pane.id and idle(screen.pilot))
            await TRIED[pane.id](screen)
            await back(screen)
            for menu in ("a", "f", "question_mark"):
                await screen.press(menu)
                await back(screen)
            assert screen.app.main.pane.id == pane.id
        assert told == []
