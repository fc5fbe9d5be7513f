"""Doing what was chosen at the front door: going to the pane first, and waiting until it is ready."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.actions import parse
from textual.binding import Binding
from textual.dom import DOMNode

from arrtui.tui.kit.notices import notify_refused
from arrtui.tui.kit.targets import Targets

if TYPE_CHECKING:
    from arrtui.tui.app import ArrtuiApp
    from arrtui.tui.front_door.hits import Run

PATIENCE = 2.0
"""Seconds until a pane that was just made must have something to act on."""
POLL = 0.02
"""Seconds between two looks at it."""


class Errands:
    """Runs actions of panes that do not show, and opens targets."""

    def __init__(self, app: ArrtuiApp) -> None:
        self._app = app

    @property
    def configured(self) -> Mapping[str, str]:
        """Keys of the configuration by binding id."""
        return self._app.services.config.keys

    def action(self, pane: str, node_class: type[DOMNode], opener: str, binding: Binding) -> Run:
        """Return what runs an action of a pane, or of a part of it that the action ``opener`` shows."""

        async def run() -> None:
            await self._app.navigation.show(pane)
            shown = self._app.main.pane
            if opener and await self._possible(shown, opener):
                await self._app.run_action(opener, shown)
            node = next(
                (node for node in shown.walk_children(with_self=True) if type(node) is node_class), None
            )
            if node is not None and await self._possible(node, binding.action):
                await self._app.run_action(binding.action, node)
            else:
                notify_refused(shown, f"{binding.description}: there is nothing to do that with now.")

        return run

    async def open_target(self, targets: Targets, place: int) -> None:
        """Show the pane of a target, and the target in it."""
        await self._app.navigation.show(targets.pane, on_top=targets.on_top)
        opening = targets.open(self._app.main.pane, place)
        if opening is not None:
            await opening

    async def _possible(self, node: DOMNode, action: str) -> bool:
        """Return whether an action means something, once the pane has read what it shows."""
        _namespace, name, parameters = parse(action)
        for _ in range(round(PATIENCE / POLL)):
            if node.check_action(name, parameters):
                return True
            await asyncio.sleep(POLL)
        return False
