"""Queries on what apps took of the owner's images and NFO. Run in database threads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from arrtui.core.taken_files import TakenFile
from arrtui.db.artwork.rows import read_structs, store_structs
from arrtui.db.artwork_models import TakenFileRow
from arrtui.db.bulk import delete_rows
from arrtui.db.estate import ensure_instance
from arrtui.db.text import stored_name

_KEYS = ("external_id", "relative_path")


def taken(instance: str, external_ids: Sequence[str] | None = None) -> dict[str, list[TakenFile]]:
    """Return what is to be brought back of some titles or all, by external id."""
    files: defaultdict[str, list[TakenFile]] = defaultdict(list)
    for file in read_structs(TakenFile, "art_taken", instance, external_ids):
        files[file.external_id].append(file)
    return dict(files)


def note(instance: str, files: Iterable[TakenFile]) -> int:
    """Store what apps took; what is stored of the same path goes. Call it inside ``Database.writing()``."""
    return store_structs(TakenFileRow, instance, files, _KEYS)


def forget(instance: str, files: Iterable[TakenFile]) -> int:
    """Remove what is back. Call it inside ``Database.writing()``."""
    instance_id = ensure_instance(instance)
    rows = ((instance_id, file.external_id, stored_name(file.relative_path)) for file in files)
    return delete_rows(TakenFileRow, ("instance", *_KEYS), rows)
