"""The tab of loops, over chains made by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from textual.widgets import Input

from arrtui.core.errors import StorageError
from arrtui.features.loops.causes import Cause, CauseKind
from arrtui.features.loops.model import LoopReport, Waste
from arrtui.tui.kit.choice import Choice
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.scores.loops.rows import LoopRow
from arrtui.tui.panes.scores.loops.tab import LoopsTab
from arrtui.tui.panes.scores.loops.text import ChainDetail, chain_lines
from tests.tui.panes.scores.chains import BIG, reports
from tests.tui.panes.scores.fakes import FakeServices, estate
from tests.tui.panes.scores.tabs import TabPilot, TabScene, tab_opened
from tests.tui.scenes import SIZES


def quiet_estate() -> FakeServices:
    """Return services without any chain."""
    services = estate()
    services.loops.reports = {}
    return services


SCENES = (
    TabScene("loops", LoopsTab, shows="Release 1"),
    TabScene("loops-chain", LoopsTab, ("enter",), shows="Release 1"),
    TabScene("loops-none", LoopsTab, services=quiet_estate, shows="Nothing goes round"),
)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_scene(snap_compare: Callable[..., bool], scene: TabScene, size: str) -> None:
    if size != "120x40" and scene is SCENES[0]:
        scene = TabScene("loops", LoopsTab, ("d",), shows="what a format punishes")
    assert snap_compare(scene.app(), terminal_size=SIZES[size], run_before=scene.steps)


def table(screen: TabPilot) -> EstateTable[Any]:
    return screen.app.screen_stack[0].query_one("#loops-table", EstateTable)


@pytest.mark.parametrize("kind", CauseKind)
def test_every_cause_has_words(kind: CauseKind) -> None:
    (chain, *_) = reports()["radarr.main"].chains
    stored: Any = SimpleNamespace(report=reports()["radarr.main"])
    detail = ChainDetail(causes=[Cause(kind, -10, ("Big",))])
    lines = [line.plain for line in chain_lines(LoopRow(stored, chain, "Title", Waste()), detail, 120)]
    assert lines[lines.index("Why") + 1]


async def test_the_worst_kind_comes_first_and_costs_are_summed() -> None:
    async with tab_opened(LoopsTab) as screen:
        await screen.until(lambda: table(screen).total_count == 3)
        rows = [table(screen).get_row(key) for key in table(screen).visible_keys]
        assert [row.title for row in rows] == [
            "Copper Street S01E02", "Silver Harbor (2019)", "Paper Moon Rising (2021)"
        ]  # fmt: skip
        assert "3 grabs, 24.0 GiB in vain" in screen.seen
        await screen.press("exclamation_mark")
        assert table(screen).visible_count == 2
        await screen.press("F")
        assert table(screen).visible_count == 3


async def test_a_station_says_what_it_lost_and_by_which_fact() -> None:
    async with tab_opened(LoopsTab, instance="radarr.main") as screen:
        await screen.press("enter")
        await screen.until(lambda: "lost Big -60  by its size" in screen.seen)
        assert "gained Codec tag -80  by the file's name" in screen.seen
        assert "score 20 computed" in screen.seen
        assert "what a format punishes: -80  Codec tag" in screen.seen
        assert "a minimum increment of 141" in screen.seen
        assert "cannot tell: its naming of that time is in no row" in screen.seen
        await screen.press("escape")
        assert "Silver Harbor" in screen.seen


async def test_releases_are_found_by_the_filter() -> None:
    async with tab_opened(LoopsTab) as screen:
        table(screen).set_filter("amzn")
        assert [row.title for row in map(table(screen).get_row, table(screen).visible_keys)] == [
            "Silver Harbor (2019)"
        ]


async def test_what_cannot_be_read_is_told_and_the_cursor_stays_on_its_chain() -> None:
    async with tab_opened(LoopsTab) as screen:
        await screen.until(lambda: table(screen).total_count == 3)
        await screen.press("down")
        key = table(screen).cursor_key
        loops = screen.services.loops
        report = loops.reports["radarr.main"]
        loops.reports["radarr.main"] = LoopReport(
            report.instance, list(reversed(report.chains)), report.titles, {}, report.profiles
        )
        screen.tab.show(screen.app.analyses, "radarr.main")
        await screen.until(lambda: table(screen).total_count == 2)
        assert table(screen).cursor_key == key
        loops.fault = StorageError("reading the history", why="the disk is gone")
        screen.tab.show(screen.app.analyses, "radarr.main")
        await screen.until(lambda: any("the disk is gone" in text for text in screen.app.notifications))


async def test_what_goes_round_is_unmonitored_after_a_question() -> None:
    async with tab_opened(LoopsTab) as screen:
        await screen.until(lambda: table(screen).total_count == 3)
        await screen.press("space", "space")
        screen.tab.action_stop()
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.until(lambda: "Silver Harbor (2019) on radarr.main" in screen.seen)
        await screen.press("y")
        await screen.until(lambda: screen.services.loops.unmonitored)
        assert screen.services.loops.unmonitored == [("sonarr.main", 7), ("radarr.main", 1)]


async def test_a_download_is_removed_from_the_queue_after_a_question_that_names_it() -> None:
    async with tab_opened(LoopsTab, instance="radarr.main") as screen:
        await screen.until(lambda: table(screen).total_count == 2)
        screen.tab.action_drop()
        await screen.until(lambda: screen.dialog == "StopDialog")
        await screen.until(lambda: " GiB in sab, not imported" in screen.seen)
        assert BIG in screen.seen and "Silver Harbor (2019)  radarr.main" in screen.seen
        screen.app.screen.query_one(Choice).focus()
        await screen.press("right", "y")
        stopping = screen.services.loops.stopping
        await screen.until(lambda: stopping.removed)
        assert stopping.removed == [("D61", False)]
        await screen.press("down")
        screen.tab.action_drop()
        await screen.until(lambda: any("Nothing of it is" in text for text in screen.app.notifications))


async def test_what_is_known_is_left_out_until_it_is_taken_back() -> None:
    async with tab_opened(LoopsTab) as screen:
        await screen.until(lambda: table(screen).visible_count == 3)
        await screen.press("i")
        await screen.until(lambda: table(screen).visible_count == 2)
        assert screen.services.loops.known == {("sonarr.main", "700", 71, "see_saw")}
        await screen.press("F")
        await screen.until(lambda: table(screen).visible_count == 3)
        assert [row.is_muted for row in map(table(screen).get_row, table(screen).visible_keys)] == [
            True,
            False,
            False,
        ]
        await screen.press("g", "i")
        await screen.until(lambda: not screen.services.loops.known)


async def test_waste_is_summed_up_by_a_fact_and_a_line_of_it_narrows_the_chains() -> None:
    async with tab_opened(LoopsTab) as screen:
        await screen.until(lambda: table(screen).total_count == 3)
        await screen.press("w")
        await screen.until(lambda: screen.dialog == "WasteScreen" and "3 grabs, 24.0 GiB" in screen.seen)
        await screen.press("right_square_bracket", "right_square_bracket")
        await screen.until(lambda: "(no format at fault)" in screen.seen)
        sums = screen.app.screen.query_one("#waste-table", EstateTable)
        lines = [sums.get_row(key) for key in sums.visible_keys]
        assert [(line.name, line.row.waste.grabs, f"{line.share:.2f}") for line in lines] == [
            ("(no format at fault)", 2, "0.67"), ("Codec tag", 1, "0.33"),
        ]  # fmt: skip
        await screen.press("down", "enter")
        await screen.until(lambda: table(screen).visible_count == 1)
        assert "only format Codec tag" in screen.seen
        assert table(screen).cursor_row.title == "Copper Street S01E02"
        await screen.press("F")
        await screen.until(lambda: table(screen).visible_count == 3)


async def test_without_waste_the_screen_says_so() -> None:
    async with tab_opened(LoopsTab, quiet_estate()) as screen:
        await screen.until(lambda: "Nothing goes round" in screen.seen)
        await screen.press("w")
        await screen.until(lambda: "Nothing was grabbed in vain." in screen.seen)
        await screen.press("escape")
        await screen.until(lambda: "Nothing goes round" in screen.seen)


async def test_the_chains_shown_are_exported(tmp_path: Path) -> None:
    async with tab_opened(LoopsTab) as screen:
        await screen.until(lambda: table(screen).total_count == 3)
        table(screen).set_filter("@radarr.main")
        await screen.until(lambda: table(screen).visible_count == 2)
        await screen.press("x")
        await screen.until(lambda: screen.dialog == "ExportDialog")
        screen.app.screen.query_one(Input).value = str(tmp_path / "loops.json")
        await screen.press("enter")
        await screen.until(lambda: any("2 chains written to" in text for text in screen.app.notifications))
        assert screen.services.loops.written == {tmp_path / "loops.json": ["radarr.main", "radarr.main"]}
