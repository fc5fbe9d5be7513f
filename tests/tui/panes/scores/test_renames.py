"""The screen Renames, over renames made by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from arrtui.core.events import JobState, Progress
from arrtui.runtime.loops_renames import KIND, TokenChange
from arrtui.tui.panes.scores.loops.tab import LoopsTab
from tests.tui.panes.scores.fakes import FakeServices, estate
from tests.tui.panes.scores.tabs import TabPilot, TabScene, quiet, tab_opened
from tests.tui.scenes import SIZES, until


def unasked() -> FakeServices:
    """Return services over apps that were not asked for names."""
    services = estate()
    services.loops.renames.is_asked = False
    return services


class RenamesScene(TabScene):
    """The screen, opened from the tab, and keys on it."""

    async def steps(self, pilot: object) -> None:
        """Open the screen, press the keys and wait for the text."""
        app = pilot.app  # type: ignore[attr-defined]
        await until(lambda: app.screen_stack and app.tab.is_mounted, pilot)  # type: ignore[arg-type]
        await quiet(pilot)  # type: ignore[arg-type]
        app.tab.action_renames()
        screen = TabPilot(pilot, app, app.services)  # type: ignore[arg-type]
        await screen.until(lambda: screen.dialog == "RenamesScreen" and "Matching" not in screen.seen)
        await screen.press(*self.keys)
        await screen.until(lambda: self.shows in screen.seen)


SCENES = (
    (RenamesScene("changes", LoopsTab, shows="loses AMZN"), "120x40"),
    (RenamesScene("changes", LoopsTab, shows="100 -> 0"), "80x24"),
    (RenamesScene("unasked", LoopsTab, services=unasked, shows="r asks them"), "80x24"),
    (RenamesScene("question", LoopsTab, ("r",), services=unasked, shows="3 requests"), "80x24"),
)


@pytest.mark.parametrize(("scene", "size"), SCENES, ids=lambda value: getattr(value, "name", value))
def test_scene(snap_compare: Callable[..., bool], scene: RenamesScene, size: str) -> None:
    assert snap_compare(scene.app(), terminal_size=SIZES[size], run_before=scene.steps)


async def test_names_are_asked_for_after_a_question_and_a_token_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with tab_opened(LoopsTab) as screen:
        renames = screen.services.loops.renames
        screen.tab.action_renames()
        await screen.until(lambda: screen.dialog == "RenamesScreen" and "100 -> 20" in screen.seen)
        await screen.press("exclamation_mark")
        await screen.until(lambda: "Copper Street" in screen.seen)
        await screen.press("x", "enter")
        await screen.until(lambda: any("written to" in text for text in screen.app.notifications))
        assert "the app says it matches “AMZN”" in (tmp_path / "arrtui-renames.csv").read_text("utf-8-sig")
        await screen.press("exclamation_mark", "r")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.until(lambda: "All names are known" in screen.seen)
        assert not renames.asked
        await screen.press("y")
        await screen.until(lambda: renames.asked)
        screen.app.screen.action_try_token(True)
        await screen.until(lambda: screen.dialog == "ScenarioPickDialog")
        await screen.press("enter")
        await screen.until(lambda: "without MediaInfo VideoCodec" in screen.seen)
        assert set(renames.tried) == {TokenChange(without="MediaInfo VideoCodec")}
        assert any("sonarr.main: The naming has no" in text for text in screen.app.notifications)
        await screen.press("escape")
        await screen.until(lambda: "without MediaInfo" not in screen.seen and "100 -> 20" in screen.seen)


async def test_a_question_under_way_is_shown_and_can_be_stopped() -> None:
    async with tab_opened(LoopsTab) as screen:
        screen.tab.action_renames()
        await screen.until(lambda: screen.dialog == "RenamesScreen" and "100 -> 20" in screen.seen)
        job_id = screen.services.queue(KIND, "radarr.main", {}, "radarr.main")
        progress = Progress(1, 3, "asked for 1 title")
        job = screen.services.advance(job_id, state=JobState.RUNNING, progress=progress)
        screen.app.screen.show_jobs({job_id: job}, None)
        await screen.until(lambda: "radarr.main: asked for 1 title   c stops it" in screen.seen)
        await screen.press("c")
        await screen.until(lambda: screen.services.cancelled == [job_id])
        screen.app.screen.show_jobs({}, None)
        await screen.until(lambda: "c stops it" not in screen.seen)
