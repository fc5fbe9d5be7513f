"""What the app looks like in every pane and every dialog: one list for snapshot tests and screenshots."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets._toast import Toast, ToastRack

from arrtui.core.errors import ConfigError, ConfigProblem, WrongUrlBaseError
from arrtui.db.tripwire import Alarm
from arrtui.db.tripwire import note as note_alarm
from arrtui.features.library.merge import Title
from arrtui.runtime.services import Services
from arrtui.tui.app import ArrtuiApp
from arrtui.tui.config_dialog import show_config
from arrtui.tui.front_door.dialog import FrontDoorDialog
from arrtui.tui.kit.dialogs.base import DialogPanel
from arrtui.tui.kit.split import Split
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.main_screen import MainScreen
from arrtui.tui.panes.library.tables import TitleTable
from arrtui.tui.panes.library.title_detail import TitleDetailView
from tests.tui.estates import CONFIG, EMPTY_CONFIG, NOW

Steps = Callable[[Pilot[Any]], Awaitable[None]]

SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
PATIENCE = 30.0
"""Seconds until something that was asked for must be on screen."""


def app_at_now(services: Any, theme: str) -> ArrtuiApp:
    """Return the app before its first step, at the time of the test estates."""
    app = ArrtuiApp(services, clock=lambda: NOW)
    app.theme = f"arrtui-{theme}"
    return app


@dataclass(frozen=True)
class Scene:
    """One view of the app."""

    name: str
    steps: Steps
    theme: str = "dark"
    config: str = CONFIG
    store: Callable[[], object] | None = None
    """Stores what the scene is about, before the app reads anything."""

    def app(self, services: Services) -> ArrtuiApp:
        """Return the app before its first step."""
        if self.store is not None:
            services.database.write_sync(self.store)
        return app_at_now(services, self.theme)


@dataclass(frozen=True)
class PaneScene:
    """One view of a pane over services in memory."""

    name: str
    services: Callable[[], Any]
    keys: tuple[str, ...] = ()
    theme: str = "dark"

    def app(self) -> ArrtuiApp:
        """Return the app before its first step."""
        return app_at_now(self.services(), self.theme)

    async def steps(self, pilot: Pilot[Any]) -> None:
        """Wait for the first frame, open the pane and press the keys."""
        app = pilot.app
        assert isinstance(app, ArrtuiApp)
        await until(lambda: app.main.filled, pilot)
        await self.open_pane(pilot, app.main)
        for key in self.keys:
            await pilot.press(key)
            await settled_enough(pilot)

    async def open_pane(self, pilot: Pilot[Any], main: MainScreen) -> None:
        """Show the pane, and what is to be on top of it, and wait until it is read."""
        raise NotImplementedError


async def until(true: Callable[[], object], pilot: Pilot[Any]) -> None:
    """Wait until something is true on screen."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        await pilot.pause()
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came to that")


async def ready(pilot: Pilot[Any]) -> None:
    """Wait until stored data is shown and nothing is being read."""
    app = pilot.app
    assert isinstance(app, ArrtuiApp)
    await until(lambda: app.main.filled, pilot)
    await settled(pilot)


