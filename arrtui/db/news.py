"""What events of a snapshot need to know of titles and root folders."""

from __future__ import annotations

from collections.abc import Collection

from arrtui.core.batches import batched
from arrtui.db.reading import placeholders, rows_of


def title_names(instance_id: int, item_ids: Collection[int]) -> dict[int, tuple[str, str, int, str]]:
    """Return external id, title, year and root folder of titles by item id: a statement for every 500."""
    names: dict[int, tuple[str, str, int, str]] = {}
    for batch in batched(sorted(item_ids), 500):
        sql = (
            "SELECT item_id, external_id, title, year, root_folder FROM item "  # noqa: S608  # placeholders
            f"WHERE instance_id = ? AND item_id IN ({placeholders(batch)})"
        )
        for item_id, external_id, title, year, root in rows_of(sql, (instance_id, *batch)):
            names[item_id] = (external_id, title, year, root)
    return names


def episode_numbers(instance_id: int, episode_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return season and number of stored episodes by their id: a statement for every 500."""
    numbers: dict[int, tuple[int, int]] = {}
    for batch in batched(sorted(episode_ids), 500):
        sql = (
            "SELECT episode_id, season, number FROM episode "  # noqa: S608  # placeholders
            f"WHERE instance_id = ? AND episode_id IN ({placeholders(batch)})"
        )
        numbers |= {row[0]: (row[1], row[2]) for row in rows_of(sql, (instance_id, *batch))}
    return numbers


def album_titles(instance_id: int, album_ids: Collection[int]) -> dict[int, str]:
    """Return the titles of those of some children that are albums: a statement for every 500."""
    titles: dict[int, str] = {}
    for batch in batched(sorted(album_ids), 500):
        sql = (
            "SELECT episode_id, title FROM episode "  # noqa: S608  # placeholders
            f"WHERE instance_id = ? AND external_id <> '' AND episode_id IN ({placeholders(batch)})"
        )
        titles |= dict(rows_of(sql, (instance_id, *batch)))
    return titles


def root_counts(instance_id: int) -> list[tuple[str, int, int]]:
    """Return path, number of titles and number of files of the root folders that have any."""
    sql = (
        "SELECT t.root_folder, count(DISTINCT t.item_id), count(f.file_id) FROM item AS t "
        "LEFT JOIN file AS f ON f.instance_id = t.instance_id AND f.item_id = t.item_id "
        "WHERE t.instance_id = ? GROUP BY t.root_folder"
    )
    return [(path, titles, files) for path, titles, files in rows_of(sql, (instance_id,))]
