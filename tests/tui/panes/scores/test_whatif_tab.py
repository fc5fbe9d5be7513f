"""The tab of what-ifs: editing, saving, loading and applying, by keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.screen import Screen
from textual.widgets import Input, OptionList

from arrtui.core.errors import StorageError
from arrtui.features.scores.model import ProfileChange, Scenario
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.plan import screen as plan
from arrtui.tui.panes.scores.whatif import tab
from arrtui.tui.panes.scores.whatif.draft import EditLine
from arrtui.tui.panes.scores.whatif.tab import WhatIfTab
from tests.tui.estates import HOUR, NOW
from tests.tui.panes.scores.fakes import FakeServices, estate
from tests.tui.panes.scores.tabs import TabPilot, TabScene, tab_opened
from tests.tui.scenes import SIZES

PROFILE = "HD Bluray + WEB"
STRICT = Scenario(
    name="stricter",
    changes=(
        ProfileChange(instance="radarr.main", profile=PROFILE, scores={"LQ": -20_000}, minimum=100),
        ProfileChange(instance="radarr.4k", profile="Ultra-HD", wanted=3_000),
    ),
    saved_at=NOW - 3 * HOUR,
)


def kept() -> FakeServices:
    """Return services with two scenarios."""
    services = estate()
    loose = Scenario(name="looser", changes=STRICT.changes[1:], saved_at=NOW - 50 * HOUR)
    services.scores.saved = {scenario.name: scenario for scenario in (loose, STRICT)}
    return services


TRIED = ("down", "left_curly_bracket", "left_curly_bracket", "down", "down", "down", "right_curly_bracket")
SCENES = (
    TabScene("whatif", WhatIfTab),
    TabScene("whatif-tried", WhatIfTab, TRIED, shows="then"),
    TabScene("whatif-ascii", WhatIfTab, TRIED, plain=True, shows="then"),
    TabScene("whatif-files", WhatIfTab, (*TRIED, "tab"), shows=" -> "),
    TabScene("whatif-filter", WhatIfTab, ("slash", "h", "d")),
    TabScene("whatif-value", WhatIfTab, ("enter", "x", "enter")),
    TabScene("whatif-cutoff", WhatIfTab, ("down", "down", "enter")),
    TabScene("whatif-profile", WhatIfTab, ("P",)),
    TabScene("whatif-save", WhatIfTab, ("plus", "ctrl+s")),
    TabScene("whatif-load", WhatIfTab, ("L",), services=kept),
    TabScene("whatif-delete", WhatIfTab, ("L", "d"), services=kept),
    TabScene("whatif-apply", WhatIfTab, (*TRIED, "A")),
    TabScene("whatif-none", WhatIfTab, services=FakeServices),
)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_scene(snap_compare: Callable[..., bool], scene: TabScene, size: str) -> None:
    further = ("no-colour", "light", "ansi") if scene is SCENES[1] else ()
    assert snap_compare(scene.app(), terminal_size=SIZES[size], run_before=scene.steps, renditions=further)


# --- helpers ---------------------------------------------------------------------------------------------


def values(screen: TabPilot) -> EstateTable[EditLine]:
    return screen.app.screen_stack[0].query_one("#whatif-values-table", EstateTable)


def moved(screen: TabPilot) -> EstateTable[Any]:
    return screen.app.screen_stack[0].query_one("#whatif-moved", EstateTable)


def line(screen: TabPilot, name: str) -> EditLine:
    shown = (values(screen).get_row(key) for key in values(screen).visible_keys)
    return next(row for row in shown if row is not None and row.name == name)


async def go_to(screen: TabPilot, name: str) -> None:
    assert values(screen).move_to(line(screen, name).key)
    await screen.pilot.pause()


def asked_scenarios(screen: TabPilot) -> list[Any]:
    """Return the scenarios that were asked about."""
    return [scenario for _instance, scenario in screen.services.scores.named("what_if")]


# --- editing ---------------------------------------------------------------------------------------------


async def test_keys_step_a_score_by_ten_and_a_hundred_and_backspace_takes_it_back() -> None:
    async with tab_opened(WhatIfTab) as screen:
        await go_to(screen, "WEB Tier 01")
        await screen.press(
            "plus", "plus", "minus", "right_curly_bracket", "right_curly_bracket", "left_curly_bracket"
        )
        assert (line(screen, "WEB Tier 01").now, line(screen, "WEB Tier 01").new) == (1_650, 1_760)
        assert "1 changed, not saved" in screen.seen
        await screen.press("backspace")
        assert not line(screen, "WEB Tier 01").changed
        assert "changed" not in screen.seen.splitlines()[12]


async def test_z_takes_back_step_by_step_what_was_tried() -> None:
    async with tab_opened(WhatIfTab) as screen:
        await go_to(screen, "WEB Tier 01")
        await screen.press("plus", "right_curly_bracket", "backspace")
        seen = []
        for _ in range(3):
            await screen.press("z")
            seen.append(line(screen, "WEB Tier 01").new)
        assert seen == [1_760, 1_660, 1_650]
        assert not screen.tab.check_action("take_back", ())


async def test_what_would_come_of_it_is_asked_once_after_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tab, "DEBOUNCE", 600.0)
    async with tab_opened(WhatIfTab) as screen:
        await go_to(screen, "WEB Tier 01")
        await screen.press("left_curly_bracket", "left_curly_bracket", "left_curly_bracket")
        assert asked_scenarios(screen) == []
        screen.tab.outcome_debounce.flush()
        await screen.until(lambda: "then" in screen.seen and moved(screen).total_count)
        last = asked_scenarios(screen)[-1]
        assert last.changes[0].scores == {"WEB Tier 01": 1_350}
        assert len(asked_scenarios(screen)) == 1
        files = [moved(screen).get_row(key) for key in moved(screen).visible_keys]
        falling = [moved_file for moved_file in files if moved_file.new_score - moved_file.score == -300]
        assert falling and all(3 in moved_file.file.formats for moved_file in falling)  # the id of the format


async def test_enter_lets_a_number_be_typed_and_refuses_anything_else() -> None:
    async with tab_opened(WhatIfTab) as screen:
        await screen.press("enter")
        field = screen.app.screen.query_one(Input)
        field.value = "many"
        await screen.press("enter")
        assert screen.dialog == "ScenarioValueDialog"
        assert "Type a whole number" in screen.seen
        field.value = "-1,250"
        await screen.press("enter")
        assert line(screen, "Minimum score").new == -1_250
        await screen.press("enter", "escape")
        assert line(screen, "Minimum score").new == -1_250


async def test_the_cutoff_is_chosen_from_what_the_profile_allows() -> None:
    async with tab_opened(WhatIfTab) as screen:
        await go_to(screen, "Quality cutoff")
        await screen.press("enter", "j", "enter")
        assert line(screen, "Quality cutoff").new == "Bluray-2160p"
        await screen.press("minus", "minus")
        assert line(screen, "Quality cutoff").new == "WEB 1080p"
        await screen.until(
            lambda: asked_scenarios(screen) and asked_scenarios(screen)[-1].changes[0].cutoff == "WEB 1080p"
        )


async def test_upgrades_are_switched() -> None:
    async with tab_opened(WhatIfTab) as screen:
        await go_to(screen, "Upgrades allowed")
        await screen.press("enter")
        await screen.until(
            lambda: (
                asked_scenarios(screen) and asked_scenarios(screen)[-1].changes[0].upgrade_allowed is False
            )
        )
        await screen.press("plus")
        assert not line(screen, "Upgrades allowed").changed


async def test_another_profile_is_chosen_and_what_was_tried_stays() -> None:
    async with tab_opened(WhatIfTab) as screen:
        await screen.press("right_curly_bracket", "P")
        options = screen.app.screen.query_one(OptionList)
        assert "53 files, changed" in screen.seen
        options.highlighted = 3
        await screen.press("enter")
        assert screen.tab.editor.selected == ("radarr.4k", "Ultra-HD")
        assert "1 changed" in screen.seen and not line(screen, "Minimum score").changed
        await screen.press("P", "k", "k", "k", "enter")
        assert line(screen, "Minimum score").new == 100


async def test_all_changes_are_taken_back_at_once() -> None:
    async with tab_opened(WhatIfTab) as screen:
        await screen.press("right_curly_bracket", "down", "plus", "Z")
        assert not any(line(screen, name).changed for name in ("Minimum score", "Wanted score"))
        assert "Nothing is changed yet" in screen.seen


async def test_an_answer_that_cannot_be_given_is_told_in_full() -> None:
    async with tab_opened(WhatIfTab) as screen:
        screen.services.scores.fault = StorageError("trying a scenario", why="the disk is gone")
        await screen.press("plus")
        await screen.until(lambda: "Cannot be told" in screen.seen)
        assert "the disk is gone" in screen.seen


async def test_another_instance_shows_another_profile_and_keeps_the_draft() -> None:
    async with tab_opened(WhatIfTab) as screen:
        await screen.press("plus")
        screen.tab.show(screen.app.analyses, "sonarr.main")
        await screen.pilot.pause()
        assert screen.tab.editor.selected == ("sonarr.main", "WEB-1080p")
        assert "A Apply" not in screen.seen
        screen.tab.show(screen.app.analyses, "radarr.main")
        await screen.pilot.pause()
        assert line(screen, "Minimum score").new == 10


async def test_v_shows_the_files_alone_on_a_small_terminal_and_esc_the_values() -> None:
    async with tab_opened(WhatIfTab, size=(80, 24)) as screen:
        await go_to(screen, "WEB Tier 01")
        await screen.press("left_curly_bracket", "tab")
        await screen.until(lambda: " -> 1,550" in screen.seen)
        assert "Minimum score" not in screen.seen
        await screen.press("escape")
        assert "Minimum score" in screen.seen
        assert values(screen).has_focus


# --- keeping ---------------------------------------------------------------------------------------------


async def test_a_scenario_is_saved_under_a_name() -> None:
    async with tab_opened(WhatIfTab) as screen:
        await screen.press("right_curly_bracket", "ctrl+s")
        await screen.until(lambda: screen.dialog == "ScenarioNameDialog")
        await screen.press("enter")
        assert "Type a name" in screen.seen
        await screen.press(*"strict", "enter")
        await screen.until(lambda: "strict" in screen.services.scores.saved)
        assert screen.services.scores.saved["strict"].changes == (
            ProfileChange(instance="radarr.main", profile=PROFILE, minimum=100),
        )
        assert "1 changed, saved" in screen.seen


async def test_a_name_that_is_taken_needs_a_second_enter() -> None:
    services = kept()
    async with tab_opened(WhatIfTab, services) as screen:
        await screen.press("plus", "ctrl+s")
        await screen.until(lambda: screen.dialog == "ScenarioNameDialog")
        screen.app.screen.query_one(Input).value = "looser"
        await screen.press("enter")
        assert "looser exists" in screen.seen
        assert services.scores.named("save_scenario") == []
        await screen.press("enter")
        await screen.until(lambda: services.scores.saved["looser"].changes[0].minimum == 10)


async def test_a_saved_scenario_is_tried_again() -> None:
    async with tab_opened(WhatIfTab, kept()) as screen:
        await screen.press("L")
        await screen.until(lambda: screen.dialog == "ScenarioListDialog")
        assert "3 changes on radarr.main, radarr.4k, saved 3 h ago" in screen.seen
        await screen.press("j", "enter")
        await screen.until(lambda: line(screen, "LQ").new == -20_000)
        assert line(screen, "Minimum score").new == 100
        assert "stricter   3 changed, saved" in screen.seen
        await screen.until(lambda: asked_scenarios(screen) and len(asked_scenarios(screen)[-1].changes) == 1)


async def test_a_scenario_is_deleted_after_a_deliberate_yes() -> None:
    services = kept()
    async with tab_opened(WhatIfTab, services) as screen:
        await screen.press("L")
        await screen.until(lambda: screen.dialog == "ScenarioListDialog")
        await screen.press("d")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.press("enter")
        await screen.until(lambda: screen.dialog == "ScenarioListDialog")
        assert set(services.scores.saved) == {"looser", "stricter"}
        await screen.press("d")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.press("y")
        await screen.until(lambda: set(services.scores.saved) == {"stricter"})
        await screen.until(lambda: screen.app.screen.query_one(OptionList).option_count == 1)
        await screen.press("enter")
        await screen.until(lambda: line(screen, "LQ").new == -20_000)


async def test_without_a_scenario_l_says_how_to_save_one() -> None:
    async with tab_opened(WhatIfTab) as screen:
        await screen.press("L")
        await screen.until(lambda: screen.app.notifications)
        assert "ctrl+s saves" in screen.app.notifications[0]


# --- applying --------------------------------------------------------------------------------------------


class FakePlan(Screen[None]):
    opened: list[int] = []

    def __init__(self, plan_id: int) -> None:
        super().__init__()
        self.opened.append(plan_id)


async def test_apply_names_what_changes_and_opens_its_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "PlanScreen", FakePlan)
    FakePlan.opened.clear()
    async with tab_opened(WhatIfTab) as screen:
        await screen.press("right_curly_bracket", "A")
        await screen.until(lambda: screen.dialog == "ScenarioApplyDialog")
        for words in ("Apply to radarr.main", PROFILE, "Minimum score: 0 -> 100", "nothing is written"):
            assert words in screen.seen
        await screen.press("enter")
        await screen.until(lambda: screen.dialog == "TabScreen")
        assert screen.services.scores.named("apply_scenario") == []
        await screen.press("A")
        await screen.until(lambda: screen.dialog == "ScenarioApplyDialog")
        await screen.press("y")
        await screen.until(lambda: FakePlan.opened == [7])
        (instance, scenario), *_ = screen.services.scores.named("apply_scenario")
        assert instance == "radarr.main"
        assert scenario.changes == (ProfileChange(instance="radarr.main", profile=PROFILE, minimum=100),)


async def test_only_the_changes_of_the_instance_shown_are_applied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "PlanScreen", FakePlan)
    async with tab_opened(WhatIfTab, kept(), instance="radarr.4k") as screen:
        await screen.press("L")
        await screen.until(lambda: screen.dialog == "ScenarioListDialog")
        await screen.press("j", "enter")
        await screen.until(lambda: screen.tab.editor.selected == ("radarr.4k", "Ultra-HD"))
        await screen.press("A")
        await screen.until(lambda: screen.dialog == "ScenarioApplyDialog")
        assert (
            "Wanted score: 4,000 -> 3,000" in screen.seen
            and "LQ" not in screen.seen.split("Apply to")[1][:400]
        )
        await screen.press("y")
        await screen.until(lambda: screen.services.scores.named("apply_scenario"))
        (_instance, scenario), *_ = screen.services.scores.named("apply_scenario")
        assert [change.instance for change in scenario.changes] == ["radarr.4k"]


async def test_an_apply_that_is_refused_is_told_and_the_draft_stays() -> None:
    async with tab_opened(WhatIfTab) as screen:
        await screen.press("plus", "A")
        await screen.until(lambda: screen.dialog == "ScenarioApplyDialog")
        screen.services.scores.fault = StorageError("planning", why="the snapshot is gone")
        await screen.press("y")
        await screen.until(
            lambda: any("the snapshot is gone" in sentence for sentence in screen.app.notifications)
        )
        assert line(screen, "Minimum score").new == 10
