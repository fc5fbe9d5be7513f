"""Queries on samples of scores, on figures of days, on saved scenarios and on ignored candidates."""
# ruff: noqa: S608  # the SQL is put together from constants of this module

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from arrtui.core.apps import APPS
from arrtui.core.batches import batched
from arrtui.db.bulk import bulk_upsert, delete_rows
from arrtui.db.reading import placeholders, rows_of
from arrtui.db.score_models import IgnoreRow, SampledRow, SampleRow, ScenarioRow, ScoreDayRow

CHUNK = 100
"""Titles named in one statement: a series may have hundreds of episodes, and each comes as a row."""
Key = tuple[str, int, int]
"""External id, season and number of an episode; the last two are -1 for a movie."""


class SamplingPoint(NamedTuple):
    """The state of sampling of an instance when a snapshot has been stored."""

    movies: bool
    """Whether the instance holds movies; else series."""
    baseline: bool
    """Whether the snapshot is an instance's first, so that it has no changes."""
    sampled: int | None
    """The last snapshot that was sampled, None before the first time."""


class ScoreEvent(StrEnum):
    """What happened to the score of a movie or an episode between two backups."""

    FIRST = "first"
    """Sampled for the first time of the instance: counts as nothing."""
    NEW = "new"
    UPGRADED = "upgraded"
    """Another file with a higher score."""
    DOWNGRADED = "downgraded"
    """Another file with a lower score."""
    REPLACED = "replaced"
    """Another file with the same score."""
    RESCORED = "re-scored"
    """The same file with another score."""
    REMOVED = "removed"


class NewSample(NamedTuple):
    """A sample to be stored; see :class:`~arrtui.db.score_models.SampleRow`."""

    external_id: str
    season: int
    episode: int
    at: float
    event: ScoreEvent
    score: int | None
    before: int | None
    file_id: int
    quality: str
    size: int
    title: str
    snapshot: int


class SampledState(NamedTuple):
    """A movie or an episode when it was sampled last."""

    file_id: int
    """0 without a file."""
    score: int | None
    title: str


class CurrentFile(NamedTuple):
    """A movie or an episode as it is stored now, with its file."""

    external_id: str
    season: int
    episode: int
    owner: int
    """Id of the movie or the episode on its instance."""
    named: int
    """Not 0 where the app says that there is a file."""
    file_id: int | None
    """None where none is stored."""
    score: int | None
    quality: str | None
    size: int | None
    title: str


class Sample(NamedTuple):
    """The score of a movie or an episode from one time on."""

    instance: str
    external_id: str
    season: int
    """-1 for a movie."""
    episode: int
    """Number; -1 for a movie."""
    at: float
    """UTC seconds of the snapshot that saw it first."""
    event: ScoreEvent
    score: int | None
    before: int | None
    """The score before; None where there was none."""
    file_id: int
    quality: str
    title: str
    snapshot: int


class Day(NamedTuple):
    """The figures of an instance on a day: those of the day's last backup."""

    date: str
    """ISO date, UTC."""
    files: int
    median: int
    health: int
    done: float
    below_minimum: float
    size: int
    """Bytes."""


# --- sampling --------------------------------------------------------------------------------------------


def sampling_point(instance_id: int, snapshot: int) -> SamplingPoint:
    """Return the state of sampling of an instance, for a snapshot that is stored."""
    sql = (
        "SELECT i.kind, s.baseline, d.snapshot FROM snapshot AS s JOIN instance AS i ON i.id = s.instance_id "
        "LEFT JOIN score_sampled AS d ON d.instance_id = i.id WHERE i.id = ? AND s.id = ?"
    )
    ((kind, baseline, sampled),) = rows_of(sql, (instance_id, snapshot))
    return SamplingPoint(not APPS[kind].has_children, bool(baseline), sampled)


def mark_sampled(instance_id: int, snapshot: int) -> None:
    """Mark a snapshot of an instance as sampled."""
    bulk_upsert(SampledRow, [(instance_id, snapshot)], ("instance", "snapshot"), update=("snapshot",))


def all_external_ids(instance_id: int) -> list[str]:
    """Return the external ids of every title that an instance has or that has samples, each once."""
    rows = rows_of("SELECT external_id FROM item WHERE instance_id = ? ORDER BY item_id", (instance_id,))
    rows += rows_of(
        "SELECT external_id FROM score_sample WHERE instance_id = ? GROUP BY external_id ORDER BY min(id)",
        (instance_id,),
    )
    return list(dict.fromkeys(external_id for (external_id,) in rows))


