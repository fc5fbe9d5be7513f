"""What the Library pane shows: titles, episodes and files of every instance as plain rows."""
# ruff: noqa: S608  # the SQL is put together from constants of this module

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from arrtui.core.batches import batched
from arrtui.core.domain import Change, Item, MediaFile, Setting, SettingType, Volatile, child_key
from arrtui.core.text import episode_number
from arrtui.db.reading import of_instances, placeholders, rows_of
from arrtui.db.snapshots import change_of

_MOST_IDS = 1_000
"""Titles or episodes that are asked for in one statement."""


class LibraryRow(NamedTuple):
    """A title on one instance."""

    instance: str
    kind: str
    item_id: int
    external_id: str
    title: str
    sort_title: str
    year: int
    status: str
    monitored: bool
    available: bool
    profile: str
    """Name of its quality profile, empty while unknown."""
    tags: tuple[str, ...]
    """Labels."""
    root_folder: str
    files: int
    episodes: int
    """Episodes the app counts as due; 0 for movies."""
    total_episodes: int
    size: int
    """Bytes."""
    added: str
    quality: str
    """Of its file, or of all its files where they are alike; else empty."""
    min_score: int | None
    max_score: int | None
    mean_score: float | None
    """Of its files under its profile; None without a scored file. All three are the same for a movie."""
    cutoff_unmet: bool
    """True when any file is below the quality cutoff."""
    path: str = ""
    """Its folder, as its app sees it."""


class EpisodeListRow(NamedTuple):
    """An episode on one instance, with its file."""

    instance: str
    item_id: int
    episode_id: int
    series: str
    season: int
    number: int
    title: str
    air_date: str
    monitored: bool
    """0 or 1 on SQLite: 60,000 rows are handed over as they were read."""
    file_id: int
    """0 without a file."""
    quality: str | None
    score: int | None
    size: int | None
    """Bytes, of an album those of all its files."""
    external_id: str = ""
    """Of an album."""
    album_type: str = ""
    """As MusicBrainz writes it, ``Album + Live``; empty for an episode."""
    tracks: int = 0
    """Of an album's monitored release."""
    files: int = 0
    """Of an album."""

    @property
    def key(self) -> str:
        """Return what it is matched by between instances, as :attr:`Episode.key`."""
        return child_key(self.season, self.number, self.external_id)

    @property
    def date(self) -> str:
        """Return when it was aired, UTC in ISO form; of an album the day alone, as its time means nothing."""
        return self.air_date[:10] if self.album_type else self.air_date

    @property
    def label(self) -> str:
        """Return its number, ``S01E02``, or the type of an album."""
        return self.album_type or episode_number(self.season, self.number)

    @property
    def name(self) -> str:
        """Return what names it within its title: ``S01E02``, or an album's title."""
        return self.title if self.album_type else episode_number(self.season, self.number)

    @property
    def is_whole(self) -> bool:
        """Return whether its file is there; of an album, one for each of its tracks."""
        return bool(self.file_id) and self.files >= (self.tracks if self.album_type else 0)


class FileListRow(NamedTuple):
    """A file on one instance, with the title it belongs to."""

    instance: str
    title: str
    year: int
    season: int
    quality: str
    score: int | None
    size: int
    """Bytes."""
    release_group: str
    cutoff_unmet: bool
    date_added: str
    path: str
    """As its app sees it."""


class SettingUse(NamedTuple):
    """A tag or a quality profile of an instance, and how many titles have it."""

    instance: str
    name: str
    titles: int


class ItemDetail(NamedTuple):
    """Everything stored of one title."""

    row: LibraryRow
    item: Item
    volatile: Volatile


class ItemChange(NamedTuple):
    """A change to a title or to one of its episodes and files."""

    at: float
    """When its snapshot was taken: UTC seconds since the epoch."""
    change: Change


def library_rows(instances: Sequence[str] | None = None) -> list[LibraryRow]:
    """Return every title of the named instances, or of all, by instance and sort title.

    Four statements: names of profiles and tags, titles, and scores of their files.
    """
    return _library_rows(*of_instances(instances))


def copies_of(external_ids: Iterable[str]) -> list[LibraryRow]:
    """Return every title that has one of these external ids, on all instances and of all kinds."""
    item_ids: defaultdict[str, list[int]] = defaultdict(list)
    for batch in batched(set(external_ids) - {""}, _MOST_IDS):
        sql = (
            "SELECT i.name, t.item_id FROM item AS t JOIN instance AS i ON i.id = t.instance_id "
            f"WHERE t.external_id IN ({placeholders(batch)})"
        )
        for instance, item_id in rows_of(sql, batch):
            item_ids[instance].append(item_id)
    rows: list[LibraryRow] = []
    for instance, ids in item_ids.items():
        for chosen in batched(ids, _MOST_IDS):
            where = f"i.name = ? AND t.item_id IN ({placeholders(chosen)})"
            rows += _library_rows(where, (instance, *chosen))
    return rows


