"""The rows and columns of the table of changes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from arrtui.core.filter.fields import FieldKind, FilterField
from arrtui.core.text import format_day, format_size
from arrtui.features.loops.watch import AFTER, Watch, WatchVerdict
from arrtui.features.loops.watch_words import VERDICT_WORDS, rate, step_text
from arrtui.tui.kit.signs import ACTIVE, GOOD, HOLLOW, WARN, Sign
from arrtui.tui.kit.table import REQUIRED, Cell, Column

if TYPE_CHECKING:
    from arrtui.features.loops.watch_load import StoredWatches

VERDICTS = {
    WatchVerdict.WORSE: Sign(WARN, VERDICT_WORDS[WatchVerdict.WORSE], "bad"),
    WatchVerdict.MORE: Sign(GOOD, VERDICT_WORDS[WatchVerdict.MORE], "warn"),
    WatchVerdict.FEWER: Sign(GOOD, VERDICT_WORDS[WatchVerdict.FEWER], "good"),
    WatchVerdict.SAME: Sign(GOOD, VERDICT_WORDS[WatchVerdict.SAME], "good"),
    WatchVerdict.WATCHING: Sign(ACTIVE, "watching", "accent"),
    WatchVerdict.NO_BASIS: Sign(HOLLOW, VERDICT_WORDS[WatchVerdict.NO_BASIS], "dim"),
}
"""What the days after a change say, as a glyph and a word."""
_ORDER = list(VERDICTS)


class WatchRow(NamedTuple):
    """A change as the table shows it."""

    stored: StoredWatches
    """The changes of its instance."""
    watch: Watch

    @property
    def instance(self) -> str:
        """Where it was made."""
        return self.stored.instance

    @property
    def key(self) -> Hashable:
        """Identifies the row."""
        return self.instance, self.watch.step.key


def make_watch_rows(every: Iterable[StoredWatches]) -> list[WatchRow]:
    """Return the changes of some instances, the newest first."""
    rows = [WatchRow(stored, watch) for stored in every for watch in stored.watches]
    rows.sort(key=lambda row: -row.watch.step.latest)
    return rows


def watch_search(row: WatchRow) -> str:
    """Return the text that the filter searches."""
    step = row.watch.step
    return " ".join((row.instance, *step.words, *step.profiles.values(), VERDICT_WORDS[row.watch.verdict]))


def _verdict(row: WatchRow) -> Cell:
    sign = VERDICTS[row.watch.verdict]
    return sign.text, sign.style


def _days(row: WatchRow) -> Cell:
    passed = int(row.watch.after_days)
    return f"{passed}/{AFTER}", "dim" if row.watch.is_over else "accent"


def _count(field: str) -> Column[WatchRow]:
    """Return the column of a count: what was to be expected, and what came."""

    def counts(row: WatchRow) -> tuple[float, int]:
        watch = row.watch
        return watch.expected(getattr(watch.sum_before, field)), getattr(watch.sum_after, field)

    def text(row: WatchRow) -> Cell:
        expected, after = counts(row)
        style = "" if after or expected else "dim"
        return f"{rate(expected)} -> {after:,}", style

    titles = {"grabs": "Grabs", "upgrades": "Upgrades", "downgrades": "Downgrades", "in_vain": "In vain"}
    return Column(
        field.replace("_", "-"), titles[field], text, kind=FieldKind.NUMBER, width=11, align="right",
        sort=lambda row: counts(row)[1], descending=True, priority=60 if field == "upgrades" else 80,
        tooltip="What the thirty days before let expect for as long a time, and what came",
    )  # fmt: skip


COLUMNS: tuple[Column[WatchRow], ...] = (
    Column(
        "changed", "Changed", lambda row: format_day(row.watch.step.latest), kind=FieldKind.TIME, width=11,
        priority=REQUIRED, sort=lambda row: row.watch.step.latest, descending=True,
        tooltip="When it was changed, or seen at a backup",
    ),
    Column(
        "what", "What", lambda row: step_text(row.watch.step), kind=FieldKind.TEXT, min_width=26, weight=2,
        priority=REQUIRED, sort=lambda row: step_text(row.watch.step),
    ),
    Column(
        "profile", "Profiles", lambda row: (", ".join(row.watch.step.profiles.values()), "dim"),
        kind=FieldKind.TEXT, min_width=12, priority=40,
        sort=lambda row: ", ".join(row.watch.step.profiles.values()), tooltip="Whose titles are counted",
    ),
    Column(
        "instance", "Instance", lambda row: (row.instance, "dim"), kind=FieldKind.INSTANCE, width=11,
        priority=70, sort=lambda row: row.instance,
    ),
    Column(
        "days", "Days", _days, kind=FieldKind.NUMBER, width=4, priority=75,
        sort=lambda row: int(row.watch.after_days), tooltip="Days of the seven that backups tell of",
    ),
    _count("grabs"),
    _count("upgrades"),
    _count("downgrades"),
    _count("in_vain"),
    Column(
        "bytes", "Bytes", lambda row: format_size(row.watch.sum_after.size), kind=FieldKind.SIZE, width=9,
        align="right", priority=65, sort=lambda row: row.watch.sum_after.size, descending=True,
        tooltip="Bytes of the grabs since",
    ),
    Column(
        "verdict", "Verdict", _verdict,
        field=FilterField("verdict", FieldKind.TEXT, lambda row: VERDICT_WORDS[row.watch.verdict]),
        width=14, priority=REQUIRED, sort=lambda row: _ORDER.index(row.watch.verdict),
        tooltip="More is said only where it can be no chance",
    ),
)  # fmt: skip
"""The table's columns."""
