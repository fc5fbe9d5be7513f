"""The lines of every table of a report, in the order of its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TypeAlias

from arrtui.features.scores.report import columns
from arrtui.features.scores.report.columns import ReportTable
from arrtui.features.scores.report.data import FileRow, InstanceRow, ReportData
from arrtui.features.scores.report.safe import Value

Lines: TypeAlias = Iterator[tuple[Value, ...]]


def lines(table: ReportTable, data: ReportData) -> Lines:
    """Yield the lines of a table."""
    return _LINES[table.name](data)


def moment(at: float) -> str:
    """Return a moment as ``2026-11-21T08:00:00Z``."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _file(row: FileRow) -> tuple[Value, ...]:
    return (
        *(row.instance, row.kind, row.external_id, row.title, row.year or None, row.number, row.file_id),
        *(row.quality, row.profile, row.score, row.verdict),
    )


def _where(row: FileRow) -> tuple[Value, ...]:
    return (row.only_by_hand, row.below_minimum, row.app_searches, row.monitored)


def _candidates(data: ReportData) -> Lines:
    for row in data.candidates:
        file = data.files[row.file]
        yield (
            *(row.priority, *_file(file), row.target, row.reachable, row.gain, row.advice),
            *(*_where(file), file.size, file.release_group),
        )


def _files(data: ReportData) -> Lines:
    for row in data.files:
        formats = "; ".join(f"{name} ({score:+d})" for name, score in row.formats)
        yield (
            *(*_file(row), *_where(row), row.available, row.agrees, row.size, row.release_group),
            *(formats, row.path),
        )


def _formats(data: ReportData) -> Lines:
    for row in data.formats:
        lift = None if row.lift is None else round(row.lift, 1)
        shares = (round(row.share, 4), round(row.weight, 4))
        named = (row.instance, row.profile, row.format, row.score, row.uses)
        yield (*named, *shares, lift, row.rating, row.advice)


def _profiles(data: ReportData) -> Lines:
    for row in data.profiles:
        shares = (round(row.done, 4), round(row.below_minimum, 4), round(row.no_upgrades, 4))
        spread = (row.instance, row.profile, row.files, row.p10, row.median, row.p90)
        yield (*spread, *shares, row.minimum, row.wanted, row.cutoff, row.upgrade_allowed)


def _differences(data: ReportData) -> Lines:
    for row in data.differences:
        yield (row.profile, "; ".join(row.instances), row.what)


def _trends(data: ReportData) -> Lines:
    yield from data.weeks


def _days(data: ReportData) -> Lines:
    for row in data.days:
        shares = (round(row.done, 4), round(row.below_minimum, 4))
        yield (row.instance, row.date, row.files, row.median, row.health, *shares, row.size)


def _overlap(data: ReportData) -> Lines:
    for title in data.overlap:
        for copy in title.copies:
            yield (title.kind, title.external_id, title.title, title.year or None, *copy, title.overlap)


def _health(data: ReportData) -> Lines:
    yield from map(_health_line, (*data.instances, data.whole))


def _health_line(row: InstanceRow) -> tuple[Value, ...]:
    return (
        *(row.instance, moment(row.taken_at), row.files, row.size, row.points, row.grade),
        *(row.done, row.quality_upgrade, row.format_upgrade, row.no_upgrades, row.below_minimum),
        *(row.only_by_hand, row.candidates, row.median, row.disagreements, row.unexplained),
        row.next_step,
    )


_LINES: Mapping[str, Callable[[ReportData], Lines]] = {
    columns.HEALTH.name: _health,
    columns.CANDIDATES.name: _candidates,
    columns.FILES.name: _files,
    columns.FORMATS.name: _formats,
    columns.PROFILES.name: _profiles,
    columns.DIFFERENCES.name: _differences,
    columns.TRENDS.name: _trends,
    columns.DAYS.name: _days,
    columns.OVERLAP.name: _overlap,
}
