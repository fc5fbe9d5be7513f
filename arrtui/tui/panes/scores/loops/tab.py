"""The tab of loops: chains of releases that are of a kind, and the stations of the one under the cursor."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from arrtui.core.errors import ArrtuiError
from arrtui.core.text import format_size, plural
from arrtui.features.loops.cures.model import Cure, CureKind
from arrtui.features.loops.waste import WasteBy, waste_of_all
from arrtui.features.loops.words import kind_counts
from arrtui.tui.kit.dialogs.hidden_marks import choose_rows
from arrtui.tui.kit.key_table import bind, menu_item
from arrtui.tui.kit.notices import notify_done, notify_failed, try_or_notify
from arrtui.tui.kit.release_keys import releases_bindings
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.scores.columns import columns_for
from arrtui.tui.panes.scores.detail_tab import DetailTab
from arrtui.tui.panes.scores.lines import Line, content_line
from arrtui.tui.panes.scores.loops.actions import drop_binding, drop_downloads, stop_binding, unmonitor
from arrtui.tui.panes.scores.loops.cures.screen import CuresScreen
from arrtui.tui.panes.scores.loops.export import export_chains
from arrtui.tui.panes.scores.loops.renames.screen import RenamesScreen
from arrtui.tui.panes.scores.loops.rows import COLUMNS, FIELDS, HARMLESS, LoopRow, filter_text, make_rows
from arrtui.tui.panes.scores.loops.screen import ChainScreen
from arrtui.tui.panes.scores.loops.text import ChainDetail, chain_lines, read_chain
from arrtui.tui.panes.scores.loops.waste_rows import FACTS, reports_of
from arrtui.tui.panes.scores.loops.waste_screen import WasteChoice, WasteScreen
from arrtui.tui.panes.scores.loops.watch.screen import AfterChangesScreen
from arrtui.tui.panes.scores.releases.opening import open_releases, subject_of_chain
from arrtui.tui.panes.scores.tab import NOTHING_STORED, TryWanted

if TYPE_CHECKING:
    from arrtui.features.loops.load import StoredChains

READING = "Reading the history of releases ..."
NO_LOOP = """\
Nothing goes round.

