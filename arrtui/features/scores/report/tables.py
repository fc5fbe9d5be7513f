"""The lines of every table of a report, in the order of its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from arrtui.core.report.safe import Value
from arrtui.core.report.table import ReportTable
from arrtui.core.text import format_iso
from arrtui.features.scores.model import Judged, SharedTitle
from arrtui.features.scores.report import columns
from arrtui.features.scores.report.data import ReportData, ReportFile

Lines: TypeAlias = Iterator[tuple[Value, ...]]


def lines(table: ReportTable, data: ReportData) -> Lines:
    """Yield the lines of a table."""
    return _LINES[table.name](data)


def shared_title_object(row: SharedTitle) -> dict[str, Any]:
    """Return a shared title with its copies under the keys of JSON and of the page."""
    copies = [{**copy._asdict(), "formats": ", ".join(copy.formats)} for copy in row.copies]
    external_id = row.kind.app.external_id.to_wire(row.external_id)
    return {**row._asdict(), "external_id": external_id, "copies": copies}


def _file(row: ReportFile) -> tuple[Value, ...]:
    judged, file = row.judged, row.judged.file
    external_id = file.kind.app.external_id.to_wire(file.external_id)
    return (
        *(file.instance, file.kind, external_id, file.title, file.year or None, row.episode, file.file_id),
        *(file.quality, row.profile, file.score, judged.verdict),
    )


def _flags(judged: Judged) -> tuple[Value, ...]:
    return judged.only_by_hand, judged.below_minimum, judged.app_searches, judged.file.monitored


def _candidates(data: ReportData) -> Lines:
    for place, candidate in data.candidates:
        judged = candidate.judged
        yield (
            *(int(candidate.priority), *_file(data.files[place]), candidate.target, candidate.reachable),
            *(candidate.gain, candidate.advice, *_flags(judged), judged.file.size, judged.file.release_group),
        )


def _files(data: ReportData) -> Lines:
    for row in data.files:
        judged, file = row.judged, row.judged.file
        formats = "; ".join(f"{matched.name} ({matched.score:+d})" for matched in row.formats)
        yield (
            *(*_file(row), *_flags(judged), file.available, judged.agrees, file.size, file.release_group),
            *(formats, file.path),
        )


def _formats(data: ReportData) -> Lines:
    for row in data.formats:
        lift = None if row.lift is None else round(row.lift, 1)
        yield (
            *(row.instance, row.profile, row.name, row.score, row.uses, round(row.share, 4)),
            *(round(row.weight, 4), lift, row.rating, row.advice),
        )


def _profiles(data: ReportData) -> Lines:
    for row in data.profiles:
        shares = (round(row.done, 4), round(row.below_minimum, 4), round(row.no_upgrades, 4))
        spread = (row.instance, row.profile, row.files, row.p10, row.median, row.p90)
        yield (*spread, *shares, row.minimum, row.wanted, row.cutoff, row.upgrade_allowed)


def _cutoffs(data: ReportData) -> Lines:
    yield from data.cutoffs


def _differences(data: ReportData) -> Lines:
    for row in data.differences:
        yield row.profile, "; ".join(row.instances), row.what


def _trends(data: ReportData) -> Lines:
    for instance, weeks in data.weeks.items():
        for week in weeks:
            yield instance, *week


def _days(data: ReportData) -> Lines:
    for instance, days in data.days.items():
        for day in days:
            shares = (round(day.done, 4), round(day.below_minimum, 4))
            yield instance, day.date, day.files, day.median, day.health, *shares, day.size


def _overlap(data: ReportData) -> Lines:
    for title in data.overlap:
        external_id = title.kind.app.external_id.to_wire(title.external_id)
        named = (title.kind, external_id, title.title, title.year or None)
        for copy in title.copies:
            yield (*named, *copy[:5], ", ".join(copy.formats), title.overlap)


def _health(data: ReportData) -> Lines:
    for row in (*data.instances, data.whole):
        yield (
            *(row.instance, format_iso(row.taken_at), row.files, row.size, row.points, row.grade),
            *(count for verdict, count in row.verdicts.items() if not verdict.facts.rare),
            row.below_minimum,
            *(row.only_by_hand, row.candidates, row.median, row.disagreements, row.unexplained),
            *(row.next_step, row.beyond_reach),
            *(count for verdict, count in row.verdicts.items() if verdict.facts.rare),
        )


_LINES: Mapping[str, Callable[[ReportData], Lines]] = {
    columns.HEALTH.name: _health,
    columns.CANDIDATES.name: _candidates,
    columns.FILES.name: _files,
    columns.FORMATS.name: _formats,
    columns.PROFILES.name: _profiles,
    columns.CUTOFFS.name: _cutoffs,
    columns.DIFFERENCES.name: _differences,
    columns.TRENDS.name: _trends,
    columns.DAYS.name: _days,
    columns.OVERLAP.name: _overlap,
}
