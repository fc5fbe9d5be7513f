"""What the Activity pane looks like in each state: for snapshots and screenshots."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from arrtui.core.activity import ActivityEntry, ActivityKind
from arrtui.db.activity import record_fault, replace_activity
from arrtui.runtime.services import Services
from arrtui.tui.app import ArrtuiApp
from tests.tui.estates import CONFIG, EMPTY_CONFIG, HOUR, MINUTE, NOW, scene_services
from tests.tui.scenes import app_at_now, ready, settled_enough, until

GIB = 1024**3
WIKI = "https://wiki.servarr.com/radarr/system#root-folder-check"


def entry(kind: ActivityKind, key: str, state: str, **values: Any) -> ActivityEntry:
    """Return a row of an instance."""
    return ActivityEntry(kind=kind, key=key, state=state, **values)


def download(number: int, state: str, **values: Any) -> ActivityEntry:
    """Return a download of a third of 6 GiB."""
    sizes = {"size": 6 * GIB, "left": 4 * GIB, "at": NOW - 20 * MINUTE, "quality": "WEBDL-1080p", "score": 70}
    release = f"Amber.Glass.{number}.1080p.WEB-DL.H.264-NTb"
    return entry(ActivityKind.DOWNLOAD, str(number), state, **{"what": release, **sizes, **values})


REFUSED = download(
    1, "importPending", item_id=4, left=0, problem=True,
    note="Not a Custom Format upgrade for existing movie file(s). New: [1080p, Hybrid] (70) do not improve "
    "on Existing: [1080p, AMZN] (100)",
)  # fmt: skip
MAIN = (
    entry(
        ActivityKind.HEALTH, "RootFolderCheck", "error", what="RootFolderCheck", problem=True, address=WIKI,
        note="Missing root folder: /mnt/movies",
    ),
    REFUSED,
    download(2, "downloading", item_id=5, seconds_left=21 * MINUTE),
    download(3, "paused", item_id=6, left=3 * GIB),
    download(4, "delay", item_id=7, left=6 * GIB, seconds_left=90 * MINUTE),
    download(5, "downloading", seconds_left=3 * MINUTE, left=GIB // 2),
    entry(ActivityKind.COMMAND, "9", "started", what="RefreshMovie", item_id=5, at=NOW - 40),
    entry(ActivityKind.RELEASE, "71", "grabbed", what="A.B", item_id=5, at=NOW - 22 * MINUTE,
          quality="WEBDL-1080p", score=130),
    entry(ActivityKind.RELEASE, "72", "downloadFolderImported", what="C.D", item_id=8, at=NOW - 2 * HOUR,
          quality="Bluray-1080p", score=1_700),
    entry(ActivityKind.WANTED, "missing", "missing", count=1_204, at=NOW),
    entry(ActivityKind.WANTED, "below cutoff", "below cutoff", count=1, at=NOW),
)  # fmt: skip
SERIES = (
    download(1, "downloading", item_id=1, episode_id=3, seconds_left=HOUR),
    entry(ActivityKind.RELEASE, "8", "downloadFailed", what="E.S01E04.720p", item_id=1, episode_id=4,
          problem=True, at=NOW - 3 * HOUR, note="Aborted, cannot be completed"),
    entry(ActivityKind.WANTED, "missing", "missing", count=12, at=NOW),
)  # fmt: skip
FAULT = "radarr.4k: reading the queue: nobody answers at http://nas:7879. Is it running?"


def busy() -> None:
    """Store what three instances do, one of which cannot be read any more; to be called while writing."""
    replace_activity("radarr.main", MAIN, NOW - 12)
    replace_activity("sonarr.main", SERIES, NOW - 12)
    replace_activity("sonarr.anime", (SERIES[-1],), NOW - 4 * MINUTE)
    replace_activity("radarr.4k", (MAIN[-1],), NOW - 25 * MINUTE)
    record_fault("radarr.4k", FAULT, NOW - 12)


def quiet() -> None:
    """Store that the instances have nothing to do; to be called while writing."""
    for name in ("radarr.main", "radarr.4k", "sonarr.main", "sonarr.anime", "radarr.parents"):
        replace_activity(name, (MAIN[-1],), NOW - 12)


def nothing() -> None:
    """Store nothing; to be called while writing."""


@contextmanager
def activity_services(
    library: Path, folder: Path, *, store: Callable[[], None] = busy, config: str = CONFIG
) -> Iterator[Services]:
    """Yield services in which something is stored of the activity and no instance is ever asked."""
    with scene_services(library, folder, config=config) as services:
        services.database.write_sync(store)
        still: Any = services.activity

        async def refresh(_names: Sequence[str] = ()) -> list[int]:
            return []

        still.refresh = refresh
        yield services


@dataclass(frozen=True)
class ActivityScene:
    """One view of the Activity pane."""

    name: str
    keys: tuple[str, ...] = ()
    store: Callable[[], None] = busy
    before: tuple[str, ...] = ()
    """Keys pressed before the pane is shown."""
    theme: str = "dark"
    config: str = CONFIG

    def services(self, library: Path, folder: Path) -> Any:
        """Return the context manager of the services of this scene."""
        return activity_services(library, folder, store=self.store, config=self.config)

    def app(self, services: Services) -> ArrtuiApp:
        """Return the app before its first step."""
        return app_at_now(services, self.theme)

    async def steps(self, pilot: Pilot[Any]) -> None:
        """Show the pane and press the keys."""
        await ready(pilot)
        await pilot.press(*self.before, "9")
        await until(lambda: pilot.app.screen.query("#activity-table"), pilot)
        await settled_enough(pilot)
        for key in self.keys:
            await pilot.press(key)
            await settled_enough(pilot)


SCENES = (
    ActivityScene("activity"),
    ActivityScene("activity-problems", ("exclamation_mark",)),
    ActivityScene("activity-detail", ("down", "down", "d")),
    ActivityScene("activity-filter", ("slash", "d", "o", "n", "e", "greater_than_sign", "3", "0")),
    ActivityScene("activity-search", ("down", "down", "S")),
    ActivityScene("activity-quiet", store=quiet),
    ActivityScene("activity-no-problem", ("exclamation_mark",), store=quiet),
    ActivityScene("activity-unread", store=nothing),
    ActivityScene("activity-light", theme="light"),
)
EMPTY = ActivityScene("activity-empty", before=("escape",), store=nothing, config=EMPTY_CONFIG)
"""Nothing is configured."""
