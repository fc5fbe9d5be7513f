"""Analyses as a report wants them: the one place where scores and reports meet. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median_low

from arrtui.core.apps import Kind
from arrtui.features.scores.contributions import contributions
from arrtui.features.scores.health import grade_of
from arrtui.features.scores.model import (
    Analysis,
    Day,
    FormatRow,
    Judged,
    Priority,
    ProfileDifference,
    ProfileRow,
    Twin,
    Verdict,
    Week,
)
from arrtui.features.scores.report.data import (
    CandidateRow,
    CopyLine,
    DayLine,
    DifferenceLine,
    FileRow,
    FormatLine,
    InstanceRow,
    PartRow,
    ProfileLine,
    ReportData,
    TwinLine,
    WeekLine,
)

UHD = 2160
"""Lines of the copies beside which smaller ones overlap."""


def report_data(
    analyses: Sequence[Analysis],
    weeks: Mapping[str, Sequence[Week]],
    days: Mapping[str, Sequence[Day]],
    differences: Iterable[ProfileDifference],
    twins: Iterable[Twin],
    made_at: float,
    notes: Sequence[str] = (),
) -> ReportData:
    """Return the report of some instances.

    ``weeks`` and ``days`` are by instance. Differences and twins that concern other instances are left out,
    so that a report of one instance tells of nothing else. ``made_at`` is in UTC seconds; ``notes`` are
    sentences about what the report lacks.
    """
    names = {one.instance for one in analyses}
    rows = tuple(_instance(one) for one in analyses)
    files = tuple(row for one in analyses for row in _files(one))
    return ReportData(
        made_at=made_at,
        whole=_whole(rows, files),
        instances=rows,
        files=files,
        candidates=tuple(_candidates(analyses, files)),
        formats=tuple(_format(row) for one in analyses for row in one.formats),
        profiles=tuple(_profile(row) for one in analyses for row in one.profiles),
        differences=tuple(DifferenceLine(*one) for one in differences if names.issuperset(one.instances)),
        weeks=tuple(
            WeekLine(one.instance, *week) for one in analyses for week in weeks.get(one.instance, ())
        ),
        days=tuple(DayLine(one.instance, *day) for one in analyses for day in days.get(one.instance, ())),
        overlap=tuple(_overlap(twins, names)),
        notes=tuple(notes),
    )


def _instance(one: Analysis) -> InstanceRow:
    verdicts = [judged.verdict for judged in one.judged]
    scores = [judged.score for judged in one.judged]
    return InstanceRow(
        instance=one.instance,
        kind=one.library.kind.value,
        taken_at=one.library.taken_at,
        files=len(one.judged),
        size=sum(judged.file.size for judged in one.judged),
        points=one.health.points,
        grade=one.health.grade,
        next_step=one.health.next_step,
        parts=tuple(PartRow(*part) for part in one.health.parts),
        done=verdicts.count(Verdict.DONE),
        quality_upgrade=verdicts.count(Verdict.QUALITY),
        format_upgrade=verdicts.count(Verdict.FORMAT),
        no_upgrades=verdicts.count(Verdict.NO_UPGRADES),
        below_minimum=sum(judged.below_minimum for judged in one.judged),
        only_by_hand=sum(judged.only_by_hand for judged in one.judged),
        candidates=len(one.candidates),
        critical=sum(candidate.priority is Priority.CRITICAL for candidate in one.candidates),
        median=median_low(scores) if scores else None,
        disagreements=one.disagreements,
        unexplained=one.unexplained,
    )


def _files(one: Analysis) -> list[FileRow]:
    ordered = sorted(one.judged, key=_by_title)
    return [_file(judged, one) for judged in ordered]


def _by_title(judged: Judged) -> tuple[str, int, int, tuple[int, ...]]:
    file = judged.file
    return (file.title.casefold(), file.year, file.season, file.episodes)


def _file(judged: Judged, one: Analysis) -> FileRow:
    file, library = judged.file, one.library
    profile = library.profiles.get(file.profile_id)
    points = contributions(file, profile, library.formats)
    return FileRow(
        instance=file.instance,
        kind=file.kind.value,
        file_id=file.file_id,
        item_id=file.item_id,
        external_id=file.external_id,
        title=file.title,
        year=file.year,
        season=None if file.kind is Kind.RADARR else file.season,
        episodes=tuple(sorted(file.episodes)),
        quality=file.quality,
        profile=profile.name if profile else "",
        score=file.score,
        verdict=judged.verdict.value,
        only_by_hand=judged.only_by_hand,
        below_minimum=judged.below_minimum,
        app_searches=judged.app_searches,
        agrees=judged.agrees,
        monitored=file.monitored,
        available=file.available,
        size=file.size,
        release_group=file.release_group,
        path=file.path,
        formats=tuple((point.name, point.score) for point in points),
    )


def _candidates(analyses: Sequence[Analysis], files: Sequence[FileRow]) -> list[CandidateRow]:
    """Return the candidates of all instances, the most urgent first."""
    places = {(file.instance, file.file_id): place for place, file in enumerate(files)}
    rows = [
        CandidateRow(
            places[one.instance, found.judged.file.file_id],
            *(int(found.priority), found.target, found.reachable, found.gain, found.advice),
        )
        for one in analyses
        for found in one.candidates
    ]
    return sorted(rows, key=lambda row: (row.priority, -row.gain, files[row.file].title.casefold(), row.file))


def _format(row: FormatRow) -> FormatLine:
    return FormatLine(
        *(row.instance, row.profile, row.name, row.score, row.uses, row.share, row.weight, row.lift),
        *(row.rating, row.advice),
    )


def _profile(row: ProfileRow) -> ProfileLine:
    return ProfileLine(
        *(row.instance, row.profile, row.files, row.p10, row.median, row.p90, row.done, row.below_minimum),
        *(row.no_upgrades, row.minimum, row.wanted, row.cutoff, row.upgrade_allowed, row.histogram),
    )


def _overlap(twins: Iterable[Twin], names: set[str]) -> list[TwinLine]:
    """Return the titles that at least two of the instances have; those that overlap most come first."""
    rows = [row for row in (_twin(twin, names) for twin in twins) if len(row.copies) > 1]
    return sorted(rows, key=lambda row: (-row.overlap, row.title.casefold(), row.external_id))


def _twin(twin: Twin, names: set[str]) -> TwinLine:
    copies = tuple(
        CopyLine(*copy[:5], formats=", ".join(copy.formats)) for copy in twin.copies if copy.instance in names
    )
    overlap = twin.overlap if len(copies) == len(twin.copies) else _overlapping(copies)
    return TwinLine(twin.external_id, twin.title, twin.year, twin.kind.value, copies, overlap)


def _overlapping(copies: Sequence[CopyLine]) -> int:
    if all(copy.resolution < UHD for copy in copies):
        return 0
    return sum(copy.size for copy in copies if copy.resolution < UHD)


# --- all instances together ------------------------------------------------------------------------------

_SUMS = (
    *("files", "size", "done", "quality_upgrade", "format_upgrade", "no_upgrades", "below_minimum"),
    *("only_by_hand", "candidates", "critical", "disagreements", "unexplained"),
)


def _whole(rows: Sequence[InstanceRow], files: Sequence[FileRow]) -> InstanceRow:
    """Return all instances as one: every file counts the same, wherever it is."""
    parts = _whole_parts(rows)
    points = int(sum(part.weight * part.share for part in parts) + 0.5) if parts else 0
    return InstanceRow(
        instance="",
        kind="",
        taken_at=min((row.taken_at for row in rows), default=0.0),
        points=points,
        grade=grade_of(points) if parts else "",
        next_step=_next_step(parts, rows),
        parts=parts,
        median=median_low(file.score or 0 for file in files) if files else None,
        **{name: sum(getattr(row, name) for row in rows) for name in _SUMS},
    )


def _whole_parts(rows: Sequence[InstanceRow]) -> tuple[PartRow, ...]:
    together = zip(*(row.parts for row in rows), strict=True)
    return tuple(_whole_part(parts) for parts in together)


def _whole_part(parts: Sequence[PartRow]) -> PartRow:
    first = parts[0]
    good, of = sum(part.good for part in parts), sum(part.of for part in parts)
    same = len({part.words for part in parts}) == 1
    words = first.words if same else "wanted movies and episodes that have a file"
    return PartRow(first.name, words, good / of if of else 1.0, first.weight, good, of)


def _next_step(parts: Sequence[PartRow], rows: Sequence[InstanceRow]) -> str:
    """Say which part costs most points, and where most of it is lost."""
    if not parts:
        return ""
    place = max(range(len(parts)), key=lambda index: parts[index].weight * (1 - parts[index].share))
    part = parts[place]
    lost = part.of - part.good
    if lost <= 0:
        return ""
    worst = max(rows, key=lambda row: row.parts[place].of - row.parts[place].good)
    there = worst.parts[place].of - worst.parts[place].good
    if there == lost:
        where = f"{lost:,}, all on {worst.instance}"
    else:
        where = f"{lost:,}, {there:,} of them on {worst.instance}"
    return f"Most points are lost on “{part.words}”: it lacks {where}."
