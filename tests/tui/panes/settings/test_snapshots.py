"""What the Settings pane looks like, state by state."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.panes.settings.scenes import EMPTY, SCENES, SettingsScene
from tests.tui.renditions import PLAIN
from tests.tui.scenes import SIZES

SnapCompare = Callable[..., bool]


@pytest.mark.parametrize(
    ("scene", "size"),
    [
        pytest.param(scene, size, id=f"{scene.name}-{size}")
        for scene in (*SCENES, EMPTY)
        for size in scene.sizes
    ],
)
def test_scene(
    scene: SettingsScene, size: str, library: Path, tmp_path: Path, snap_compare: SnapCompare
) -> None:
    with scene.services(library, tmp_path) as services:
        plain = PLAIN if size == "80x24" and scene.name == "settings" else ()
        assert snap_compare(
            scene.app(services), terminal_size=SIZES[size], run_before=scene.steps, renditions=plain
        )