def changed_external_ids(instance_id: int, after: int, upto: int) -> list[str]:
    """Return the external ids of the titles that snapshots changed, and those the titles had before.

    The snapshots are those after ``after``, up to and with ``upto``.
    """
    which = "snapshot_id IN (SELECT id FROM snapshot WHERE instance_id = ? AND id > ? AND id <= ?)"
    limits = (instance_id, after, upto)
    external_ids: dict[str, None] = {}  # a set that keeps its order
    sql = f"SELECT DISTINCT item_id FROM change WHERE {which} AND item_id > 0 ORDER BY item_id"
    items = rows_of(sql, limits)
    for batch in batched((item_id for (item_id,) in items), CHUNK):
        sql = (
            "SELECT external_id FROM item "
            f"WHERE instance_id = ? AND item_id IN ({placeholders(batch)}) ORDER BY item_id"
        )
        external_ids |= dict.fromkeys(external_id for (external_id,) in rows_of(sql, (instance_id, *batch)))
    sql = (
        f"SELECT before_doc FROM change WHERE {which} AND type = 'item' AND before_doc IS NOT NULL "
        "ORDER BY id"
    )
    external_ids |= dict.fromkeys(_identities.decode(doc).external_id for (doc,) in rows_of(sql, limits))
    return list(external_ids)


def ambiguous_ids(instance_id: int, titles: Sequence[str]) -> set[str]:
    """Return which of up to :data:`CHUNK` external ids several titles of an instance have."""
    sql = (
        f"SELECT external_id FROM item WHERE +instance_id = ? AND external_id IN ({placeholders(titles)}) "
        "GROUP BY external_id HAVING count(*) > 1"
    )
    return {external_id for (external_id,) in rows_of(sql, (instance_id, *titles))}


def sampled_states(instance_id: int, titles: Sequence[str]) -> dict[Key, SampledState]:
    """Return the last sample of each movie or episode of up to :data:`CHUNK` titles."""
    newest = (
        "SELECT max(id) FROM score_sample WHERE instance_id = ? "
        f"AND external_id IN ({placeholders(titles)}) GROUP BY external_id, season, episode"
    )
    sql = (
        "SELECT external_id, season, episode, file_id, score, title FROM score_sample "
        f"WHERE id IN ({newest}) ORDER BY id"
    )
    rows = rows_of(sql, (instance_id, *titles))
    return {(row[0], row[1], row[2]): SampledState(*row[3:]) for row in rows}


def current_files(instance_id: int, titles: Sequence[str], *, movies: bool) -> list[CurrentFile]:
    """Return each movie or episode of up to :data:`CHUNK` titles with its file, newest file last."""
    # + finds titles by their external ids: in the order of all titles, all files were read for each of them
    where = f"+t.instance_id = ? AND t.external_id IN ({placeholders(titles)})"
    order = "t.item_id, f.file_id" if movies else "t.item_id, e.season, e.number, f.file_id"
    sql = f"{_MOVIES if movies else _EPISODES} WHERE {where} ORDER BY {order}"
    return list(map(CurrentFile._make, rows_of(sql, (instance_id, *titles))))


def insert_samples(instance_id: int, samples: Iterable[NewSample]) -> int:
    """Store samples, which may be made while they are stored; return how many there were."""
    rows = ((instance_id, *sample) for sample in samples)
    return bulk_upsert(SampleRow, rows, ("instance", *NewSample._fields), update=None)


def stored_samples(instance: str, *, since: float = 0.0, external_id: str | None = None) -> list[Sample]:
    """Return the samples of an instance, or of one title, from ``since`` on (UTC seconds), in order."""
    columns = ", ".join(f"s.{name}" for name in Sample._fields[1:])
    sql = (
        f"SELECT i.name, {columns} FROM score_sample AS s JOIN instance AS i ON i.id = s.instance_id "
        "WHERE i.name = ? AND s.at >= ?"
    )
    if external_id is None:
        rows = rows_of(f"{sql} ORDER BY s.id", (instance, since))
    else:
        rows = rows_of(f"{sql} AND s.external_id = ? ORDER BY s.id", (instance, since, external_id))
    return [Sample._make((*row[:5], ScoreEvent(row[5]), *row[6:])) for row in rows]


