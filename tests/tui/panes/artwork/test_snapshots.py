"""What the Artwork pane looks like, state by state."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.panes.artwork.scenes import EMPTY, SCENES, ArtworkScene
from tests.tui.renditions import PLAIN
from tests.tui.scenes import SIZES


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scene", (*SCENES, EMPTY), ids=lambda scene: scene.name)
def test_scene(
    scene: ArtworkScene, size: str, library: Path, tmp_path: Path, snap_compare: Callable[..., bool]
) -> None:
    with scene.services(library, tmp_path) as services:
        assert snap_compare(
            scene.app(services),
            terminal_size=SIZES[size],
            run_before=scene.steps,
            renditions=PLAIN if size == "80x24" else (),
        )
