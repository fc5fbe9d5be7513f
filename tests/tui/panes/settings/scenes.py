"""What the Settings pane looks like in each state: for snapshots and screenshots."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from arrtui.runtime.services import Services
from arrtui.tui.app import ArrtuiApp
from tests.tui.estates import CONFIG, EMPTY_CONFIG, scene_services
from tests.tui.scenes import app_at_now, ready, settled_enough, until

NARROW = ("80x24",)
ONE_INSTANCE = CONFIG[: CONFIG.index("[radarr.4k]")] + EMPTY_CONFIG
NEVER_BACKED_UP = CONFIG[CONFIG.index("[radarr.parents]") :]
SYNCS = (
    CONFIG
    + """
[settings.hd]
source = "radarr.main"
targets = ["radarr.4k", "radarr.parents"]
kinds = ["custom_format", "quality_profile"]
enable = ["indexer"]

[settings.hd.override."radarr.4k".root_folders]
"/movies" = "/movies4k"
"""
)


@dataclass(frozen=True)
class SettingsScene:
    """One view of the Settings pane over what a simulated estate stored."""

    name: str
    keys: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    """Keys pressed before the pane is shown."""
    theme: str = "dark"
    config: str = CONFIG
    sizes: tuple[str, ...] = ("80x24", "120x40")
    """The narrow one alone where more room shows nothing else."""

    def services(self, library: Path, folder: Path) -> AbstractContextManager[Services]:
        """Return the context manager of the services of this scene."""
        return scene_services(library, folder, config=self.config)

    def app(self, services: Services) -> ArrtuiApp:
        """Return the app before its first step."""
        return app_at_now(services, self.theme)

    async def steps(self, pilot: Pilot[Any]) -> None:
        """Show the pane and press the keys."""
        await ready(pilot)
        await pilot.press(*self.before, "8")
        await until(lambda: pilot.app.screen.query("#settings-table"), pilot)
        await settled_enough(pilot)
        for key in self.keys:
            await pilot.press(key)
            await settled_enough(pilot)


SCENES = (
    SettingsScene("settings"),
    SettingsScene("settings-other-app", ("greater_than_sign", "greater_than_sign", "down", "d")),
    SettingsScene("settings-differences", ("down", "enter", "down", "d")),
    SettingsScene("settings-difference", ("enter", "down", "enter")),
    SettingsScene("settings-snapshots", ("at",)),
    SettingsScene("settings-syncs", ("D",), config=SYNCS),
    SettingsScene("settings-no-sync", ("D",), sizes=NARROW),
    SettingsScene("settings-one-instance", config=ONE_INSTANCE, sizes=NARROW),
    SettingsScene("settings-none", config=NEVER_BACKED_UP, sizes=NARROW),
)
EMPTY = SettingsScene("settings-empty", before=("escape",), config=EMPTY_CONFIG, sizes=NARROW)
"""Nothing is configured."""
