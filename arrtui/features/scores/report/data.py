"""What a report shows, in the order in which it is shown. Pure.

Points are `customFormatScore` as the apps gave it, sizes are bytes, shares 0 to 1, times UTC seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from arrtui.db.scores import Day
from arrtui.features.scores.compare import UHD
from arrtui.features.scores.contributions import contributions
from arrtui.features.scores.model import (
    Analysis,
    Candidate,
    Contribution,
    FormatRow,
    Judged,
    ProfileDifference,
    ProfileRow,
    SharedTitle,
    Week,
)
from arrtui.features.scores.summary import ScoreSummary, summarize, summarize_all


class ReportFile(NamedTuple):
    """A file with the name of its profile and the points of its formats."""

    judged: Judged
    profile: str
    """Empty where the instance no longer has it."""
    formats: tuple[Contribution, ...]
    """Greatest absolute score first."""

    @property
    def episode(self) -> str:
        """Return ``S01E02``, ``S01E02-E03`` or the title of an album; empty for a movie."""
        return self.judged.file.part


class ReportCandidate(NamedTuple):
    """A candidate and its place among the files of the report."""

    place: int
    candidate: Candidate


class ReportCutoff(NamedTuple):
    """Whether a profile ever stops searching, as the columns of its table say."""

    instance: str
    profile: str
    state: str
    cutoff: str
    wanted: int
    best: int | None
    best_name: str
    releases: int
    files: int
    short_of_quality: int
    short_of_score: int
    suggested: int | None
    stopped: int | None
    sentence: str


@dataclass(frozen=True)
class ReportData:
    """Everything a report shows."""

    made_at: float
    whole: ScoreSummary
    """All instances together."""
    instances: tuple[ScoreSummary, ...] = ()
    files: tuple[ReportFile, ...] = ()
    """By instance, then title."""
    candidates: tuple[ReportCandidate, ...] = ()
    """The most urgent first."""
    formats: tuple[FormatRow, ...] = ()
    profiles: tuple[ProfileRow, ...] = ()
    cutoffs: tuple[ReportCutoff, ...] = ()
    """By instance, the profiles that never stop first."""
    differences: tuple[ProfileDifference, ...] = ()
    weeks: Mapping[str, Sequence[Week]] = field(default_factory=dict)
    """By instance."""
    days: Mapping[str, Sequence[Day]] = field(default_factory=dict)
    """By instance."""
    overlap: tuple[SharedTitle, ...] = ()
    """Titles that at least two of the instances have, the largest overlap first."""


def report_data(
    analyses: Sequence[Analysis],
    weeks: Mapping[str, Sequence[Week]],
    days: Mapping[str, Sequence[Day]],
    differences: Iterable[ProfileDifference],
    shared_titles: Iterable[SharedTitle],
    made_at: float,
    cutoffs: Iterable[ReportCutoff] = (),
) -> ReportData:
    """Return the report of some instances.

    Weeks, days, differences and shared titles of other instances are left out. ``made_at`` is in UTC seconds.
    """
    names = {analysis.instance for analysis in analyses}
    summaries = tuple(map(summarize, analyses))
    files = tuple(_files(analyses))
    return ReportData(
        made_at=made_at,
        whole=summarize_all(analyses, summaries),
        instances=summaries,
        files=files,
        candidates=tuple(_candidates(analyses, files)),
        formats=tuple(row for analysis in analyses for row in analysis.formats),
        profiles=tuple(row for analysis in analyses for row in analysis.profiles),
        cutoffs=tuple(cutoffs),
        differences=tuple(row for row in differences if names.issuperset(row.instances)),
        weeks={analysis.instance: weeks.get(analysis.instance, ()) for analysis in analyses},
        days={analysis.instance: days.get(analysis.instance, ()) for analysis in analyses},
        overlap=tuple(_overlap(shared_titles, names)),
    )


def _files(analyses: Sequence[Analysis]) -> Iterator[ReportFile]:
    """Yield the files of each instance by title."""

    def by_title(judged: Judged) -> tuple[str, int, int, str, tuple[int, ...]]:
        file = judged.file
        return file.title.casefold(), file.year, file.season, file.album.casefold(), file.episodes

    for library, judged_files in ((analysis.library, analysis.judged) for analysis in analyses):
        for judged in sorted(judged_files, key=by_title):
            profile = library.profiles.get(judged.file.profile_id)
            points = contributions(judged.file, profile, library.formats)
            yield ReportFile(judged, profile.name if profile else "", points)


def _candidates(analyses: Sequence[Analysis], files: Sequence[ReportFile]) -> list[ReportCandidate]:
    """Return the candidates of all instances, the most urgent first."""
    places = {
        (file.judged.file.instance, file.judged.file.file_id): place for place, file in enumerate(files)
    }
    rows = [
        ReportCandidate(places[analysis.instance, candidate.judged.file.file_id], candidate)
        for analysis in analyses
        for candidate in analysis.candidates
    ]

    def urgency(row: ReportCandidate) -> tuple[int, int, str, int]:
        candidate = row.candidate
        title = candidate.judged.file.title.casefold()
        return candidate.priority, -candidate.gain, title, row.place

    return sorted(rows, key=urgency)


def _overlap(shared_titles: Iterable[SharedTitle], names: set[str]) -> list[SharedTitle]:
    """Return the titles that at least two of the instances have, with their copies on these alone."""
    rows = []
    for title in shared_titles:
        copies = tuple(copy for copy in title.copies if copy.instance in names)
        if len(copies) < 2:
            continue
        overlap = title.overlap
        if len(copies) < len(title.copies):
            below_uhd = [copy for copy in copies if copy.resolution < UHD]
            overlap = sum(copy.size for copy in below_uhd) if len(below_uhd) < len(copies) else 0
        rows.append(title._replace(copies=copies, overlap=overlap))
    return sorted(rows, key=lambda row: (-row.overlap, row.title.casefold()))
