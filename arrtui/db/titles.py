"""The titles and episodes of an instance: as sync compares them, as the analysis of scores reads them."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias, cast

from arrtui.db.reading import rows_of


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


def title_rows(instance_id: int) -> list[TitleRow]:
    """Return every title of an instance in the order of their ids: one statement."""
    sql = "SELECT doc, files, size, volatile_doc FROM item WHERE instance_id = ? ORDER BY item_id"
    return list(map(TitleRow._make, rows_of(sql, (instance_id,))))


def file_owner_rows(instance_id: int) -> list[FileOwnerRow]:
    """Return the columns of every title of an instance that its files need: one statement."""
    sql = f"SELECT {', '.join(FileOwnerRow._fields)} FROM item WHERE instance_id = ?"  # noqa: S608  # our columns
    return list(map(FileOwnerRow._make, rows_of(sql, (instance_id,))))


def episode_file_rows(instance_id: int) -> list[EpisodeFileRow]:
    """Return every episode of an instance, ordered by file and number: one statement."""
    sql = (
        "SELECT file_id, number, episode_id, item_id, monitored, air_date FROM episode "
        "WHERE instance_id = ? ORDER BY file_id, number, episode_id"
    )
    return cast("list[EpisodeFileRow]", rows_of(sql, (instance_id,)))
