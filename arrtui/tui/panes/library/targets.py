"""Movies and series, as the front door goes to them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from arrtui.core.apps import APPS
from arrtui.features.library.merge import Title
from arrtui.runtime.services import Services
from arrtui.tui.kit.targets import Targets
from arrtui.tui.kit.views import view_targets
from arrtui.tui.panes.library.pane import LibraryPane


async def title_targets(services: Services) -> Sequence[Targets]:
    """List every title of all instances, a kind after the other, and the saved views."""
    library = await services.library.titles()
    by_kind = await asyncio.to_thread(_by_kind, library.titles)
    return [*by_kind, view_targets(services, "library", "titles", "episodes")]


def _by_kind(titles: Sequence[Title]) -> list[Targets]:
    return [
        targets_of([title for title in titles if title.kind == kind], app.title.singular)
        for kind, app in APPS.items()
    ]


def targets_of(titles: Sequence[Title], kind: str) -> Targets:
    """Return titles as targets; each opens on top of what shows."""

    def show(pane: LibraryPane, place: int) -> None:
        pane.open_title(titles[place])

    names = [f"{title.title} ({title.year})" if title.year else title.title for title in titles]
    return Targets(kind, "library", names, show, on_top=True)