def idle(pilot: Pilot[Any]) -> bool:
    """Return whether no worker but the bridge is at work."""
    return all(worker.is_finished or worker.name == "bridge" for worker in pilot.app.workers)


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until no worker but the bridge is at work."""
    await until(lambda: idle(pilot), pilot)
    await pilot.pause()
    await pilot.pause()


def pressing(*keys: str) -> Steps:
    """Return steps that press keys, each after what the one before led to."""

    async def steps(pilot: Pilot[Any]) -> None:
        await ready(pilot)
        for key in keys:
            await pilot.press(key)
            await settled_enough(pilot)

    return steps


async def settled_enough(pilot: Pilot[Any]) -> None:
    """Wait for what a key led to: a dialog keeps the worker that opened it busy."""
    for _ in range(4):
        await pilot.pause(0.02)
    await until(lambda: len(pilot.app.screen_stack) > 1 or idle(pilot), pilot)
    await pilot.pause()


async def estate_detail(pilot: Pilot[Any]) -> None:
    """Show what is wrong with an instance; with enough room its detail shows without being asked for."""
    await pressing("down", "down", "down", "down")(pilot)
    if not pilot.app.screen.query_one(Split).detail_shows:
        await pressing("enter")(pilot)


async def library(pilot: Pilot[Any]) -> None:
    """Show the library with the cursor on a title of which there is much to say."""
    await ready(pilot)
    await pilot.press("2")
    await until(
        lambda: any(
            table.total_count for table in pilot.app.screen.query("#library EstateTable").results(EstateTable)
        ),
        pilot,
    )
    titles = pilot.app.screen.query_one(TitleTable)
    chosen = next(title for title in titles.rows_shown if good_on_two(title))
    titles.move_to(chosen.key)
    await settled(pilot)
    detail = pilot.app.screen.query_one(TitleDetailView)
    if detail.display:  # from the second copy on, there are formats and releases
        await until(lambda: detail.plain.startswith(chosen.title), pilot)
        second = next(n for n, line in enumerate(detail.plain.splitlines()) if line.startswith("radarr.4k "))
        detail.scroll_to(y=second, animate=False)
        await pilot.pause()


async def artist(pilot: Pilot[Any]) -> None:
    """Show the albums of the artist with the most of them, with the cursor on the first."""
    from arrtui.tui.panes.library.series import SeriesScreen

    await library(pilot)
    titles = pilot.app.screen.query_one(TitleTable)
    artists = [title for title in titles.rows_shown if title.kind == "lidarr"]
    titles.move_to(max(artists, key=lambda title: title.copies[0].total_episodes).key)
    await settled(pilot)
    await pilot.press("enter")
    await until(lambda: isinstance(pilot.app.screen, SeriesScreen), pilot)
    screen = pilot.app.screen
    assert isinstance(screen, SeriesScreen)
    await until(lambda: screen.episodes.rows, pilot)
    await pilot.press("tab")
    await settled(pilot)


def good_on_two(title: Title) -> bool:
    """Return whether a title is a movie of which two instances have a file that needs no better one."""
    good = [copy for copy in title.copies if copy.files and not copy.cutoff_unmet]
    return not title.has_children and len(good) == 2


async def editor(pilot: Pilot[Any]) -> Screen[Any]:
    """Open the editor for a new instance."""
    from arrtui.tui.panes.estate.instance import InstanceDialog

    await pressing("a", "a")(pilot)
    await until(lambda: isinstance(pilot.app.screen, InstanceDialog) and pilot.app.screen.is_mounted, pilot)
    return pilot.app.screen


async def wrong_base(pilot: Pilot[Any]) -> None:
    """Show what a test says of an app that tells its URL base."""
    dialog = await editor(pilot)
    services: Any = dialog._services  # type: ignore[attr-defined]

    async def refuse(*_args: object, **_more: object) -> None:
        raise WrongUrlBaseError(
            "asking for its status",
            why="it answers below /radarr",
            instance="radarr.second",
            advice="Add /radarr to the address.",
            url_base="/radarr",
        )

    services.trials.test_instance = refuse
    for name, text in (("label", "second"), ("url", "http://nas:7900"), ("api_key", "f" * 32)):
        dialog.query_one(f"#{name}").value = text  # type: ignore[attr-defined]
    await pilot.pause()
    await pilot.press("ctrl+t")
    await until(lambda: dialog.has_class("-base"), pilot)
    await pilot.pause()


async def faults(pilot: Pilot[Any]) -> None:
    """Show the faults below the fields of the editor."""
    dialog = await editor(pilot)
    values = {
        "label": "Main",
        "url": "nas:7878",
        "timeout": "soon",
        "concurrency": "40",
        "verify_tls": "/no/ca.pem",
    }
    for name, text in values.items():
        dialog.query_one(f"#{name}").value = text  # type: ignore[attr-defined]
    await pilot.pause()
    await pilot.press("ctrl+s")
    await pilot.pause()


async def pair_editor(pilot: Pilot[Any]) -> Screen[Any]:
    """Open the editor of a new pair, and wait for its maps and its count."""
    await pressing("3", "a", "a")(pilot)
    await until(lambda: pilot.app.screen.query("PairMaps .head"), pilot)
    rules = pilot.app.screen.query_one("#rules")
    await until(lambda: "pass" in str(rules.parent.parent.query_one(".message").render()), pilot)  # type: ignore[union-attr]
    return pilot.app.screen


async def pair(pilot: Pilot[Any]) -> None:
    """Show the editor of a new pair."""
    await pair_editor(pilot)


async def pair_faults(pilot: Pilot[Any]) -> None:
    """Show what is wrong with a pair below its fields."""
    dialog = await pair_editor(pilot)
    for name, text in {"rules": "horror:yes", "update": "titles", "removals": "many"}.items():
        dialog.query_one(f"#{name}").value = text  # type: ignore[attr-defined]
    await pilot.pause()
    await pilot.press("ctrl+s")
    await pilot.pause()


async def config_faults(pilot: Pilot[Any]) -> None:
    """Show what is wrong with a configuration file that was changed while the app runs."""
    await ready(pilot)
    app = pilot.app
    assert isinstance(app, ArrtuiApp)
    app.services.config = replace(app.services.config, path=Path("/home/you/.config/arrtui/config.toml"))
    problems = (
        ConfigProblem("radarr.main.url", "must begin with http:// or https://, line 2"),
        ConfigProblem("ui.refresh_minutes", "must be at least 0"),
        ConfigProblem("radar", "is not known; did you mean radarr?"),
    )
    app.services.config_fault = ConfigError("reading the configuration", problems=problems)
    show_config(app)
    await pilot.pause()


async def palette(pilot: Pilot[Any]) -> None:
    """Show the palette with the actions of the pane."""
    from textual.widgets import OptionList

    await pressing("ctrl+p")(pilot)
    await until(lambda: isinstance(pilot.app.screen, FrontDoorDialog), pilot)
    screen = pilot.app.screen
    await until(lambda: screen.query_one(OptionList).option_count > 10, pilot)
    await pilot.press(*"back up")
    await until(lambda: screen.query_one(OptionList).option_count < 12, pilot)


async def toast(pilot: Pilot[Any]) -> None:
    """Show an error as a sentence above the keys."""
    await ready(pilot)
    if not pilot.app.screen.query(ToastRack):  # tests run without notifications unless told otherwise
        await pilot.app.screen.mount(ToastRack(id="textual-toastrack"))
    pilot.app._disable_notifications = False
    pilot.app.notify(
        "radarr.main: writing the configuration: the disk is full. Nothing was changed.",
        severity="error",
        timeout=600,
    )
    await until(lambda: pilot.app.screen.query(Toast), pilot)


def store_alarm() -> None:
    """Store an alarm; to be called while writing."""
    reason = "40 titles removed within 10 minutes, not by arrtui."
    note_alarm(Alarm("radarr.main", NOW - 60, reason, 1, None))


async def alarm_detail(pilot: Pilot[Any]) -> None:
    """Show an instance that has raised an alarm, and what can be done about it."""
    await ready(pilot)
    if not pilot.app.screen.query_one(Split).detail_shows:
        await pressing("d")(pilot)


VIEW = """
[views.behind]
table = "instances"
filter = "backup>2d"
columns = ["state", "name", "backup"]
"""
COMMANDS = """
[commands.logs]
run = "ssh nas journalctl -u {{instance}}"
terminal = true