def library_rows_at(places: Collection[tuple[str, int]]) -> list[LibraryRow]:
    """Return titles by instance and the app's id; what is not there is left out. For some dozens."""
    where = " OR ".join(["(i.name = ? AND t.item_id = ?)"] * len(places))
    return _library_rows(where, [value for place in places for value in place]) if places else []


def all_episode_rows(instances: Sequence[str] | None = None) -> list[EpisodeListRow]:
    """Return every episode of the named instances, or of all, by instance, series, season and number."""
    where, parameters = of_instances(instances)
    order = "i.id, t.sort_title, e.item_id, e.season, e.number"
    sql = f"{_EPISODES} WHERE {where} ORDER BY {order}"
    return list(map(EpisodeListRow._make, rows_of(sql, parameters)))


class _FilePath(msgspec.Struct, gc=False):
    """What is read of a file's record for a list."""

    relative_path: str = ""


def file_list_rows(instances: Sequence[str]) -> list[FileListRow]:
    """Return every file of the named instances by instance, title, season and id."""
    where, parameters = of_instances(instances)
    sql = (
        "SELECT i.name, t.title, t.year, f.season, f.quality, f.score, f.size, f.release_group, "
        "f.cutoff_unmet, f.date_added, t.path, f.doc FROM file AS f "
        "JOIN instance AS i ON i.id = f.instance_id "
        "JOIN item AS t ON t.instance_id = f.instance_id AND t.item_id = f.item_id "
        f"WHERE {where} ORDER BY i.id, t.sort_title, f.season, f.file_id"
    )
    decoder = msgspec.json.Decoder(_FilePath)
    return [
        FileListRow._make(
            (*row[:8], bool(row[8]), row[9], f"{row[10]}/{decoder.decode(row[11]).relative_path}")
        )
        for row in rows_of(sql, parameters)
    ]


def setting_uses(instances: Sequence[str], type: SettingType) -> list[SettingUse]:
    """Return the tags or the quality profiles of the named instances with the number of their titles."""
    where, parameters = of_instances(instances)
    sql = (
        "SELECT i.name, s.name FROM setting AS s JOIN instance AS i ON i.id = s.instance_id "
        f"WHERE {where} AND s.type = ? ORDER BY i.id, s.name"
    )
    uses: Counter[tuple[str, str]] = Counter()
    for row in library_rows(instances):
        names = row.tags if type is SettingType.TAG else (row.profile,)
        uses.update((row.instance, name) for name in names)
    return [SettingUse._make((*pair, uses[pair])) for pair in rows_of(sql, (*parameters, type.value))]


def episode_rows(instance: str, item_id: int) -> list[EpisodeListRow]:
    """Return the episodes of a series on an instance by season and number."""
    sql = f"{_EPISODES} WHERE i.name = ? AND e.item_id = ? ORDER BY e.season, e.number, e.episode_id"
    return list(map(EpisodeListRow._make, rows_of(sql, (instance, item_id))))


def child_keys(instance: str, episode_ids: Collection[int]) -> dict[int, str]:
    """Return the key (:attr:`.Episode.key`) of stored episodes or albums of an instance, by the app's id."""
    keys: dict[int, str] = {}
    for chunk in batched(sorted(episode_ids), _MOST_IDS):
        sql = (
            "SELECT e.episode_id, e.season, e.number, e.external_id FROM episode AS e "
            "JOIN instance AS i ON i.id = e.instance_id "
            f"WHERE i.name = ? AND e.episode_id IN ({placeholders(chunk)})"
        )
        for episode_id, season, number, external_id in rows_of(sql, (instance, *chunk)):
            keys[episode_id] = child_key(season, number, external_id)
    return keys


def files_of_item(instance: str, item_id: int) -> list[MediaFile]:
    """Return the files of a title on an instance by season and path."""
    sql = (
        "SELECT f.doc FROM file AS f JOIN instance AS i ON i.id = f.instance_id "
        "WHERE i.name = ? AND f.item_id = ? ORDER BY f.season, f.file_id"
    )
    decoder = msgspec.json.Decoder(MediaFile)
    return [decoder.decode(doc) for (doc,) in rows_of(sql, (instance, item_id))]


def item_detail(instance: str, item_id: int) -> ItemDetail | None:
    """Return everything stored of a title on an instance, or None if it is not there."""
    rows = _library_rows("i.name = ? AND t.item_id = ?", (instance, item_id))
    if not rows:
        return None
    sql = (
        "SELECT t.doc, t.volatile_doc FROM item AS t JOIN instance AS i ON i.id = t.instance_id "
        "WHERE i.name = ? AND t.item_id = ?"
    )
    doc, volatile = rows_of(sql, (instance, item_id))[0]
    item = msgspec.json.decode(doc, type=Item)
    return ItemDetail(rows[0], item, msgspec.json.decode(volatile, type=Volatile))


