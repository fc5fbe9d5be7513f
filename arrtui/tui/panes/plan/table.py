"""The table of a plan's entries: decision, sign, title, effect and what to mind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields
from arrtui.features.sync.model import Decision, Entry, Op, PlannedEntry
from arrtui.features.sync.wording import effect_text, folder_now, place_of
from arrtui.tui.kit import incognito
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.plan_words import FAILURES, OUTCOMES
from arrtui.tui.kit.signs import Sign
from arrtui.tui.kit.table import REQUIRED, Cell, Column, EstateTable
from arrtui.tui.panes.plan.short_paths import common_parts, fold_beginning, fold_common
from arrtui.tui.panes.plan.words import DECISIONS, OPS, warning_sign

if TYPE_CHECKING:
    from arrtui.runtime.setting_secrets import AskedSecret

FAILED = "what went wrong"
"""The kind of entry that ``!`` shows alone."""
_OP_ORDER = {op: place for place, op in enumerate(OPS)}
_DECISION_ORDER = {decision: place for place, decision in enumerate(DECISIONS)}
_NOTE_ORDER = ["failed", "conflict", "stale", "by hand", "secret", "warning", "edited", "done", "skipped"]
"""Words of notes as they are sorted: what went wrong comes first."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as the table shows it."""

    planned: PlannedEntry
    stale: str = ""
    """Why it is stale, as a sentence; empty while it is not."""
    secrets: tuple[AskedSecret, ...] = ()
    """The secrets that it takes, given or not."""
    test_failed: bool = False
    """Whether it is a provider that the app could not use; it may be saved all the same."""

    @property
    def key(self) -> str:
        """The entry's identity, which is the same in the next plan of the pair."""
        return self.planned.entry.key

    @property
    def entry(self) -> Entry:
        """What was planned."""
        return self.planned.entry

    @property
    def sign(self) -> Sign | None:
        """What to mind about it; None for nothing."""
        lacks_secret = not all(secret.is_given for secret in self.secrets)
        return warning_sign(self.planned, self.stale, lacks_secret=lacks_secret)


FIELDS: FilterFields[EntryRow] = FilterFields(
    [
        FilterField("instance", FieldKind.INSTANCE, lambda row: row.entry.instance),
        FilterField("note", FieldKind.TEXT, lambda row: row.sign.word if row.sign else None),
    ]
)
"""What a filter can ask for beside the columns, some of which show only where they say anything."""


class PlanTable(EstateTable[EntryRow]):
    """Entries; `space` decides instead of marking, which `m` does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("mark_entry", "plan.mark", action="mark", show=False),
        bind("decide", "plan.decide", action="screen.decide"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(search=_search_text, fields=FIELDS, id=id)
        self.only = ""
        """The kind of entry shown alone: an operation's value, :data:`FAILED`, or empty for all."""

        self._noted = False

    def show_entries(self, rows: Sequence[EntryRow]) -> None:
        """Show a plan; instances have a column where it writes several, notes where it has any."""
        self._noted = any(row.sign for row in rows)
        self._arrange(rows)
        self.set_rows(rows, key=lambda row: row.key)

    def update_entries(self, changed: Mapping[str, EntryRow]) -> None:
        """Show rows that are different now; the first note brings the column for notes."""
        self.update_rows(dict(changed.items()))
        if not self._noted and any(row.sign for row in changed.values()):
            self._noted = True
            self._arrange(self.rows)

    def _arrange(self, rows: Sequence[EntryRow]) -> None:
        names = list(dict.fromkeys(row.entry.instance for row in rows))
        effect = effect_cell(rows, "..." if self.ascii else "\u2026")
        dated = not rows or any(row.entry.year for row in rows)
        self.set_columns(plan_columns(names, effect, noted=self._noted, dated=dated))

    def show_only(self, kind: str) -> None:
        """Show only one kind of entry; the same kind again shows all."""
        self.only = "" if self.only == kind else kind
        self.narrow()

    def narrow(self) -> None:
        """Show the entries that are of the kind now, and that the filter's text leaves."""
        if not self.only:
            self.set_filter(self.filter_state.text, None)
        elif self.only == FAILED:
            self.set_filter(self.filter_state.text, lambda row: row.planned.outcome in FAILURES)
        else:
            self.set_filter(self.filter_state.text, lambda row: row.entry.op.value == self.only)


