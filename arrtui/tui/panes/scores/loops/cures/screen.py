"""Cures over the whole screen: a list, and the recipe of the one under the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from arrtui.core.text import plural
from arrtui.features.loops.cures.model import Cure
from arrtui.features.loops.cures.recipes import left_over, recipe, summary
from arrtui.tui.kit.host import Host
from arrtui.tui.kit.key_table import bind, menu_item
from arrtui.tui.kit.lines_screen import LinesScreen
from arrtui.tui.kit.notices import try_or_notify
from arrtui.tui.kit.split_screen import SplitScreen
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.scores.columns import columns_of_instances
from arrtui.tui.panes.scores.lines import Line, content_line
from arrtui.tui.panes.scores.loops.cures.rows import COLUMNS, CureRow, cure_search, make_cure_rows
from arrtui.tui.panes.scores.loops.cures.text import TRIED, cure_lines

if TYPE_CHECKING:
    from arrtui.features.loops.cures.find import CureList
    from arrtui.features.loops.load import StoredChains
    from arrtui.runtime.loops_cures import CureSearch

READING = "Judging the grabs again under other settings ..."
NOTHING = """\
No cure.

Nothing goes round that another setting
would have stopped, as far as the stored
history tells. esc goes back."""
NO_MATCH = "No cure matches.\nesc clears the text."
_LOOK = 0.25
"""Seconds between two looks at how far it is."""


class CuresScreen(SplitScreen[Cure]):
    """Lists the cures of some instances until `esc`, or until one is to be tried in What-if."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("detail", "cures.detail", "Show the recipe, or hide it"),
        bind("copy", "cures.copy", "Copy the recipe"),
        menu_item(
            "actions",
            "x",
            "cures.try",
            "try",
            "Try in What-if",
            "Where another score becomes a plan",
        ),
        bind("back", "cures.back", "Go back to the chains", action="leave", show=False),
    ]

    LEAST_WIDTH = 58

    DEFAULT_CSS = """
    CuresScreen {
        & > Vertical > Split.-wide > DetailPanel {
            width: 62;
        }
    }
    """

    def __init__(self, instances: Sequence[str], stored: Iterable[StoredChains] = ()) -> None:
        """Chains of the instances that are not among ``stored`` are read."""
        table: EstateTable[CureRow] = EstateTable(
            columns_of_instances(COLUMNS, instances), search=cure_search, markable=False, id="cures-table"
        )
        table.empty, table.empty_filtered = READING, NO_MATCH
        self._line = Static(READING, id="cures-line", classes="tab-line", markup=False)
        super().__init__(table, ("Scores", "Loops", "Cures"), self._line)
        self._instances = instances
        self._stored = {chains.report.instance: chains for chains in stored}
        self._search: CureSearch | None = None

    def on_mount(self) -> None:
        """Look for cures."""
        self.table.focus()
        self.set_interval(_LOOK, self._show_progress)
        self._find()

    @work(exclusive=True)
    async def _find(self) -> None:
        """Find the cures of each instance; leaving the screen ends it."""
        from arrtui.runtime.loops_cures import CureSearch

        loops = self.host.services.loops
        known: list[tuple[StoredChains, CureList]] = []
        self._search = search = CureSearch()
        try:
            for name in self._instances:
                stored = self._stored.get(name) or await try_or_notify(self, loops.chains(name))
                if stored is None:
                    continue
                listed = await try_or_notify(self, loops.cures.of(stored, search))
                known += [] if listed is None else [(stored, listed)]
        finally:
            self._search = None
            search.stop()
        rest = [sentence for _, listed in known for sentence in left_over(listed)]
        self.table.empty = "\n\n".join((NOTHING, *rest))
        await self.table.load_rows(make_cure_rows(known), key=lambda row: row.key)
        self._show_counts([listed for _, listed in known])
        self._show_detail()

    def _show_progress(self) -> None:
        """Say how far the search is, while it runs."""
        if self._search is not None and self._search.grabs:
            self._line.update(f"{READING} {plural(self._search.grabs, 'step')}, esc ends it")

    def _show_counts(self, known: Sequence[CureList]) -> None:
        """Say how many grabs in vain cures are about, and how many they are not."""
        grabs = sum(listed.grabs for listed in known)
        cured = sum(listed.cured for listed in known)
        untold = sum(sum(listed.untold.values()) for listed in known)
        shown: Line = [(f"{plural(grabs, 'grab')} in vain that would be taken again", "bold")]
        shown += [(f"   {cured:,} refused by now", "dim")] if cured else []
        shown += [(f"   {untold:,} cannot be told", "dim")] if untold else []
        self._line.update(content_line(shown))

    def detail_lines(self, row: CureRow, width: int) -> list[Content]:
        """Return the recipe of a cure."""
        return cure_lines(row, width)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something at the moment."""
        row = self.table.cursor_row
        if action == "try":
            return row is not None and row.cure.change.kind in TRIED
        return row is not None if action in ("detail", "copy") else True

    def action_copy(self) -> None:
        """Copy the recipe of the cure under the cursor."""
        if (row := self.table.cursor_row) is not None:
            copy_recipe(self.host, row)

    def action_try(self) -> None:
        """Go to What-if with the score of the cure."""
        if (row := self.table.cursor_row) is not None:
            self.dismiss(row.cure)

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        event.stop()
        self.app.push_screen(RecipeScreen(event.row))


class RecipeScreen(LinesScreen[None]):
    """Shows a cure in full until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("copy", "recipe.copy", "Copy the recipe"),
        bind("back", "recipe.back", "Go back to the cures", action="app.pop_screen"),
    ]

    def __init__(self, row: CureRow) -> None:
        super().__init__("Scores", "Loops", "Cures", row.instance, summary(row.cure))
        self._row = row

    def lines(self, width: int) -> list[Content]:
        """Return the recipe."""
        return cure_lines(self._row, width)

    def action_copy(self) -> None:
        """Copy the recipe."""
        copy_recipe(self.host, self._row)


def copy_recipe(host: Host, row: CureRow) -> None:
    """Copy a cure as a text."""
    host.copy(recipe(row.cure, row.report), "The recipe")
