"""From analyses to a report: nothing is lost, all instances add up, and one instance tells of itself only."""

from __future__ import annotations

from dataclasses import replace

import pytest

from arrtui.core.apps import Kind
from arrtui.db.scores import Day
from arrtui.features.scores.analysis import analyse
from arrtui.features.scores.model import (
    Analysis,
    Missing,
    Profile,
    ProfileDifference,
    ScoredFile,
    ScoreLibrary,
    SharedTitle,
    TitleCopy,
    Week,
)
from arrtui.features.scores.report.data import ReportData, report_data

PLACES = (((1,), "SDTV", True), ((2,), "Bluray-1080p", True), ((3,), "Remux-2160p", True))
WEEKS = {"radarr.main": [Week("2026-11-09", 3, 1, 0, 2, 0), Week("2026-11-16", 0, 0, 0, 0, 0)]}
DAYS = {"sonarr.main": [Day("2026-11-20", 2, 70, 88, 0.5, 0.0, 7)]}
DIFFERENCES = (ProfileDifference("HD", ("radarr.main", "sonarr.main"), "The minimum is 0 and 10."),)
COPIES = (
    TitleCopy("radarr.main", "Bluray-1080p", 1080, 50, 10, ("Good", "Bad")),
    TitleCopy("radarr.uhd", "Remux-2160p", 2160, 90, 60),
)
TWINS = (
    SharedTitle(603, "The Matrix", 1999, Kind.RADARR, COPIES, 10),
    SharedTitle(11, "Three", 2001, Kind.RADARR, (*COPIES, TitleCopy("sonarr.main", "SDTV", 480, 0, 3)), 13),
)


def file_of(instance: str, number: int, score: int | None, **facts: object) -> ScoredFile:
    kind = Kind(instance.partition(".")[0])
    file = ScoredFile(
        *(instance, kind, number, number, 600 + number, f"Title {number}", 2000, 1, 2, "Bluray-1080p", score),
        formats=(7, 8),
        size=100 * number,
        monitored=True,
        available=True,
        app_unmet=False,
        path=f"{number}.mkv",
    )
    return file._replace(**facts)  # type: ignore[arg-type]


def analysis(instance: str, *files: ScoredFile, minimum: int = 0) -> Analysis:
    profile = Profile(
        instance=instance, id=1, name="HD", upgrade_allowed=True, cutoff=2, items=PLACES, minimum=minimum,
        wanted=100, scores={7: 80, 8: -10, 9: 5},
    )  # fmt: skip
    return analyse(
        ScoreLibrary(
            *(instance, files[0].kind, 1_700_000_000.0 + len(files), files, {1: profile}),
            *({7: "Good", 8: "Bad", 9: "Never"}, Missing(len(files) + 1, len(files))),
        )
    )


@pytest.fixture
def analyses() -> list[Analysis]:
    episode = file_of("sonarr.main", 3, 70, season=2, episodes=(5, 4))
    old = file_of(
        "sonarr.main", 1, None, season=1, episodes=(1,), quality_id=1, quality="SDTV", app_unmet=True
    )
    return [
        analysis("radarr.main", file_of("radarr.main", 2, 120), file_of("radarr.main", 1, 40), minimum=50),
        analysis("sonarr.main", episode, old),
    ]


@pytest.fixture
def report(analyses: list[Analysis]) -> ReportData:
    return report_data(analyses, WEEKS, DAYS, DIFFERENCES, TWINS, 1_700_001_000.0)


def test_every_file_is_told_by_title_with_its_points(report: ReportData) -> None:
    rows = [
        (row.judged.file.instance, row.judged.file.title, row.episode, row.judged.score, row.judged.verdict)
        for row in report.files
    ]
    assert rows == [
        ("radarr.main", "Title 1", "", 40, "format-upgrade"),
        ("radarr.main", "Title 2", "", 120, "done"),
        ("sonarr.main", "Title 1", "S01E01", 0, "quality-upgrade"),
        ("sonarr.main", "Title 3", "S02E04-E05", 70, "format-upgrade"),
    ]
    assert {tuple((match.name, match.score) for match in file.formats) for file in report.files} == {
        (("Good", 80), ("Bad", -10))
    }
    assert [row.judged.file.score for row in report.files] == [40, 120, None, 70]
    assert {file.profile for file in report.files} == {"HD"}


