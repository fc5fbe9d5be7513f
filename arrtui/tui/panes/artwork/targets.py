"""Saved views of the matrix, as the front door goes to them."""

from __future__ import annotations

from collections.abc import Sequence

from arrtui.runtime.services import Services
from arrtui.tui.kit.targets import Targets
from arrtui.tui.kit.views import view_targets


async def art_view_targets(services: Services) -> Sequence[Targets]:
    """List the saved views."""
    return [view_targets(services, "artwork", "artwork")]
