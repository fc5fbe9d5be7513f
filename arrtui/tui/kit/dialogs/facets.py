"""The dialog of facets: every choice with how many rows it leaves, ticked by keyboard, at work at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from arrtui.core.facets import FacetChoice, FacetIndex, Selection, toggled
from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields
from arrtui.core.text import format_count, plural
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.table import REQUIRED, Column, EstateTable


class FacetTable(EstateTable[FacetChoice]):
    """The choices of all facets. Ticking takes the place of marking."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "open", "Tick", id="facets.tick", tooltip="Narrow by this choice, or no longer")
    ]


class FacetDialog(Dialog[None]):
    """Lets facets be ticked; every tick narrows the table behind it."""

    KEYS_BESIDE = frozenset({"table", "filter"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("F", "clear", "Clear all", id="facets.clear", tooltip="Narrow by nothing"),
        Binding("f", "close", "Close", show=False, id="facets.close", tooltip="Go back to the table"),
    ]

    DEFAULT_CSS = """
    FacetDialog {
        align: right middle;
        background: $background 20%;
        & > DialogPanel {
            width: 60;
            height: 100%;
        }
        & .hint {
            height: 1;
            color: $text-muted;
            dock: bottom;
        }
    }
    """

    def __init__(
        self,
        index: FacetIndex[Any, Any],
        selection: Selection,
        noun: str,
        changed: Callable[[Selection], None],
    ) -> None:
        """Make the dialog.

        Args:
            index: The facets and what they count.
            selection: What is chosen so far.
            noun: What the table's rows are, in the plural.
            changed: Called with the new selection after every tick.
        """
        super().__init__()
        self._index = index
        self._selection = dict(selection)
        self._noun = noun
        self._changed = changed
        titles = index.titles
        columns: list[Column[FacetChoice]] = [
            Column(
                "tick", "", lambda choice: ("[x]", "accent") if choice.chosen else ("[ ]", "dim"), width=3,
                priority=REQUIRED,
            ),
            Column(
                "facet", "Facet", lambda choice: (titles[choice.facet], "dim"), width=11, priority=REQUIRED
            ),
            Column(
                "value", "Choice",
                lambda choice: (choice.value, "accent" if choice.chosen else "" if choice.count else "dim"),
                min_width=16, elides="middle", priority=REQUIRED,
            ),
            Column(
                "count", noun.capitalize(),
                lambda choice: (format_count(choice.count), "" if choice.count else "dim"),
                width=8, align="right", priority=REQUIRED,
            ),
        ]  # fmt: skip
        fields = FilterFields[FacetChoice](
            [
                FilterField("facet", FieldKind.TEXT, lambda choice: titles[choice.facet]),
                FilterField("choice", FieldKind.TEXT, lambda choice: choice.value),
                FilterField(noun, FieldKind.NUMBER, lambda choice: choice.count),
            ]
        )
        self._table = FacetTable(
            columns, search=lambda choice: f"{titles[choice.facet]} {choice.value}", fields=fields
        )

    def compose(self) -> ComposeResult:
        """The choices, a filter for long lists, and the keys."""
        with DialogPanel():
            yield self._table
            yield FilterBar(self._table)
            yield Static("space ticks   / finds   F clears all   esc closes", classes="hint", markup=False)

    def on_mount(self) -> None:
        """List the choices."""
        self._list()
        self._table.focus()

    def on_estate_table_opened(self, event: EstateTable.Opened) -> None:
        """Tick a choice, or take its tick away."""
        event.stop()
        self._change(toggled(self._selection, event.row.facet, event.row.value))

    def action_clear(self) -> None:
        """Clear all ticks."""
        self._change({})

    def _change(self, selection: dict[str, frozenset[str]]) -> None:
        """Apply other ticks, a step that can be taken back."""
        before = self._selection

        async def put_back() -> None:
            self._apply(before)

        self.local_steps.add("ticks", put_back)
        self._apply(selection)

    def _apply(self, selection: dict[str, frozenset[str]]) -> None:
        self._selection = selection
        self._list()
        self._changed(selection)

    def _list(self) -> None:
        facets = self._index.choices(self._selection)
        self._table.set_rows(
            [choice for choices in facets.values() for choice in choices],
            key=lambda choice: (choice.facet, choice.value),
        )
        matches = plural(self._index.count(self._selection), self._noun.removesuffix("s"), self._noun)
        self.query_one(DialogPanel).border_title = f"Facets: {matches}"