[commands.note]
run = "echo {{instance}} >> ~/notes"
shell = true
"""
OUTPUT = """
[commands.greet]
run = "printf 'Hello, %s.\\\\nAll is well.\\\\n' {{instance}}"
"""


async def program_output(pilot: Pilot[Any]) -> None:
    """Run a program of the owner's and wait for its end."""
    await pressing("C", "enter")(pilot)
    await until(lambda: "running" not in str(pilot.app.screen.query_one(DialogPanel).border_title), pilot)
    await pilot.pause()


SCENES = (
    Scene("estate", pressing()),
    Scene("estate-detail", estate_detail),
    Scene("estate-alarm", alarm_detail, store=store_alarm),
    Scene("estate-sort", pressing("s")),
    Scene("estate-filter", pressing("slash", "s", "o", "n")),
    Scene("estate-light", pressing("down"), theme="light"),
    Scene("estate-ansi", pressing("down"), theme="ansi"),
    Scene("toast", toast),
    Scene("library", library),
    Scene("artist", artist),
    Scene("library-filter", pressing("2", "slash", "t", "h", "e")),
    Scene("jobs", pressing("6")),
    Scene("jobs-filter", pressing("6", "slash", "b", "a")),
    Scene("jobs-narrow", pressing("6", "f")),
    Scene("jobs-detail", pressing("6", "exclamation_mark", "d")),
    Scene("jobs-full-text", pressing("6", "exclamation_mark", "enter")),
    Scene("estate-actions", pressing("a")),
    Scene("editor-add", pressing("a", "a")),
    Scene("editor-edit", pressing("down", "e")),
    Scene("editor-faults", faults),
    Scene("editor-url-base", wrong_base),
    Scene("remove", pressing("delete")),
    Scene("pair-add", pair),
    Scene("pair-faults", pair_faults),
    Scene("accept-loss", pressing("down", "down", "down", "down", "enter")),
    Scene("help", pressing("question_mark")),
    Scene("palette", palette),
    Scene("welcome", pressing(), config=EMPTY_CONFIG),
    Scene("read-only", library, config=CONFIG + "read_only = true\n"),
    Scene("config-faults", config_faults),
    Scene("views", pressing("W"), config=CONFIG + VIEW),
    Scene("columns", pressing("W", "down", "down", "enter"), config=CONFIG + VIEW),
    Scene("commands", pressing("C"), config=CONFIG + COMMANDS),
    Scene("program-output", program_output, config=CONFIG + OUTPUT),
    Scene("themes", pressing("T")),
)