def effect_cell(rows: Iterable[EntryRow], ellipsis: str) -> Callable[[EntryRow], str]:
    """Return what words the effect of a row, with paths folded; whole ones where they are replaced anyway.

    Of the folder of an addition that is the beginning all of them have, of a changed one all that stays.
    """
    added = {place_of(row.planned.after) for row in rows if row.entry.op is Op.ADD}
    common = common_parts(added - {""})

    def cell(row: EntryRow) -> str:
        if incognito.is_on():
            return effect_text(row.planned)
        if row.entry.op is Op.ADD:
            return effect_text(row.planned, partial(fold_beginning, common=common, ellipsis=ellipsis))
        now = folder_now(row.planned)
        return effect_text(row.planned, partial(fold_common, other=now, ellipsis=ellipsis))

    return cell


_YEAR: Column[EntryRow] = Column(
    "year", "Year", lambda row: str(row.entry.year or ""),
    kind=FieldKind.NUMBER, width=4, priority=60,
    sort=lambda row: row.entry.year or None, descending=True,
)  # fmt: skip


def plan_columns(
    names: Sequence[str], effect: Callable[[EntryRow], str], *, noted: bool, dated: bool = True
) -> list[Column[EntryRow]]:
    """Return the columns; ``names`` are the instances written, told apart where there are several.

    The title gets most of the room: the detail says the rest. ``dated`` says whether any has a year.
    """
    several = len(names) > 1
    same_kind = len({name.partition(".")[0] for name in names}) == 1
    short = {name: (name.partition(".")[2] or name) if same_kind else name for name in names}

    instance: Column[EntryRow] = Column(
        "instance", "On", lambda row: short.get(row.entry.instance, row.entry.instance),
        width=max(map(len, short.values()), default=2), priority=70,
        sort=lambda row: row.entry.instance, tooltip="The instance that is written",
    )  # fmt: skip
    note: Column[EntryRow] = Column(
        "note", "Note", lambda row: (row.sign.text, row.sign.style) if row.sign else "",
        width=10, priority=80,
        sort=lambda row: _NOTE_ORDER.index(row.sign.word) if row.sign else None,
        tooltip="What came of it, or what to mind",
    )  # fmt: skip
    return [
        Column(
            "decision", "OK", lambda row: _glyph(DECISIONS[row.planned.decision]),
            field=FilterField("decision", FieldKind.TEXT, lambda row: row.planned.decision.value),
            width=2, priority=REQUIRED,
            sort=lambda row: _DECISION_ORDER[row.planned.decision], tooltip="What was decided",
        ),
        Column(
            "op", "Op", lambda row: _glyph(OPS[row.entry.op]),
            field=FilterField("op", FieldKind.TEXT, lambda row: row.entry.op.value),
            width=2, priority=REQUIRED,
            sort=lambda row: _OP_ORDER[row.entry.op], tooltip="+ adds, ~ updates, - removes",
        ),
        Column(
            "title", "Title", _title, kind=FieldKind.TEXT, min_width=26, weight=2, priority=REQUIRED,
            sort=lambda row: row.entry.title,
        ),
        *([_YEAR] if dated else []),
        *([instance] if several else []),
        Column(
            "effect", "What it does", effect, min_width=16 if several else 24, priority=90,
        ),
        *([note] if noted else []),
    ]  # fmt: skip


def _glyph(sign: Sign) -> Cell:
    return sign.glyph, sign.style


def _title(row: EntryRow) -> Cell:
    title = row.entry.title or row.entry.ident.rpartition("/")[2] or "(no title)"
    return (title, "dim") if row.planned.decision is Decision.REJECTED else title


def _search_text(row: EntryRow) -> str:
    """Return what the filter looks at: names and what the line says."""
    planned, entry = row.planned, row.entry
    outcome = OUTCOMES[planned.outcome].word if planned.outcome else ""
    return f"{entry.title} {entry.year or ''} {entry.instance} {effect_text(planned)} {outcome}"
