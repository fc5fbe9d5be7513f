"""The rows and columns of the table of releases."""

from __future__ import annotations

from typing import NamedTuple

from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields
from arrtui.core.text import format_age, format_size
from arrtui.features.loops.offers import JudgedRelease
from arrtui.tui.kit.signs import GOOD, HOLLOW, WARN, Sign
from arrtui.tui.kit.table import REQUIRED, Cell, Column

HOUR = 3_600.0
VERDICTS = {
    True: Sign(GOOD, "taken", "good"),
    False: Sign(HOLLOW, "left", "dim"),
    None: Sign(HOLLOW, "unknown", "dim"),
}
"""Whether the app would take a release by our rule, as a glyph and a word."""


class ReleaseRow(NamedTuple):
    """A release as the table shows it."""

    place: int
    """Its rank in the app's list, 0 for the best."""
    judged: JudgedRelease

    @property
    def key(self) -> int:
        """Identifies the row in its list."""
        return self.place


def filter_text(row: ReleaseRow) -> str:
    """Return the text that the filter searches."""
    release = row.judged.release
    return " ".join((release.title, release.indexer, *release.languages, *release.rejections))


def _verdict(row: ReleaseRow) -> Cell:
    sign = VERDICTS[row.judged.takes]
    if row.judged.disagreement:
        return [(sign.text, sign.style), (f" {WARN}", "warn")]
    return sign.text, sign.style


def _score(row: ReleaseRow) -> Cell:
    gain = row.judged.release.score - (row.judged.file_score or 0)
    style = "good" if gain > 0 else "bad" if gain < 0 else ""
    return f"{row.judged.release.score:,}", style if row.judged.file_score is not None else ""


def _rejections(row: ReleaseRow) -> Cell:
    texts = row.judged.release.rejections
    if not texts:
        return ("grabs it", "good") if row.judged.release.approved else ("", "")
    more = f" (+{len(texts) - 1:,})" if len(texts) > 1 else ""
    return f"{texts[0]}{more}", "dim"


def _grabs(row: ReleaseRow) -> Cell:
    return (f"{row.judged.grabs:,}", "warn") if row.judged.grabs else ("", "")


def _seeders(row: ReleaseRow) -> Cell:
    release = row.judged.release
    return "" if release.seeders is None else f"{release.seeders:,}/{release.leechers or 0:,}"


COLUMNS: tuple[Column[ReleaseRow], ...] = (
    Column(
        "verdict", "Our rule", _verdict,
        field=FilterField("verdict", FieldKind.TEXT, lambda row: VERDICTS[row.judged.takes].word),
        width=11, priority=REQUIRED, sort=lambda row: row.place,
        tooltip=f"What the app would do by file and profile; {WARN} it says otherwise",
    ),
    Column(
        "title", "Release", lambda row: row.judged.release.title, kind=FieldKind.TEXT, min_width=38,
        priority=REQUIRED, sort=lambda row: row.judged.release.title,
    ),
    Column(
        "score", "Score", _score,
        field=FilterField("score", FieldKind.NUMBER, lambda row: row.judged.release.score),
        width=7, align="right", priority=100, sort=lambda row: row.judged.release.score, descending=True,
        tooltip="By the app's formats; green is more than the file's, red less",
    ),
    Column(
        "size", "Size", lambda row: format_size(row.judged.release.size), kind=FieldKind.SIZE,
        field=FilterField("size", FieldKind.SIZE, lambda row: row.judged.release.size),
        width=9, align="right", priority=95, sort=lambda row: row.judged.release.size, descending=True,
    ),
    Column(
        "quality", "Quality", lambda row: row.judged.release.quality, kind=FieldKind.TEXT, width=13,
        priority=90, sort=lambda row: row.judged.release.quality,
    ),
    Column(
        "grabs", "Grabs", _grabs,
        field=FilterField("grabs", FieldKind.NUMBER, lambda row: row.judged.grabs),
        width=5, align="right", priority=85, sort=lambda row: row.judged.grabs, descending=True,
        tooltip="How often it, or an equal release, was grabbed before",
    ),
    Column(
        "app", "The app says", _rejections,
        field=FilterField("app", FieldKind.TEXT, lambda row: " ".join(row.judged.release.rejections)),
        min_width=20, priority=80, sort=lambda row: row.judged.release.rejections[:1],
    ),
    Column(
        "age", "Age", lambda row: format_age(row.judged.release.age_hours * HOUR), width=9,
        field=FilterField("age", FieldKind.NUMBER, lambda row: row.judged.release.age_hours / 24),
        align="right", priority=70, sort=lambda row: row.judged.release.age_hours,
        tooltip="Since it was published; the filter takes days",
    ),
    Column(
        "indexer", "Indexer", lambda row: (row.judged.release.indexer, "dim"), kind=FieldKind.TEXT,
        field=FilterField("indexer", FieldKind.TEXT, lambda row: row.judged.release.indexer),
        width=14, priority=60, sort=lambda row: row.judged.release.indexer,
    ),
    Column(
        "seeders", "Seeders", _seeders,
        field=FilterField("seeders", FieldKind.NUMBER, lambda row: row.judged.release.seeders),
        width=8, align="right", priority=50, sort=lambda row: row.judged.release.seeders or 0,
        descending=True, tooltip="Seeders and leechers of a torrent",
    ),
    Column(
        "languages", "Languages", lambda row: (", ".join(row.judged.release.languages), "dim"),
        field=FilterField("languages", FieldKind.TEXT, lambda row: " ".join(row.judged.release.languages)),
        min_width=10, priority=40, sort=lambda row: row.judged.release.languages,
    ),
    Column(
        "protocol", "From", lambda row: (row.judged.release.protocol, "dim"), kind=FieldKind.TEXT, width=8,
        field=FilterField("protocol", FieldKind.TEXT, lambda row: row.judged.release.protocol),
        priority=30, sort=lambda row: row.judged.release.protocol,
    ),
)  # fmt: skip
"""The table's columns."""
FIELDS: FilterFields[ReleaseRow] = FilterFields([column.field for column in COLUMNS if column.field])
"""What can be asked of releases, whichever columns show."""
