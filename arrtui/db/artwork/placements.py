"""Queries on the files that arrtui published. Run in database threads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from arrtui.core.artwork import Placement
from arrtui.db.artwork.rows import read_structs, store_structs
from arrtui.db.artwork_models import PlacementRow
from arrtui.db.bulk import delete_rows
from arrtui.db.estate import ensure_instance
from arrtui.db.text import stored_name

_KEYS = ("external_id", "relative_path")


def placements(instance: str, external_ids: Sequence[str] | None = None) -> dict[str, list[Placement]]:
    """Return the published files of some titles or all, by external id, begun and lost ones too."""
    placed: defaultdict[str, list[Placement]] = defaultdict(list)
    for placement in read_structs(Placement, "art_placement", instance, external_ids):
        placed[placement.external_id].append(placement)
    return dict(placed)


def note(instance: str, placed: Iterable[Placement]) -> int:
    """Store published files: begun (``placed_at`` 0), whole or lost.

    Call it inside ``Database.writing()``.
    """
    return store_structs(PlacementRow, instance, placed, _KEYS)


def forget(instance: str, paths: Iterable[tuple[str, str]]) -> int:
    """Remove published files, given as external id and relative path."""
    instance_id = ensure_instance(instance)
    rows = ((instance_id, external_id, stored_name(path)) for external_id, path in paths)
    return delete_rows(PlacementRow, ("instance", "external_id", "relative_path"), rows)
