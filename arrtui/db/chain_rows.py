"""The rows of an instance's history that chains are made of, in the app's order."""
# ruff: noqa: S608  # the SQL is put together from constants of this module

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Any, NamedTuple

from arrtui.db.reading import placeholders, rows_of


class ChainRow(NamedTuple):
    """A row of an app's history, its documents not decoded."""

    id: int
    """The app's; negative for one that did not come from its history yet."""
    date: str
    item_id: int
    external_id: str
    episode_id: int
    """0 for a movie."""
    event: str
    title: str
    """``sourceTitle``: the release of a grab, the scene name or base name of an import, the path of a
    deletion."""
    download_id: str
    quality_id: int
    quality: str
    score: int | None
    """``data.customFormatScore``: of a grab, and of an import before the file was renamed."""
    release_group: str
    indexer: str
    size: int | None
    """Bytes: of a grab the indexer's, of an import and a deletion the file's."""
    reason: str
    languages_doc: str
    data_doc: str


_COLUMNS = (
    "event_id, date, item_id, external_id, episode_id, event, source_title, download_id, "
    "quality_id, quality, score, release_group, indexer, size, reason, languages_doc, data_doc"
)
_RECENT = (
    "recent AS (SELECT DISTINCT item_id, external_id FROM release_event WHERE instance_id = ? AND date >= ?)"
)
_RECENT_TITLES = "(SELECT external_id FROM recent WHERE external_id <> '')"
_RECENT_ITEMS = (
    "(SELECT item_id FROM recent UNION SELECT item_id FROM release_event "
    f"WHERE instance_id = ? AND external_id IN {_RECENT_TITLES})"
)
"""Titles that were added again have several ids, and rows of one that the app did not know have one only."""
_row_of: Callable[[tuple[Any, ...]], ChainRow] = partial(tuple.__new__, ChainRow)
"""Makes a row in a third of the time that ``_make`` takes."""


def chain_rows(instance_id: int, since: str = "") -> list[ChainRow]:
    """Return the stored rows of an instance's history by id, one statement.

    With ``since``, a date as the app writes it, those of the titles alone that have a row from then on: of
    these all rows. Dates have whole seconds, and rows that belong together share one: only the ids tell their
    order.
    """
    sql = f"SELECT {_COLUMNS} FROM release_event WHERE instance_id = ?"
    parameters: list[int | str] = [instance_id]
    if since:
        sql = f"WITH {_RECENT} {sql} AND (item_id IN {_RECENT_ITEMS} OR external_id IN {_RECENT_TITLES})"
        parameters = [instance_id, since, instance_id, instance_id]
    return list(map(_row_of, rows_of(f"{sql} ORDER BY event_id, date", parameters)))


def chain_rows_of(instance_id: int, item_id: int, external_id: str = "") -> list[ChainRow]:
    """Return the stored rows of one title, those too of its time under another id of the app's.

    An app that was set up anew may have given its id to another title before.
    """
    select = f"SELECT {_COLUMNS} FROM release_event WHERE instance_id = ?"
    if not external_id:
        return list(map(_row_of, rows_of(f"{select} AND item_id = ?", (instance_id, item_id))))
    # united, since each of them then finds its rows by an index
    sql = (
        f"{select} AND external_id = ? UNION {select} AND external_id = '' AND (item_id = ? OR item_id IN "
        "(SELECT item_id FROM release_event WHERE instance_id = ? AND external_id = ?))"
    )
    parameters = (instance_id, external_id, instance_id, item_id, instance_id, external_id)
    return list(map(_row_of, rows_of(sql, parameters)))


def grabbed_releases(instance_id: int, item_id: int) -> list[tuple[str, str]]:
    """Return name and date of each release that was grabbed for a title, once for all its episodes."""
    sql = (
        "SELECT DISTINCT source_title, date FROM release_event "
        "WHERE instance_id = ? AND item_id = ? AND event = 'grabbed'"
    )
    return [(title, date) for title, date in rows_of(sql, (instance_id, item_id))]


def imported_elsewhere(instance_id: int, external_id: str, download_ids: Collection[str]) -> set[str]:
    """Return those of some downloads of a title that another instance imported without having grabbed them.

    Two instances that grab one torrent each import it for themselves.
    """
    wanted = [download_id for download_id in download_ids if download_id]
    if not wanted or not external_id:
        return set()
    sql = (
        "SELECT e.instance_id, e.download_id, e.event FROM release_event AS e "
        "WHERE e.instance_id IN (SELECT id FROM instance WHERE id <> ?) AND e.external_id = ? "
        f"AND e.download_id IN ({placeholders(wanted)})"
    )
    rows = rows_of(sql, (instance_id, external_id, *wanted))
    grabbed = {(other, download_id) for other, download_id, event in rows if event == "grabbed"}
    imports = (
        (other, download_id) for other, download_id, event in rows if event == "downloadFolderImported"
    )
    return {download_id for other, download_id in imports if (other, download_id) not in grabbed}
