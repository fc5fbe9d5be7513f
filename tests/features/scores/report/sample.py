"""A report of invented libraries: any number of files, the same each time."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from statistics import median_low

from arrtui.core.apps import Kind
from arrtui.db.scores import Day
from arrtui.features.scores.model import (
    Candidate,
    Contribution,
    FormatRow,
    HealthPart,
    Judged,
    Priority,
    ProfileDifference,
    ProfileRow,
    ScoredFile,
    SharedTitle,
    TitleCopy,
    Verdict,
    Week,
)
from arrtui.features.scores.report.data import ReportCandidate, ReportCutoff, ReportData, ReportFile
from arrtui.features.scores.summary import ScoreSummary

MADE_AT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC).timestamp()
EVIL = '<script>window.pwned = 1</script><img src=x onerror="window.pwned = 1">'
EVIL_END = "</script><!-- & \u2028 'quoted' \"twice\""
FORMULA = '=HYPERLINK("https://example.org","x")'

INSTANCES = (
    ("radarr.main", "radarr", 0.34),
    ("radarr.uhd", "radarr", 0.12),
    ("sonarr.main", "sonarr", 0.42),
    ("sonarr.anime", "sonarr", 0.12),
)
FORMATS = (
    *(
        ("WEB Tier 01", 1700),
        ("WEB Tier 02", 1650),
        ("HD Bluray Tier 01", 1800),
        ("UHD Bluray Tier 01", 1800),
    ),
    *(
        ("DV HDR10+", 1600),
        ("TrueHD ATMOS", 5000),
        ("DTS-HD MA", 2500),
        ("DD+ ATMOS", 3000),
        ("Repack/Proper", 5),
    ),
    *(("x265 (HD)", -10000), ("BR-DISK", -35000), ("LQ", -10000), ("AMZN", 70), ("NF", 60), ("IMAX", 800)),
)
PROFILES = {"radarr": ("HD Bluray + WEB", "UHD Bluray + WEB"), "sonarr": ("WEB-1080p", "Remux Anime")}
QUALITIES = ("HDTV-720p", "WEBDL-1080p", "WEBRip-1080p", "Bluray-1080p", "Bluray-2160p", "Remux-2160p")
FIRST = ("Quiet", "Last", "Northern", "Paper", "Hollow", "Golden", "Distant", "Broken", "Silver", "Second")
SECOND = (
    "Harbour",
    "Winter",
    "Signal",
    "Garden",
    "Empire",
    "Letters",
    "Crossing",
    "Orchard",
    "Machine",
    "Tides",
)


def sample(count: int = 1_800) -> ReportData:
    """Return a report of about ``count`` files on four instances, three titles of them hostile."""
    luck = random.Random(5)
    files = tuple(_file(luck, index, *_instance(index, count)) for index in range(count))
    files = tuple(_hostile(files))
    ranked = sorted(_candidates(luck, files), key=lambda row: (row.candidate.priority, -row.candidate.gain))
    candidates = tuple(ranked)
    rows = tuple(_standing(name, kind, files, candidates) for name, kind, _ in INSTANCES)
    return ReportData(
        made_at=MADE_AT,
        whole=_standing("", "", files, candidates),
        instances=rows,
        files=files,
        candidates=candidates,
        formats=tuple(_formats(luck, files)),
        profiles=tuple(_profiles(files)),
        cutoffs=CUTOFFS,
        differences=DIFFERENCES,
        weeks=_weeks(luck),
        days=_days(luck),
        overlap=tuple(_overlap(luck)),
    )


def _instance(index: int, count: int) -> tuple[str, str]:
    reached = 0.0
    for name, kind, share in INSTANCES:
        reached += share
        if index < reached * count:
            return name, kind
    return INSTANCES[-1][:2]


def _hostile(files: tuple[ReportFile, ...]) -> list[ReportFile]:
    rows = list(files)
    for place, title in enumerate((EVIL, EVIL_END, FORMULA)):
        if place < len(rows):
            judged = rows[place].judged
            judged = judged._replace(file=judged.file._replace(title=title), verdict=Verdict.FORMAT)
            rows[place] = rows[place]._replace(judged=judged)
    return rows


def _file(luck: random.Random, index: int, instance: str, kind: str) -> ReportFile:
    matched = sorted(luck.sample(FORMATS, luck.choice((1, 2, 3, 3, 4))), key=lambda pair: -abs(pair[1]))
    matched = [pair for pair in matched if pair[1] > -5000 or luck.random() < 0.12]
    score = sum(points for _, points in matched)
    profile = PROFILES[kind][luck.random() < (0.9 if instance in ("radarr.uhd", "sonarr.anime") else 0.15)]
    verdict = _verdict(luck, score)
    series = kind == "sonarr"
    title = f"{luck.choice(FIRST)} {luck.choice(SECOND)}" + (
        "" if series else luck.choice(("", " II", " Returns"))
    )
    episode = 1 + index % 12
    file = ScoredFile(
        *(
            instance,
            Kind(kind),
            10_000 + index,
            500 + index,
            str(70_000 + index),
            title,
            1972 + luck.randrange(54),
        ),
        season=1 + index // 12 % 6 if series else 0,
        episodes=((episode, episode + 1) if index % 40 == 0 else (episode,)) if series else (),
        profile_id=1,
        quality_id=1,
        quality=luck.choice(QUALITIES),
        score=score,
        formats=tuple(FORMATS.index(pair) for pair in matched),
        monitored=luck.random() < 0.93,
        available=True,
        app_unmet=False,
        size=int(luck.lognormvariate(22.4, 0.8)),
        release_group=luck.choice(("FraMeSToR", "NTb", "FLUX", "playWEB", "CtrlHD", "")),
        path=f"Season {1 + index % 6:02d}/{title} - {index}.mkv",
    )
    judged = Judged(
        *(file, score, verdict),
        quality_unmet=verdict is Verdict.QUALITY,
        format_unmet=verdict is Verdict.FORMAT,
        below_minimum=score < 0,
        app_searches=verdict is Verdict.QUALITY,
        agrees=index % 977 != 5,
    )
    points = tuple(Contribution(FORMATS.index((name, points)), name, points) for name, points in matched)
    return ReportFile(judged, profile, points)


def _verdict(luck: random.Random, score: int) -> Verdict:
    if luck.random() < 0.05:
        return Verdict.NO_UPGRADES
    if score < 1500:
        return Verdict.QUALITY if luck.random() < 0.45 else Verdict.FORMAT
    return Verdict.DONE if luck.random() < 0.85 else Verdict.FORMAT


def _candidates(luck: random.Random, files: tuple[ReportFile, ...]) -> list[ReportCandidate]:
    rows = []
    for place, (judged, _, _) in enumerate(files):
        if judged.verdict in (Verdict.DONE, Verdict.NO_UPGRADES):
            continue
        below_cutoff = judged.verdict is Verdict.QUALITY
        reachable = luck.choice((3000, 4800, 6600))
        gain = max(0, reachable - judged.score)
        priority = 1 if judged.score < 0 else 2 if below_cutoff else 3 if gain >= 1000 else 4
        unmet = "is below the cutoff" if below_cutoff else "is met"
        advice = f"{judged.file.quality} {unmet}; {judged.score:,} of {reachable:,} points; search by hand."
        candidate = Candidate(judged, Priority(priority), 10_000, reachable, gain, advice)
        rows.append(ReportCandidate(place, candidate))
    return rows


def _standing(
    name: str, kind: str, files: tuple[ReportFile, ...], candidates: tuple[ReportCandidate, ...]
) -> ScoreSummary:
    judged = [file.judged for file in files if not name or file.judged.file.instance == name]
    own = [row.candidate for row in candidates if not name or row.candidate.judged.file.instance == name]
    verdicts = [row.verdict for row in judged]
    below = sum(row.below_minimum for row in judged)
    upgradable = [verdict for verdict in verdicts if verdict is not Verdict.NO_UPGRADES]
    count = len(judged)
    parts = (
        _part("minimum", "Files at or above their minimum", 35, count - below, count),
        _part("done", "Upgradable files that are done", 30, upgradable.count(Verdict.DONE), len(upgradable)),
        _part("present", "Monitored, available titles with files", 20, count, int(count * 1.04)),
        _part("no-negative", "Files without a negative format", 15, count - below, count),
    )
    points = round(sum(part.weight * part.share for part in parts))
    return ScoreSummary(
        *(name, kind, MADE_AT - (80 if name == "sonarr.anime" else 5) * 3600, count),
        *(sum(row.file.size for row in judged), points, "ABCDF"[min(4, max(0, (99 - points) // 10))]),
        f"Replace the {below} files below their minimum." if below else "",
        parts,
        {verdict: verdicts.count(verdict) for verdict in Verdict},
        *(below, verdicts.count(Verdict.FORMAT), len(own), 0),
        *(
            sum(candidate.priority is Priority.CRITICAL for candidate in own),
            median_low(row.score for row in judged) if judged else None,
        ),
        *(sum(not row.agrees for row in judged), 0),
    )


def _part(name: str, words: str, weight: int, good: int, of: int) -> HealthPart:
    return HealthPart(name, words, good / of if of else 1.0, weight, good, of)


def _formats(luck: random.Random, files: tuple[ReportFile, ...]) -> list[FormatRow]:
    rows = []
    for name, kind, _ in INSTANCES:
        own = [file.judged.file for file in files if file.judged.file.instance == name]
        for number, (format_name, score) in enumerate(FORMATS):
            uses = sum(number in file.formats for file in own)
            weight = luck.random() * 0.2
            rating = (
                "negative" if score < 0 else "high" if weight > 0.1 else "medium" if weight > 0.02 else "low"
            )
            lift = round(luck.uniform(-400, 1200), 1) if uses else None
            advice = "Keep it." if rating != "negative" else "Look at the files that match it first."
            rows.append(
                FormatRow(
                    name,
                    PROFILES[kind][0],
                    number,
                    format_name,
                    score,
                    uses,
                    uses / max(1, len(own)),
                    weight,
                    lift,
                    rating,
                    advice,
                )
            )
    return rows


def _profiles(files: tuple[ReportFile, ...]) -> list[ProfileRow]:
    groups: dict[tuple[str, str], list[Judged]] = {}
    for file in files:
        groups.setdefault((file.judged.file.instance, file.profile), []).append(file.judged)
    return [_profile(*key, rows) for key, rows in sorted(groups.items())]


def _profile(instance: str, name: str, rows: list[Judged]) -> ProfileRow:
    scores = sorted(row.score for row in rows)
    edges = range(-2000, 12_000, 1000)
    histogram = tuple((low, low + 1000, sum(low <= score < low + 1000 for score in scores)) for low in edges)
    at = [scores[int((len(scores) - 1) * share)] for share in (0.1, 0.5, 0.9)]
    verdicts = [row.verdict for row in rows]
    shares = (
        verdicts.count(Verdict.DONE),
        sum(score < 0 for score in scores),
        verdicts.count(Verdict.NO_UPGRADES),
    )
    done, below, none = (count / len(rows) for count in shares)
    head = (instance, name, len(rows), *at)
    return ProfileRow(*head, done, below, none, 0, 10_000, "Bluray-1080p", True, histogram)


CUTOFFS = (
    ReportCutoff(
        *("radarr.main", "HD Bluray + WEB", "never", "Bluray-1080p", 10_000, 1_775, "Best.1080p-GRP"),
        *(12_000, 900, 300, 600, 1_775, 4),
        "This profile never stops: 1,775 is the best of 12,000 releases and 600 files, 10,000 wanted.",
    ),
    ReportCutoff(
        *("sonarr.main", "Nobody uses this", "unused", "", 0, None, "", 0, 0, 0, 0, None, None),
        "No title has this profile.",
    ),
)
DIFFERENCES = (
    ProfileDifference(
        *("HD Bluray + WEB", ("radarr.main", "radarr.uhd")),
        "x265 (HD) scores -10,000 on radarr.main and 0 on radarr.uhd.",
    ),
    ProfileDifference(
        *("HD Bluray + WEB", ("radarr.main", "radarr.uhd")),
        "The quality cutoff is Bluray-1080p on radarr.main and WEB 1080p on radarr.uhd.",
    ),
    ProfileDifference(
        *("WEB-1080p", ("sonarr.main", "sonarr.anime")),
        "The minimum score is 0 on sonarr.main and 100 on sonarr.anime.",
    ),
)


def _weeks(luck: random.Random) -> dict[str, list[Week]]:
    monday = date(2026, 5, 25)
    return {
        name: [
            Week(
                (monday + timedelta(weeks=week)).isoformat(),
                *(luck.randrange(12), luck.randrange(3), 40 * (week == 17)),
                *(luck.randrange(14), luck.randrange(3)),
            )
            for week in range(26)
        ]
        for name, _, _ in INSTANCES
    }


def _days(luck: random.Random) -> dict[str, list[Day]]:
    rows: dict[str, list[Day]] = {}
    for place, (name, _, _) in enumerate(INSTANCES):
        health, median = 58.0 + 6 * place, 1500 + 420 * place
        for day in range(0, 180, 2):
            health = min(97.0, health + luck.uniform(-0.55, 0.75))
            median += luck.randrange(-20, 32)
            when = (date(2026, 5, 26) + timedelta(days=day)).isoformat()
            stored = Day(when, 400 + day, median, round(health), health / 120, 0.04, 10**12)
            rows.setdefault(name, []).append(stored)
    return rows


def _overlap(luck: random.Random) -> list[SharedTitle]:
    rows = []
    for index in range(60):
        low = TitleCopy(
            "radarr.main", "Bluray-1080p", 1080, luck.randrange(0, 6000), luck.randrange(6, 16) * 2**30
        )
        high = TitleCopy(
            "radarr.uhd", "Remux-2160p", 2160, luck.randrange(0, 9000), luck.randrange(40, 80) * 2**30
        )
        title = EVIL if index == 0 else f"{luck.choice(FIRST)} {luck.choice(SECOND)}"
        overlap = low.size if index % 5 else 0
        rows.append(
            SharedTitle(
                str(70_000 + index), title, 1980 + luck.randrange(45), Kind.RADARR, (low, high), overlap
            )
        )
    return sorted(rows, key=lambda row: -row.overlap)