def first_scores(instance_id: int, external_id: str | None = None) -> dict[int, tuple[int | None, float]]:
    """Return the score of each file when a snapshot found it first, and the time (UTC seconds), by its id.

    Of all files of an instance, or of one title's.
    """
    parameters: tuple[int | str, ...]
    if external_id is None:
        # without the index, which brings another order: to sort the rows takes as long as to read them
        where, parameters = "+instance_id = ?", (instance_id,)
    else:
        where, parameters = "instance_id = ? AND external_id = ?", (instance_id, external_id)
    sql = f"SELECT file_id, score, at FROM score_sample WHERE {where} AND file_id > 0 ORDER BY id DESC"
    return {file_id: (score, at) for file_id, score, at in rows_of(sql, parameters)}


def samples_of_file(instance_id: int, external_id: str, file_id: int) -> list[tuple[int | None, float]]:
    """Return each score that a file of a title had, and since when (UTC seconds), the oldest first."""
    sql = (
        "SELECT score, at FROM score_sample WHERE instance_id = ? AND external_id = ? AND file_id = ? "
        "ORDER BY id"
    )
    return [(score, at) for score, at in rows_of(sql, (instance_id, external_id, file_id))]


class _Identity(msgspec.Struct, gc=False):
    """The part of a title's record that identifies it."""

    external_id: str = ""


_identities = msgspec.json.Decoder(_Identity)
_MOVIES = (
    "SELECT t.external_id, -1, -1, t.item_id, t.files, f.file_id, f.score, f.quality, f.size, t.title "
    "FROM item AS t LEFT JOIN file AS f ON f.instance_id = t.instance_id AND f.item_id = t.item_id"
)
_EPISODES = (
    "SELECT t.external_id, e.season, e.number, e.episode_id, e.file_id, f.file_id, f.score, f.quality, "
    "CASE WHEN e.album_type = '' THEN f.size ELSE e.size END, "
    "CASE WHEN e.album_type = '' THEN t.title ELSE e.title END FROM item AS t "
    "JOIN episode AS e ON e.instance_id = t.instance_id AND e.item_id = t.item_id "
    "LEFT JOIN file AS f ON f.instance_id = e.instance_id AND f.file_id = e.file_id"
)


# --- days ------------------------------------------------------------------------------------------------


def upsert_day(instance_id: int, day: Day) -> None:
    """Store the figures of an instance on a day, in place of those of that day."""
    columns = ("instance", *Day._fields)
    bulk_upsert(ScoreDayRow, [(instance_id, *day)], columns, update=Day._fields[1:])


def stored_days(instance: str, since: str = "") -> list[Day]:
    """Return the figures of an instance on each stored day from ``since`` on (ISO date), oldest first."""
    columns = ", ".join(f"d.{name}" for name in Day._fields)
    sql = (
        f"SELECT {columns} FROM score_day AS d JOIN instance AS i ON i.id = d.instance_id "
        "WHERE i.name = ? AND d.date >= ? ORDER BY d.date"
    )
    return list(map(Day._make, rows_of(sql, (instance, since))))


# --- decisions -------------------------------------------------------------------------------------------


def upsert_scenario(key: str, doc: str) -> None:
    """Store a scenario in place of the one of that key."""
    bulk_upsert(ScenarioRow, [(key, doc)], ("key", "doc"), update=("doc",))


def scenario_docs() -> list[str]:
    """Return every scenario as it was stored."""
    return [doc for (doc,) in rows_of("SELECT doc FROM score_scenario")]


def delete_scenario(key: str) -> bool:
    """Delete a scenario; return whether there was one of that key."""
    return delete_rows(ScenarioRow, ("key",), [(key,)]) > 0


def upsert_ignores(keys: Iterable[tuple[int, str, int, int]], until: float) -> None:
    """Ignore files, named by instance id, external id, season and episode, until a time (UTC seconds)."""
    columns = ("instance", "external_id", "season", "episode", "until")
    bulk_upsert(IgnoreRow, ((*key, until) for key in keys), columns, update=("until",))


def delete_ignores(keys: Iterable[tuple[int, str, int, int]]) -> None:
    """Stop ignoring files."""
    delete_rows(IgnoreRow, ("instance", "external_id", "season", "episode"), keys)


def drop_ignores_before(now: float) -> None:
    """Delete what was ignored until ``now`` or before (UTC seconds)."""
    rows_of("DELETE FROM score_ignore WHERE until <= ?", (now,))


def stored_ignores(now: float) -> list[tuple[Any, ...]]:
    """Return instance, external id, season, episode and until when, of what is ignored after ``now``."""
    sql = (
        "SELECT i.name, n.external_id, n.season, n.episode, n.until FROM score_ignore AS n "
        "JOIN instance AS i ON i.id = n.instance_id WHERE n.until > ?"
    )
    return rows_of(sql, (now,))
