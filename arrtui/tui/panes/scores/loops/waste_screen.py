"""What was grabbed in vain over the whole screen, summed up by a fact that a key changes."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar, NamedTuple

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static

from arrtui.core.text import format_size, plural
from arrtui.features.loops.waste import WasteBy, waste_of_all
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.key_table import bind, declared_bindings, shown_keys
from arrtui.tui.kit.notices import try_or_notify
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table import Column, EstateTable
from arrtui.tui.kit.text_line import HeadLine, TextLine
from arrtui.tui.panes.scores.lines import Line, content_line
from arrtui.tui.panes.scores.loops.rows import LoopRow
from arrtui.tui.panes.scores.loops.waste_rows import (
    FACTS,
    WasteLine,
    reports_of,
    waste_columns,
    waste_lines,
)

NOTHING = """\
Nothing was grabbed in vain.

No chain that shows in Loops cost anything, as far as
the stored history tells. esc goes back."""
NO_MATCH = "No line matches.\nesc clears the text."
READING = "Finding the formats at fault ..."
ORDER = tuple(WasteBy)


class WasteChoice(NamedTuple):
    """What of the waste somebody wants to see the chains of."""

    by: WasteBy
    name: str = ""
    """Empty where only the fact was chosen."""
    keys: frozenset[Hashable] | None = None
    """Of the rows of the chains."""


class FactLine(TextLine):
    """One line with the facts that waste is summed up by."""

    DEFAULT_CSS = """
    FactLine {
        background: $panel;
    }
    """

    by: reactive[WasteBy] = reactive(WasteBy.TITLE)
    """The fact of now."""

    def render(self) -> Content:
        """Draw the facts, the current one reversed, and the keys that change them."""
        parts: list[tuple[str, str]] = [("by ", "")]
        for fact, title in FACTS.items():
            parts += [(f" {title} ", "bold reverse" if fact is self.by else ""), (" ", "")]
        configured = host_of(self).services.config.keys
        declared = declared_bindings(WasteScreen)
        names = (configured.get(id) or declared[id].key for id in ("waste.before", "waste.next"))
        return Content.assemble(
            *parts, (" ".join(map(shown_keys, names)), f"bold {CONTENT_STYLES['accent']}")
        )

    async def on_click(self, event: events.Click) -> None:
        """Sum up by the fact that was clicked."""
        x = event.x - 4
        for fact, title in FACTS.items():
            if 0 <= x < len(title) + 2:
                await self.app.run_action(f"sum_up('{fact.value}')", self.screen)
                return
            x -= len(title) + 3


class WasteScreen(Screen[WasteChoice]):
    """Sums up the waste of some chains until one line of it is chosen, or `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("tab_before", "waste.before", "Sum up by the fact before", action="step(-1)", show=False),
        bind("tab_next", "waste.next", "Sum up by the next fact", action="step(1)", show=False),
        bind("back", "waste.back", "Go back to the chains", action="leave", show=False),
    ]

    def __init__(self, rows: Sequence[LoopRow], by: WasteBy) -> None:
        super().__init__()
        self._rows = rows
        self._reports = reports_of(rows)
        self._sum = waste_of_all(self._reports)
        self._faults: dict[int, tuple[str, ...]] | None = None
        """The formats at fault, by the id of a chain; None until they are read."""
        self._by = by
        self._table: EstateTable[WasteLine] = EstateTable(
            self._columns, search=lambda line: line.name, markable=False, id="waste-table"
        )
        self._table.empty_filtered = NO_MATCH
        self._line = Static("", id="waste-line", classes="tab-line", markup=False)

    @property
    def _columns(self) -> tuple[Column[WasteLine], ...]:
        return waste_columns(self._by, one_instance=len(self._reports) < 2)

    def compose(self) -> ComposeResult:
        """The breadcrumb, the facts, the sum, the table and the keys."""
        yield HeadLine("Scores", "Loops", "Waste")
        with Vertical():
            yield FactLine()
            yield self._line
            yield self._table
            yield FilterBar(self._table)
        yield KeyLine()

    def on_mount(self) -> None:
        """Sum up."""
        self._table.focus()
        self.action_sum_up(self._by.value)

    def action_step(self, step: int) -> None:
        """Sum up by another fact."""
        self.action_sum_up(ORDER[(ORDER.index(self._by) + step) % len(ORDER)].value)

    def action_sum_up(self, fact: str) -> None:
        """Sum up by a fact."""
        self._by = WasteBy(fact)
        self._table.set_filter("")
        self.query_one(FactLine).by = self._by
        if self._by is WasteBy.FORMAT and self._faults is None:
            self._table.empty = READING
            self._show([])
            self._read_faults()
        else:
            self._fill()

    @work(exclusive=True)
    async def _read_faults(self) -> None:
        """Have the matcher name the formats at fault, once."""
        loops, faults = host_of(self).services.loops, dict[int, tuple[str, ...]]()
        for stored in {row.instance: row.stored for row in self._rows}.values():
            faults |= await try_or_notify(self, loops.formats_at_fault(stored)) or {}
        self._faults = faults
        if self._by is WasteBy.FORMAT:
            self._fill()

    def _fill(self) -> None:
        self._table.empty = NOTHING
        self._show(waste_lines(self._reports, self._by, self._sum.size, self._faults or {}))

    def _show(self, lines: Sequence[WasteLine]) -> None:
        self._table.set_columns(self._columns)
        self._table.set_rows(lines, key=lambda line: line.row.name)
        self._table.move_cursor(0)
        count = len({id(chain) for line in lines for chain in line.row.chains})
        shown: Line = [(f"{plural(self._sum.grabs, 'grab')}, {format_size(self._sum.size)} in vain", "bold")]
        if count:
            shown.append((f"   {plural(count, 'chain')}", ""))
        if self._by is WasteBy.FORMAT:
            shown.append(("   a grab counts for each format at fault", "dim"))
        self._line.update(content_line(shown))

    @on(EstateTable.Opened)
    def _choose(self, event: EstateTable.Opened) -> None:
        """Go back to the chains of the line."""
        event.stop()
        line: WasteLine = event.row
        chosen = set(map(id, line.row.chains))
        keys = frozenset(row.key for row in self._rows if id(row.chain) in chosen)
        self.dismiss(WasteChoice(self._by, line.name, keys))

    def action_leave(self) -> None:
        """Go back to all chains."""
        self.dismiss(WasteChoice(self._by))
