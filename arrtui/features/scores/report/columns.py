"""The tables of a report and their columns: names and meanings.

Names and order are stable: spreadsheets and scripts rely on them. A new column goes to the end of its table.
"""

from __future__ import annotations

from typing import NamedTuple


class ReportColumn(NamedTuple):
    """A column of a table."""

    name: str
    meaning: str


class ReportTable(NamedTuple):
    """A table, which is one CSV file."""

    name: str
    what: str
    columns: tuple[ReportColumn, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)


_FILE = (
    ReportColumn("instance", "the instance, as in the configuration"),
    ReportColumn("kind", "radarr or sonarr"),
    ReportColumn("external_id", "TMDb id of the movie, TVDB id of the series"),
    ReportColumn("title", "title of the movie or the series"),
    ReportColumn("year", "its year"),
    ReportColumn("episode", "S01E02, S01E02-E03; empty for a movie"),
    ReportColumn("file_id", "id of the file on its instance"),
    ReportColumn("quality", "quality of the file"),
    ReportColumn("profile", "quality profile of the movie or the series"),
    ReportColumn("score", "custom format score; empty where the app gave none"),
    ReportColumn("verdict", "done, quality-upgrade, format-upgrade or no-upgrades"),
)
_WHERE = (
    ReportColumn(
        "only_by_hand", "yes: formats unmet, quality met, so the app's cutoff search never lists it"
    ),
    ReportColumn("below_minimum", "yes: under the profile's minimum score"),
    ReportColumn("app_searches", "yes: the app's own cutoff search covers it"),
    ReportColumn("monitored", "yes or no"),
)
_SIZE = (
    ReportColumn("size", "bytes"),
    ReportColumn("release_group", "as the app parsed it"),
)

