"""Queries on how the artwork of titles stands, a few columns of each row. Run in database threads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arrtui.db.reading import rows_of


def _of_instance(columns: str, table: str, instance: str, condition: str = "") -> list[tuple[Any, ...]]:
    sql = (
        f"SELECT {columns} FROM {table} AS t JOIN instance AS i ON i.id = t.instance_id "  # noqa: S608
        f"WHERE i.name = ?{condition}"
    )
    return rows_of(sql, (instance,))


def placed_slots(instance: str) -> Sequence[tuple[str, str, float, float | None]]:
    """Return external id, slot, ``placed_at`` and ``lost_at`` of all published files."""
    return _of_instance("t.external_id, t.slot, t.placed_at, t.lost_at", "art_placement", instance)


def chosen_slots(instance: str) -> Sequence[tuple[str, str, str, str]]:
    """Return external id, slot, hash and provider of all choices."""
    return _of_instance("t.external_id, t.slot, t.sha256, t.provider", "art_slot", instance)


def candidate_counts(instance: str) -> Sequence[tuple[str, str]]:
    """Return external id and the numbers of candidates by slot, JSON, of titles that were asked for."""
    return _of_instance("t.external_id, t.counts_doc", "art_candidates", instance)


def locked_targets(instance: str) -> Sequence[tuple[str, str]]:
    """Return external id and target of all locks."""
    return _of_instance("t.external_id, t.target", "art_lock", instance)


def folder_facts(instance: str) -> Sequence[tuple[str, str, str, str]]:
    """Return external id, files and notes, both JSON, and the fault of all folders that were read."""
    return _of_instance("t.external_id, t.files_doc, t.notes_doc, t.error", "art_folder", instance)


def described_titles(instance: str) -> set[str]:
    """Return the external ids of titles of which metadata is stored."""
    return {row[0] for row in _of_instance("t.external_id", "art_metadata", instance, " AND t.part = ''")}
