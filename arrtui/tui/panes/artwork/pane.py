"""The Artwork pane: titles × kinds of images, and what to do about them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content

from arrtui.core.apps import Feature
from arrtui.core.artwork import PhaseName
from arrtui.core.events import Job
from arrtui.core.text import plural
from arrtui.features.artwork.matrix_fields import ArtIndex, art_index
from arrtui.features.artwork.overview import ArtRow
from arrtui.runtime.capabilities import CAPABILITIES
from arrtui.tui.kit.debounce import Debounce
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.kit.titles_pane import TitlesPane
from arrtui.tui.panes.artwork.acting import ArtActions, action_bindings
from arrtui.tui.panes.artwork.detail import NARROW, WIDE, title_detail
from arrtui.tui.panes.artwork.head import ArtCountLine, count_rows, next_step
from arrtui.tui.panes.artwork.rows import kinds_shown
from arrtui.tui.panes.artwork.slot_acting import ArtTarget, SlotActions, slot_bindings
from arrtui.tui.panes.artwork.table import ArtTable

if TYPE_CHECKING:
    from arrtui.features.artwork.title import ArtTitle

REST = 0.1
"""Seconds the cursor must rest before the title under it is read in full."""
KINDS = frozenset(
    kind.name for capability in CAPABILITIES if capability.name == "artwork" for kind in capability.job_kinds
)
"""Kinds of the jobs after which something may be different."""


class ArtworkPane(TitlesPane[ArtRow]):
    """The titles of all instances by their artwork, and the detail of the one under the cursor."""

    FEATURE = Feature.ARTWORK
    TOUR = (
        "Posters, fanart, logos and NFO: a title a line, a kind of image a column.",
        "left and right choose the kind; the detail lists its candidates, best first.",
        "{artwork.facets} narrows by what is missing; {artwork.problems} leaves problems.",
        "{artwork.open} shows all images of a title, and where each value is from.",
        "{artwork.choose} chooses another image, {artwork.picture} draws the one there is.",
        "a runs a phase for the marked titles, and locks what is to stay as it is.",
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("open", "artwork.open", "Show the title with all its images and metadata", show=False),
        bind("narrow", "artwork.facets", "Narrow by what is missing, lost, locked, ...", action="facets"),
        bind("clear_narrowing", "artwork.clear-facets", action="clear_facets", show=False),
        bind("problems", "artwork.problems", "Show only what somebody should look at, or everything"),
        bind("detail", "artwork.detail"),
        bind("copy", "artwork.copy", "Copy the path of the folder", show=False),
        *slot_bindings("artwork"),
        *action_bindings(),
        bind("back", "artwork.back", "Leave the detail", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        table, self._line = ArtTable(id="artwork-table"), ArtCountLine(id="artwork-counts")
        super().__init__(table, self._line, id=id)
        self._table: ArtTable = table
        self._rest = Debounce(self, self._read_title, REST)
        self._counts: Counter[str] = Counter()
        self._waiting = ""
        """What waits to be reviewed, or the keys that go on from here."""
        self._title: ArtTitle | None = None
        """What was read last in full."""
        self._actions = ArtActions(
            self, self._chosen, lambda: self.current, self._changed, self._reloader.request
        )

    # Data handed down

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Read again when a phase has ended."""
        numbers = jobs.keys() if changed is None else [number for number in changed if number in jobs]
        if changed is None or any(
            jobs[number].kind in KINDS and jobs[number].state.finished for number in numbers
        ):
            self._outdate()

    async def _read(self) -> None:
        """Read what is stored; cursor, marks, sort and filter stay with what they meant."""
        config = self.services.config
        kinds, names = kinds_shown(config.artwork.kinds), config.names_with(self.FEATURE)
        rows = await self.services.artwork.titles.matrix()
        plans = await self.services.artwork.publishing.waiting_count()

        def digest() -> tuple[ArtIndex, Counter[str]]:
            """Look at tens of thousands of titles in a thread, so that keys are answered meanwhile."""
            return art_index(rows, names), count_rows(rows, kinds)

        index, self._counts = await asyncio.to_thread(digest)
        waiting = f"{plural(plans, 'plan')} to review: a r" if plans else next_step(self._counts)
        self._waiting = f"   {waiting}" if waiting else ""
        self._table.show_kinds(kinds)
        self._title = None
        await self._fill(rows, index)

    def _show_counts(self) -> None:
        marks = self._table.marks_text
        self._line.show(self._counts, marks, self._waiting, only_problems=self._only_problems)

    def _is_problem(self, row: ArtRow) -> bool:
        return row.is_problem

    @property
    def _has_problems(self) -> bool:
        return bool(self._counts["problems"])

    def _folder_of(self, row: ArtRow) -> str:
        return row.title.path

    # The detail

    @on(EstateTable.CursorMoved)
    @on(ArtTable.KindChosen)
    def _show_detail(self) -> None:
        """Show what is known of the title under the cursor, and read the rest once the cursor rests."""
        self._draw_detail()
        if self.current is not None and self._split.detail_shows:
            self._rest.trigger()

    def _draw_detail(self) -> None:
        row, title = self.current, self._title
        if row is None:
            self._split.detail.show(Content(""), None)
            return
        if title is not None and (title.instance, title.external_id) != row.key:
            title = None
        text = title_detail(row, self._table.kind, title, NARROW if self._split.wide else WIDE)
        self._split.detail.show(text, (row.key, self._table.kind))

    def _read_title(self) -> None:
        """Read the title under the cursor in full."""
        row = self.current
        if row is not None:
            self.run_worker(self._show_title(*row.key), group="artwork-title", exclusive=True)

    async def _show_title(self, instance: str, external_id: str) -> None:
        self._title = await self.trying(self.services.artwork.titles.title(instance, external_id))
        self._draw_detail()

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something at the moment."""
        if action in ("slot", "open"):
            return self.current is not None
        return super().check_action("act" if action == "phase" else action, parameters)

    def action_slot(self, name: str) -> None:
        """Do one of the actions with the chosen kind of the title under the cursor."""
        SlotActions(self, lambda: self._target, self._changed).run(name)

    @property
    def _target(self) -> ArtTarget | None:
        """The chosen kind of the title under the cursor."""
        row = self.current
        return None if row is None else ArtTarget(*row.key, row.title.title, self._table.kind)

    @on(EstateTable.Opened)
    def action_open(self) -> None:
        """Show the title under the cursor with all its images and metadata."""
        from arrtui.tui.panes.artwork.title_screen import ArtTitleScreen

        if self.current is not None:
            self.app.push_screen(ArtTitleScreen(self.current, KINDS), lambda _: self._reloader.request())

    def action_act(self, name: str) -> None:
        """Do one of the actions with the marked titles, or with the one under the cursor."""
        self._actions.run(name)

    def action_report(self) -> None:
        """Show what the last verifications found."""
        from arrtui.tui.panes.artwork.verify_screen import VerifyScreen

        titles = {row.key: row.title.title for row in self._table.rows}
        self.app.push_screen(VerifyScreen(titles, KINDS), lambda _: self._reloader.request())

    def action_phase(self, name: str) -> None:
        """Run a phase for the marked titles, or for the one under the cursor."""
        self._actions.run_phase(PhaseName(name))
