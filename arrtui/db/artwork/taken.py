"""Queries on what apps took of the owner's images and NFO. Run in database threads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from arrtui.core.artwork import NFO, FileClass
from arrtui.core.taken_files import TakenFile
from arrtui.db.artwork.rows import read_structs, store_structs
from arrtui.db.artwork_models import TakenFileRow
from arrtui.db.bulk import delete_rows
from arrtui.db.estate import ensure_instance
from arrtui.db.reading import rows_with
from arrtui.db.text import stored_name

_KEYS = ("external_id", "relative_path")


def taken(instance: str, external_ids: Sequence[str] | None = None) -> dict[str, list[TakenFile]]:
    """Return what is to be brought back of some titles or all, by external id."""
    files: defaultdict[str, list[TakenFile]] = defaultdict(list)
    for file in read_structs(TakenFile, "art_taken", instance, external_ids):
        files[file.external_id].append(file)
    return dict(files)


def missing_slots(instance: str, external_ids: Sequence[str] | None = None) -> dict[str, list[str]]:
    """Return the slots, or the NFO, of what is to be brought back of titles with videos, by external id."""
    sql = (
        "SELECT t.external_id, t.kind, t.slot FROM art_taken AS t JOIN instance AS i ON i.id = t.instance_id "
        "WHERE i.name = ? AND EXISTS (SELECT 1 FROM item AS m WHERE m.instance_id = t.instance_id "
        "AND m.external_id = t.external_id AND m.files > 0)"
    )
    slots: defaultdict[str, list[str]] = defaultdict(list)
    for external_id, kind, slot in rows_with(sql, (instance,), "t.external_id", external_ids):
        if slot or kind == FileClass.NFO:
            slots[external_id].append(slot or NFO)
    return dict(slots)


def note(instance: str, files: Iterable[TakenFile]) -> int:
    """Store what apps took; what is stored of the same path goes. Call it inside ``Database.writing()``."""
    return store_structs(TakenFileRow, instance, files, _KEYS)


def forget(instance: str, files: Iterable[TakenFile]) -> int:
    """Remove what is back. Call it inside ``Database.writing()``."""
    instance_id = ensure_instance(instance)
    rows = ((instance_id, file.external_id, stored_name(file.relative_path)) for file in files)
    return delete_rows(TakenFileRow, ("instance", *_KEYS), rows)
