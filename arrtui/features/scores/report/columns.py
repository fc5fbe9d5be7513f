"""The tables of a report and their columns: what they are called and what they mean.

Names and order are stable: spreadsheets and scripts rely on them. A new column goes to the end of its table.
"""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """A column of a table."""

    name: str
    meaning: str


class Table(NamedTuple):
    """A table, which is one CSV file."""

    name: str
    what: str
    columns: tuple[Column, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)


_FILE = (
    Column("instance", "the instance, as in the configuration"),
    Column("kind", "radarr or sonarr"),
    Column("external_id", "TMDb id of the movie, TVDB id of the series"),
    Column("title", "title of the movie or the series"),
    Column("year", "its year"),
    Column("episode", "S01E02, S01E02-E03; empty for a movie"),
    Column("file_id", "id of the file on its instance"),
    Column("quality", "quality of the file"),
    Column("profile", "quality profile of the movie or the series"),
    Column("score", "custom format score; empty where the app gave none"),
    Column("verdict", "done, quality-upgrade, format-upgrade or no-upgrades"),
)
_WHERE = (
    Column("only_by_hand", "yes: formats unmet, quality met, so the app's cutoff search never lists it"),
    Column("below_minimum", "yes: under the profile's minimum score"),
    Column("app_searches", "yes: the app's own cutoff search covers it"),
    Column("monitored", "yes or no"),
)
_SIZE = (
    Column("size", "bytes"),
    Column("release_group", "as the app parsed it"),
)

CANDIDATES = Table(
    "candidates",
    "files worth upgrading, the most urgent first",
    (
        Column("priority", "1 critical, 2 high, 3 medium, 4 low"),
        *_FILE,
        Column("target", "the profile's cutoffFormatScore"),
        Column("reachable", "what comparable files reach"),
        Column("gain", "points within reach, never negative"),
        Column("advice", "one sentence"),
        *_WHERE,
        *_SIZE,
    ),
)
FILES = Table(
    "files",
    "every file with its verdict",
    (
        *_FILE,
        *_WHERE,
        Column("available", "yes: what the minimum availability asks for has come"),
        Column("agrees", "no: the app's qualityCutoffNotMet is not what the profile says"),
        *_SIZE,
        Column("formats", "matched formats with their points in the profile, as name (points), joined by ;"),
        Column("path", "below the folder of the title"),
    ),
)
FORMATS = Table(
    "formats",
    "custom formats, one line per instance and profile",
    (
        Column("instance", "the instance"),
        Column("profile", "quality profile"),
        Column("format", "custom format"),
        Column("score", "points assigned by the profile"),
        Column("uses", "files of the profile that match it"),
        Column("share", "of the profile's files, 0 to 1"),
        Column("weight", "its part of all positive (or all negative) points of the profile, 0 to 1"),
        Column("lift", "points that files with it have more than files without it, itself left out"),
        Column("rating", "high, medium, low, negative, dead or unscored"),
        Column("advice", "one sentence"),
    ),
)
PROFILES = Table(
    "profiles",
    "quality profiles, one line per instance",
    (
        Column("instance", "the instance"),
        Column("profile", "quality profile"),
        Column("files", "files whose title has it"),
        Column("p10", "a tenth of the files score less"),
        Column("median", "half of the files score less"),
        Column("p90", "nine tenths of the files score less"),
        Column("done", "share of files that need no upgrade, 0 to 1"),
        Column("below_minimum", "share of files under the minimum score, 0 to 1"),
        Column("no_upgrades", "share of files whose profile allows no upgrade, 0 to 1"),
        Column("minimum", "minFormatScore"),
        Column("wanted", "cutoffFormatScore"),
        Column("cutoff", "name of the quality cutoff"),
        Column("upgrade_allowed", "yes or no"),
    ),
)
DIFFERENCES = Table(
    "differences",
    "profiles of one name that differ between instances",
    (
        Column("profile", "quality profile"),
        Column("instances", "the instances compared, joined by ;"),
        Column("difference", "one sentence with both values"),
    ),
)
TRENDS = Table(
    "trends",
    "what happened to scores, one line per instance and week; empty weeks are there",
    (
        Column("instance", "the instance"),
        Column("week", "date of its Monday"),
        Column("upgraded", "files replaced by one with a higher score"),
        Column("downgraded", "files replaced by one with a lower score"),
        Column("rescored", "files whose score changed while the file stayed"),
        Column("new", "first files of a movie or an episode"),
        Column("removed", "files gone without another"),
    ),
)
DAYS = Table(
    "days",
    "how an instance stood, one line per instance and day with a backup",
    (
        Column("instance", "the instance"),
        Column("date", "day, UTC"),
        Column("files", "number of files"),
        Column("median", "median score"),
        Column("health", "0 to 100"),
        Column("done", "share of files that need no upgrade, 0 to 1"),
        Column("below_minimum", "share of files under the minimum score, 0 to 1"),
        Column("size", "bytes"),
    ),
)
OVERLAP = Table(
    "overlap",
    "titles that several instances have, one line per copy",
    (
        Column("kind", "radarr or sonarr"),
        Column("external_id", "TMDb or TVDB id"),
        Column("title", "title"),
        Column("year", "year"),
        Column("instance", "the instance with this copy"),
        Column("quality", "best quality of the copy"),
        Column("resolution", "lines, such as 1080"),
        Column("score", "custom format score"),
        Column("size", "bytes of this copy"),
        Column("formats", "matched formats of its best file, joined by commas"),
        Column("overlap", "bytes of all copies below 2160p of a title that also has one of 2160p, else 0"),
    ),
)
HEALTH = Table(
    "health",
    "how the instances stand, the last line for all together",
    (
        Column("instance", "the instance; empty for all together"),
        Column("taken_at", "when the data was stored, UTC"),
        Column("files", "number of files"),
        Column("size", "bytes"),
        Column("health", "0 to 100"),
        Column("grade", "A to D, F"),
        Column("done", "files that need no upgrade"),
        Column("quality_upgrade", "files of which a better quality is taken"),
        Column("format_upgrade", "files of which only the same quality with a higher score is taken"),
        Column("no_upgrades", "files whose profile allows no upgrade"),
        Column("below_minimum", "files under the minimum score of their profile"),
        Column("only_by_hand", "files that the app's cutoff search never lists"),
        Column("candidates", "files worth upgrading"),
        Column("median", "median score"),
        Column("disagreements", "files whose qualityCutoffNotMet is not what the profile says"),
        Column("unexplained", "files whose formats do not sum up to their score"),
        Column("next_step", "what would raise the grade most"),
    ),
)

TABLES = (HEALTH, CANDIDATES, FILES, FORMATS, PROFILES, DIFFERENCES, TRENDS, DAYS, OVERLAP)


def described() -> str:
    """Return all tables and their columns as Markdown, as the README shows them."""
    return "\n\n".join(_described(table) for table in TABLES) + "\n"


def _described(table: Table) -> str:
    columns = "; ".join(f"`{column.name}` {column.meaning}" for column in table.columns)
    return f"**`…-{table.name}.csv`**: {table.what}. {columns}."
