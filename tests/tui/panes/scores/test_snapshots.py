"""What the Scores pane looks like, state by state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.scrollbar import ScrollBar

from tests.tui.panes.scores.fakes import FakeServices, estate
from tests.tui.panes.scores.scenes import SCENES, ScoresScene
from tests.tui.scenes import SIZES

SnapCompare = Callable[..., bool]
BY_NAME = {scene.name: scene for scene in SCENES}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_scene(snap_compare: SnapCompare, scene: ScoresScene, size: str) -> None:
    further = {"scores": ("light", "ansi", "no-colour"), "scores-one": ("no-colour",)}.get(scene.name, ())
    assert snap_compare(scene.app(), terminal_size=SIZES[size], run_before=scene.steps, renditions=further)


def test_in_ascii(snap_compare: SnapCompare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ScrollBar, "renderer", ScrollBar.renderer)

    def plain() -> FakeServices:
        return estate(ascii=True)

    scene = replace(BY_NAME["scores-one"], services=plain)
    assert snap_compare(scene.app(), terminal_size=SIZES["120x40"], run_before=scene.steps)
