"""Queries on the files in the recycle bin."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import msgspec

from arrtui.core.batches import batched
from arrtui.core.trailers import RecycledFile
from arrtui.db.bulk import delete_rows
from arrtui.db.reading import BATCH, placeholders, rows_of
from arrtui.db.text import name_from_stored, stored_name
from arrtui.db.trailer_models import RecycledRow

_COLUMNS = tuple(RecycledFile.__struct_fields__)
_PATHS = ("title", "original_path", "bin_path")


def recycled_files(ids: Sequence[int] | None = None) -> list[RecycledFile]:
    """Return the files that are in the bin, some of them or all, the one removed last first."""
    where, parameters = ("", ()) if ids is None else (f" AND id IN ({placeholders(ids)})", ids)
    sql = f"SELECT {', '.join(_COLUMNS)} FROM recycled WHERE restored_at IS NULL{where} "  # noqa: S608
    files = []
    for row in rows_of(f"{sql} ORDER BY removed_at DESC, id DESC", parameters):
        values = dict(zip(_COLUMNS, row, strict=True))
        files.append(RecycledFile(**values | {name: name_from_stored(values[name]) for name in _PATHS}))
    return files


def files_of(kinds: Sequence[str], instance: str, external_ids: Collection[str]) -> list[RecycledFile]:
    """Return the files of some titles of an instance that are in the bin, the one removed last first."""
    files: list[RecycledFile] = []
    for batch in batched(external_ids, BATCH):
        sql = (
            "SELECT id FROM recycled WHERE restored_at IS NULL AND instance = ? "  # noqa: S608
            f"AND kind IN ({placeholders(kinds)}) AND external_id IN ({placeholders(batch)})"
        )
        rows = rows_of(sql, (instance, *kinds, *batch))
        files += recycled_files([row[0] for row in rows]) if rows else []
    return sorted(files, key=lambda file: (file.removed_at, file.id), reverse=True)


def first_of_places(kinds: Sequence[str], instance: str, external_ids: Collection[str]) -> list[int]:
    """Return the files of some titles that lay at their places first, by id, the one removed first leading.

    Of several that lay at one place, one after the other, the later ones never lead, neither when the first
    was given back since they were removed.
    """
    rows: list[tuple[float, int, str, float | None]] = []
    for batch in batched(external_ids, BATCH):
        sql = (
            "SELECT removed_at, id, original_path, restored_at FROM recycled WHERE instance = ? "  # noqa: S608
            f"AND kind IN ({placeholders(kinds)}) AND external_id IN ({placeholders(batch)})"
        )
        rows += rows_of(sql, (instance, *kinds, *batch))
    given_back: dict[str, float] = {}
    for _, _, path, restored_at in rows:
        given_back[path] = max(given_back.get(path, 0.0), restored_at or 0.0)
    first: dict[str, int] = {}
    for removed_at, file_id, path, restored_at in sorted(rows):
        if restored_at is None and removed_at > given_back[path]:
            first.setdefault(path, file_id)
    return list(first.values())


def at_place(kind: str, instance: str, external_id: str, original_path: str) -> list[RecycledFile]:
    """Return the files of a title in the bin that lay at a path, the one removed last first."""
    sql = (
        "SELECT id FROM recycled WHERE restored_at IS NULL AND kind = ? AND instance = ? "
        "AND external_id = ? AND original_path = ?"
    )
    rows = rows_of(sql, (kind, instance, external_id, stored_name(original_path)))
    return recycled_files([row[0] for row in rows]) if rows else []


def has_expired(now: float) -> bool:
    """Return whether anything is to be deleted from the bin, or from its table."""
    return bool(rows_of("SELECT 1 FROM recycled WHERE expires_at <= ? LIMIT 1", (now,)))


def record_recycled(file: RecycledFile) -> int:
    """Store a file that is about to go into the bin; return its id."""
    values = msgspec.structs.asdict(file)
    del values["id"]
    return int(RecycledRow.insert(values | {name: stored_name(values[name]) for name in _PATHS}).execute())


def renew(file: RecycledFile) -> None:
    """Store anew how large a file in the bin is, when it got there and when it is deleted."""
    times = {"removed_at": file.removed_at, "expires_at": file.expires_at}
    RecycledRow.update(size=file.size, **times).where(RecycledRow.id == file.id).execute()


def mark_restored(file_id: int, now: float) -> None:
    """Store that a file went back to where it was."""
    RecycledRow.update(restored_at=now).where(RecycledRow.id == file_id).execute()


def forget_recycled(ids: Iterable[int]) -> None:
    """Remove files that are not in the bin."""
    delete_rows(RecycledRow, ("id",), [(file_id,) for file_id in ids])


def forget_restored(before: float) -> None:
    """Remove files that were restored and would have expired by now."""
    RecycledRow.delete().where(
        RecycledRow.restored_at.is_null(False), RecycledRow.expires_at <= before
    ).execute()
