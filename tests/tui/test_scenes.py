"""Every pane and every dialog looks as it did: compare with the stored pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.tui.estates import scene_services
from tests.tui.renditions import PLAIN
from tests.tui.scenes import SCENES, SIZES, Scene

LOOKED_AT_PLAINLY = (
    "estate",
    "remove",
    "pair-add",
    "read-only",
    "views",
    "columns",
    "config-faults",
    "palette",
    "welcome",
    "commands",
    "program-output",
    "themes",
    "help",
)
"""Scenes that are looked at without colour and in ASCII besides."""


def renditions_of(name: str, size: str) -> tuple[str, ...]:
    """Return what a scene is drawn in besides: where least fits, without colour and in ASCII."""
    plain = PLAIN if size == "80x24" and name in LOOKED_AT_PLAINLY else ()
    return (*plain, "incognito") if name == "library" else plain


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_scene(scene: Scene, size: str, library: Path, tmp_path: Path, snap_compare: Any) -> None:
    with scene_services(library, tmp_path, config=scene.config) as services:
        assert snap_compare(
            scene.app(services),
            terminal_size=SIZES[size],
            run_before=scene.steps,
            renditions=renditions_of(scene.name, size),
        )
