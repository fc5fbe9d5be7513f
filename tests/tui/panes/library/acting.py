"""The Library over services that sum actions up as the real ones do, and note what is queued."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Static

from arrtui.core.config.sync import SyncPair
from arrtui.core.domain import Setting
from arrtui.core.errors import StorageError
from arrtui.db.database import Database
from arrtui.features.library.merge import TitleKey
from arrtui.features.sync.actions import Action, ActionSummary, TitleMove
from arrtui.features.sync.changes import ChangeHistory
from arrtui.features.sync.review import Choices, action_moves, instance_choices, summarize_action
from arrtui.tui.kit.dialogs.confirm import TitleList
from arrtui.tui.panes.library.actions.dialog_summary import InstanceToggle, SummaryDialog
from tests.features.library.estate import INSTANCES, small_estate, store
from tests.tui.panes.library.harness import LibraryApp
from tests.tui.panes.library.test_pane import until

MISSING = TitleKey("radarr", "604")
AMELIE = TitleKey("radarr", "608")
ROOTS = {"radarr": ("/movies", "/archive"), "sonarr": ("/tv", "/anime")}
UHD_ROOTS = ("/movies4k",)


def actionable_estate() -> None:
    """The small estate with root folders registered: two of each, one on radarr.uhd."""
    small_estate()
    for name, kind in INSTANCES.items():
        paths = UHD_ROOTS if name == "radarr.uhd" else ROOTS[kind]
        roots = [Setting(id=n, type="root_folder", name=path) for n, path in enumerate(paths, 1)]
        store(name, roots, {})


class FakeSync:
    """Sums actions up as the services do, and notes what is queued instead of queueing it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.acts: list[Action] = []
        self.copies: list[tuple[Any, ...]] = []
        self.fails = False
        self.queues = True
        self.folder = "The Matrix (1999)"
        """What every instance calls a folder that moves."""
        self.pair: SyncPair | None = None

    async def changes(self) -> ChangeHistory:
        return ChangeHistory()

    async def summary(self, action: Action) -> list[ActionSummary]:
        return await self._database.read(summarize_action, action)

    async def moved_folders(self, action: Action) -> list[TitleMove]:
        moves = await self._database.read(action_moves, action)
        return [replace(move, folder=self.folder) for move in moves]

    async def choices(self, instance: str) -> Choices:
        return await self._database.read(instance_choices, instance)

    def pair_between(self, source: str, target: str) -> SyncPair | None:
        pair = self.pair
        return pair if pair and (pair.source, pair.target) == (source, target) else None

    async def act(self, action: Action) -> list[int]:
        if self.fails:
            raise StorageError("queueing the job", why="the disk is full")
        self.acts.append(action)
        return list(range(1, 1 + len(action.instances))) if self.queues else []

    async def copy(self, instance: str, item_ids: list[int], target: str, **more: Any) -> int:
        self.copies.append((instance, item_ids, target, more))
        return 7


class ActingApp(LibraryApp):
    """The Library with services that note what is asked of them."""

    def __init__(self, database: Database, **more: Any) -> None:
        super().__init__(database, **more)
        self.sync = FakeSync(database)
        self.services.sync = self.sync  # type: ignore[attr-defined]


async def press(app: ActingApp, pilot: Pilot[None], *keys: str) -> None:
    """Press keys one by one, each once what the one before led to is drawn."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def shows(app: ActingApp, pilot: Pilot[None], dialog: type[Any]) -> Any:
    """Wait for a dialog to be laid out and return it."""
    await until(lambda: isinstance(app.screen, dialog) and app.screen.focused is not None, pilot)
    return app.screen


def lines(dialog: SummaryDialog) -> list[str]:
    return [" ".join(line.render().plain.split()) for line in dialog.query(InstanceToggle)]


def titles_listed(dialog: SummaryDialog) -> list[str]:
    return str(dialog.query_one(TitleList).query_one(Static).render()).splitlines()


def note(dialog: Any) -> str:
    found = dialog.query_one(".note, .fault", Static).render()
    return str(found)
