"""What the Sync pane looks like, state by state."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.tui.panes.sync.scenes import PAIR_SCENES, SyncScene
from tests.tui.renditions import PLAIN
from tests.tui.scenes import SIZES

SnapCompare = Callable[..., bool]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scene", PAIR_SCENES, ids=lambda scene: scene.name)
def test_scene(snap_compare: SnapCompare, scene: SyncScene, size: str) -> None:
    plain = PLAIN if size == "80x24" and scene.name == "sync-pairs" else ()
    assert snap_compare(scene.app(), terminal_size=SIZES[size], run_before=scene.steps, renditions=plain)
