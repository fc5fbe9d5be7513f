"""Copying titles to another instance: asking where, and queueing the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from arrtui.core.apps import Kind
from arrtui.tui.kit.host import Host
from arrtui.tui.panes.library.actions.menu import instances_of
from arrtui.tui.panes.library.actions.rows import Chosen

if TYPE_CHECKING:
    from arrtui.tui.panes.library.actions.dialog_copy import CopyTo


async def ask_copy(host: Host, chosen: Chosen, kinds: Mapping[str, Kind]) -> CopyTo | None:
    """Ask where titles go; ``kinds`` are all instances. To be called in a worker.

    Raises ArrtuiError where the names of an instance cannot be read.
    """
    from arrtui.tui.panes.library.actions.dialog_copy import CopyDialog

    kind = next(iter(chosen.kinds.values()))
    choices = {name: await host.services.sync.choices(name) for name in instances_of(kind, kinds)}

    def count(source: str, target: str) -> tuple[int, int]:
        source_ids = _external_ids(chosen, source)
        return len(source_ids), len(source_ids & _external_ids(chosen, target))

    sources = [name for name in kinds if _external_ids(chosen, name)]
    answer: CopyTo | None = await host.push_screen_wait(CopyDialog(chosen.text, sources, choices, count))
    return answer


async def queue_copy(host: Host, chosen: Chosen, to: CopyTo) -> int:
    """Queue the planning of a copy of what the target lacks; return the job's id. Raises ArrtuiError."""
    target_ids = _external_ids(chosen, to.target)
    item_ids = [
        part.target.item_id
        for part in chosen.parts
        if part.copy.instance == to.source
        and part.copy.external_id
        and part.copy.external_id not in target_ids
    ]
    return await host.services.sync.copy(
        to.source, item_ids, to.target, profile=to.profile, root=to.root, search=to.search
    )


def _external_ids(chosen: Chosen, instance: str) -> set[str]:
    """Return the external ids of the titles that an instance has."""
    copies = (part.copy for part in chosen.parts if part.copy.instance == instance)
    return {copy.external_id for copy in copies if copy.external_id}
