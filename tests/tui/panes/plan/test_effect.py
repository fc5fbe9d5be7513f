"""*Your files* above a plan of settings, and the list it opens."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from arrtui.features.sync.model import Decision
from arrtui.tui.panes.plan.effect_panel import TITLE, EffectPanel
from arrtui.tui.panes.plan.effect_screen import EffectScreen
from tests.tui.panes.sync import plans
from tests.tui.panes.sync.fakes import FakeServices
from tests.tui.panes.sync.harness import sync_opened


async def test_a_decision_is_worked_out_and_the_list_opens_and_exports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    services = FakeServices(plans.tried())
    async with sync_opened(services, (120, 40), plan=11) as screen:
        await screen.until(lambda: "1 falls below the minimum" in screen.seen)
        panel = screen.plan.query_one(EffectPanel)
        services.settings_effects.asked.clear()
        await screen.press("X")
        await screen.until(lambda: services.settings_effects.asked == [[Decision.REJECTED]])
        await screen.press("r")
        await screen.until(lambda: len(services.settings_effects.asked) == 2)
        await screen.until(lambda: panel.can_open)
        await screen.press("y")
        await screen.until(lambda: screen.dialog == "EffectScreen" and "-> 500" in screen.seen)
        listed = screen.app.screen
        assert isinstance(listed, EffectScreen)
        assert [row.difference for row in listed.table.rows_shown] == [-1700, -1700, -1700]
        assert sum("falls below the minimum" in row.words for row in listed.table.rows_shown) == 1
        await screen.press("x")
        await screen.until(lambda: screen.dialog == "ExportDialog")
        await screen.press("enter")
        file = tmp_path / "arrtui-effect.csv"
        await screen.until(file.exists)
        await screen.until(lambda: file.read_text(encoding="utf-8-sig").count("\n") == 4)
        rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
        assert {(row["score"], row["new_score"]) for row in rows} == {("2200", "500"), ("1700", "0")}


async def test_a_small_screen_has_one_line_and_a_plan_without_settings_none() -> None:
    async with sync_opened(FakeServices(plans.tried()), (70, 20), plan=11) as screen:
        await screen.until(lambda: "1 below minimum" in screen.seen)
        assert screen.plan.query_one(EffectPanel).size.height == 1
    async with sync_opened(FakeServices(plans.opened()), plan=7) as screen:
        await screen.until(lambda: "Pulp Fiction" in screen.seen)
        assert TITLE not in screen.seen
