"""Albums as rows beside episodes: the number of each, and what its files come to.

Whatever is kept of an episode names it by season and number. An album has neither, so its primary type
stands in the place of the season, and a number that this database gives out once for each external id.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from arrtui.core.batches import batched
from arrtui.db.bulk import bulk_upsert, database_of
from arrtui.db.child_number_model import ChildNumber
from arrtui.db.models import EpisodeRow
from arrtui.db.reading import BATCH, of_item, placeholders, rows_of

_FILES = """
UPDATE episode SET file_id = own.first, files = own.files, size = own.size FROM (
  SELECT e.episode_id, COALESCE(f.first, 0) AS first, COALESCE(f.files, 0) AS files,
    COALESCE(f.size, 0) AS size
  FROM episode AS e LEFT JOIN (
    SELECT item_id, album_id, MIN(file_id) AS first, COUNT(*) AS files, SUM(size) AS size
    FROM file WHERE instance_id = ? GROUP BY item_id, album_id
  ) AS f ON f.item_id = e.item_id AND f.album_id = e.episode_id
  WHERE e.instance_id = ?
) AS own
WHERE episode.instance_id = ? AND episode.episode_id = own.episode_id AND
  (episode.file_id <> own.first OR episode.files <> own.files OR episode.size <> own.size)
"""


class AlbumRow(NamedTuple):
    """The columns of an album that the analysis of its files needs."""

    album_id: int
    item_id: int
    season: int
    """Number of its primary type."""
    number: int
    title: str
    monitored: bool
    """0 or 1 on SQLite."""
    released: str
    """UTC, empty where it is not known."""
    tracks: int
    """Of its monitored release."""
    files: int


def album_rows(instance_id: int) -> list[AlbumRow]:
    """Return every album of an instance: one statement."""
    sql = (
        "SELECT episode_id, item_id, season, number, title, monitored, air_date, tracks, files FROM episode "
        "WHERE instance_id = ?"
    )
    return list(map(AlbumRow._make, rows_of(sql, (instance_id,))))


def album_titles(instance_id: int, item_id: int | None = None) -> dict[int, str]:
    """Return the title of each album of an instance or of one artist, by the app's id."""
    where, parameters = of_item(item_id)
    sql = f"SELECT episode_id, title FROM episode WHERE instance_id = ? AND {where}"  # noqa: S608
    return dict(rows_of(sql, (instance_id, *parameters)))


def numbers_of(external_ids: Collection[str]) -> dict[str, int]:
    """Return the number of each external id; new ones get theirs. Call it inside ``Database.writing()``."""
    known = _known(external_ids)
    if new := sorted(set(external_ids) - known.keys()):
        bulk_upsert(ChildNumber, ([external_id] for external_id in new), ("external_id",), update=None)
        known |= _known(new)
    return known


def _known(external_ids: Collection[str]) -> dict[str, int]:
    return {
        external_id: number
        for batch in batched(sorted(external_ids), BATCH)
        for external_id, number in rows_of(
            f"SELECT external_id, number FROM child_number WHERE external_id IN ({placeholders(batch)})",  # noqa: S608
            batch,
        )
    }


def count_files(instance_id: int) -> None:
    """Note in the rows of an instance's albums what their files come to. Call it after files were stored."""
    database = database_of(EpisodeRow)
    database.run_many(_FILES.replace("?", database.param), [(instance_id,) * 3])