def changes_of_item(instance: str, item_id: int, limit: int = 200) -> list[ItemChange]:
    """Return what changed of a title, its episodes and files over the snapshots, newest first."""
    sql = (
        "SELECT s.taken_at, c.type, c.key, c.kind, c.item_id, c.before_doc, c.after_doc "
        "FROM change AS c "
        "JOIN snapshot AS s ON s.id = c.snapshot_id JOIN instance AS i ON i.id = c.instance_id "
        f"WHERE i.name = ? AND c.item_id = ? ORDER BY s.id DESC, c.id DESC LIMIT {int(limit)}"
    )
    return [ItemChange(row[0], change_of(row[1:])) for row in rows_of(sql, (instance, item_id))]


def settings_of(instance: str, type: SettingType) -> dict[int, Setting]:
    """Return the settings of a type on an instance by id."""
    sql = (
        "SELECT s.doc FROM setting AS s JOIN instance AS i ON i.id = s.instance_id "
        "WHERE i.name = ? AND s.type = ? ORDER BY s.setting_id"
    )
    decoder = msgspec.json.Decoder(Setting)
    settings = (decoder.decode(doc) for (doc,) in rows_of(sql, (instance, type.value)))
    return {setting.id: setting for setting in settings}


_TITLES = (
    "SELECT i.id, i.name, i.kind, t.item_id, t.external_id, t.title, t.sort_title, t.year, t.status, "
    "t.monitored, t.available, t.profile_id, t.tags_doc, t.root_folder, t.files, t.episodes, "
    "t.total_episodes, t.size, t.added, t.path FROM item AS t JOIN instance AS i ON i.id = t.instance_id"
)
_EPISODES = (
    "SELECT i.name, e.item_id, e.episode_id, t.title, e.season, e.number, e.title, e.air_date, e.monitored, "
    "e.file_id, f.quality, f.score, COALESCE(NULLIF(e.size, 0), f.size), e.external_id, "
    "e.album_type, e.tracks, e.files FROM instance AS i "
    "JOIN episode AS e ON e.instance_id = i.id "
    "JOIN item AS t ON t.instance_id = e.instance_id AND t.item_id = e.item_id "
    "LEFT JOIN file AS f ON f.instance_id = e.instance_id AND f.file_id = e.file_id"
)
_Scores = tuple[str, int | None, int | None, float | None, bool]
_NO_SCORES: _Scores = ("", None, None, None, False)


def _library_rows(where: str, parameters: Sequence[Any]) -> list[LibraryRow]:
    scores = _scores(where, parameters)
    profiles = _names(SettingType.QUALITY_PROFILE)
    tags = _names(SettingType.TAG)
    rows = []
    for row in rows_of(f"{_TITLES} WHERE {where} ORDER BY i.id, t.sort_title, t.item_id", parameters):
        instance_id, name, kind, item_id, *texts, monitored, available, profile_id, tags_doc = row[:13]
        *counts, path = row[13:]
        labels = () if tags_doc == "[]" else msgspec.json.decode(tags_doc)
        values = (
            *(name, kind, item_id, *texts, bool(monitored), bool(available)),
            profiles.get((instance_id, profile_id), ""),
            tuple([tags.get((instance_id, tag), str(tag)) for tag in labels]),
            *counts,
            *scores.get((instance_id, item_id), _NO_SCORES),
            path,
        )
        rows.append(LibraryRow._make(values))
    return rows


def _scores(where: str, parameters: Sequence[Any]) -> dict[tuple[int, int], _Scores]:
    """Return what the files of each title say together, by instance and item id."""
    sql = (
        "SELECT t.instance_id, t.item_id, min(t.quality), max(t.quality), min(t.score), max(t.score), "
        "avg(t.score), max(CASE WHEN t.cutoff_unmet THEN 1 ELSE 0 END) "
        "FROM file AS t JOIN instance AS i ON i.id = t.instance_id "
        f"WHERE {where} GROUP BY t.instance_id, t.item_id"
    )
    return {
        (instance_id, item_id): (
            first if first == last else "",
            low,
            high,
            None if mean is None else float(mean),
            bool(unmet),
        )
        for instance_id, item_id, first, last, low, high, mean, unmet in rows_of(sql, parameters)
    }


def _names(type: SettingType) -> dict[tuple[int, int], str]:
    """Return the names of every instance's settings of a type, by instance and setting id."""
    rows = rows_of("SELECT instance_id, setting_id, name FROM setting WHERE type = ?", (type.value,))
    return {(instance_id, setting_id): name for instance_id, setting_id, name in rows}
