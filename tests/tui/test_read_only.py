"""The read-only mode on screen: shown on top, keys that write dimmed, and refused with a sentence."""

from __future__ import annotations

import pytest

from arrtui.core.config import load_config
from arrtui.runtime.services import Services
from arrtui.tui.keys import node_classes
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.key_table import declared_bindings
from arrtui.tui.kit.top_line import TopLine
from tests.tui.live import Live, opened

WRITING = {
    *("activity.search", "plan.apply", "releases.grab", "art-plan.apply", "art-verify.repair"),
    *(f"artwork.{name}" for name in ("bring-back", "publish", "restore", "unpublish")),
    *(f"trailers.{name}" for name in ("download", "download-all", "recycle", "restore")),
    *(f"{scope}.{name}" for scope in ("candidate", "scores") for name in ("search", "unmonitor")),
    *(f"{scope}.{name}" for scope in ("chain", "loops") for name in ("drop", "unmonitor")),
    *(
        f"{scope}.{name}"
        for scope in ("library", "series")
        for name in ("search", "delete", "monitor", "profile", "tags")
    ),
}
"""Ids of the actions of panes and screens that write to an app."""


@pytest.fixture
def read_only(live: Live) -> Services:
    """Return services over the estate that may write nothing to it."""
    return Services(load_config(live.path, env={}, overrides={"ui.read_only": True}), env={})


def test_the_actions_that_write_are_declared_so() -> None:
    declared = (declared_bindings(node_class) for node_class in node_classes())
    assert {id for bindings in declared for id, binding in bindings.items() if binding.writes} == WRITING


async def test_keys_that_write_are_dimmed_and_refused(live: Live, read_only: Services) -> None:
    async with opened(read_only) as screen:
        assert "read-only" in str(screen.app.main.query_one(TopLine).render())
        await screen.press("B")
        await screen.until(
            lambda: sum(job.kind == "backup" and job.state.finished for job in screen.jobs) == 5
        )
        await screen.press("2")
        await screen.until(lambda: screen.app.main.query("TitleTable").first().visible_count)
        line = screen.app.screen.query_one(KeyLine)
        await screen.until(
            lambda: any(hint.label == "Search" and not hint.enabled for hint in line.shown(200))
        )
        assert all(hint.enabled for hint in line.shown(200) if hint.label in ("Filter", "Export"))
        await screen.press("S")
        await screen.until(lambda: any("read-only mode" in toast for toast in screen.toasts))
        assert screen.dialog == "MainScreen"
        await screen.press("a")
        await screen.until(lambda: screen.dialog == "ActionMenu")
        await screen.press("m")
        assert screen.dialog == "ActionMenu", "only the copy can be chosen"
    assert all(app.written == [] for app in live.estate.apps.values())