CANDIDATES = ReportTable(
    "candidates",
    "files worth upgrading, the most urgent first",
    (
        ReportColumn("priority", "1 critical, 2 high, 3 medium, 4 low"),
        *_FILE,
        ReportColumn("target", "the profile's cutoffFormatScore"),
        ReportColumn("reachable", "what comparable files reach"),
        ReportColumn("gain", "points within reach, never negative"),
        ReportColumn("advice", "one sentence"),
        *_WHERE,
        *_SIZE,
    ),
)
FILES = ReportTable(
    "files",
    "every file with its verdict",
    (
        *_FILE,
        *_WHERE,
        ReportColumn("available", "yes: what the minimum availability asks for has come"),
        ReportColumn("agrees", "no: the app's qualityCutoffNotMet is not what the profile says"),
        *_SIZE,
        ReportColumn(
            "formats", "matched formats with their points in the profile, as name (points), joined by ;"
        ),
        ReportColumn("path", "below the folder of the title"),
    ),
)
FORMATS = ReportTable(
    "formats",
    "custom formats, one line per instance and profile",
    (
        ReportColumn("instance", "the instance"),
        ReportColumn("profile", "quality profile"),
        ReportColumn("format", "custom format"),
        ReportColumn("score", "points assigned by the profile"),
        ReportColumn("uses", "files of the profile that match it"),
        ReportColumn("share", "of the profile's files, 0 to 1"),
        ReportColumn("weight", "its part of all positive (or all negative) points of the profile, 0 to 1"),
        ReportColumn("lift", "points that files with it have more than files without it, itself left out"),
        ReportColumn("rating", "high, medium, low, negative, dead or unscored"),
        ReportColumn("advice", "one sentence"),
    ),
)
PROFILES = ReportTable(
    "profiles",
    "quality profiles, one line per instance",
    (
        ReportColumn("instance", "the instance"),
        ReportColumn("profile", "quality profile"),
        ReportColumn("files", "files whose title has it"),
        ReportColumn("p10", "a tenth of the files score less"),
        ReportColumn("median", "half of the files score less"),
        ReportColumn("p90", "nine tenths of the files score less"),
        ReportColumn("done", "share of files that need no upgrade, 0 to 1"),
        ReportColumn("below_minimum", "share of files under the minimum score, 0 to 1"),
        ReportColumn("no_upgrades", "share of files whose profile allows no upgrade, 0 to 1"),
        ReportColumn("minimum", "minFormatScore"),
        ReportColumn("wanted", "cutoffFormatScore"),
        ReportColumn("cutoff", "name of the quality cutoff"),
        ReportColumn("upgrade_allowed", "yes or no"),
    ),
)
DIFFERENCES = ReportTable(
    "differences",
    "profiles of one name that differ between instances",
    (
        ReportColumn("profile", "quality profile"),
        ReportColumn("instances", "the instances compared, joined by ;"),
        ReportColumn("difference", "one sentence with both values"),
    ),
)
TRENDS = ReportTable(
    "trends",
    "what happened to scores, one line per instance and week; empty weeks are there",
    (
        ReportColumn("instance", "the instance"),
        ReportColumn("week", "date of its Monday"),
        ReportColumn("upgraded", "files replaced by one with a higher score"),
        ReportColumn("downgraded", "files replaced by one with a lower score"),
        ReportColumn("rescored", "files whose score changed while the file stayed"),
        ReportColumn("new", "first files of a movie or an episode"),
        ReportColumn("removed", "files gone without another"),
    ),
)
DAYS = ReportTable(
    "days",
    "how an instance stood, one line per instance and day with a backup",
    (
        ReportColumn("instance", "the instance"),
        ReportColumn("date", "day, UTC"),
        ReportColumn("files", "number of files"),
        ReportColumn("median", "median score"),
        ReportColumn("health", "0 to 100"),
        ReportColumn("done", "share of files that need no upgrade, 0 to 1"),
        ReportColumn("below_minimum", "share of files under the minimum score, 0 to 1"),
        ReportColumn("size", "bytes"),
    ),
)
OVERLAP = ReportTable(
    "overlap",
    "titles that several instances have, one line per copy",
    (
        ReportColumn("kind", "radarr or sonarr"),
        ReportColumn("external_id", "TMDb or TVDB id"),
        ReportColumn("title", "title"),
        ReportColumn("year", "year"),
        ReportColumn("instance", "the instance with this copy"),
        ReportColumn("quality", "best quality of the copy"),
        ReportColumn("resolution", "lines, such as 1080"),
        ReportColumn("score", "custom format score"),
        ReportColumn("size", "bytes of this copy"),
        ReportColumn("formats", "matched formats of its best file, joined by commas"),
        ReportColumn(
            "overlap", "bytes of all copies below 2160p of a title that also has one of 2160p, else 0"
        ),
    ),
)
HEALTH = ReportTable(
    "health",
    "how the instances stand, the last line for all together",
    (
        ReportColumn("instance", "the instance; empty for all together"),
        ReportColumn("taken_at", "when the data was stored, UTC"),
        ReportColumn("files", "number of files"),
        ReportColumn("size", "bytes"),
        ReportColumn("health", "0 to 100"),
        ReportColumn("grade", "A to D, F"),
        ReportColumn("done", "files that need no upgrade"),
        ReportColumn("quality_upgrade", "files of which a better quality is taken"),
        ReportColumn("format_upgrade", "files of which only the same quality with a higher score is taken"),
        ReportColumn("no_upgrades", "files whose profile allows no upgrade"),
        ReportColumn("below_minimum", "files under the minimum score of their profile"),
        ReportColumn("only_by_hand", "files that the app's cutoff search never lists"),
        ReportColumn("candidates", "files worth upgrading"),
        ReportColumn("median", "median score"),
        ReportColumn("disagreements", "files whose qualityCutoffNotMet is not what the profile says"),
        ReportColumn("unexplained", "files whose formats do not sum up to their score"),
        ReportColumn("next_step", "what would raise the grade most"),
    ),
)

TABLES = (HEALTH, CANDIDATES, FILES, FORMATS, PROFILES, DIFFERENCES, TRENDS, DAYS, OVERLAP)
