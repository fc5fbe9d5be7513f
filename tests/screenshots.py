"""Write ``screenshots/`` from the scenes of the snapshot tests: ``python -m tests.screenshots``."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from textual.widgets import Input

from arrtui.tui.app import ArrtuiApp
from tests.tui.estates import fill_library, scene_services
from tests.tui.panes.activity import scenes as activity_scenes
from tests.tui.panes.activity.scenes import ActivityScene
from tests.tui.panes.artwork import scenes as artwork_scenes
from tests.tui.panes.artwork.scenes import ArtworkScene
from tests.tui.panes.scores.scenes import SCENES as SCORE_SCENES
from tests.tui.panes.scores.scenes import TAB_SCENES, ScoresScene
from tests.tui.panes.settings import scenes as settings_scenes
from tests.tui.panes.settings.scenes import SettingsScene
from tests.tui.panes.sync import scenes as sync_scenes
from tests.tui.panes.sync.scenes import SyncScene
from tests.tui.panes.trailers import scenes as trailer_scenes
from tests.tui.panes.trailers.scenes import TrailersScene
from tests.tui.pictures import stands_still
from tests.tui.scenes import SCENES, SIZES, Scene

SCORES = (*(one for one in SCORE_SCENES if one.name in ("scores", "scores-candidate")), *TAB_SCENES)
"""Scenes of the Scores pane, over libraries made by hand."""
FOLDER = Path(__file__).parent.parent / "screenshots"


ACTIVITY = tuple(one for one in activity_scenes.SCENES if one.name in ("activity", "activity-detail"))
SETTINGS = tuple(
    one
    for one in settings_scenes.SCENES
    if one.name in ("settings", "settings-differences", "settings-syncs")
)
ARTWORK = tuple(one for one in artwork_scenes.SCENES if one.name != "artwork-unread")
TRAILERS = tuple(one for one in trailer_scenes.SCENES if one.name != "trailers-unread")


async def picture(
    scene: Scene | SyncScene | ActivityScene | TrailersScene | ArtworkScene | SettingsScene,
    library: Path,
    size: tuple[int, int],
) -> str:
    """Return a scene as SVG."""
    if isinstance(scene, SyncScene):
        return await drawn(scene, scene.app(), size)
    if isinstance(scene, ActivityScene | TrailersScene | ArtworkScene | SettingsScene):
        with (
            tempfile.TemporaryDirectory() as folder,
            scene.services(library, Path(folder)) as services,
        ):
            return await drawn(scene, scene.app(services), size)
    with (
        tempfile.TemporaryDirectory() as folder,
        scene_services(library, Path(folder), config=scene.config) as services,
    ):
        return await drawn(scene, scene.app(services), size)


async def drawn(
    scene: Scene | SyncScene | ScoresScene | ActivityScene | TrailersScene | ArtworkScene | SettingsScene,
    app: ArrtuiApp,
    size: tuple[int, int],
) -> str:
    """Return what an app looks like once the steps of a scene are taken."""
    async with app.run_test(size=size) as pilot:
        await scene.steps(pilot)
        await stands_still(pilot)
        return app.export_screenshot(title="arrtui")


def main(names: list[str]) -> None:
    """Write the pictures of the named scenes, or of all."""
    os.environ["TZ"] = "UTC"
    os.environ.pop("NO_COLOR", None)
    time.tzset()
    Input.cursor_blink._default = False
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        library = fill_library(Path(folder))
        for scene in (*SCENES, *sync_scenes.SCENES, *ACTIVITY, *TRAILERS, *ARTWORK, *SETTINGS):
            if names and scene.name not in names:
                continue
            for label, size in SIZES.items():
                path = FOLDER / f"{scene.name}-{label}.svg"
                path.write_text(asyncio.run(picture(scene, library, size)))
                print(path.name)  # noqa: T201
    for shown in SCORES:
        if names and shown.name not in names:
            continue
        for label, size in SIZES.items():
            path = FOLDER / f"{shown.name}-{label}.svg"
            path.write_text(asyncio.run(drawn(shown, shown.app(), size)))
            print(path.name)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
