"""Queries on how the artwork of titles stands, gathered to a row a title. Run in database threads.

Slots come joined by blanks: most titles have the same ones, and what they mean is worked out once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from arrtui.db.bulk import database_of
from arrtui.db.models import Instance
from arrtui.db.reading import rows_of, rows_with


def _of_instance(
    columns: str, table: str, instance: str, condition: str = "", *values: str
) -> list[tuple[Any, ...]]:
    sql = (
        f"SELECT {columns} FROM {table} AS t "  # noqa: S608
        f"WHERE t.instance_id = (SELECT id FROM instance WHERE name = ?){condition}"
    )
    return rows_of(sql, (instance, *values))


def _gathered(instance: str, table: str, *columns: str, behind: str = "") -> dict[str, tuple[Any, ...]]:
    """Return by external id, for each of some columns, its values with blanks between, in one pass.

    ``behind`` are further columns, each after a comma, that are returned as they are.
    """
    join = database_of(Instance).join_text
    joined = ", ".join(f"COALESCE({join}({column}, ' '), '')" for column in columns)
    rows = _of_instance(f"t.external_id, {joined}{behind}", table, instance, " GROUP BY t.external_id")
    return {row[0]: row[1:] for row in rows}


def placed_slots(instance: str) -> dict[str, tuple[str, str, float | None]]:
    """Return the slots of files that were published, and of those that an app took, by external id.

    Behind them when the oldest of the former was written.
    """
    return _gathered(
        instance,
        "art_placement",
        "CASE WHEN t.lost_at IS NULL AND t.placed_at > 0 THEN t.slot END",
        "CASE WHEN t.lost_at IS NOT NULL THEN t.slot END",
        behind=", MIN(CASE WHEN t.placed_at > 0 THEN t.placed_at END)",
    )


def outdated_slots(instance: str, external_ids: Sequence[str]) -> dict[str, set[str]]:
    """Return the slots, by external id, whose published file is not of the image that is chosen now."""
    sql = (
        "SELECT p.external_id, p.slot FROM art_placement AS p JOIN art_slot AS s ON "
        "s.instance_id = p.instance_id AND s.external_id = p.external_id AND s.slot = p.slot "
        "AND s.sha256 NOT IN ('', p.sha256) "
        "WHERE p.instance_id = (SELECT id FROM instance WHERE name = ?) AND p.lost_at IS NULL"
    )
    slots: defaultdict[str, set[str]] = defaultdict(set)
    for external_id, slot in rows_with(sql, (instance,), "p.external_id", external_ids):
        slots[external_id].add(slot)
    return dict(slots)


def filled_slots(instance: str) -> dict[str, tuple[str, str, str, float]]:
    """Return the slots whose image is in the cache, those whose is not yet, and where each is from.

    Behind them when the newest was chosen.
    """
    return _gathered(
        instance,
        "art_slot",
        "CASE WHEN t.sha256 <> '' THEN t.slot END",
        "CASE WHEN t.sha256 = '' THEN t.slot END",
        "t.provider",
        behind=", MAX(t.chosen_at)",
    )


def lock_targets(instance: str) -> dict[str, tuple[str]]:
    """Return what is locked, by external id."""
    return _gathered(instance, "art_lock", "t.target")


def owner_images(instance: str) -> Sequence[tuple[str, str, str]]:
    """Return external id, slot and hash of the images that lay in folders, and are the owner's."""
    return _of_instance(
        "t.external_id, t.slot, t.sha256",
        "art_slot",
        instance,
        " AND t.provider = 'owner' AND t.sha256 <> ''",
    )


def candidate_counts(instance: str) -> Sequence[tuple[str, str]]:
    """Return external id and the numbers of candidates by slot, JSON, of titles that were asked for."""
    return _of_instance("t.external_id, t.counts_doc", "art_candidates", instance)


def folder_files(instance: str) -> Sequence[tuple[str, str]]:
    """Return external id and files, JSON, of the folders of titles with images of the owner's."""
    has_own = (
        " AND EXISTS (SELECT 1 FROM art_slot AS s WHERE s.instance_id = t.instance_id "
        "AND s.external_id = t.external_id AND s.provider = 'owner')"
    )
    return _of_instance("t.external_id, t.files_doc", "art_folder", instance, has_own)


def remarkable_folders(instance: str) -> Sequence[tuple[str, str, str]]:
    """Return external id, notes as JSON and the fault of folders of which there is something to say."""
    return _of_instance(
        "t.external_id, t.notes_doc, t.error",
        "art_folder",
        instance,
        " AND (t.notes_doc <> '[]' OR t.error <> '')",
    )


def titles_with_nfo(instance: str) -> set[str]:
    """Return the external ids of titles in whose folder an NFO of their own lies."""
    condition = " AND (t.nfos_doc LIKE ? OR t.nfos_doc LIKE ?)"
    roots = ('%"movie"%', '%"tvshow"%')
    return {row[0] for row in _of_instance("t.external_id", "art_folder", instance, condition, *roots)}


def described_titles(instance: str) -> set[str]:
    """Return the external ids of titles of which metadata is stored."""
    return {row[0] for row in _of_instance("t.external_id", "art_metadata", instance, " AND t.part = ''")}
