"""The instances, as the front door goes to them."""

from __future__ import annotations

from collections.abc import Sequence

from arrtui.runtime.services import Services
from arrtui.tui.kit.targets import Targets
from arrtui.tui.kit.views import view_targets
from arrtui.tui.panes.estate.pane import EstatePane


async def instance_targets(services: Services) -> Sequence[Targets]:
    """List the configured instances and the saved views."""
    names = [instance.name for instance in services.config.instances]

    def show(pane: EstatePane, place: int) -> None:
        pane.select(names[place])

    return [Targets("instance", "estate", names, show), view_targets(services, "estate", "instances")]
