"""What a plan and its dialogs look like, state by state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.tui.panes.sync.scenes import DIALOG_SCENES, PLAN_SCENES, SyncScene
from tests.tui.scenes import SIZES

SnapCompare = Callable[..., bool]
SCENES = (*PLAN_SCENES, *DIALOG_SCENES)
BY_NAME = {scene.name: scene for scene in SCENES}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_scene(snap_compare: SnapCompare, scene: SyncScene, size: str) -> None:
    assert snap_compare(scene.app(), terminal_size=SIZES[size], run_before=scene.steps)


@pytest.mark.parametrize("theme", ["light", "ansi"])
def test_theme(snap_compare: SnapCompare, theme: str) -> None:
    scene = replace(BY_NAME["plan"], theme=theme)
    assert snap_compare(scene.app(), terminal_size=SIZES["120x40"], run_before=scene.steps)


@pytest.mark.parametrize("name", ["plan", "plan-apply"])
def test_without_colour(snap_compare: SnapCompare, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    scene = BY_NAME[name]
    assert snap_compare(scene.app(), terminal_size=SIZES["80x24"], run_before=scene.steps)
