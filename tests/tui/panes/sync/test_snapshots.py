"""What the Sync pane looks like, state by state."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.tui.panes.sync.scenes import PAIR_SCENES, SyncScene
from tests.tui.scenes import SIZES

SnapCompare = Callable[..., bool]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scene", PAIR_SCENES, ids=lambda scene: scene.name)
def test_scene(snap_compare: SnapCompare, scene: SyncScene, size: str) -> None:
    assert snap_compare(scene.app(), terminal_size=SIZES[size], run_before=scene.steps)
