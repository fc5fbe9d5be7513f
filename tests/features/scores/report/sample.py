"""A report of invented libraries: any number of files, the same each time."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from statistics import median_low

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
    candidates = tuple(sorted(_candidates(luck, files), key=lambda row: (row.priority, -row.gain)))
    rows = tuple(_standing(name, kind, files, candidates) for name, kind, _ in INSTANCES)
    return ReportData(
        made_at=MADE_AT,
        whole=_standing("", "", files, candidates),
        instances=rows,
        files=files,
        candidates=candidates,
        formats=tuple(_formats(luck, files)),
        profiles=tuple(_profiles(files)),
        differences=DIFFERENCES,
        weeks=tuple(_weeks(luck)),
        days=tuple(_days(luck)),
        overlap=tuple(_overlap(luck)),
        notes=("radarr.attic was never backed up and is not in this report.",),
    )


def _instance(index: int, count: int) -> tuple[str, str]:
    reached = 0.0
    for name, kind, share in INSTANCES:
        reached += share
        if index < reached * count:
            return name, kind
    return INSTANCES[-1][:2]


def _hostile(files: tuple[FileRow, ...]) -> list[FileRow]:
    rows = list(files)
    for place, title in enumerate((EVIL, EVIL_END, FORMULA)):
        if place < len(rows):
            rows[place] = rows[place]._replace(title=title, verdict="format-upgrade", only_by_hand=True)
    return rows


def _file(luck: random.Random, index: int, instance: str, kind: str) -> FileRow:
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
    return FileRow(
        *(instance, kind, 10_000 + index, 500 + index, 70_000 + index, title, 1972 + luck.randrange(54)),
        season=1 + index // 12 % 6 if series else None,
        episodes=((episode, episode + 1) if index % 40 == 0 else (episode,)) if series else (),
        quality=luck.choice(QUALITIES),
        profile=profile,
        score=score,
        verdict=verdict,
        only_by_hand=verdict == "format-upgrade",
        below_minimum=score < 0,
        app_searches=verdict == "quality-upgrade",
        agrees=index % 977 != 5,
        monitored=luck.random() < 0.93,
        available=True,
        size=int(luck.lognormvariate(22.4, 0.8)),
        release_group=luck.choice(("FraMeSToR", "NTb", "FLUX", "playWEB", "CtrlHD", "")),
        path=f"Season {1 + index % 6:02d}/{title} - {index}.mkv",
        formats=tuple(matched),
    )


def _verdict(luck: random.Random, score: int) -> str:
    if luck.random() < 0.05:
        return "no-upgrades"
    if score < 1500:
        return "quality-upgrade" if luck.random() < 0.45 else "format-upgrade"
    return "done" if luck.random() < 0.85 else "format-upgrade"


def _candidates(luck: random.Random, files: tuple[FileRow, ...]) -> list[CandidateRow]:
    rows = []
    for place, file in enumerate(files):
        if file.verdict in ("done", "no-upgrades"):
            continue
        score = file.score or 0
        reachable = luck.choice((3000, 4800, 6600))
        gain = max(0, reachable - score)
        priority = 1 if score < 0 else 2 if file.verdict == "quality-upgrade" else 3 if gain >= 1000 else 4
        unmet = "is below the cutoff" if file.verdict == "quality-upgrade" else "is met"
        advice = f"{file.quality} {unmet}; {score:,} of {reachable:,} points; search by hand."
        rows.append(CandidateRow(place, priority, 10_000, reachable, gain, advice))
    return rows


def _standing(
    name: str, kind: str, files: tuple[FileRow, ...], candidates: tuple[CandidateRow, ...]
) -> InstanceRow:
    own = [file for file in files if not name or file.instance == name]
    mine = [row for row in candidates if not name or files[row.file].instance == name]
    verdicts = [file.verdict for file in own]
    below = sum(file.below_minimum for file in own)
    upgradable = [verdict for verdict in verdicts if verdict != "no-upgrades"]
    parts = (
        _part("minimum", "Files at or above their minimum", 35, len(own) - below, len(own)),
        _part("done", "Upgradable files that are done", 30, upgradable.count("done"), len(upgradable)),
        _part("present", "Monitored, available titles with files", 20, len(own), int(len(own) * 1.04)),
        _part("no-negative", "Files without a negative format", 15, len(own) - below, len(own)),
    )
    points = round(sum(part.weight * part.share for part in parts))
    return InstanceRow(
        *(name, kind, MADE_AT - (80 if name == "sonarr.anime" else 5) * 3600, len(own)),
        *(sum(file.size for file in own), points, "ABCDF"[min(4, max(0, (99 - points) // 10))]),
        f"Replace the {below} files below their minimum." if below else "",
        parts,
        *(verdicts.count("done"), verdicts.count("quality-upgrade"), verdicts.count("format-upgrade")),
        *(verdicts.count("no-upgrades"), below, verdicts.count("format-upgrade"), len(mine)),
        *(
            sum(row.priority == 1 for row in mine),
            median_low(file.score or 0 for file in own) if own else None,
        ),
        *(sum(not file.agrees for file in own), 0),
    )


def _part(name: str, words: str, weight: int, good: int, of: int) -> PartRow:
    return PartRow(name, words, good / of if of else 1.0, weight, good, of)


def _formats(luck: random.Random, files: tuple[FileRow, ...]) -> list[FormatLine]:
    rows = []
    for name, kind, _ in INSTANCES:
        own = [file for file in files if file.instance == name]
        for format_name, score in FORMATS:
            uses = sum((format_name, score) in file.formats for file in own)
            weight = luck.random() * 0.2
            rating = (
                "negative" if score < 0 else "high" if weight > 0.1 else "medium" if weight > 0.02 else "low"
            )
            lift = round(luck.uniform(-400, 1200), 1) if uses else None
            advice = "Keep it." if rating != "negative" else "Look at the files that match it first."
            rows.append(
                FormatLine(
                    name,
                    PROFILES[kind][0],
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


def _profiles(files: tuple[FileRow, ...]) -> list[ProfileLine]:
    groups: dict[tuple[str, str], list[FileRow]] = {}
    for file in files:
        groups.setdefault((file.instance, file.profile), []).append(file)
    return [_profile(*key, rows) for key, rows in sorted(groups.items())]


def _profile(instance: str, name: str, rows: list[FileRow]) -> ProfileLine:
    scores = sorted(row.score or 0 for row in rows)
    edges = range(-2000, 12_000, 1000)
    histogram = tuple((low, low + 1000, sum(low <= score < low + 1000 for score in scores)) for low in edges)
    at = [scores[int((len(scores) - 1) * share)] for share in (0.1, 0.5, 0.9)]
    verdicts = [row.verdict for row in rows]
    shares = (verdicts.count("done"), sum(score < 0 for score in scores), verdicts.count("no-upgrades"))
    done, below, none = (count / len(rows) for count in shares)
    head = (instance, name, len(rows), *at)
    return ProfileLine(*head, done, below, none, 0, 10_000, "Bluray-1080p", True, histogram)


DIFFERENCES = (
    DifferenceLine(
        *("HD Bluray + WEB", ("radarr.main", "radarr.uhd")),
        "x265 (HD) scores -10,000 on radarr.main and 0 on radarr.uhd.",
    ),
    DifferenceLine(
        *("HD Bluray + WEB", ("radarr.main", "radarr.uhd")),
        "The quality cutoff is Bluray-1080p on radarr.main and WEB 1080p on radarr.uhd.",
    ),
    DifferenceLine(
        *("WEB-1080p", ("sonarr.main", "sonarr.anime")),
        "The minimum score is 0 on sonarr.main and 100 on sonarr.anime.",
    ),
)


def _weeks(luck: random.Random) -> list[WeekLine]:
    monday = date(2026, 5, 25)
    return [
        WeekLine(
            *(name, (monday + timedelta(weeks=week)).isoformat()),
            *(
                luck.randrange(12),
                luck.randrange(3),
                40 * (week == 17),
                luck.randrange(14),
                luck.randrange(3),
            ),
        )
        for name, _, _ in INSTANCES
        for week in range(26)
    ]


def _days(luck: random.Random) -> list[DayLine]:
    rows = []
    for place, (name, _, _) in enumerate(INSTANCES):
        health, median = 58.0 + 6 * place, 1500 + 420 * place
        for day in range(0, 180, 2):
            health = min(97.0, health + luck.uniform(-0.55, 0.75))
            median += luck.randrange(-20, 32)
            when = (date(2026, 5, 26) + timedelta(days=day)).isoformat()
            rows.append(DayLine(name, when, 400 + day, median, round(health), health / 120, 0.04, 10**12))
    return rows


def _overlap(luck: random.Random) -> list[TwinLine]:
    rows = []
    for index in range(60):
        low = CopyLine(
            "radarr.main", "Bluray-1080p", 1080, luck.randrange(0, 6000), luck.randrange(6, 16) * 2**30
        )
        high = CopyLine(
            "radarr.uhd", "Remux-2160p", 2160, luck.randrange(0, 9000), luck.randrange(40, 80) * 2**30
        )
        title = EVIL if index == 0 else f"{luck.choice(FIRST)} {luck.choice(SECOND)}"
        overlap = low.size if index % 5 else 0
        rows.append(
            TwinLine(70_000 + index, title, 1980 + luck.randrange(45), "radarr", (low, high), overlap)
        )
    return sorted(rows, key=lambda row: -row.overlap)
