"""The front door as a part of the app: it opens the dialog, does what is chosen, and remembers it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from arrtui.runtime.recent_choices import MOST_RECENT
from arrtui.tui import themes
from arrtui.tui.front_door.dialog import FrontDoorDialog
from arrtui.tui.front_door.errands import Errands
from arrtui.tui.front_door.hits import (
    Hit,
    HitGroup,
    group_of_hits,
    group_of_targets,
    live_hits,
    pane_hits,
    target_sources,
)
from arrtui.tui.kit.notices import try_or_notify
from arrtui.tui.kit.targets import Targets
from arrtui.tui.theme_dialog import use_theme

if TYPE_CHECKING:
    from arrtui.tui.app import ArrtuiApp


class FrontDoor:
    """Finds actions and places by name. What was read for it last time shows until it is read again."""

    def __init__(self, app: ArrtuiApp) -> None:
        self._app = app
        self._errands = Errands(app)
        self._recent: list[tuple[str, str]] = []
        """Identities of the lines chosen before, the last one first; one list, which the dialog looks at."""
        self._recalled = False
        """Whether what was chosen before the start has been read."""
        self._groups: Sequence[HitGroup] = ()

    def open(self) -> None:
        """Open the dialog; over another dialog it offers only what that can do."""
        app, screen = self._app, self._app.screen
        if isinstance(screen, FrontDoorDialog):
            return
        live = dict(live_hits(screen))
        hits = [*live.values(), *self._theme_hits()]
        reading = asyncio.create_task(self._read(live.keys(), everything=not screen.is_modal))
        known = () if screen.is_modal else self._groups
        app.push_screen(FrontDoorDialog(self._recent, [group_of_hits(hits), *known], reading), self._chosen)

    def _chosen(self, hit: Hit | None) -> None:
        if hit is not None:
            others = [other for other in self._recent if other != hit.identity]
            self._recent[:] = [hit.identity, *others][:MOST_RECENT]
            storing = self._app.services.recent_choices.remember(*hit.identity)
            self._app.run_worker(try_or_notify(self._app, storing), group="front-door-recent")
            self._app.run_worker(hit.run(), group="front-door")

    async def _recall(self) -> None:
        """Read what was chosen before the start, once."""
        if not self._recalled:
            stored = await try_or_notify(self._app, self._app.services.recent_choices.all())
            self._recalled = stored is not None
            self._recent += [choice for choice in stored or () if choice not in self._recent]

    async def _forget(self, gone: Collection[tuple[str, str]]) -> None:
        """Forget places that are not there any more."""
        if gone:
            self._recent[:] = [choice for choice in self._recent if choice not in gone]
            await try_or_notify(self._app, self._app.services.recent_choices.forget(gone))

    async def _read(self, live: Collection[str], *, everything: bool) -> Sequence[HitGroup]:
        """Return all groups beside the actions that are live, whose ids are given."""
        await self._recall()
        if not everything:
            return ()
        hits = await asyncio.to_thread(
            lambda: [hit for id, hit in pane_hits(self._errands) if id not in live]
        )
        groups = [group_of_hits(hits)]
        places: list[Targets] = []
        for source in await asyncio.to_thread(target_sources):
            places += await try_or_notify(self._app, source(self._app.services)) or ()
        groups += [await asyncio.to_thread(group_of_targets, targets, self._errands) for targets in places]
        await self._forget(await asyncio.to_thread(gone_places, list(self._recent), places))
        self._groups = groups
        return groups

    def _theme_hits(self) -> list[Hit]:
        def hit_of(name: str) -> Hit:
            async def run() -> None:
                use_theme(self._app, name)

            return Hit(f"Theme {name}", "", "Everywhere", run)

        return [hit_of(name) for name in themes.NAMES]


def gone_places(recent: Sequence[tuple[str, str]], places: Sequence[Targets]) -> set[tuple[str, str]]:
    """Return those recent lines that are about places of a kind, but none that is listed now."""
    names: dict[str, set[str]] = {}
    for targets in places:
        names.setdefault(targets.kind, set()).update(targets.names)
    return {(kind, name) for kind, name in recent if kind in names and name not in names[kind]}


def open_front_door(app: ArrtuiApp) -> None:
    """Find an action or a place by its name."""
    app.front_door = app.front_door or FrontDoor(app)
    app.front_door.open()
