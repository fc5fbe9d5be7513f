"""Queries on what apps have: the files of titles, and their ids. Run in database threads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from arrtui.db.reading import rows_of, rows_with


class AppFile(NamedTuple):
    """A file that an app holds as the film, as episodes, or as music of an album."""

    season: int = 0
    """Of an album the number of its type."""
    episode: int = 0
    """The first of its episodes, or its album; 0 for a film, and where the app does not say."""
    episodes: int = 1
    """How many."""
    has_facts: bool = False
    """Whether the app knows what streams are in it (``mediaInfo``)."""

    @property
    def numbers(self) -> tuple[int, int] | None:
        """Season and number of its first episode, or of its album; None where there is none."""
        return (self.season, self.episode) if self.episode else None


class _FileRecord(msgspec.Struct, gc=False):
    """What is read of a file's record."""

    relative_path: str = ""
    media: dict[str, object] = {}


def app_files(instance: str, external_ids: Sequence[str] | None = None) -> dict[str, dict[str, AppFile]]:
    """Return the files that the app holds of some titles or all, by external id and relative path."""
    sql = (
        "SELECT t.external_id, f.doc, COALESCE(MIN(e.season), f.season), MIN(e.number), COUNT(e.number) "
        "FROM file AS f "
        "JOIN instance AS i ON i.id = f.instance_id "
        "JOIN item AS t ON t.instance_id = f.instance_id AND t.item_id = f.item_id "
        "LEFT JOIN episode AS e ON e.instance_id = f.instance_id AND e.item_id = f.item_id "
        "AND CASE WHEN f.album_id > 0 THEN e.episode_id = f.album_id ELSE e.file_id = f.file_id END "
        "WHERE i.name = ? AND t.external_id <> ''"
    )
    by_file = " GROUP BY t.external_id, f.file_id, f.doc, f.season"
    rows = rows_with(sql, (instance,), "t.external_id", external_ids, by_file)
    decoder = msgspec.json.Decoder(_FileRecord)
    files: defaultdict[str, dict[str, AppFile]] = defaultdict(dict)
    for external_id, doc, season, first, count in rows:
        record = decoder.decode(doc)
        path = record.relative_path.replace("\\", "/")
        files[external_id][path] = AppFile(season, first or 0, max(count, 1), bool(record.media))
    return dict(files)


class _ItemRecord(msgspec.Struct, gc=False):
    """What is read of a title's record."""

    imdb_id: str = ""
    tmdb_id: int = 0


def item_ids(instance: str) -> dict[str, int]:
    """Return the app's ids of an instance's titles by external id."""
    sql = (
        "SELECT t.external_id, t.item_id FROM item AS t JOIN instance AS i ON i.id = t.instance_id "
        "WHERE i.name = ? AND t.external_id <> ''"
    )
    return dict(rows_of(sql, (instance,)))


def known_ids(instance: str, provider: str, external_ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the ids of some titles by provider, by external id; ``provider``: whose the external id is."""
    decoder = msgspec.json.Decoder(_ItemRecord)
    known: dict[str, dict[str, str]] = {}
    sql = (
        "SELECT t.external_id, t.doc FROM item AS t JOIN instance AS i ON i.id = t.instance_id "
        "WHERE i.name = ?"
    )
    for external_id, doc in rows_with(sql, (instance,), "t.external_id", external_ids):
        record = decoder.decode(doc)
        tmdb = str(record.tmdb_id) if record.tmdb_id else ""
        known[external_id] = {"imdb": record.imdb_id, "tmdb": tmdb, provider: external_id}
    return known
