"""What a plan leaves alone, and why: every title with its reason, narrowed by kind and by text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from arrtui.core.errors import ArrtuiError
from arrtui.core.filter.fields import FieldKind
from arrtui.features.sync.model import LeftOut, Why
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.key_line import hidden_key
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table import REQUIRED, Column, EstateTable
from arrtui.tui.kit.table.cells import sanitise

NOTHING = "The plan names nothing that it leaves alone."
KINDS = {"0": None, "1": Why.FILTERED, "2": Why.EXCLUDED, "3": Why.UNMATCHED, "4": Why.KEPT, "5": Why.SAME}
"""Key → the reason it shows alone; None for all."""
_STYLES = {Why.SAME: "dim", Why.EXCLUDED: "warn", Why.UNMATCHED: "bad", Why.KEPT: "accent"}
_TIPS = {
    None: "Show all titles that are left alone",
    Why.FILTERED: "Show those that the pair's filter leaves out, and by which rule",
    Why.EXCLUDED: "Show those on the exclusion list of the instance",
    Why.UNMATCHED: "Show those that cannot be matched with certainty",
    Why.KEPT: "Show those that only the target has and that stay",
    Why.SAME: "Show those that are as they should be",
}


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A title that is left alone; its place tells it from others of the same id."""

    place: int
    title: LeftOut


class LeftOutDialog(Dialog[None]):
    """Lists titles until `esc`."""

    KEYS_BESIDE = frozenset({"table", "filter"})
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            hidden_key(
                key,
                f"only('{why or ''}')",
                (why or "all").capitalize(),
                f"left-out.{why or 'all'}",
                _TIPS[why],
            )
            for key, why in KINDS.items()
        ),
        hidden_key("w", "close", "Close", "left-out.close", "Go back to the plan"),
    ]

    DEFAULT_CSS = """
    LeftOutDialog > DialogPanel {
        width: 100%;
        max-width: 130;
        height: 100%;
        & > #left-out-kinds {
            height: 1;
            text-wrap: nowrap;
        }
        & > #left-out-reason {
            height: auto;
            max-height: 3;
            color: $text-muted;
        }
    }
    """

    def __init__(self, plan: str, read: Callable[[], Awaitable[list[LeftOut]]]) -> None:
        """Make the dialog; ``read`` gives what the plan leaves alone and may raise ArrtuiError."""
        super().__init__()
        self._plan = plan
        self._read = read
        self._only = ""
        self._counts: Counter[Why] = Counter()
        self._table: EstateTable[LeftRow] = EstateTable(
            COLUMNS, search=lambda row: f"{row.title.title} {row.title.year} {row.title.reason}"
        )
        self._table.empty = "Reading ..."

    def compose(self) -> ComposeResult:
        """Which kinds there are, the titles, and the reason of the one under the cursor in full."""
        with DialogPanel() as panel:
            panel.border_title = Content(sanitise(f"Left alone by {self._plan}"))
            panel.border_subtitle = "0 to 5 show kinds, / finds, esc closes"
            yield Static(id="left-out-kinds", markup=False)
            yield self._table
            yield Static(id="left-out-reason", markup=False)
            yield FilterBar(self._table)

    def on_mount(self) -> None:
        """Read the titles."""
        self._table.focus()
        self._show_kinds()
        self._fill()

    @work
    async def _fill(self) -> None:
        try:
            titles = await self._read()
        except ArrtuiError as error:
            self._table.empty = str(error)
            return
        self._counts = Counter(title.why for title in titles)
        self._table.empty = NOTHING
        if titles and not any(title.year for title in titles):
            self._table.set_columns([column for column in COLUMNS if column.key != "year"])
        self._table.set_rows([LeftRow(*pair) for pair in enumerate(titles)], key=lambda row: row.place)
        self._show_kinds()

    def action_only(self, why: str) -> None:
        """Show only titles that are left alone for one reason."""
        self._only = why
        self._table.set_filter(
            self._table.filter_state.text, (lambda row: row.title.why.value == why) if why else None
        )
        self._show_kinds()

    def _show_kinds(self) -> None:
        """Show how many there are of each kind, and the key of each."""
        parts: list[tuple[str, str]] = []
        for key, why in KINDS.items():
            number = self._counts.total() if why is None else self._counts[why]
            style = "bold reverse" if (why or "") == self._only else "" if number else CONTENT_STYLES["dim"]
            parts += [(f" {key} {why or 'all'} {number:,} ", style)]
        self.query_one("#left-out-kinds", Static).update(Content.assemble(*parts))

    def on_estate_table_cursor_moved(self, event: EstateTable.CursorMoved) -> None:
        """Show the reason in full."""
        event.stop()
        reason = sanitise(event.row.title.reason) if event.row else ""
        self.query_one("#left-out-reason", Static).update(reason)


COLUMNS: tuple[Column[LeftRow], ...] = (
    Column(
        "why", "Why", lambda row: (row.title.why.value, _STYLES.get(row.title.why, "")),
        kind=FieldKind.TEXT, width=9,
        priority=REQUIRED, sort=lambda row: row.title.why.value,
    ),
    Column(
        "title", "Title", lambda row: row.title.title or "(no title)",
        kind=FieldKind.TEXT, min_width=20, priority=REQUIRED,
        sort=lambda row: row.title.title,
    ),
    Column(
        "year", "Year", lambda row: str(row.title.year or ""), kind=FieldKind.NUMBER, width=4, priority=70,
        sort=lambda row: row.title.year or None, descending=True,
    ),
    Column(
        "instance", "On", lambda row: row.title.instance, kind=FieldKind.INSTANCE, width=14, priority=60,
        sort=lambda row: row.title.instance, tooltip="The instance that has it",
    ),
    Column(
        "reason", "Reason", lambda row: row.title.reason, kind=FieldKind.TEXT, min_width=26, priority=90,
        sort=lambda row: row.title.reason,
    ),
)  # fmt: skip
"""The table's columns."""
