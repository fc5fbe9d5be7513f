"""What a plan and its dialogs look like, state by state."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.tui.panes.sync.scenes import DIALOG_SCENES, PLAN_SCENES, SyncScene
from tests.tui.renditions import PLAIN
from tests.tui.scenes import SIZES

SnapCompare = Callable[..., bool]
SCENES = (*PLAN_SCENES, *DIALOG_SCENES)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_scene(snap_compare: SnapCompare, scene: SyncScene, size: str) -> None:
    further = PLAIN if size == "80x24" else ("light", "ansi") if scene.name == "plan" else ()
    assert snap_compare(scene.app(), terminal_size=SIZES[size], run_before=scene.steps, renditions=further)
