"""What works everywhere: panes, help, palette, themes, remapped keys, the beginning and the end."""

from __future__ import annotations

import asyncio
import pkgutil
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.scrollbar import ScrollBar
from textual.widgets import Input, OptionList

import arrtui.tui
from arrtui.core.config import load_config
from arrtui.core.events import JobState
from arrtui.core.keys import check_keys
from arrtui.runtime import capabilities
from arrtui.runtime.capabilities import panes
from arrtui.runtime.services import Services
from arrtui.tui.app import ArrtuiApp
from arrtui.tui.keys import collect_bindings, default_keys
from arrtui.tui.kit.host import Host
from arrtui.tui.kit.reloader import Reloader
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.jobs.rows import JobView
from arrtui.tui.start import WANTS_DEMO
from tests.runtime.toy import TOY, greeting
from tests.tui.estates import CONFIG, EMPTY_CONFIG, NOW, scene_services
from tests.tui.live import Live, opened
from tests.tui.scenes import idle
from tests.tui.toy_pane import ToyPane


def focus_is_within(app: ArrtuiApp) -> bool:
    """Return whether the pane that shows has the focus."""
    return app.focused is not None and app.main.pane in app.focused.ancestors


async def test_digits_choose_the_pane(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        for digit, pane in (("6", "jobs"), ("2", "library"), ("4", "scores"), ("1", "estate"), ("3", "sync")):
            await screen.press(digit)
            await screen.until(lambda pane=pane: screen.app.main.pane.id == pane)
            assert [shown.id for shown in screen.app.main.panes if shown.display] == [pane]
            await screen.until(lambda: focus_is_within(screen.app))


async def test_digits_typed_ahead_leave_the_focus_in_the_last_pane(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        for digit in "6241363":
            screen.app.simulate_key(digit)
        await screen.until(lambda: screen.app.main.pane.id == "sync")
        await screen.until(lambda: focus_is_within(screen.app) and idle(screen.pilot))
        assert [pane.id for pane in screen.app.main.panes if pane.display] == ["sync"]


async def test_the_focus_returns_to_the_pane_when_its_widget_is_hidden(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        screen.app.main.set_focus(None)
        await screen.until(lambda: screen.app.focused is screen.estate)
        screen.estate.display = False
        await screen.pilot.pause()
        await screen.until(lambda: focus_is_within(screen.app))


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capabilities, "CAPABILITIES", (*capabilities.CAPABILITIES, TOY))


@pytest.mark.usefixtures("toy")
async def test_a_registered_capability_has_its_pane_and_words_its_jobs(services: Services) -> None:
    defaults = collect_bindings().defaults
    assert (defaults["app.toy"], defaults["toy.greet"]) == ("0", "g")
    job_id, _ = await services.jobs.enqueue(greeting("you"))
    await services.engine.run_jobs([job_id])
    async with opened(services, (160, 40), clock=lambda: NOW) as screen:
        assert " 0 Toy " in screen.text("TopLine")
        await screen.press("0")
        await screen.until(lambda: isinstance(screen.app.main.pane, ToyPane) and focus_is_within(screen.app))
        await screen.app.action_go("jobs")
        await screen.until(lambda: screen.app.main.query("#jobs-table"))
        await screen.pilot.pause()
        view = screen.app.main.query_one("#jobs-table", EstateTable).get_row(job_id)
        assert isinstance(view, JobView)
        assert (view.title, view.outcome) == ("Greeting", "Hello you")


async def test_a_click_on_its_name_chooses_the_pane(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        await screen.pilot.click("TopLine", offset=(41, 0))
        await screen.until(lambda: screen.app.main.pane.id == "jobs")
        assert screen.app.main.pane.display


async def test_q_types_in_a_text_field_and_quits_elsewhere(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        await screen.press("slash", "q")
        assert screen.app.screen.query_one("FilterBar Input", Input).value == "q"
        assert screen.app.is_running
        await screen.press("escape", "q")
        assert not screen.app.is_running


async def test_the_help_lists_the_live_keys_with_their_ids(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        await screen.press("question_mark")
        text = screen.text("HelpDialog Static")
        for word in ("Estate", "Tables", "Everywhere", "estate.backup", "table.filter", "app.quit"):
            assert word in text
        assert "jobs.cancel" not in text
        await screen.press("escape")
        assert screen.dialog == "MainScreen"


async def test_the_palette_does_what_the_pane_can_do(live: Live) -> None:
    async with opened(live.services()) as screen:
        await screen.press("ctrl+p")
        await screen.until(lambda: screen.app.screen.query_one(OptionList).option_count > 10)
        await screen.press(*"back up every")
        await screen.until(lambda: screen.app.screen.query_one(OptionList).option_count == 1)
        await screen.press("enter")
        await screen.until(lambda: len(screen.jobs) >= 4)
        assert {job.instance for job in screen.jobs if job.kind == "backup"} == set(live.estate.apps)


async def test_a_remapped_key_works_and_the_old_one_does_not(library: Path, tmp_path: Path) -> None:
    config = CONFIG + '\n[keys]\n"estate.remove" = "x"\n"app.help" = "f1"\n'
    with scene_services(library, tmp_path, config=config) as services:
        async with opened(services, clock=lambda: NOW) as screen:
            await screen.press("d")
            assert screen.dialog == "MainScreen"
            assert " x Remove" in screen.text("KeyLine")
            await screen.press("x")
            await screen.until(lambda: screen.dialog == "ConfirmDialog")
            await screen.press("escape", "f1")
            await screen.until(lambda: screen.dialog == "HelpDialog")


async def test_the_shipped_keymap_brings_the_old_keys_back(library: Path, tmp_path: Path) -> None:
    with scene_services(library, tmp_path, config=CONFIG + '\n[keys]\npreset = "old"\n') as services:
        async with opened(services, clock=lambda: NOW) as screen:
            await screen.press("d")
            await screen.until(lambda: screen.dialog == "ConfirmDialog")
            await screen.press("escape", "a")
            await screen.until(lambda: screen.dialog == "InstanceDialog")
            await screen.press("escape", "6")
            await screen.until(lambda: screen.app.main.query("#jobs-table"))
            await screen.press("f")
            assert screen.dialog == "MainScreen"
            assert "No job has failed" in screen.app.main.pane.query_one(EstateTable).empty


def declared_bindings() -> list[Binding]:
    """Return the bindings of every class of the screen that have an id."""
    classes = {
        member
        for module in pkgutil.walk_packages(arrtui.tui.__path__, "arrtui.tui.")
        for member in vars(import_module(module.name)).values()
        if isinstance(member, type) and issubclass(member, DOMNode) and member.__module__.startswith("arrtui")
    }
    declared: list[Any] = [item for member in classes for item in member.__dict__.get("BINDINGS", [])]
    return [binding for binding in declared if binding.id]


def test_every_binding_that_can_be_remapped_is_known_to_the_configuration() -> None:
    digits = {f"app.{pane.id}": pane.digit for pane in panes()}
    keys: dict[str, set[str]] = {}
    for binding in declared_bindings():
        keys.setdefault(binding.id or "", set()).add(default_keys(binding))
    assert all(len(different) == 1 for different in keys.values())
    assert dict(collect_bindings().defaults) == digits | {name: min(key) for name, key in keys.items()}


async def test_every_key_of_the_screen_is_known_to_the_configuration(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        active = {item.binding.id for item in screen.app.screen.active_bindings.values() if item.binding.id}
        assert {"app.library", "estate.backup", "table.sort"} <= active
        assert active <= collect_bindings().defaults.keys()


def test_every_binding_of_a_pane_is_explained() -> None:
    scopes = (*(f"{pane.id}." for pane in panes()), "app.", "plan.")
    explained = [binding for binding in declared_bindings() if str(binding.id).startswith(scopes)]
    assert len(explained) > 60
    unexplained = {binding.id for binding in explained if not binding.tooltip}
    assert unexplained <= {"scores.back"}


def test_no_two_keys_of_the_panes_clash() -> None:
    bindable = collect_bindings()
    scopes = ("app.", "table.", "estate.", "library.", "sync.", "scores.", "jobs.")
    keys = {name: keys for name, keys in bindable.defaults.items() if keys and name.startswith(scopes)}
    menus = {"library.actions", "library.facets"}  # in the place of the app's
    shadowing = menus | {name for name in keys if name.endswith((".back", ".leave"))}
    others = {name: chr(0x4E00 + number) for number, name in enumerate(keys)}  # so that all keys are new
    clashes = [
        problem
        for problem in check_keys(replace(bindable, defaults=others), keys)
        if problem.path.removeprefix("keys.") not in shadowing
    ]
    assert clashes == []


def test_the_keys_that_work_in_dialogs_are_known() -> None:
    assert collect_bindings().always == {"app.palette", "app.quit-now"}


def test_every_dialog_keeps_others_out_but_the_widgets_inside() -> None:
    alone = (
        "action",
        "addresses",
        "art-candidates",
        "batch",
        "candidates",
        "choice",
        "columns",
        "commands",
        "config",
        "confirm",
        "dialog",
        "failed-backup",
        "front-door",
        "help",
        "hidden-marks",
        "locks",
        "menu",
        "program",
        "recycled",
        "scenario",
        "sort",
        "theme",
        "views",
    )
    with_choice = ("apply", "editor", "entry", "pair", "stop", "summary", "values")
    with_table = ("facets", "format-files", "left-out")
    assert dict(collect_bindings().dialogs) == {
        **dict.fromkeys((*alone, "score-search", "secrets", "text", "welcome"), frozenset({"dialog"})),
        **dict.fromkeys(with_choice, frozenset({"dialog", "choice"})),
        **dict.fromkeys(with_table, frozenset({"dialog", "table", "filter"})),
        **dict.fromkeys(("channels", "schedules"), frozenset({"dialog", "table"})),
    }


def test_the_keys_of_tabs_are_live_with_those_of_their_pane() -> None:
    assert dict(collect_bindings().tabs) == dict.fromkeys(
        ("cutoffs", "formats", "loops", "profiles", "trends", "whatif"), "scores"
    )


def test_the_app_is_what_its_panes_may_ask() -> None:
    asked = {name for name in (*Host.__annotations__, *vars(Host)) if not name.startswith("_")}
    declared = {*dir(ArrtuiApp), "services", "clock", "plain", "demo", "undoing"}
    assert {"services", "clock", "jobs", "copy"} <= asked <= declared


async def test_a_theme_is_shown_before_it_is_chosen_and_kept(live: Live) -> None:
    async with opened(live.services()) as screen:
        await screen.press("T", "down")
        await screen.until(lambda: screen.app.theme == "arrtui-light")
        await screen.press("escape")
        assert screen.app.theme == "arrtui-dark"
        assert load_config(live.path, env={}).ui.theme == "dark"
        await screen.press("T", "down", "enter")
        await screen.until(lambda: load_config(live.path, env={}).ui.theme == "light")
        assert screen.app.theme == "arrtui-light"


async def test_without_an_instance_the_app_welcomes(library: Path, tmp_path: Path) -> None:
    with scene_services(library, tmp_path, config=EMPTY_CONFIG) as services:
        async with opened(services) as screen:
            await screen.until(lambda: screen.dialog == "WelcomeDialog")
            await screen.press("escape")
            assert screen.dialog == "MainScreen"
            assert "to add one" in screen.estate.empty


@pytest.mark.parametrize(("key", "outcome"), [("d", WANTS_DEMO), ("q", None)])
async def test_the_welcome_leads_to_the_demo_or_out(
    key: str, outcome: str | None, library: Path, tmp_path: Path
) -> None:
    with scene_services(library, tmp_path, config=EMPTY_CONFIG) as services:
        async with opened(services) as screen:
            await screen.until(lambda: screen.dialog == "WelcomeDialog")
            await screen.press(key)
            await screen.until(lambda: not screen.app.is_running)
        assert screen.app.return_value == outcome


async def test_the_welcome_leads_to_the_editor(library: Path, tmp_path: Path) -> None:
    with scene_services(library, tmp_path, config=EMPTY_CONFIG) as services:
        async with opened(services) as screen:
            await screen.until(lambda: screen.dialog == "WelcomeDialog")
            await screen.press("enter")
            await screen.until(lambda: screen.dialog == "InstanceDialog")
            assert screen.app.screen.query_one("#label", Input).value == "main"
            assert screen.app.focused is screen.app.screen.query_one("#url")


async def test_quitting_in_the_middle_loses_no_job(live: Live) -> None:
    for app in live.estate.apps.values():
        app.faults.latency = 0.3
    async with opened(live.services()) as screen:
        await screen.press("B")
        await screen.until(lambda: sum(job.state is JobState.RUNNING for job in screen.jobs) >= 2)
        await screen.press("q")
        await screen.until(lambda: not screen.app.is_running)
        assert "continue with the next start" in str(screen.app._exit_renderables)
    for app in live.estate.apps.values():
        app.faults.latency = 0.0
    async with opened(live.services()) as screen:
        await screen.until(lambda: all(screen.view(name).row.complete_at for name in live.estate.apps))
        await screen.until(lambda: screen.app.main.farewell is None)
        assert {job.state for job in screen.jobs} == {JobState.COMPLETED}


async def test_a_single_unfinished_job_is_spoken_of_in_the_singular(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        unfinished = next(job for job in screen.jobs if not job.state.finished)
        screen.app.main.jobs = {unfinished.id: unfinished}
        await screen.press("q")
        await screen.until(lambda: not screen.app.is_running)
        assert "1 unfinished job continues with the next start." in str(screen.app._exit_renderables)


async def test_a_lost_terminal_ends_the_app(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("arrtui.tui.app.let_go_of_terminal", lambda: None)
    async with opened(services, clock=lambda: NOW) as screen:
        screen.app.hang_up()
        await screen.until(lambda: not screen.app.is_running)
    assert screen.app.return_value is None


async def test_keys_queued_while_the_app_quits_do_nothing(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        screen.app.exit()
        assert not await screen.app.run_action("go('library')")
        assert [pane.id for pane in screen.app.main.panes] == ["estate"]


async def test_a_read_under_way_when_the_app_quits_shows_nothing_any_more(services: Services) -> None:
    read, shown = asyncio.Event(), []

    async def show() -> None:
        await read.wait()
        shown.append("read")

    async with opened(services, clock=lambda: NOW) as screen:
        Reloader(screen.app.main.pane, show).request()
        await screen.pilot.pause()
        screen.app.exit()
        read.set()
        await screen.pilot.pause()
    assert shown == []


async def test_another_process_at_work_is_said(services: Services) -> None:
    from arrtui.core.events import WorkerChanged

    async with opened(services, (150, 40), clock=lambda: NOW) as screen:
        services.bus.publish(WorkerChanged(working=False, where="nas (pid 7)"))
        await screen.until(lambda: "daemon works" in screen.text("TopLine"))
        assert screen.app.main.elsewhere


async def test_the_demo_backs_up_by_itself(live: Live) -> None:
    async with opened(live.services(), demo=True) as screen:
        await screen.until(lambda: all(screen.view(name).row.complete_at for name in live.estate.apps))
        assert "demo" in screen.text("TopLine")


async def test_a_new_start_shows_what_is_stored_before_it_asks_anyone(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        assert screen.view("radarr.main").row.items == 5_012
        assert "data 4 min ago" in screen.text("TopLine")


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
async def test_the_lines_above_and_below_fit_any_width(width: int, services: Services) -> None:
    async with opened(services, (width, 24), clock=lambda: NOW) as screen:
        for line in ("TopLine", "KeyLine"):
            assert len(screen.text(line).rstrip()) <= width or line == "TopLine"
        assert "✗ 1" in screen.text("TopLine") or width < 60
        assert "? Help" in screen.text("KeyLine")


async def test_ascii_draws_nothing_else(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScrollBar, "renderer", ScrollBar.renderer)
    with scene_services(
        library, tmp_path, config=CONFIG.replace("ascii = false", "ascii = true")
    ) as services:
        async with opened(services, (80, 24), clock=lambda: NOW) as screen:
            await screen.press("enter")
            for keys in ((), ("6",), ("1", "d"), ("escape", "a"), ("escape", "question_mark")):
                await screen.press(*keys)
                lines = screen.app.screen._compositor.render_strips()
                text = "\n".join("".join(segment.text for segment in strip) for strip in lines)
                assert text.isascii(), {letter for letter in text if not letter.isascii()}


def test_the_app_is_lean() -> None:
    source = Path(import_module(ArrtuiApp.__module__).__file__ or "").read_text()
    assert len(source.splitlines()) < 250
