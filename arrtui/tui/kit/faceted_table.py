"""A table whose rows can be narrowed by facets, and the line above it that says by which."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, ClassVar

from textual.content import Content
from textual.reactive import reactive

from arrtui.core.facets import NOTHING, FacetIndex, Selection
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.kit.table.columns import Row
from arrtui.tui.kit.text_line import TextLine


class FacetedTable(EstateTable[Row]):
    """A table whose rows can be narrowed by facets beside the filter's text."""

    noun: str
    """What the rows are, in the plural."""

    problems: ClassVar[Selection]
    """The facets of rows that want to be looked at, where facets tell."""

    index: FacetIndex[Any, Any] | None = None
    """What the rows can be narrowed by; None while nothing is read."""
    selection: Selection = NOTHING
    """The facets chosen."""
    _wanted: Callable[[Row], bool] | None = None

    def identity(self, row: Row) -> Hashable:
        """Return what tells a row from all others."""
        raise NotImplementedError

    def know_instances(self, names: Sequence[str]) -> None:
        """Let a filter name these instances, though no row may be of them."""
        self._filter.know_instances(names)

    async def fill(self, rows: Sequence[Row], index: FacetIndex[Any, Any]) -> None:
        """Show other rows once they are sorted and filtered; cursor, marks, sort, text and facets stay."""
        await self.load_rows(rows, self.identity, lambda: self._condition(index))
        self.index = index

    def select(self, selection: Selection) -> None:
        """Narrow the rows by these facets."""
        self.selection = selection
        self._narrow()

    def show_only(self, wanted: Callable[[Row], bool] | None) -> None:
        """Show, of what text and facets leave, only rows of a kind; with None all again."""
        self._wanted = wanted
        self._narrow()

    def _narrow(self) -> None:
        self.set_filter(self.filter_state.text, self._condition(self.index))

    def _condition(self, index: FacetIndex[Any, Any] | None) -> Callable[[Row], bool] | None:
        """Return what rows, of which an index tells, must meet beside the filter's text."""
        wanted = self._wanted
        if index is None or not self.selection:
            return wanted
        kept = index.matches(self.selection)
        return lambda row: self.identity(row) in kept and (wanted is None or wanted(row))


class FacetLine(TextLine):
    """One line, there only while the table is narrowed by facets."""

    DEFAULT_CSS = """
    FacetLine {
        display: none;
        background: $panel;
        text-overflow: ellipsis;
        &.-active {
            display: block;
        }
    }
    """

    text: reactive[Content] = reactive(Content(""))

    def show(self, selection: Selection, titles: Mapping[str, str]) -> None:
        """Show a selection: ``Kind movies  Not on radarr.uhd or radarr.anime``.

        ``titles`` maps the keys of facets to what they are called.
        """
        parts: list[tuple[str, str]] = []
        for key, title in titles.items():
            if values := selection.get(key):
                names = sanitise(" or ".join(sorted(values)))
                parts += [(f"{title} ", CONTENT_STYLES["dim"]), (f"{names}   ", "bold")]
        self.text = Content.assemble(*parts)
        self.set_class(bool(selection), "-active")

    def render(self) -> Content:
        """Draw the selection and how to be rid of it."""
        return Content.assemble(("F clears  ", CONTENT_STYLES["dim"]), self.text)
