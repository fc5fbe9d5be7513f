"""The tables of a report and their columns: names and meanings.

Names and order are stable: spreadsheets and scripts rely on them. A new column goes to the end of its table.
"""

from __future__ import annotations

from arrtui.core.report.table import ReportTable
from arrtui.core.verdicts import Verdict

_FILE = {
    "instance": "the instance, as in the configuration",
    "kind": "radarr, sonarr or lidarr",
    "external_id": "TMDb id of the movie, TVDB id of the series, MusicBrainz id of the artist",
    "title": "title of the movie or the series, name of the artist",
    "year": "its year",
    "episode": "S01E02, S01E02-E03, the title of an album; empty for a movie",
    "file_id": "id of the file on its instance; of an album the first of its files",
    "quality": "quality of the file, the worst one of an album",
    "profile": "quality profile of the movie, the series or the artist",
    "score": "custom format score; empty where the app gave none",
    "verdict": f"one of {', '.join(Verdict)}",
}
_WHERE = {
    "only_by_hand": "yes: formats unmet, quality met, so the app's cutoff search never lists it",
    "below_minimum": "yes: under the profile's minimum score",
    "app_searches": "yes: the app's own cutoff search covers it",
    "monitored": "yes or no",
}
_SIZE = {
    "size": "bytes",
    "release_group": "as the app parsed it",
}

CANDIDATES = ReportTable(
    "candidates",
    "files worth upgrading, the most urgent first",
    {
        "priority": "1 critical, 2 high, 3 medium, 4 low",
        **_FILE,
        "target": "the profile's cutoffFormatScore",
        "reachable": "what comparable files reach",
        "gain": "points within reach, never negative",
        "advice": "one sentence",
        **_WHERE,
        **_SIZE,
    },
)
FILES = ReportTable(
    "files",
    "every file, and every album that has files, with its verdict",
    {
        **_FILE,
        **_WHERE,
        "available": "yes: what the minimum availability asks for has come",
        "agrees": "no: the app's qualityCutoffNotMet is not what the profile says",
        **_SIZE,
        "formats": "matched formats with their points in the profile, as name (points), joined by ;",
        "path": "below the folder of the title",
    },
)
FORMATS = ReportTable(
    "formats",
    "custom formats, one line per instance and profile",
    {
        "instance": "the instance",
        "profile": "quality profile",
        "format": "custom format",
        "score": "points assigned by the profile",
        "uses": "files of the profile that match it",
        "share": "of the profile's files, 0 to 1",
        "weight": "its part of all positive (or all negative) points of the profile, 0 to 1",
        "lift": "points that files with it have more than files without it, itself left out",
        "rating": "high, medium, low, negative, dead or unscored",
        "advice": "one sentence",
    },
)
PROFILES = ReportTable(
    "profiles",
    "quality profiles, one line per instance",
    {
        "instance": "the instance",
        "profile": "quality profile",
        "files": "files whose title has it",
        "p10": "a tenth of the files score less",
        "median": "half of the files score less",
        "p90": "nine tenths of the files score less",
        "done": "share of files that need no upgrade, 0 to 1",
        "below_minimum": "share of files under the minimum score, 0 to 1",
        "no_upgrades": "share of files whose profile allows no upgrade, 0 to 1",
        "minimum": "minFormatScore",
        "wanted": "cutoffFormatScore",
        "cutoff": "name of the quality cutoff",
        "upgrade_allowed": "yes or no",
    },
)
DIFFERENCES = ReportTable(
    "differences",
    "profiles of one name that differ between instances",
    {
        "profile": "quality profile",
        "instances": "the instances compared, joined by ;",
        "difference": "one sentence with both values",
    },
)
TRENDS = ReportTable(
    "trends",
    "what happened to scores, one line per instance and week; empty weeks are there",
    {
        "instance": "the instance",
        "week": "date of its Monday",
        "upgraded": "files replaced by one with a higher score",
        "downgraded": "files replaced by one with a lower score",
        "rescored": "files whose score changed while the file stayed",
        "new": "first files of a movie, an episode or an album",
        "removed": "files gone without another",
    },
)
DAYS = ReportTable(
    "days",
    "how an instance stood, one line per instance and day with a backup",
    {
        "instance": "the instance",
        "date": "day, UTC",
        "files": "number of files",
        "median": "median score",
        "health": "0 to 100",
        "done": "share of files that need no upgrade, 0 to 1",
        "below_minimum": "share of files under the minimum score, 0 to 1",
        "size": "bytes",
    },
)
OVERLAP = ReportTable(
    "overlap",
    "titles that several instances have, one line per copy",
    {
        "kind": "radarr, sonarr or lidarr",
        "external_id": "TMDb, TVDB or MusicBrainz id",
        "title": "title",
        "year": "year",
        "instance": "the instance with this copy",
        "quality": "best quality of the copy",
        "resolution": "lines, such as 1080",
        "score": "custom format score",
        "size": "bytes of this copy",
        "formats": "matched formats of its best file, joined by commas",
        "overlap": "bytes of all copies below 2160p of a title that also has one of 2160p, else 0",
    },
)
HEALTH = ReportTable(
    "health",
    "how the instances stand, the last line for all together",
    {
        "instance": "the instance; empty for all together",
        "taken_at": "when the data was stored, UTC",
        "files": "number of files",
        "size": "bytes",
        "health": "0 to 100",
        "grade": "A to D, F",
        **{verdict.column: verdict.facts.counted for verdict in Verdict if not verdict.facts.rare},
        "below_minimum": "files under the minimum score of their profile",
        "only_by_hand": "files that the app's cutoff search never lists",
        "candidates": "files worth upgrading within reach",
        "median": "median score",
        "disagreements": "files whose qualityCutoffNotMet is not what the profile says",
        "unexplained": "files whose formats do not sum up to their score",
        "next_step": "what would raise the grade most",
        "beyond_reach": "files short of the wanted score of which no comparable file is better",
        **{verdict.column: verdict.facts.counted for verdict in Verdict if verdict.facts.rare},
    },
)
CUTOFFS = ReportTable(
    "cutoffs",
    "whether profiles ever stop searching, by all files and releases that are stored",
    {
        "instance": "the instance, as in the configuration",
        "profile": "the quality profile",
        "state": "never, cannot_tell, reachable, stops, no_upgrades or unused",
        "cutoff": "the quality that is good enough",
        "wanted": "the profile's cutoffFormatScore",
        "best": "the best score that ever met the quality cutoff; empty where none is known",
        "best_name": "the file or release that has it",
        "releases": "releases of the history that were looked at",
        "files": "number of files",
        "short_of_quality": "files of a quality below the cutoff",
        "short_of_score": "files that lack nothing but score",
        "suggested": "a cutoffFormatScore that was reached; empty where there is none",
        "stopped": "files that would be done with it",
        "sentence": "all of it as a sentence",
    },
)

TABLES = (HEALTH, CANDIDATES, FILES, FORMATS, PROFILES, CUTOFFS, DIFFERENCES, TRENDS, DAYS, OVERLAP)
