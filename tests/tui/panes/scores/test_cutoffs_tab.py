"""The tab of cutoffs, over the libraries of the Scores pane."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from arrtui.core.errors import StorageError
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.scores.cutoffs.tab import CutoffsTab
from arrtui.tui.panes.scores.whatif.tab import WhatIfTab
from tests.tui.panes.scores.fakes import FakeServices, estate
from tests.tui.panes.scores.harness import scores_opened
from tests.tui.panes.scores.tabs import TabPilot, TabScene, tab_opened
from tests.tui.scenes import SIZES

WIDE = TabScene("cutoffs", CutoffsTab, shows="When the app stops")
NARROW = TabScene("cutoffs", CutoffsTab, ("d",), shows="This profile never stops")


@pytest.mark.parametrize("size", SIZES)
def test_scene(snap_compare: Callable[..., bool], size: str) -> None:
    scene = WIDE if size == "120x40" else NARROW
    assert snap_compare(scene.app(), terminal_size=SIZES[size], run_before=scene.steps)


def table(screen: TabPilot) -> EstateTable[Any]:
    return screen.app.screen_stack[0].query_one("#cutoffs-table", EstateTable)


async def test_what_never_stops_comes_first_and_says_what_waits_for_its_job() -> None:
    services = estate()
    services.loops.cutoffs.unsearched = 7
    async with tab_opened(CutoffsTab, services) as screen:
        await screen.until(lambda: " of 7 releases" in screen.seen)
        states = [row.cutoff.state for row in map(table(screen).get_row, table(screen).visible_keys)]
        assert states[0] == "never" and states == sorted(states, key=list(dict.fromkeys(states)).index)
        await screen.press("exclamation_mark")
        assert table(screen).visible_count == states.count("never") < len(states)
        await screen.press("F")
        assert table(screen).visible_count == len(states)


async def test_a_fault_is_told() -> None:
    services = estate()
    services.loops.cutoffs.fault = StorageError("reading the history", why="the disk is gone")
    async with tab_opened(CutoffsTab, services) as screen:
        await screen.until(lambda: any("the disk is gone" in text for text in screen.app.notifications))


async def test_nothing_stored_says_what_to_do() -> None:
    async with tab_opened(CutoffsTab, FakeServices()) as screen:
        await screen.until(lambda: "Nothing is known of any score yet." in screen.seen)


async def test_a_suggestion_is_tried_in_what_if() -> None:
    async with scores_opened(tab="u") as screen:
        await screen.until(lambda: "could be" in screen.seen)
        shown = screen.app.main.query_one("#cutoffs-table", EstateTable).cursor_row
        assert shown is not None and shown.suggestion is not None
        await screen.press("a", "x")
        await screen.until(lambda: screen.app.main.query(WhatIfTab))
        editor = screen.app.main.query_one(WhatIfTab).editor
        await screen.until(lambda: editor.draft.changes)
        assert editor.draft.changes[shown.key].wanted == shown.suggestion.wanted
        assert editor.selected == shown.key
