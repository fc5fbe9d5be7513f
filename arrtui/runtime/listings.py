"""What ``--run list`` lists: a kind of rows, read from what is stored, and the fields printed of each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Generic

from arrtui.core.apps import APPS, App, app_of
from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields, Row
from arrtui.core.filter.matching import make_filter
from arrtui.core.folding import fold
from arrtui.core.text import format_iso
from arrtui.db.activity import StoredActivity
from arrtui.db.library import EpisodeListRow, FileListRow, SettingUse
from arrtui.features.activity.fields import ACTIVITY_FIELDS
from arrtui.features.activity.order import in_order
from arrtui.features.activity.words import note_of, state_of, title_of
from arrtui.features.library.fields import TITLE_FIELDS, YEAR, child_fields
from arrtui.features.trailers.fields import TRAILER_FIELDS, searched_text
from arrtui.features.trailers.overview import TrailerRow
from arrtui.runtime.estate import EstateRow

if TYPE_CHECKING:
    from arrtui.core.events import Job
    from arrtui.db.snapshots import SnapshotRow
    from arrtui.features.library.merge import Title
    from arrtui.features.sync.model import Plan
    from arrtui.runtime.services import Services
    from arrtui.runtime.sync.use_cases import PairRow

MOST_ROWS = 100_000
"""Plans, jobs and snapshots that are looked through."""


@dataclass(frozen=True)
class RowList(Generic[Row]):
    """A kind of rows that can be listed and filtered."""

    read: Callable[[Services], Awaitable[Sequence[Row]]]
    """Reads the rows from the database; talks to no instance."""
    fields: Callable[[float], FilterFields[Row]]
    """Returns the fields at a time, UTC seconds."""
    shown: tuple[str, ...]
    """Names of the fields that a table on a terminal has; JSON and CSV have all."""
    search: Callable[[Row], str]
    """Returns the text that plain words of a filter look for."""

    async def rows(self, services: Services, text: str) -> list[Row]:
        """Return the rows that match a filter. Raises :class:`~arrtui.core.filter.syntax.FilterError`."""
        rows, now = await self.read(services), services.clock()
        fields = self.fields(now).with_instances(services.config.instance_names())
        row_filter = make_filter(text, fields, rows, now)
        if not row_filter:
            return list(rows)
        texts = (fold(self.search(row)) for row in rows)
        return [row for row, folded in zip(rows, texts, strict=True) if row_filter.meets(row, folded)]


def _of(*fields: FilterField[Any]) -> Callable[[float], FilterFields[Any]]:
    """Return a function that gives the same fields at any time."""
    made: FilterFields[Any] = FilterFields(fields)
    return lambda now: made


# --- the library -----------------------------------------------------------------------------------------


async def _titles(services: Services, called: str = "") -> list[Title]:
    """Return all titles, or those of the apps that call them so: ``movies``."""
    titles = (await services.library.titles()).titles
    return [title for title in titles if APPS[title.kind].title.plural == called] if called else titles


async def copies(services: Services) -> list[Title]:
    """Return a title of its own for each copy of each title, so that a filter judges copies singly."""
    from msgspec.structs import replace

    return [replace(title, copies=(copy,)) for title in await _titles(services) for copy in title.copies]


def _children(word: str) -> Callable[[Services], Awaitable[list[EpisodeListRow]]]:
    async def read(services: Services) -> list[EpisodeListRow]:
        rows = (await services.library.episodes()).rows
        return [row for row in rows if app_of(row.instance).unit.plural == word]

    return read


_TITLE_COLUMNS = ("kind", "title", "year", "instance", "profile", "quality", "score", "size", "tag")


_UNSHOWN = frozenset({"id", "monitored", "unmonitored", "missing"})
"""Fields of children that a table has no column of."""


def _of_titles(
    read: Callable[[Services], Awaitable[Sequence[Title]]], *, has_years: bool = True
) -> RowList[Title]:
    columns = tuple(name for name in _TITLE_COLUMNS if name != YEAR.name or has_years)
    return RowList(read, lambda now: TITLE_FIELDS, columns, lambda title: title.searched)


TITLES = _of_titles(_titles)
COPIES = _of_titles(copies)
TITLES_CALLED: Mapping[str, RowList[Title]] = {
    app.title.plural: _of_titles(partial(_titles, called=app.title.plural), has_years=app.has_years)
    for app in APPS.values()
}
"""Titles of the apps that call them so, by the word: ``movies``."""


def _of_children(app: App) -> RowList[EpisodeListRow]:
    """Return the list of what titles of an app, and of those with the same word for it, consist of."""
    fields = child_fields("", app)
    columns = [field.name for field in fields if field.name not in _UNSHOWN]
    return RowList(
        _children(app.unit.plural),
        lambda now: child_fields(format_iso(now), app),
        tuple(columns),
        lambda row: f"{row.series} {row.label} {row.title}",
    )


CHILDREN_CALLED: Mapping[str, RowList[EpisodeListRow]] = {
    app.unit.plural: _of_children(app) for app in APPS.values() if app.has_children
}
"""The same of what titles consist of: ``episodes``."""


def _season_of(row: FileListRow) -> int | None:
    """Return the season of a file, None where there are none."""
    return row.season if app_of(row.instance).numbers_children else None


FILES: RowList[FileListRow] = RowList(
    lambda services: services.library.files(),
    _of(
        FilterField("instance", FieldKind.INSTANCE, lambda row: row.instance),
        FilterField("title", FieldKind.TEXT, lambda row: row.title),
        FilterField("year", FieldKind.NUMBER, lambda row: row.year or None),
        FilterField("season", FieldKind.NUMBER, _season_of),
        FilterField("quality", FieldKind.TEXT, lambda row: row.quality),
        FilterField("score", FieldKind.NUMBER, lambda row: row.score),
        FilterField("size", FieldKind.SIZE, lambda row: row.size),
        FilterField("group", FieldKind.TEXT, lambda row: row.release_group),
        FilterField("below-cutoff", FieldKind.FLAG, lambda row: row.cutoff_unmet),
        FilterField("added", FieldKind.TIME, lambda row: row.date_added),
        FilterField("path", FieldKind.TEXT, lambda row: row.path),
    ),
    ("instance", "title", "quality", "score", "size", "path"),
    lambda row: f"{row.title} {row.path}",
)


def _of_settings(read: Callable[[Services], Awaitable[list[SettingUse]]]) -> RowList[SettingUse]:
    fields = _of(
        FilterField("instance", FieldKind.INSTANCE, lambda row: row.instance),
        FilterField("name", FieldKind.TEXT, lambda row: row.name),
        FilterField("titles", FieldKind.NUMBER, lambda row: row.titles),
    )
    return RowList(read, fields, ("instance", "name", "titles"), lambda row: row.name)


TAGS = _of_settings(lambda services: services.library.tags())
PROFILES = _of_settings(lambda services: services.library.profiles())

# --- everything else -------------------------------------------------------------------------------------

INSTANCES: RowList[EstateRow] = RowList(
    lambda services: services.estate.rows(),
    _of(
        FilterField("instance", FieldKind.INSTANCE, lambda row: row.name),
        FilterField("kind", FieldKind.TEXT, lambda row: row.kind),
        FilterField("state", FieldKind.TEXT, lambda row: row.state),
        FilterField("version", FieldKind.TEXT, lambda row: row.app_version),
        FilterField("latency", FieldKind.SPAN, lambda row: row.latency),
        FilterField("titles", FieldKind.NUMBER, lambda row: row.items),
        FilterField("episodes", FieldKind.NUMBER, lambda row: row.episodes),
        FilterField("files", FieldKind.NUMBER, lambda row: row.files),
        FilterField("size", FieldKind.SIZE, lambda row: row.size),
        FilterField("health", FieldKind.NUMBER, lambda row: len(row.health), "warnings and errors"),
        FilterField("backup", FieldKind.TIME, lambda row: row.complete_at),
    ),
    ("instance", "state", "version", "titles", "files", "size", "health", "backup"),
    lambda row: f"{row.name} {row.state} {row.app_version}",
)
PAIRS: RowList[PairRow] = RowList(
    lambda services: services.sync.pairs(),
    _of(
        FilterField("name", FieldKind.TEXT, lambda row: row.pair.name),
        FilterField("source", FieldKind.TEXT, lambda row: row.pair.source),
        FilterField("target", FieldKind.TEXT, lambda row: row.pair.target),
        FilterField("mode", FieldKind.TEXT, lambda row: str(row.pair.mode)),
        FilterField("plan", FieldKind.NUMBER, lambda row: row.last.id if row.last else None, "its last plan"),
        FilterField("planned", FieldKind.TIME, lambda row: row.last.created_at if row.last else None),
    ),
    ("name", "source", "target", "mode", "plan", "planned"),
    lambda row: f"{row.pair.name} {row.pair.source} {row.pair.target}",
)
PLANS: RowList[Plan] = RowList(
    lambda services: services.sync.recent(MOST_ROWS),
    _of(
        FilterField("number", FieldKind.NUMBER, lambda plan: plan.id),
        FilterField("kind", FieldKind.TEXT, lambda plan: plan.kind.value),
        FilterField("pair", FieldKind.TEXT, lambda plan: plan.pair),
        FilterField("source", FieldKind.TEXT, lambda plan: plan.source),
        FilterField("target", FieldKind.TEXT, lambda plan: plan.target),
        FilterField("state", FieldKind.TEXT, lambda plan: plan.state.value),
        FilterField("made", FieldKind.TIME, lambda plan: plan.created_at),
        FilterField("applied", FieldKind.TIME, lambda plan: plan.applied_at),
        FilterField("add", FieldKind.NUMBER, lambda plan: plan.counts.add),
        FilterField("update", FieldKind.NUMBER, lambda plan: plan.counts.update),
        FilterField("remove", FieldKind.NUMBER, lambda plan: plan.counts.remove),
        FilterField("failed", FieldKind.NUMBER, lambda plan: plan.outcomes.get("failed", 0)),
    ),
    ("number", "kind", "pair", "source", "target", "state", "made", "add", "update", "remove"),
    lambda plan: f"{plan.kind.value} {plan.pair} {plan.source} {plan.target} {plan.state.value}",
)
JOBS: RowList[Job] = RowList(
    lambda services: services.jobs.list_jobs(MOST_ROWS),
    _of(
        FilterField("number", FieldKind.NUMBER, lambda job: job.id),
        FilterField("kind", FieldKind.TEXT, lambda job: job.kind),
        FilterField("subject", FieldKind.TEXT, lambda job: job.subject),
        FilterField("instance", FieldKind.INSTANCE, lambda job: job.instance),
        FilterField("state", FieldKind.TEXT, lambda job: job.state.value),
        FilterField("attempts", FieldKind.NUMBER, lambda job: job.attempts),
        FilterField("created", FieldKind.TIME, lambda job: job.created_at),
        FilterField("finished", FieldKind.TIME, lambda job: job.finished_at),
        FilterField("error", FieldKind.TEXT, lambda job: job.error),
    ),
    ("number", "kind", "subject", "state", "attempts", "created", "error"),
    lambda job: f"{job.kind} {job.subject} {job.state.value} {job.error}",
)
SNAPSHOTS: RowList[SnapshotRow] = RowList(
    lambda services: services.backup.snapshots(),
    _of(
        FilterField("number", FieldKind.NUMBER, lambda row: row.id),
        FilterField("instance", FieldKind.INSTANCE, lambda row: row.instance),
        FilterField("taken", FieldKind.TIME, lambda row: row.taken_at),
        FilterField("state", FieldKind.TEXT, lambda row: row.state),
        FilterField("full", FieldKind.FLAG, lambda row: row.full),
        FilterField("live", FieldKind.FLAG, lambda row: row.live),
        FilterField("pinned", FieldKind.FLAG, lambda row: row.pinned),
        FilterField("titles", FieldKind.NUMBER, lambda row: row.items),
        FilterField("episodes", FieldKind.NUMBER, lambda row: row.episodes),
        FilterField("files", FieldKind.NUMBER, lambda row: row.files),
        FilterField("size", FieldKind.SIZE, lambda row: row.size),
        FilterField("added", FieldKind.NUMBER, lambda row: row.added),
        FilterField("changed", FieldKind.NUMBER, lambda row: row.changed),
        FilterField("removed", FieldKind.NUMBER, lambda row: row.removed),
        FilterField("error", FieldKind.TEXT, lambda row: row.error),
    ),
    ("number", "instance", "taken", "state", "titles", "files", "added", "changed", "removed"),
    lambda row: f"{row.instance} {row.state} {row.error}",
)


async def _activity(services: Services) -> list[StoredActivity]:
    return in_order(await services.activity.rows())


ACTIVITY: RowList[StoredActivity] = RowList(
    _activity,
    lambda now: ACTIVITY_FIELDS,
    ("instance", "state", "kind", "age", "title", "note"),
    lambda row: f"{row.instance} {state_of(row.entry).word} {row.entry.kind} {title_of(row)} {note_of(row)}",
)
TRAILERS: RowList[TrailerRow] = RowList(
    lambda services: services.trailers.rows(),
    lambda now: TRAILER_FIELDS,
    ("instance", "state", "title", "year", "trailer", "size", "wanted"),
    searched_text,
)


def records(rows: Sequence[Row], fields: FilterFields[Row]) -> Iterator[dict[str, Any]]:
    """Yield each row as values by field name, those of its parts as ``copies``; times in ISO form."""
    own = [field for field in fields if not field.of_part]
    of_parts = [field for field in fields if field.of_part]
    for row in rows:
        record = {field.name: _plain(field, row) for field in own}
        if fields.parts is not None and of_parts:
            record["copies"] = [
                {field.name: _plain(field, part) for field in of_parts} for part in fields.parts(row)
            ]
        yield record


def _plain(field: FilterField[Any], row: Any) -> Any:
    """Return a field's value as JSON has it."""
    value = field.value(row)
    if field.kind is FieldKind.FLAG:
        return bool(value)
    if field.kind is FieldKind.TIME and isinstance(value, float):
        return format_iso(value)
    return list(value) if field.kind is FieldKind.NAMES else value
