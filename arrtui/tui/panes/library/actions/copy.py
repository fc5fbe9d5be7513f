"""Copying titles to another instance: what is asked, and what is queued."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from arrtui.core.apps import Kind
from arrtui.tui.panes.library.actions.menu import instances_of
from arrtui.tui.panes.library.actions.rows import Chosen

if TYPE_CHECKING:
    from textual.app import App

    from arrtui.runtime.services import Services
    from arrtui.tui.panes.library.actions.dialog_copy import CopyTo


async def ask_copy(
    app: App[object], services: Services, chosen: Chosen, estate: Mapping[str, Kind]
) -> CopyTo | None:
    """Ask where titles go. To be called in a worker. Raises ArrtuiError where names cannot be read."""
    from arrtui.tui.panes.library.actions.dialog_copy import CopyDialog

    kind = next(iter(chosen.kinds.values()))
    choices = {name: await services.sync.choices(name) for name in instances_of(kind, estate)}

    def count(source: str, target: str) -> tuple[int, int]:
        wanted = _ids_on(chosen, source)
        return len(wanted), len(wanted & _ids_on(chosen, target))

    sources = [name for name in estate if _ids_on(chosen, name)]
    answer: CopyTo | None = await app.push_screen_wait(CopyDialog(chosen.text, sources, choices, count))
    return answer


async def queue_copy(services: Services, chosen: Chosen, to: CopyTo) -> int:
    """Queue the making of the plan; return the job's id. Raises ArrtuiError."""
    there = _ids_on(chosen, to.target)
    items = [
        part.target.item_id
        for part in chosen.parts
        if part.copy.instance == to.source and part.copy.external_id and part.copy.external_id not in there
    ]
    return await services.sync.copy(
        to.source, items, to.target, profile=to.profile, root=to.root, search=to.search
    )


def _ids_on(chosen: Chosen, instance: str) -> set[int]:
    """Return the external ids of the titles that an instance has."""
    return {
        part.copy.external_id
        for part in chosen.parts
        if part.copy.instance == instance and part.copy.external_id
    }