No release was grabbed again, refused,
or replaced for nothing, as far as
the stored history tells."""
NO_MATCH = "No chain matches.\nesc clears the text, F shows all of them."


class LoopsTab(DetailTab):
    """Chains with the stations of the one under the cursor."""

    NOTHING_READ = ChainDetail()
    SHOWS_UNREAD = True
    _table: EstateTable[LoopRow]

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("problems", "loops.costly", "Only what cost something, or drift too", show=False),
        bind("clear_narrowing", "loops.show-all", "All chains", show=False),
        bind("detail", "loops.detail", "Show what happened, or hide it"),
        bind("export", "loops.export", "Write the chains shown to a file, drawn, as CSV or JSON", show=False),
        bind("back", "loops.back", "Leave the detail", show=False),
        bind("ignore", "loops.mute", "Leave it out, since it is known, or take it back", action="mute"),
        stop_binding("loops"),
        drop_binding("loops"),
        *releases_bindings("loops"),
        menu_item("narrow", "i", "loops.muted", "show_muted", "Known", "What is known too, or not any more"),
        menu_item(
            "narrow",
            "r",
            "loops.after-changes",
            "after_changes",
            "After changes",
            "What each change of settings did to downloads",
        ),
        menu_item("narrow", "y", "loops.cures", "cures", "Cures", "Settings that would have stopped it"),
        menu_item("narrow", "n", "loops.renames", "renames", "Renames", "What renames would do to scores"),
        menu_item("narrow", "w", "loops.waste", "waste", "Waste", "Grabs in vain, summed up by a fact"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        table: EstateTable[LoopRow] = EstateTable(
            columns_for(COLUMNS, ()), search=filter_text, fields=FIELDS, viewed_as="loops", id="loops-table"
        )
        super().__init__(table, line="loops-line", id=id)
        self._table.empty = READING
        self._table.empty_filtered = NO_MATCH
        self._stored: list[StoredChains] = []
        """The chains of the instances shown."""
        self._only_costly = False
        self._shows_muted = False
        self._waste = WasteChoice(WasteBy.TITLE)
        """What was chosen of the waste last."""

    def compose(self) -> ComposeResult:
        """What to do where nothing is stored, and everything else."""
        yield Static(NOTHING_STORED, classes="tab-none", markup=False)
        yield from super().compose()

    def refill(self) -> None:
        """Show the chains of the instances shown; the cursor stays on its chain."""
        self.set_class(not self.shown, "-none")
        self._fill()

    @work(group="loops", exclusive=True)
    async def _fill(self) -> None:
        """Read the chains and make the rows, in a thread because there may be thousands."""
        names = [analysis.instance for analysis in self.shown]
        loops = self.host.services.loops
        every = [await try_or_notify(self, loops.chains(name)) for name in names]
        muted = await try_or_notify(self, loops.muted()) or frozenset()
        known = [stored for stored in every if stored is not None]
        self._stored = known
        rows = await asyncio.to_thread(make_rows, known, muted)
        self._details.clear()
        if (columns := columns_for(COLUMNS, self.shown)) != self._table.all_columns:
            self._table.set_columns(columns)
        await self._table.load_rows(rows, key=lambda row: row.key, predicate=lambda: self._shows)
        self._table.empty = NO_LOOP
        self._show_counts()
        self._show_detail()

    # Narrowing

    def action_problems(self) -> None:
        """Narrow the table to what cost something, or widen it again."""
        self._only_costly = not self._only_costly
        self._narrow()

    def action_clear_narrowing(self) -> None:
        """Show all chains."""
        self._only_costly, self._shows_muted = False, True
        self._narrow_to(WasteChoice(self._waste.by))

    def action_show_muted(self) -> None:
        """Show chains that are known too, or hide them."""
        self._shows_muted = not self._shows_muted
        self._narrow()

    def action_cures(self) -> None:
        """Open the settings that would have stopped what goes round on the instances shown."""
        names = [analysis.instance for analysis in self.shown]
        self.app.push_screen(CuresScreen(names, self._stored), self._try_cure)

    def _try_cure(self, cure: Cure | None) -> None:
        """Go to What-if with the score of a cure."""
        if cure is not None:
            name = cure.subject if cure.change.kind is CureKind.FORMAT_SCORE else ""
            self.post_message(TryWanted(cure.instance, cure.profile, cure.change.value, name))

    def action_export(self) -> None:
        """Ask for a file, and write the chains that show."""
        export_chains(self, self._table.rows_shown)

    def action_waste(self) -> None:
        """Show what was grabbed in vain, whatever the table is narrowed to; come back to one line of it."""
        rows = [row for row in self._table.rows if self._shows_muted or not row.is_muted]
        self.app.push_screen(WasteScreen(rows, self._waste.by), self._narrow_to)

    def _narrow_to(self, choice: WasteChoice | None) -> None:
        """Narrow the table to the chains of a line of the waste, or widen it again."""
        self._waste = choice or self._waste
        self._narrow()

    def _narrow(self) -> None:
        self._table.set_filter(self._table.filter_state.text, self._shows)
        self._show_counts()

    def _shows(self, row: LoopRow) -> bool:
        """Return whether a chain shows under what the table is narrowed by."""
        if row.is_muted and not self._shows_muted:
            return False
        if self._waste.keys is not None and row.key not in self._waste.keys:
            return False
        return not self._only_costly or row.chain.kind not in HARMLESS

    @on(EstateTable.FilterChanged)
    @on(EstateTable.MarksChanged)
    def _show_counts(self) -> None:
        """Say how many chains of each kind there are, and what those shown cost."""
        rows = self._table.rows_shown
        kinds = Counter(row.chain.kind for row in rows)
        waste = waste_of_all(reports_of(rows))
        line: Line = [(plural(len(rows), "chain"), "bold")]
        if self._waste.keys is not None:
            fact = FACTS[self._waste.by].lower()
            line.append((f"   only {fact} {self._waste.name} (F shows all)", "accent"))
        if waste.grabs:
            line.append((f"   {plural(waste.grabs, 'grab')}, {format_size(waste.size)} in vain", "warn"))
        line += [(f"   {count}", "") for count in kind_counts(kinds)]
        if self._only_costly:
            line.append(("   without drift (! shows it)", "accent"))
        if self._table.marks_text:
            line.append((f"   {self._table.marks_text}", "accent"))
        self._line.update(content_line(line))
        self.refresh_bindings()

    # The detail

    async def read_detail(self, row: LoopRow) -> ChainDetail:
        """Read the stations of a chain and why it is of its kind."""
        return await read_chain(self.host.services.loops, row)

    def detail_lines(self, row: LoopRow, detail: ChainDetail | None, width: int) -> list[Content]:
        """Return the text about a chain."""
        return chain_lines(row, detail, width)

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        event.stop()
        self.app.push_screen(ChainScreen(event.row))

    def action_after_changes(self) -> None:
        """Open what became of downloads after each change of profiles or formats."""
        self.app.push_screen(AfterChangesScreen(self.shown))

    def action_renames(self) -> None:
        """Open what renames would do to formats and scores."""
        self.app.push_screen(RenamesScreen([analysis.instance for analysis in self.shown]))

    @work(group="loop-action", exclusive=True)
    async def action_stop(self) -> None:
        """Unmonitor what the marked chains are about, or the one under the cursor."""
        rows = await choose_rows(self, self._table)
        if rows and await unmonitor(self, rows):
            self._table.clear_marks()

    def action_releases(self) -> None:
        """List what indexers have of what the chain under the cursor is about."""
        if (row := self._table.cursor_row) is not None:
            open_releases(self, subject_of_chain(row.stored, row.chain))

    @work(group="loop-action", exclusive=True)
    async def action_drop(self) -> None:
        """Remove the downloads of the marked chains from the queue, or of the one under the cursor."""
        rows = await choose_rows(self, self._table)
        if rows and await drop_downloads(self, rows):
            self._table.clear_marks()

    @work(group="loop-action", exclusive=True)
    async def action_mute(self) -> None:
        """Leave chains out from now on; list them again where all of them are known."""
        rows = await choose_rows(self, self._table)
        if not rows:
            return
        loops, keys = self.host.services.loops, [row.mute_key for row in rows]
        listed_again = all(row.is_muted for row in rows)
        try:
            await (loops.unmute(keys) if listed_again else loops.mute(keys))
        except ArrtuiError as error:
            notify_failed(self, error)
            return
        subject = rows[0].title if len(rows) == 1 else plural(len(rows), "chain")
        verb = "is" if len(rows) == 1 else "are"
        outcome = "listed again" if listed_again else "known and left out; f i shows what is known"
        notify_done(self, f"{subject} {verb} {outcome}.")
        self._table.clear_marks()
        self._fill()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable what has no meaning at the moment, so that its key goes to the pane."""
        if action in ("export", "stop", "drop", "mute", "releases"):
            return self._table.visible_count > 0
        return super().check_action(action, parameters)
