"""The rows, columns and detail text of the formats table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from arrtui.core.filter.fields import FieldKind, FilterField
from arrtui.core.text import plural
from arrtui.features.scores.model import Analysis, FormatRow, Judged
from arrtui.tui.kit.signs import BAD, GOOD, HOLLOW, IDLE, OFF, WARN, Sign
from arrtui.tui.kit.table import REQUIRED, Cell, Column
from arrtui.tui.panes.scores.bars import bar
from arrtui.tui.panes.scores.lines import Line, file_title, share_text, signed

RATINGS = {
    "high": Sign(GOOD, "high", "good"),
    "medium": Sign(HOLLOW, "medium", "good"),
    "low": Sign(IDLE, "low", ""),
    "negative": Sign(WARN, "negative", "bad"),
    "dead": Sign(BAD, "dead", "warn"),
    "unscored": Sign(OFF, "unscored", "accent"),
}
"""What a format is good for, best first."""
MEANINGS = {
    "high": "at least 10 % of all points of the profile",
    "medium": "at least 2 % of all points of the profile",
    "low": "less than 2 % of all points of the profile",
    "negative": "takes points away",
    "dead": "has a score, but no file matches it",
    "unscored": "files match it, but it has no score",
}
_ORDER = list(RATINGS)
BAR = 6
"""Cells of the bar of a weight."""
MOST_TITLES = 12
"""Files that the detail names."""


def row_key(row: FormatRow) -> tuple[str, str, int]:
    """Return the identity of a row."""
    return row.instance, row.profile, row.format_id


def rating_sign(row: FormatRow) -> Sign:
    """Return the rating as a glyph and a word."""
    return RATINGS.get(row.rating, Sign("?", row.rating, ""))


def files_of(analysis: Analysis, profile: str) -> list[Judged]:
    """Return the files that have the profile of this name."""
    profiles = analysis.library.profiles
    ids = {number for number, stored in profiles.items() if stored.name == profile}
    return [judged for judged in analysis.judged if judged.file.profile_id in ids]


def matching(analysis: Analysis, row: FormatRow) -> list[Judged]:
    """Return the files of a row's profile that match its format, the one it matters most to first."""
    files = [judged for judged in files_of(analysis, row.profile) if row.format_id in judged.file.formats]
    sign = 1 if row.score < 0 else -1
    return sorted(files, key=lambda judged: (sign * judged.score, file_title(judged.file)))


def _lift_cell(row: FormatRow) -> Cell:
    if row.lift is None:
        return "-", "dim"
    return signed(round(row.lift)), "bad" if row.lift < 0 else ""


def _weight_cell(row: FormatRow, *, plain: bool) -> Cell:
    style = "bad" if row.score < 0 else "good"
    return [(bar(row.weight, BAR, plain=plain), style), (f"{share_text(row.weight):>5}", "")]


_INSTANCE = Column[FormatRow](
    "instance", "Instance", lambda row: row.instance,
    kind=FieldKind.INSTANCE, width=12, priority=70, sort=lambda row: row.instance,
)  # fmt: skip


def format_columns(*, plain: bool, several: bool, one_profile: bool) -> tuple[Column[FormatRow], ...]:
    """Return the columns; ``several`` instances have one for their name, ``one_profile`` has none for its."""
    columns: tuple[Column[FormatRow], ...] = (
        Column(
            "name", "Format", lambda row: row.name,
            kind=FieldKind.TEXT, min_width=17, priority=REQUIRED, sort=lambda row: row.name
        ),
        Column(
            "profile", "Profile", lambda row: row.profile, kind=FieldKind.TEXT, min_width=10, priority=80,
            sort=lambda row: row.profile,
        ),
        Column(
            "score", "Score", lambda row: (f"{row.score:,}", "bad" if row.score < 0 else ""),
            kind=FieldKind.NUMBER, width=7,
            align="right", priority=REQUIRED, sort=lambda row: row.score, descending=True,
            tooltip="What the profile gives for it",
        ),
        Column(
            "uses", "Files", lambda row: f"{row.uses:,}",
            kind=FieldKind.NUMBER, width=6, align="right", priority=90,
            sort=lambda row: row.uses, descending=True, tooltip="Files of the profile that match it",
        ),
        Column(
            "share", "Share", lambda row: share_text(row.share),
            field=FilterField("share", FieldKind.NUMBER, lambda row: 100 * row.share),
            width=5, align="right", priority=60,
            sort=lambda row: row.share, descending=True, tooltip="Of the profile's files",
        ),
        Column(
            "weight", "Weight", partial(_weight_cell, plain=plain), width=BAR + 5, priority=85,
            sort=lambda row: -row.weight if row.score < 0 else row.weight, descending=True,
            tooltip="Its part of all points of the profile; of negative ones, of all that are taken away",
        ),
        Column(
            "lift", "Lift", _lift_cell,
            kind=FieldKind.NUMBER, width=7, align="right", priority=75, sort=lambda row: row.lift,
            descending=True,
            tooltip="How much better files with it are without its own points, within one quality",
        ),
        Column(
            "rating", "Rating", lambda row: (rating_sign(row).text, rating_sign(row).style),
            field=FilterField("rating", FieldKind.TEXT, lambda row: row.rating), width=10,
            priority=95, sort=lambda row: _ORDER.index(row.rating) if row.rating in _ORDER else None,
        ),
        Column("advice", "Advice", lambda row: (row.advice, "dim"), min_width=30, priority=20),
    )  # fmt: skip
    if one_profile:
        columns = tuple(column for column in columns if column.key != "profile")
    return (_INSTANCE, *columns) if several else columns


# --- the detail ------------------------------------------------------------------------------------------


def format_detail(row: FormatRow, matches: Sequence[Judged], total: int) -> Iterator[Line]:
    """Yield everything about a format; ``matches`` are files that match it, of ``total`` of the profile."""
    sign = rating_sign(row)
    yield [(row.name, "title")]
    yield [(f"{row.profile} on {row.instance}", "dim")]
    yield [(sign.text, sign.style), (f": {MEANINGS.get(row.rating, '')}", "")]
    yield []
    yield [(row.advice, "")]
    yield []
    yield _pair("score", f"{row.score:,}")
    yield _pair("files", f"{row.uses:,} of {total:,} ({share_text(row.share)})")
    yield _pair(
        "weight", f"{share_text(row.weight)} of {'what is taken away' if row.score < 0 else 'all points'}"
    )
    if row.lift is None:
        lift = "cannot be told: files with it and without it never have the same quality"
    elif round(row.lift) == 0:
        lift = "files with it are otherwise no better and no worse"
    else:
        better = "better" if row.lift > 0 else "worse"
        lift = f"files with it are otherwise {abs(round(row.lift)):,} points {better}"
    yield _pair("lift", lift)
    if matches:
        yield []
        yield [("Lowest with it" if row.score < 0 else "Highest with it", "head")]
        for judged in matches[:MOST_TITLES]:
            yield [
                (f"{judged.score:>8,}  ", "bad" if judged.score < 0 else ""),
                (file_title(judged.file), ""),
            ]
        if (more := len(matches) - MOST_TITLES) > 0:
            yield [(f"and {plural(more, 'more file')}; enter lists all", "dim")]


def _pair(name: str, value: str) -> Line:
    return [(f"{name:<8}", "dim"), (value, "")]
