"""Every pane and every dialog looks as it did: compare with the stored pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.tui.estates import scene_services
from tests.tui.scenes import SCENES, SIZES, Scene


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_scene(scene: Scene, size: str, library: Path, tmp_path: Path, snap_compare: Any) -> None:
    with scene_services(library, tmp_path, config=scene.config) as services:
        assert snap_compare(scene.app(services), terminal_size=SIZES[size], run_before=scene.steps)


@pytest.mark.parametrize("name", ["estate", "remove", "pair-add", "read-only", "views", "config-faults"])
def test_scene_without_colour(
    name: str, library: Path, tmp_path: Path, snap_compare: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    scene = next(scene for scene in SCENES if scene.name == name)
    with scene_services(library, tmp_path) as services:
        assert snap_compare(scene.app(services), terminal_size=SIZES["80x24"], run_before=scene.steps)


@pytest.mark.parametrize("name", ["pair-add", "read-only", "views"])
def test_scene_in_ascii(name: str, library: Path, tmp_path: Path, snap_compare: Any) -> None:
    scene = next(scene for scene in SCENES if scene.name == name)
    config = scene.config.replace("ascii = false", "ascii = true")
    with scene_services(library, tmp_path, config=config) as services:
        assert snap_compare(scene.app(services), terminal_size=SIZES["80x24"], run_before=scene.steps)
