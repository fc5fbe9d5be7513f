"""The titles and episodes of an instance: as sync compares them, as the analysis of scores reads them."""

# ruff: noqa: S608  # the SQL is put together from constants of this module

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple, TypeAlias, cast

from arrtui.core.batches import batched
from arrtui.db.reading import placeholders, rows_of


class TitleRow(NamedTuple):
    """A stored title."""

    doc: str
    """Canonical JSON of its :class:`~arrtui.core.domain.Item`."""
    files: int
    size: int
    """Bytes."""
    volatile_doc: str
    """JSON of its :class:`~arrtui.core.domain.Volatile`."""


class FileOwnerRow(NamedTuple):
    """The columns of a title that its files need."""

    item_id: int
    external_id: str
    title: str
    year: int
    profile_id: int
    monitored: bool
    """0 or 1 on SQLite, as ``available``."""
    available: bool
    files: int
    """As the app's list of titles counts them."""


EpisodeFileRow: TypeAlias = tuple[int, int, int, int, bool, str]
"""File id (0 for none), number, episode id, item id, whether monitored, when it airs (UTC, empty: unknown).

A plain tuple: the garbage collector does not track tens of thousands of them.
"""


class FolderRow(NamedTuple):
    """A title and its folder."""

    external_id: str
    title: str
    year: int
    path: str


def title_rows(instance_id: int, only: Collection[str] | None = None) -> list[TitleRow]:
    """Return the titles of an instance in the order of their ids: all, or those with some external ids."""
    select = "SELECT doc, files, size, volatile_doc FROM item WHERE instance_id = ?"
    if only is None:
        return list(map(TitleRow._make, rows_of(f"{select} ORDER BY item_id", (instance_id,))))
    return [
        TitleRow._make(row)
        for batch in batched(sorted(only), 500)
        for row in rows_of(
            f"{select} AND external_id IN ({placeholders(batch)}) ORDER BY item_id", (instance_id, *batch)
        )
    ]


def folder_rows(instance_id: int) -> list[FolderRow]:
    """Return every title of an instance with its folder: one statement, and nothing of it is decoded."""
    sql = "SELECT external_id, title, year, path FROM item WHERE instance_id = ?"
    return list(map(FolderRow._make, rows_of(sql, (instance_id,))))


def item_ids_of(instance_id: int, external_ids: Collection[str]) -> list[int]:
    """Return the app's ids of the titles that have one of some external ids, sorted."""
    batches = (
        rows_of(
            f"SELECT item_id FROM item WHERE instance_id = ? AND external_id IN ({placeholders(batch)})",
            (instance_id, *batch),
        )
        for batch in batched(sorted(external_ids), 500)
    )
    return sorted(item_id for rows in batches for (item_id,) in rows)


def file_owner_rows(instance_id: int) -> list[FileOwnerRow]:
    """Return the columns of every title of an instance that its files need: one statement."""
    sql = f"SELECT {', '.join(FileOwnerRow._fields)} FROM item WHERE instance_id = ?"  # our columns
    return list(map(FileOwnerRow._make, rows_of(sql, (instance_id,))))


def episode_file_rows(instance_id: int) -> list[EpisodeFileRow]:
    """Return every episode of an instance, ordered by file and number: one statement."""
    sql = (
        "SELECT file_id, number, episode_id, item_id, monitored, air_date FROM episode "
        "WHERE instance_id = ? ORDER BY file_id, number, episode_id"
    )
    return cast("list[EpisodeFileRow]", rows_of(sql, (instance_id,)))