def test_candidates_name_their_files(report: ReportData, analyses: list[Analysis]) -> None:
    wanted = {
        (candidate.judged.file.instance, candidate.judged.file.file_id): (
            int(candidate.priority),
            candidate.gain,
            candidate.advice,
        )
        for analysis in analyses
        for candidate in analysis.candidates
    }
    files = [report.files[row.place].judged.file for row in report.candidates]
    rows = {
        (file.instance, file.file_id): (row.candidate.priority, row.candidate.gain, row.candidate.advice)
        for file, row in zip(files, report.candidates, strict=True)
    }
    assert rows == wanted
    assert len(wanted) == 3
    priorities = [row.candidate.priority for row in report.candidates]
    assert priorities == sorted(priorities)


def test_all_instances_together_count_every_file_once(report: ReportData, analyses: list[Analysis]) -> None:
    whole = report.whole
    assert (whole.files, whole.size, whole.median) == (4, 700, 40)
    assert whole.taken_at == min(analysis.library.taken_at for analysis in analyses)
    assert tuple(whole.verdicts.values()) == (1, 1, 2, 0, 0)
    assert [(part.name, part.good, part.of) for part in whole.parts] == [
        *(("minimum", 3, 4), ("done", 2, 4), ("present", 4, 6), ("no-negative", 0, 4)),
    ]
    shares = 35 * 0.75 + 30 * 0.5 + 20 * 4 / 6
    assert (whole.points, whole.grade) == (int(shares + 0.5), "F")
    assert whole.parts[2].words == "wanted movies and episodes that have a file"
    assert whole.next_step == (
        "Most points are lost on “upgradable files as good as is in reach”: it lacks 2, "
        "1 of them on radarr.main."
    )


def test_an_instance_stands_as_its_analysis_says(report: ReportData, analyses: list[Analysis]) -> None:
    for row, analysis in zip(report.instances, analyses, strict=True):
        assert (row.instance, row.points, row.grade) == (
            analysis.instance,
            analysis.health.points,
            analysis.health.grade,
        )
        assert row.next_step == analysis.health.next_step
        assert [tuple(part) for part in row.parts] == [tuple(part) for part in analysis.health.parts]


def test_weeks_days_formats_and_profiles_name_their_instance(report: ReportData) -> None:
    assert report.weeks == {**WEEKS, "sonarr.main": ()}
    assert report.days == {"radarr.main": (), **DAYS}
    assert {(row.instance, row.profile) for row in report.profiles} == {
        ("radarr.main", "HD"),
        ("sonarr.main", "HD"),
    }
    assert {row.name for row in report.formats} == {"Good", "Bad", "Never"}


def test_a_report_of_some_instances_tells_of_no_others(analyses: list[Analysis]) -> None:
    report = report_data(analyses[:1], WEEKS, DAYS, DIFFERENCES, TWINS, 0.0)
    assert (report.differences, report.overlap, report.days) == ((), (), {"radarr.main": ()})
    both = report_data(analyses, WEEKS, DAYS, DIFFERENCES, TWINS, 0.0)
    assert [row.profile for row in both.differences] == ["HD"]
    ((title, copies, overlap),) = [(row.title, row.copies, row.overlap) for row in both.overlap]
    assert title == "Three"
    assert copies == (
        TitleCopy("radarr.main", "Bluray-1080p", 1080, 50, 10, ("Good", "Bad")),
        TitleCopy("sonarr.main", "SDTV", 480, 0, 3),
    )
    assert overlap == 0


def test_no_instance_is_no_reason_to_fail() -> None:
    empty = report_data((), {}, {}, (), (), 0.0)
    assert (empty.whole.files, empty.whole.points, empty.whole.parts, empty.files) == (0, 0, (), ())


def test_an_instance_without_files_stands_beside_others(analyses: list[Analysis]) -> None:
    bare = analyse(replace(analyses[0].library, instance="radarr.new", files=(), missing=Missing(0, 0)))
    report = report_data([*analyses, bare], {}, {}, (), (), 0.0)
    assert report.instances[2].median is None
    assert report.whole.files == 4
