"""What can be asked of titles and of episodes by a filter, and is listed of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from arrtui.core.apps import APPS, App
from arrtui.core.apps.words import child_words, id_labels
from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields
from arrtui.db.library import EpisodeListRow
from arrtui.features.library.merge import Copy, DiskState, Title, disk_state
from arrtui.features.library.seasons import was_aired

KIND: FilterField[Title] = FilterField("kind", FieldKind.TEXT, lambda title: APPS[title.kind].title.plural)
TITLE: FilterField[Title] = FilterField("title", FieldKind.TEXT, lambda title: title.title)
YEAR: FilterField[Title] = FilterField("year", FieldKind.NUMBER, lambda title: title.year or None)

_COPY_FIELDS: tuple[FilterField[Copy], ...] = (
    FilterField("instance", FieldKind.INSTANCE, lambda copy: copy.instance, of_part=True),
    FilterField("monitored", FieldKind.FLAG, lambda copy: copy.monitored, of_part=True),
    FilterField("unmonitored", FieldKind.FLAG, lambda copy: not copy.monitored, of_part=True),
    FilterField(
        "missing", FieldKind.FLAG, lambda copy: disk_state(copy) is DiskState.MISSING,
        f"out, but not there, or not all of its {child_words()}", of_part=True,
    ),
    FilterField("below-cutoff", FieldKind.FLAG, lambda copy: copy.cutoff_unmet, of_part=True),
    FilterField("profile", FieldKind.TEXT, lambda copy: copy.profile, of_part=True),
    FilterField("tag", FieldKind.NAMES, lambda copy: copy.tags, of_part=True),
    FilterField("quality", FieldKind.TEXT, lambda copy: copy.quality, of_part=True),
    FilterField("score", FieldKind.NUMBER, lambda copy: copy.mean_score, "mean of its files", of_part=True),
    FilterField("size", FieldKind.SIZE, lambda copy: copy.size, of_part=True),
    FilterField("files", FieldKind.NUMBER, lambda copy: copy.files, of_part=True),
    FilterField("episodes", FieldKind.NUMBER, lambda copy: copy.episodes, "that are due", of_part=True),
    FilterField("status", FieldKind.TEXT, lambda copy: copy.status, of_part=True),
    FilterField("root", FieldKind.TEXT, lambda copy: copy.root_folder, "its root folder", of_part=True),
    FilterField("path", FieldKind.TEXT, lambda copy: copy.path, "its folder", of_part=True),
    FilterField("added", FieldKind.TIME, lambda copy: copy.added, of_part=True),
)  # fmt: skip
TITLE_FIELDS: FilterFields[Title] = FilterFields(
    [
        KIND,
        TITLE,
        YEAR,
        FilterField("id", FieldKind.TEXT, lambda title: title.external_id, id_labels()),
        FilterField("copies", FieldKind.NUMBER, lambda title: len(title.copies), "instances that have it"),
        *_COPY_FIELDS,
    ],
    parts=lambda title: title.copies,
)
"""Titles; of their copies, all that is asked for must be true of one."""


def child_fields(now: str, app: App) -> FilterFields[EpisodeListRow]:
    """Return the fields of what titles of an app consist of, by its words.

    ``now`` is UTC in ISO form and tells what has been aired or is out.
    """
    own = _numbered(app) if app.numbers_children else _typed(app)
    return FilterFields[EpisodeListRow]([*own, *_child_fields(now)])


def episode_fields(now: str) -> FilterFields[EpisodeListRow]:
    """Return the fields of episodes, and of albums among them, by the words of episodes."""
    return child_fields(now, next(app for app in APPS.values() if app.numbers_children))


def _numbered(app: App) -> Iterator[FilterField[EpisodeListRow]]:
    """Yield what tells a child with a season and a number."""
    yield FilterField("instance", FieldKind.INSTANCE, lambda row: row.instance)
    yield FilterField(app.title.singular, FieldKind.TEXT, lambda row: row.series)
    yield FilterField(app.group.lower(), FieldKind.NUMBER, lambda row: None if row.album_type else row.season)
    yield FilterField(app.unit.singular, FieldKind.NUMBER, lambda row: None if row.album_type else row.number)
    yield FilterField("title", FieldKind.TEXT, lambda row: row.title)
    yield FilterField(app.dated.lower(), FieldKind.TIME, lambda row: row.date)


def _typed(app: App) -> Iterator[FilterField[EpisodeListRow]]:
    """Yield what tells a child with an id and a type."""
    label = app.child_id.label if app.child_id else "id"
    yield FilterField("instance", FieldKind.INSTANCE, lambda row: row.instance)
    yield FilterField(app.title.singular, FieldKind.TEXT, lambda row: row.series)
    yield FilterField("id", FieldKind.TEXT, lambda row: row.external_id, f"its {label}")
    yield FilterField(app.group.lower(), FieldKind.TEXT, lambda row: row.album_type)
    yield FilterField("title", FieldKind.TEXT, lambda row: row.title)
    yield FilterField(app.dated.lower(), FieldKind.TIME, lambda row: row.date)
    yield FilterField(
        app.file_noun.plural, FieldKind.NUMBER, lambda row: row.tracks, "of the release monitored"
    )
    yield FilterField("files", FieldKind.NUMBER, lambda row: row.files)


def _child_fields(now: str) -> Iterator[FilterField[EpisodeListRow]]:
    """Yield what can be asked of episodes and albums alike."""
    yield FilterField("monitored", FieldKind.FLAG, lambda row: bool(row.monitored))
    yield FilterField("unmonitored", FieldKind.FLAG, lambda row: not row.monitored)
    yield FilterField(
        "missing", FieldKind.FLAG, lambda row: not row.is_whole and was_aired(row.air_date, now)
    )
    yield FilterField("quality", FieldKind.TEXT, lambda row: row.quality)
    yield FilterField("score", FieldKind.NUMBER, lambda row: row.score)
    yield FilterField("size", FieldKind.SIZE, lambda row: row.size)
