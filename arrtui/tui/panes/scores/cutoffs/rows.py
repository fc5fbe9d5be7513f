"""The rows and columns of the table of profiles and their cutoffs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from arrtui.core.filter.fields import FieldKind, FilterField
from arrtui.features.loops.cutoff_words import STATE_WORDS
from arrtui.features.loops.cutoffs import CutoffReport, CutoffState, ProfileCutoff, Suggestion
from arrtui.tui.kit.signs import GOOD, HOLLOW, IDLE, OFF, WARN, Sign
from arrtui.tui.kit.table import REQUIRED, Cell, Column

STATES = {
    CutoffState.NEVER: Sign(WARN, STATE_WORDS[CutoffState.NEVER], "bad"),
    CutoffState.UNTOLD: Sign(HOLLOW, STATE_WORDS[CutoffState.UNTOLD], "warn"),
    CutoffState.REACHABLE: Sign(GOOD, STATE_WORDS[CutoffState.REACHABLE], "accent"),
    CutoffState.STOPS: Sign(GOOD, STATE_WORDS[CutoffState.STOPS], "good"),
    CutoffState.NO_UPGRADES: Sign(OFF, STATE_WORDS[CutoffState.NO_UPGRADES], "dim"),
    CutoffState.UNUSED: Sign(IDLE, STATE_WORDS[CutoffState.UNUSED], "dim"),
}
"""Whether a profile stops searching, as a glyph and a word."""
_ORDER = list(STATES)


class CutoffRow(NamedTuple):
    """A profile as the table shows it."""

    cutoff: ProfileCutoff
    unsearched: int
    """Releases of its instance that wait for the job that matches names."""

    @property
    def key(self) -> tuple[str, str]:
        """Identifies the row."""
        return self.cutoff.instance, self.cutoff.profile

    @property
    def suggestion(self) -> Suggestion | None:
        """The first score that it could want instead."""
        return next(iter(self.cutoff.suggestions), None)


def make_rows(reports: Iterable[CutoffReport]) -> list[CutoffRow]:
    """Return the profiles of some instances, those that never stop first."""
    rows = [CutoffRow(cutoff, report.unsearched) for report in reports for cutoff in report.profiles]
    rows.sort(key=lambda row: (_ORDER.index(row.cutoff.state), -row.cutoff.short_score, row.key))
    return rows


def filter_text(row: CutoffRow) -> str:
    """Return the text that the filter searches."""
    return f"{row.cutoff.profile} {row.cutoff.instance} {STATE_WORDS[row.cutoff.state]}"


def _state(row: CutoffRow) -> Cell:
    sign = STATES[row.cutoff.state]
    return sign.text, sign.style


def _best(row: CutoffRow) -> Cell:
    return (f"{row.cutoff.best.most:,}", "") if row.cutoff.best is not None else ("-", "dim")


def _suggested(row: CutoffRow) -> Cell:
    return (f"{row.suggestion.wanted:,}", "accent") if row.suggestion is not None else ("", "")


def _count_column(name: str, title: str, attribute: str, priority: int, tooltip: str) -> Column[CutoffRow]:
    def number(row: CutoffRow) -> int:
        value: int = getattr(row.cutoff, attribute)
        return value

    return Column(
        name, title, lambda row: (f"{number(row):,}", "" if number(row) else "dim"), kind=FieldKind.NUMBER,
        width=max(6, len(title)), align="right", priority=priority, sort=number, descending=True,
        tooltip=tooltip,
    )  # fmt: skip


COLUMNS: tuple[Column[CutoffRow], ...] = (
    Column(
        "state", "Search", _state,
        field=FilterField("state", FieldKind.TEXT, lambda row: STATE_WORDS[row.cutoff.state]),
        width=13, priority=REQUIRED, sort=lambda row: _ORDER.index(row.cutoff.state),
        tooltip="Whether the app ever stops looking for better files",
    ),
    Column(
        "profile", "Profile", lambda row: row.cutoff.profile, kind=FieldKind.TEXT, min_width=16,
        priority=REQUIRED, sort=lambda row: row.cutoff.profile,
    ),
    Column(
        "instance", "Instance", lambda row: (row.cutoff.instance, "dim"), kind=FieldKind.INSTANCE, width=12,
        priority=94, sort=lambda row: row.cutoff.instance,
    ),
    _count_column("wanted", "Wanted", "wanted", 95, "Upgrade Until Custom Format Score"),
    Column(
        "best", "Best", _best, kind=FieldKind.NUMBER, width=6, align="right", priority=96, descending=True,
        sort=lambda row: None if row.cutoff.best is None else row.cutoff.best.most,
        tooltip="The best score that ever met the quality cutoff, of files and releases",
    ),
    Column(
        "suggested", "Instead", _suggested, kind=FieldKind.NUMBER, width=7, align="right", priority=92,
        sort=lambda row: None if row.suggestion is None else row.suggestion.wanted, descending=True,
        tooltip="What could be wanted instead, so that it stops",
    ),
    _count_column("short", "Short", "short_score", 90, "Files that lack nothing but score"),
    _count_column("files", "Files", "files", 70, "Files of the profile"),
    _count_column("releases", "Releases", "releases", 75, "Releases of the history that were looked at"),
    _count_column("low", "Low qual.", "short_quality", 60, "Files of a quality below the cutoff"),
    _count_column("untold", "Unknown", "untold", 50, "Releases that may be better, which cannot be told"),
)  # fmt: skip
"""The table's columns."""
