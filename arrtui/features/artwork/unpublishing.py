"""Take back what was published: only files that are still as arrtui made them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from arrtui.core.artwork import Placement, PublishAction, PublishEntry
from arrtui.db.artwork.slots import is_locked
from arrtui.features.artwork.planning import FolderPlan, is_as_placed
from arrtui.features.artwork.wanting import DiskFile


def plan_back(
    title: str,
    placements: Sequence[Placement],
    locks: frozenset[str],
    files: Mapping[str, DiskFile],
    hash_of: Callable[[str], str],
) -> FolderPlan:
    """Return the removal of a title's published files; what is locked stays, and so does what was changed.

    Args:
        title: Of the movie or series.
        placements: What is noted as published.
        locks: What is locked of the title.
        files: What lies in its folders, by relative path.
        hash_of: Returns the SHA-256 of a file by its relative path, empty where it cannot be read.
    """
    plan = FolderPlan()
    for placement in placements:
        there = files.get(placement.relative_path)
        if is_locked(locks, placement.slot):
            plan.locked += 1
        elif there is None:
            plan.forgotten.append(placement.relative_path)
        elif is_as_placed(there, placement) or hash_of(placement.relative_path) == placement.sha256:
            plan.entries.append(
                PublishEntry(
                    external_id=placement.external_id,
                    title=title,
                    action=PublishAction.REMOVE,
                    relative_path=placement.relative_path,
                    slot=placement.slot,
                    sha256=placement.sha256,
                    size=placement.size,
                    reason="it is taken back",
                )
            )
        else:
            plan.forgotten.append(placement.relative_path)
            plan.refusals.append(f"{title}: {placement.relative_path} was changed and is left as it is.")
    return plan
